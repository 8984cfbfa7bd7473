import type { Change } from './change.ts'
import { line } from './script-line.ts'
import type { ScriptNames } from './script-names.ts'
import type { Team } from './team.ts'

/** The commands that make a team what a change made it; another team first gives up the name or key it still has. */
export function teamLines(change: Change, names: ScriptNames): string[] {
  if (change.entity !== 'team' || change.after === null) return []
  const { before, after } = change
  const free = [...freeName(after, names), ...freeKey(after, names)]
  const lines = before === null ? created(after) : edited(names.teamNow(before), after)
  names.setTeam(after)
  return [...free, ...lines]
}

/** The command that deletes a team; its people have left it by then. */
export function teamDeletion(change: Change, names: ScriptNames): string[] {
  if (change.entity !== 'team' || change.after !== null || change.before === null) return []
  const { name } = names.teamNow(change.before)
  names.deleteTeam(change.key)
  return [line(['teams', 'delete'], [name])]
}

function created({ name, key }: Team): string[] {
  return [line(['teams', 'create'], [name], key === null ? [] : ['--key', key])]
}

function edited(now: Team, after: Team): string[] {
  return [
    ...(now.name === after.name ? [] : [line(['teams', 'rename'], [now.name, after.name])]),
    ...(now.key === after.key ? [] : [keyed(after)]),
  ]
}

function keyed({ name, key }: Team): string {
  return key === null ? line(['teams', 'key'], [name], ['--none']) : line(['teams', 'key'], [name, key])
}

function freeName(team: Team, names: ScriptNames): string[] {
  const holder = names.nameHolder(team)
  if (holder === undefined) return []
  const aside = `aside ${holder.teamId}`
  names.setTeam({ ...holder, name: aside })
  return [line(['teams', 'rename'], [holder.name, aside])]
}

function freeKey(team: Team, names: ScriptNames): string[] {
  const holder = names.keyHolder(team)
  if (holder === undefined) return []
  const bare = { ...holder, key: null }
  names.setTeam(bare)
  return [keyed(bare)]
}
