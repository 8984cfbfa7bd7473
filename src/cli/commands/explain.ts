import { onlyPerson } from '../who-is-meant.ts'
import { jsonDocument, renderRecord } from '../output/render.ts'
import { explanationText, explanationJson, explanationColumns } from './explain-output.ts'
import { notCheckedReason } from '../../core/explain/steps.ts'
import { lastReadHere } from '../../app/directory-age.ts'
import { findPerson } from '../../app/resolve.ts'
import { gatherExplanationFacts } from '../../app/explain.ts'
import { type ExitCode, exitCodes } from '../../app/exit-codes.ts'
import { SfsyncError } from '../../core/errors.ts'
import { type Explanation, explain } from '../../core/explain/explain.ts'
import type { ExplanationFacts } from '../../core/explain/facts.ts'
import { given } from '../../core/values.ts'
import { defineCommand, commandLineOf, withAnswers, type Invocation } from '../command.ts'
import { readAgainCommand } from '../../core/salesforce-user.ts'
import type { Context } from '../context.ts'
import { askForPerson } from '../pickers.ts'
import { requireAnswers } from '../questions.ts'
import { noteEquivalentCommand } from '../write.ts'

export interface ExplainOptions {
  readonly who?: string
}

export const explainCommand = defineCommand({
  name: 'explain',
  description: 'explain why one person does or does not show up in SalesScreen, and what is missing',
  examples: [
    { command: 'sfsync explain ada.lovelace@acme.example', purpose: 'everything about her, in words' },
    { command: 'sfsync explain 0055g0000004C92AAE', purpose: 'why a Salesforce user does not show up' },
    {
      command: 'sfsync explain ada.lovelace@acme.example --json',
      purpose: 'for a script; exit code 5 if Salesforce could not be checked',
    },
  ],
  declare: (command) => command.argument('[user]', 'a SalesScreen or Salesforce user, by any name or ID'),
  options: ([who]) => given({ who }),
  run: runExplain,
})

export async function runExplain(
  options: ExplainOptions,
  context: Context,
  invocation: Invocation,
): Promise<ExitCode> {
  requireAnswers(context, 'explain', { '<user>': options.who })
  const ledger = await context.ledger()
  const who =
    options.who === undefined
      ? await askForPerson(context, 'Which user?')
      : await onlyPerson(context, options.who)
  const facts = await ledger.readTransaction(
    async () => await gatherExplanationFacts(context, ledger, await findPerson(ledger, who)),
  )
  refuseUnknown(facts)
  await write(context, explain(facts))
  if (options.who !== who) await noteEquivalentCommand(context, commandLineOf(withAnswers(invocation, [who])))
  if (facts.notChecked === null) return exitCodes.done
  await context.warn(`Salesforce not checked: ${notCheckedReason(facts.notChecked, facts.lastRead)}`)
  return exitCodes.remote
}

// An ID that is in no decision and no change set either is a typo, or the directory was read without it.
function refuseUnknown(facts: ExplanationFacts): void {
  const { user, salesforceUser, salesforceUserId, lastRead, decisions, past } = facts
  const isKnown = user !== null || salesforceUser !== null || decisions.length > 0 || past.total > 0
  if (isKnown || lastRead === null) return
  throw new SfsyncError(
    'not-found',
    `${salesforceUserId ?? ''} is neither mapped nor in the directory (${lastReadHere(lastRead)})`,
    {
      actions: [
        'check that the ID is correct and belongs to this org',
        {
          text:
            lastRead.source === 'report'
              ? 'if the report did not list everyone'
              : 'if the directory was read with fewer permissions or for fewer user types',
          command: readAgainCommand(lastRead),
        },
      ],
    },
  )
}

async function write(context: Context, explanation: Explanation): Promise<void> {
  const { format, stdout } = context
  if (format === 'table') await stdout.write(await explanationText(context, explanation))
  else if (format === 'json' || format === 'ndjson')
    await stdout.write(jsonDocument(explanationJson(context, explanation), format))
  else await renderRecord(explanationColumns(context), explanation, format, stdout)
}
