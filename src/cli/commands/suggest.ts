import { Command } from 'commander'
import { type MapAllowance, mapAllowances } from '../../core/decide/map.ts'
import { SfsyncError } from '../../core/errors.ts'
import { parseCondition } from '../../core/match/condition.ts'
import { certainties, type Certainty, type Suggestion } from '../../core/match/suggestion.ts'
import {
  type AllowanceFlags,
  allowancesIn,
  certaintiesIn,
  type ListFlags,
  listing,
  listOptions,
  type ListOptions,
  takingDecisions,
  writeList,
} from '../shared-flags.ts'
import type { WriteOptions } from '../write.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../../app/exit-codes.ts'
import { given, type Handle, withExamples, type WriteFlags, writeOptions, writing } from '../command.ts'
import { inPages } from '../output/render.ts'

export interface SuggestOptions extends ListOptions, WriteOptions {
  readonly people: readonly string[]
  readonly classes: readonly Certainty[]
  readonly explain: boolean
  /** The other way round: whom to create. */
  readonly forSalesforce: boolean
  /** A condition: whoever it holds of is mapped. */
  readonly accept?: string
  readonly allowed: readonly MapAllowance[]
}

interface SuggestFlags extends ListFlags, WriteFlags, AllowanceFlags {
  readonly class?: string
  readonly explain?: boolean
  readonly forSalesforce?: boolean
  readonly accept?: string
}

export function suggestCommand(handle: Handle): Command {
  const command = new Command('suggest')
    .description('tell who in Salesforce an unmapped SalesScreen user may be, how certain that is, and why')
    .argument('[user...]', 'e-mail, nickname, user ID, or full name; without it everybody who is not mapped')
    .option('--class <names>', `only these classes: ${certainties.join(', ')}`)
    .option('--explain', "show each rule's part in the score")
    .option('--for-salesforce', 'the other way round: who in Salesforce has no SalesScreen user yet')
    .option('--accept <condition>', "map those of whom it holds: 'score>=0.97 and gap>=0.15'")
    .action((people: string[], flags: SuggestFlags) => handle(runSuggest, suggestOptions(people, flags)))
  return withExamples(writing(takingDecisions(listing(command), mapAllowances)), [
    { command: 'sfsync suggest', purpose: 'everybody who is not mapped, with the best candidate' },
    { command: 'sfsync suggest ada.lovelace@acme.example --explain', purpose: 'every rule that counted' },
    { command: 'sfsync suggest --for-salesforce --class none', purpose: 'whom to create' },
    {
      command: "sfsync suggest --accept 'score>=0.97 and gap>=0.15' --dry-run",
      purpose: 'what would be mapped',
    },
  ])
}

function suggestOptions(people: readonly string[], flags: SuggestFlags): SuggestOptions {
  const { accept } = flags
  if (accept === undefined && (flags.dryRun === true || flags.reason !== undefined))
    throw new SfsyncError('usage', '--dry-run and --reason are for --accept: without it nothing is written')
  if (flags.forSalesforce === true && (people.length > 0 || accept !== undefined || flags.explain === true))
    throw new SfsyncError('usage', '--for-salesforce takes no users, no --explain and no --accept')
  return {
    people,
    classes: certaintiesIn(flags.class),
    explain: flags.explain === true,
    forSalesforce: flags.forSalesforce === true,
    allowed: allowancesIn(flags, mapAllowances),
    ...listOptions(flags),
    ...writeOptions(flags),
    ...given({ accept }),
  }
}

export async function runSuggest(options: SuggestOptions, context: Context): Promise<ExitCode | void> {
  const condition = options.accept === undefined ? undefined : parseCondition(options.accept)
  if (condition !== undefined && 'reason' in condition)
    throw new SfsyncError('usage', `--accept: ${condition.reason}`, {
      actions: ["write it as 'score>=0.97 and gap>=0.15', or class=sure"],
    })
  const ledger = await context.ledger()
  if (options.forSalesforce) {
    const { tellNewcomers } = await import('./suggest-output.ts')
    return await tellNewcomers(context, ledger, options)
  }
  const { wantedSuggestions } = await import('../../app/match/suggest.ts')
  const suggest = async () => await wantedSuggestions(context, ledger, options)
  if (condition === undefined || options.accept === undefined)
    return await tell(context, await suggest(), options)
  const { accept } = await import('../../app/match/accept.ts')
  return await accept(context, ledger, { ...options, condition, text: options.accept, suggest })
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
  const counts = new Map<Certainty, number>()
  for (const { certainty } of found) counts.set(certainty, (counts.get(certainty) ?? 0) + 1)
  const told = certainties.flatMap((each) => (counts.has(each) ? [`${counts.get(each) ?? 0} ${each}`] : []))
  await context.note(
    `${found.length} ${found.length === 1 ? 'person' : 'people'}${told.length === 0 ? '' : `: ${told.join(', ')}`}`,
  )
}

// A table of nine columns fits no terminal.
function isRead({ stdout }: Context): boolean {
  return stdout.isTerminal
}
