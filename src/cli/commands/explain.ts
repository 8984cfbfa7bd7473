import { Command } from 'commander'
import { SfsyncError } from '../../core/errors.ts'
import type { Explanation } from '../../core/explain/explain.ts'
import type { ExplanationFacts } from '../../core/explain/facts.ts'
import { askForUser, requireAnswers } from '../questions.ts'
import { noteEquivalentCommand } from '../write.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../../app/exit-codes.ts'
import { type CommandRunner, withExamples } from '../command.ts'
import { given } from '../../core/values.ts'

export interface ExplainOptions {
  readonly who?: string
}

export function explainCommand(handle: CommandRunner): Command {
  const command = new Command('explain')
    .description('tell the whole story of one person: whether they show up, what is missing, and why')
    .argument(
      '[user]',
      'e-mail, nickname, user ID, full name, Salesforce User ID, record address, or Salesforce username',
    )
    .action((who: string | undefined) => handle(runExplain, given({ who })))
  return withExamples(command, [
    { command: 'sfsync explain ada.lovelace@acme.example', purpose: 'everything about her, in words' },
    { command: 'sfsync explain 0055g0000004C92AAE', purpose: 'why somebody in Salesforce does not show up' },
    {
      command: 'sfsync explain ada.lovelace@acme.example --json',
      purpose: 'for a script; exit code 5 where nobody could look',
    },
  ])
}

export async function runExplain(options: ExplainOptions, context: Context): Promise<ExitCode> {
  requireAnswers(context, 'explain', { '<user>': options.who })
  const { explain } = await import('../../core/explain/explain.ts')
  const { gatherExplanationFacts } = await import('../../app/explain.ts')
  const { findPerson } = await import('../../app/resolve.ts')
  const ledger = await context.ledger()
  const who = options.who ?? (await askForUser(ledger, await context.prompts(), 'Whom?'))
  const facts = await ledger.atOneMoment(
    async () => await gatherExplanationFacts(context, ledger, await findPerson(ledger, who)),
  )
  refuseUnknown(facts)
  const story = explain(facts)
  await write(context, story)
  if (options.who === undefined) await noteEquivalentCommand(context, ['explain', who])
  if (story.couldNotLook === null) return exitCodes.done
  const { notCheckedText } = await import('../../core/explain/explain.ts')
  await context.warn(lowerFirst(notCheckedText(story.couldNotLook, facts)))
  return exitCodes.remote
}

// An ID that no decision and no change set names, either, is a slip or somebody whom the reading left out.
function refuseUnknown({
  user,
  salesforceUser,
  salesforceUserId,
  lastRead,
  decisions,
  past,
}: ExplanationFacts): void {
  const isKnown = user !== null || salesforceUser !== null || decisions.length > 0 || past.total > 0
  if (isKnown || lastRead === null) return
  throw new SfsyncError(
    'not-found',
    `${salesforceUserId ?? ''} is neither mapped nor in the directory (${lastRead.origin}, read ${lastRead.at})`,
    {
      actions: [
        'look whether the ID is right, and of this org',
        'it may have been left out, because the directory was read with fewer rights or for fewer types of users: sfsync sf-users refresh',
      ],
    },
  )
}

async function write(context: Context, story: Explanation): Promise<void> {
  const { format, stdout } = context
  if (format === 'table') {
    const { explanationText } = await import('./explain-output.ts')
    await stdout.write(await explanationText(context, story))
  } else if (format === 'json' || format === 'ndjson') {
    const { jsonDocument } = await import('../output/render.ts')
    const { explanationJson } = await import('./explain-output.ts')
    await stdout.write(jsonDocument(explanationJson(context, story), format))
  } else {
    const { renderRecord } = await import('../output/render.ts')
    const { explanationColumns } = await import('./explain-output.ts')
    await renderRecord(explanationColumns(context), story, format, stdout)
  }
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1).replace(/\.$/, '')
}
