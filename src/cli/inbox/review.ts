import { commandText } from '../../core/command-text.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { ReviewOptions } from '../commands/review.ts'
import type { Context } from '../context.ts'
import { comesBack } from '../decisions/record.ts'
import { renderRecord } from '../output/render.ts'
import { wantedSuggestions } from '../suggest/wanted.ts'
import { walkThrough } from '../walk-through.ts'
import { Effects } from './effects.ts'
import { placeToBegin } from './resume.ts'
import { optionOf } from './search.ts'
import { sit } from './sit.ts'
import { type Person, personIn, type Sitting, sittingOf } from './sitting.ts'
import { outcomeColumns, outcomeOf } from './outcome.ts'

/** Goes through people on the whole terminal and tells at the end what was decided; Ctrl-C keeps what was. */
export async function review(context: Context, options: ReviewOptions): Promise<void> {
  const ledger = await context.ledger()
  const people = await peopleFor(context, ledger, options)
  const beginning = sittingOf(people, options.reason ?? '')
  const sitting = people.length === 0 ? beginning : await sat(context, ledger, beginning, options)
  await renderRecord(outcomeColumns, outcomeOf(sitting), context.format, context.stdout)
  await tellNext(context, sitting)
}

async function peopleFor(context: Context, ledger: Ledger, options: ReviewOptions): Promise<Person[]> {
  const wanted = await wantedSuggestions(context, ledger, options)
  const begin = await placeToBegin(context, ledger, wanted, options)
  const names = new Map((await ledger.teams()).map(({ team }) => [team.teamId, team.name]))
  return [...wanted.slice(begin), ...wanted.slice(0, begin)].map(({ user, certainty, candidates }) => ({
    user,
    certainty,
    teamName: user.teamId === null ? null : (names.get(user.teamId) ?? null),
    candidates: candidates.map((candidate) => optionOf(candidate)),
  }))
}

async function sat(
  context: Context,
  ledger: Ledger,
  beginning: Sitting,
  { until }: ReviewOptions,
): Promise<Sitting> {
  const effects = new Effects(context, ledger, until ?? comesBack(context.now()))
  return await walkThrough(context, 'sfsync review', async () => {
    const screen = await context.parts.openScreen()
    try {
      return await sit(beginning, screen, effects, context.stderr.paint)
    } finally {
      await screen.close()
    }
  })
}

async function tellNext(context: Context, sitting: Sitting): Promise<void> {
  const person = personIn(sitting)
  if (sitting.people.length === 0) await context.note('nobody is left to decide about')
  if (person !== undefined) await context.suggest(commandText('review', '--from', person.user.email))
  const last = sitting.done.at(-1)
  if (last !== undefined) await context.note(`the last decision is change set ${last.changeSet}`)
}
