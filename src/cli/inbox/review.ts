import { commandText } from '../../core/command-text.ts'
import { SfsyncError } from '../../core/errors.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { ReviewOptions } from '../commands/review.ts'
import type { Context } from '../context.ts'
import { comesBack } from '../decisions/record.ts'
import { renderRecord } from '../output/render.ts'
import { wantedSuggestions } from '../suggest/wanted.ts'
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
  let sitting = sittingOf(people, options.reason ?? '')
  if (people.length > 0) {
    const effects = new Effects(context, ledger, options.until ?? comesBack(context.now()))
    const screen = await context.parts.openScreen()
    try {
      await sit(sitting, screen, effects, context.stderr.paint, (now) => {
        sitting = now
      })
    } catch (error) {
      throw stopped(context, error, sitting)
    } finally {
      await screen.close()
    }
  }
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

function stopped(context: Context, error: unknown, { done }: Sitting): unknown {
  if (!(error instanceof SfsyncError) || error.code !== 'interrupted' || done.length === 0) return error
  return new SfsyncError('interrupted', 'stopped; what was decided stays', {
    actions: [context.typed('sfsync review')],
    cause: error,
  })
}

async function tellNext(context: Context, sitting: Sitting): Promise<void> {
  const person = personIn(sitting)
  if (sitting.people.length === 0) await context.note('nobody is left to decide about')
  if (person !== undefined) await context.suggest(commandText('review', '--from', person.user.email))
  const last = sitting.done.at(-1)
  if (last !== undefined) await context.note(`the last decision is change set ${last.changeSet}`)
}
