import { commandText } from '../../core/command-text.ts'
import { SfsyncError } from '../../core/errors.ts'
import type { TeamWish } from '../../core/team-wish.ts'
import { fold, tidy } from '../../core/text.ts'
import type { Ledger, TeamRecord } from '../../ledger/ledger.ts'
import { newTeamId } from '../new-ids.ts'
import type { Parts } from '../parts.ts'
import { didYouMean } from './nearest.ts'

/** The team that a text names: its name (case and accents aside), key or team ID. */
export async function findTeam(ledger: Ledger, text: string): Promise<TeamRecord | undefined> {
  const wanted = fold(text)
  const teams = await ledger.teams()
  return (
    teams.find(({ team }) => fold(team.name) === wanted) ??
    teams.find(({ team }) => team.teamId === text || team.key === text)
  )
}

/** The team that a text names, or an error with the nearest names; `create` is the flag that would make it. */
export async function resolveTeam(ledger: Ledger, text: string, create?: string): Promise<TeamRecord> {
  const found = await findTeam(ledger, text)
  if (found !== undefined) return found
  const teams = await ledger.teams()
  const make = create === undefined ? commandText('teams', 'create', text) : `add ${create} to make the team`
  throw new SfsyncError('not-found', `there is no team "${text}"`, {
    actions: [
      ...didYouMean(
        text,
        teams.map(({ team }) => team.name),
      ),
      ...(teams.length > 0 ? [commandText('teams', 'list')] : []),
      make,
    ],
  })
}

/** The team for somebody, made only where the admin says so with the flag. */
export async function wishedTeam(
  ledger: Ledger,
  parts: Parts,
  text: string,
  create: { readonly flag: string; readonly given: boolean },
): Promise<TeamWish> {
  const found = create.given ? await findTeam(ledger, text) : await resolveTeam(ledger, text, create.flag)
  if (found !== undefined) return { team: found.team, isNew: false }
  return { team: newTeam(parts, text, null), isNew: true }
}

/** A team that does not exist yet. */
export function newTeam(parts: Parts, text: string, key: string | null): TeamWish['team'] {
  const name = tidy(text)
  if (name === '') throw new SfsyncError('usage', 'a team needs a name')
  return { teamId: newTeamId(parts), name, key }
}
