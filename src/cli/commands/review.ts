import { defineCommand } from '../command.ts'
import { commandText } from '../../core/text.ts'
import { SfsyncError } from '../../core/errors.ts'
import type { MatchClass } from '../../core/match/suggestion.ts'
import type { Context } from '../context.ts'
import { matchClassesIn } from '../shared-flags.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { reminderDay } from '../../app/decisions.ts'
import { renderRecord } from '../output/render.ts'
import { wantedSuggestions } from '../../app/match/suggest.ts'
import { walkThrough } from '../write.ts'
import { ReviewEffects, optionOf, firstToReview } from '../../app/review/effects.ts'
import { runReviewScreen } from '../review-screen/run.ts'
import {
  summaryColumns,
  summarise,
  type ReviewPerson,
  currentPerson,
  type ReviewState,
  startReview,
} from '../../app/review/session.ts'
import { given } from '../../core/values.ts'
import { parseDay } from '../../app/time-span.ts'

export interface ReviewOptions {
  /** SalesScreen users as they are typed; everybody who is not mapped where none is named. */
  readonly people: readonly string[]
  readonly classes: readonly MatchClass[]
  /** Whom to begin with. */
  readonly from?: string
  readonly reason?: string
  /** The day on which those come back who are put off, YYYY-MM-DD. */
  readonly until?: string
}

interface ReviewFlags {
  readonly class?: string
  readonly from?: string
  readonly reason?: string
  readonly until?: string
}

export const reviewCommand = defineCommand({
  name: 'review',
  summary: 'review unmapped users one by one',
  examples: [
    {
      command: 'sfsync review',
      purpose: 'everybody who is not mapped, from where you stopped; ? tells the keys',
    },
    { command: 'sfsync review --class unclear,none', purpose: 'only the hard ones' },
    { command: 'sfsync review ada.lovelace@acme.example', purpose: 'one person' },
  ],
  declare: (command) =>
    command
      .argument(
        '[user...]',
        'e-mail, nickname, user ID, or full name; everybody who is not mapped without it',
      )
      .option('--class <names>', 'only these classes of suggestions: sure, likely, unclear, none')
      .option('--from <user>', 'begin with this one, not where you stopped')
      .option('--reason <text>', 'why; kept with each decision')
      .option('--until <day>', 'the day on which those you put off come back, 2026-12-31 (in 30 days)'),
  options: ([people], flags) => reviewOptions(people, flags),
  run: runReview,
})

function reviewOptions(people: readonly string[], flags: ReviewFlags): ReviewOptions {
  const { from, reason } = flags
  const until = flags.until === undefined ? undefined : parseDay(flags.until, '--until')
  return { people, classes: matchClassesIn(flags.class), ...given({ from, reason, until }) }
}

export async function runReview(options: ReviewOptions, context: Context): Promise<void> {
  if (!context.canAsk)
    throw new SfsyncError('usage', 'review is done key by key, so it needs a terminal', {
      actions: ['sfsync suggest', commandText('export', '--for-review', 'review.csv'), 'sfsync map --help'],
    })
  await review(context, options)
}

/** Goes through people on the whole terminal and tells at the end what was decided; Ctrl-C keeps what was. */
export async function review(context: Context, options: ReviewOptions): Promise<void> {
  const ledger = await context.ledger()
  const people = await peopleFor(context, ledger, options)
  const beginning = startReview(people, options.reason ?? '')
  const sitting = people.length === 0 ? beginning : await sat(context, ledger, beginning, options)
  await renderRecord(summaryColumns, summarise(sitting), context.format, context.stdout)
  await tellNext(context, sitting)
}

async function peopleFor(context: Context, ledger: Ledger, options: ReviewOptions): Promise<ReviewPerson[]> {
  const wanted = await wantedSuggestions(context, ledger, options)
  const begin = await firstToReview(context, ledger, wanted, options)
  const names = new Map((await ledger.teams()).map(({ team }) => [team.teamId, team.name]))
  return [...wanted.slice(begin), ...wanted.slice(0, begin)].map(({ user, matchClass, candidates }) => ({
    user,
    matchClass,
    teamName: user.teamId === null ? null : (names.get(user.teamId) ?? null),
    candidates: candidates.map((candidate) => optionOf(candidate)),
  }))
}

async function sat(
  context: Context,
  ledger: Ledger,
  beginning: ReviewState,
  { until }: ReviewOptions,
): Promise<ReviewState> {
  const effects = new ReviewEffects(context, ledger, until ?? reminderDay(context.now()))
  return await walkThrough(context, 'sfsync review', async () => {
    const screen = await context.dependencies.openScreen()
    try {
      return await runReviewScreen(beginning, screen, effects, context.stderr.paint)
    } finally {
      await screen.close()
    }
  })
}

async function tellNext(context: Context, sitting: ReviewState): Promise<void> {
  const person = currentPerson(sitting)
  if (sitting.people.length === 0) await context.note('nobody is left to decide about')
  if (person !== undefined) await context.suggest(commandText('review', '--from', person.user.email))
  const last = sitting.done.at(-1)
  if (last !== undefined) await context.note(`the last decision is change set ${last.changeSet}`)
}
