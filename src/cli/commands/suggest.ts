import { defineCommand, withWriteFlags, writeOptions, type WriteFlags, type Invocation } from '../command.ts'
import { executeWrite } from '../write.ts'
import { type MapConfirmation, mapConfirmations } from '../../core/confirmation.ts'
import { SfsyncError } from '../../core/errors.ts'
import { parseCondition } from '../../core/match/condition.ts'
import { matchClasses, type MatchClass, type Suggestion } from '../../core/match/suggestion.ts'
import {
  confirmationsIn,
  matchClassesIn,
  type ListFlags,
  withListFlags,
  listOptions,
  type ListOptions,
  withConfirmationFlags,
  writeList,
} from '../shared-flags.ts'
import type { WriteOptions } from '../../app/write.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../../app/exit-codes.ts'
import { inPages } from '../output/render.ts'
import { given } from '../../core/values.ts'

export interface SuggestOptions extends ListOptions, WriteOptions {
  readonly people: readonly string[]
  readonly classes: readonly MatchClass[]
  readonly explain: boolean
  /** The other way round: whom to create. */
  readonly forSalesforce: boolean
  /** A condition: whoever it holds of is mapped. */
  readonly accept?: string
  readonly allowed: readonly MapConfirmation[]
}

interface SuggestFlags extends ListFlags, WriteFlags {
  readonly class?: string
  readonly explain?: boolean
  readonly forSalesforce?: boolean
  readonly accept?: string
}

export const suggestCommand = defineCommand({
  name: 'suggest',
  summary: 'suggest matches for unmapped users',
  description:
    'suggest which Salesforce user an unmapped SalesScreen user may be, how certain the match is, and why',
  examples: [
    { command: 'sfsync suggest', purpose: 'everybody who is not mapped, with the best candidate' },
    { command: 'sfsync suggest ada.lovelace@acme.example --explain', purpose: 'every rule that counted' },
    { command: 'sfsync suggest --for-salesforce --class none', purpose: 'whom to create' },
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
              'e-mail, nickname, user ID, or full name; without it everybody who is not mapped',
            )
            .option('--class <names>', `only these classes: ${matchClasses.join(', ')}`)
            .option('--explain', "show each rule's part in the score")
            .option('--for-salesforce', 'the other way round: who in Salesforce has no SalesScreen user yet')
            .option('--accept <condition>', "map those of whom it holds: 'score>=0.97 and gap>=0.15'"),
        ),
        mapConfirmations,
      ),
    ),
  options: ([people], flags, self) => suggestOptions(people, flags, confirmationsIn(self, mapConfirmations)),
  run: runSuggest,
})

function suggestOptions(
  people: readonly string[],
  flags: SuggestFlags,
  allowed: readonly MapConfirmation[],
): SuggestOptions {
  const { accept } = flags
  if (accept === undefined && (flags.dryRun === true || flags.reason !== undefined))
    throw new SfsyncError('usage', '--dry-run and --reason are for --accept: without it nothing is written')
  if (flags.forSalesforce === true && (people.length > 0 || accept !== undefined || flags.explain === true))
    throw new SfsyncError('usage', '--for-salesforce takes no users, no --explain and no --accept')
  return {
    people,
    classes: matchClassesIn(flags.class),
    explain: flags.explain === true,
    forSalesforce: flags.forSalesforce === true,
    allowed,
    ...listOptions(flags),
    ...writeOptions(flags),
    ...given({ accept }),
  }
}

export async function runSuggest(
  options: SuggestOptions,
  context: Context,
  invocation: Invocation,
): Promise<ExitCode | void> {
  const condition = options.accept === undefined ? undefined : parseCondition(options.accept)
  if (condition !== undefined && 'reason' in condition)
    throw new SfsyncError('usage', `--accept: ${condition.reason}`, {
      actions: ["write it as 'score>=0.97 and gap>=0.15', or class=sure"],
    })
  const ledger = await context.ledger()
  if (options.forSalesforce) {
    const { writeReverseSuggestions } = await import('./suggest-output.ts')
    return await writeReverseSuggestions(context, ledger, options)
  }
  const { wantedSuggestions } = await import('../../app/match/suggest.ts')
  const suggest = async () => await wantedSuggestions(context, ledger, options)
  if (condition === undefined || options.accept === undefined)
    return await tell(context, await suggest(), options)
  const { decideAccepted } = await import('../../app/match/accept.ts')
  const { allowed } = options
  await executeWrite(context, {
    ...options,
    confirmed: allowed,
    invocation,
    decide: async (confirmed) => await decideAccepted(context, ledger, await suggest(), condition, confirmed),
  })
}

async function tell(context: Context, found: readonly Suggestion[], options: SuggestOptions): Promise<void> {
  const { suggestionColumns, suggestionJson } = await import('./suggest-output.ts')
  const shown = found.slice(0, options.limit)
  if (context.format === 'json' && options.columns === undefined) {
    const { renderObjects } = await import('../output/render.ts')
    const toObject = (each: Suggestion) => suggestionJson(each, options.explain)
    await renderObjects(toObject, inPages(shown), context.stdout)
  } else if (
    context.format === 'table' &&
    options.columns === undefined &&
    (options.explain || isRead(context))
  ) {
    const { explainedTexts, suggestionTexts } = await import('./suggest-output.ts')
    const texts = options.explain ? explainedTexts : suggestionTexts
    await context.stdout.write(await texts(shown, context.stdout))
  } else await writeList(context, suggestionColumns, inPages(shown), options)
  const counts = new Map<MatchClass, number>()
  for (const { matchClass } of found) counts.set(matchClass, (counts.get(matchClass) ?? 0) + 1)
  const told = matchClasses.flatMap((each) => (counts.has(each) ? [`${counts.get(each) ?? 0} ${each}`] : []))
  await context.note(
    `${found.length} ${found.length === 1 ? 'person' : 'people'}${told.length === 0 ? '' : `: ${told.join(', ')}`}`,
  )
}

// A table of nine columns fits no terminal.
function isRead({ stdout }: Context): boolean {
  return stdout.isTerminal
}
