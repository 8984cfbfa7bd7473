import { decideAccepted } from '../../app/match/accept.ts'
import { wantedSuggestions } from '../../app/match/suggest.ts'
import { defineCommand, withAnswers, withWriteFlags, writeOptions, type Invocation } from '../command.ts'
import { onlySalesforceUsers, onlyUsers } from '../who-is-meant.ts'
import { executeWrite } from '../write.ts'
import { mapConfirmations } from '../../core/confirmation.ts'
import { SfsyncError } from '../../core/errors.ts'
import { parseCondition } from '../../core/match/condition.ts'
import { commandLine, withOptions } from '../../core/hint.ts'
import { matchClasses, type MatchClass } from '../../core/match/suggestion.ts'
import { withListFlags, listOptions } from '../lists.ts'
import { confirmationsIn, namesIn, withConfirmationFlags } from '../shared-flags.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../../app/exit-codes.ts'
import { given } from '../../core/values.ts'
import { type SuggestOptions, writeReverseSuggestions, writeSuggestions } from './suggest-output.ts'

export const suggestCommand = defineCommand({
  name: 'suggest',
  description:
    'suggest which Salesforce user an unmapped SalesScreen user may be, how certain the match is, and why',
  examples: [
    { command: 'sfsync suggest', purpose: 'every unmapped user with the best candidate' },
    { command: 'sfsync suggest ada.lovelace@acme.example --explain', purpose: 'how the score is made up' },
    { command: 'sfsync suggest --for-salesforce --class none', purpose: 'Salesforce users to create' },
    {
      command: 'sfsync suggest --for-salesforce "Ada Lovelace"',
      purpose: 'which SalesScreen user a Salesforce user may be',
    },
    {
      command: "sfsync suggest --accept 'score>=0.97 and gap>=0.15' --dry-run",
      purpose: 'what would be mapped',
    },
  ],
  declare: (command) =>
    withWriteFlags(
      withConfirmationFlags(
        withListFlags(
          command
            .argument(
              '[user...]',
              'e-mail, nickname, user ID, or full name (with --for-salesforce: a Salesforce user); without it, all unmapped users',
            )
            .option('--class <names>', `only these classes: ${matchClasses.join(', ')}`)
            .option('--explain', 'show what each rule adds to the score')
            .option(
              '--for-salesforce',
              'the other way around: which Salesforce users have no SalesScreen user yet',
            )
            .option(
              '--accept <condition>',
              "map every suggestion that meets a condition such as 'score>=0.97 and gap>=0.15'",
            ),
        ),
        mapConfirmations,
      ),
    ),
  options: ([people], flags, self): SuggestOptions => {
    const { accept } = flags
    if (accept === undefined && (flags.dryRun === true || flags.reason !== undefined))
      throw new SfsyncError('usage', '--dry-run and --reason need --accept: without it nothing is changed')
    if (flags.forSalesforce === true && (accept !== undefined || flags.explain === true))
      throw new SfsyncError('usage', '--for-salesforce cannot be combined with --explain or --accept', {
        actions: [
          'to see how a score is made up, explain it from the side of SalesScreen: sfsync suggest <user> --explain',
        ],
      })
    return {
      people,
      classes: matchClassesIn(flags.class),
      explain: flags.explain === true,
      forSalesforce: flags.forSalesforce === true,
      allowed: confirmationsIn(self, mapConfirmations),
      ...listOptions(flags),
      ...writeOptions(flags),
      ...given({ accept }),
    }
  },
  run: runSuggest,
})

export async function runSuggest(
  typed: SuggestOptions,
  context: Context,
  invocation: Invocation,
): Promise<ExitCode | void> {
  const condition = typed.accept === undefined ? undefined : parseCondition(typed.accept)
  if (condition !== undefined && 'reason' in condition)
    throw new SfsyncError('usage', `--accept: ${condition.reason}`, {
      actions: [
        ...matchClasses
          .filter((name) => name === typed.accept?.trim().toLowerCase())
          .map((name) => withOptions(commandLine('suggest', ...typed.people), { accept: `class=${name}` })),
        "write a condition such as 'score>=0.97 and gap>=0.15' or class=sure",
      ],
    })
  const ledger = await context.ledger()
  const people = typed.forSalesforce
    ? await onlySalesforceUsers(context, typed.people)
    : await onlyUsers(context, typed.people)
  const options = { ...typed, people }
  if (options.forSalesforce) return await writeReverseSuggestions(context, ledger, options)
  const suggest = async () => await wantedSuggestions(context, ledger, options)
  if (condition === undefined) return await writeSuggestions(context, await suggest(), options)
  const { allowed } = options
  await executeWrite(context, {
    ...options,
    confirmed: allowed,
    invocation: withAnswers(invocation, people),
    decide: async (confirmed) => await decideAccepted(context, ledger, await suggest(), condition, confirmed),
  })
}
/** The classes that a list names, `sure,likely`; none where it is left out. Throws `usage`. */
export function matchClassesIn(text: string | undefined): MatchClass[] {
  if (text === undefined) return []
  return namesIn('--class', text, matchClasses).map((name) => {
    const found = matchClasses.find((each) => each === name)
    if (found === undefined)
      throw new SfsyncError('usage', `"${name}" is not a class`, {
        actions: [`use one of: ${matchClasses.join(', ')}`],
      })
    return found
  })
}
