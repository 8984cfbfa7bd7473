import type { Change, ChangeSet, ChangeSetHead } from '../../src/core/change.ts'
import type { TeamId } from '../../src/core/model.ts'
import type { HistoryQuery, PersonKeys } from '../../src/ledger/ledger.ts'

/** A change set as lists show it. */
export function headOf({ changes, ...head }: ChangeSet): ChangeSetHead {
  return { ...head, size: changes.length }
}

/** Whether a question to the history means this change set. */
export function isPast(set: ChangeSet, query: HistoryQuery): boolean {
  const { number, actor, since, until, command, person, teamId } = query
  return (
    (number === undefined || set.number === number) &&
    (actor === undefined || set.actor === actor) &&
    (since === undefined || set.at >= since) &&
    (until === undefined || set.at < until) &&
    (command === undefined || `${set.command} `.startsWith(`sfsync ${command} `)) &&
    (person === undefined || set.changes.some((change) => isAboutPerson(change, person))) &&
    (teamId === undefined || set.changes.some((change) => isAboutTeam(change, teamId)))
  )
}

function isAboutPerson(change: Change, { userId, email, salesforceUserId }: PersonKeys): boolean {
  const rows = [change.before, change.after].flatMap((row) => row ?? [])
  return (
    rows.some((row) => userId !== undefined && 'userId' in row && row.userId === userId) ||
    rows.some((row) => email !== undefined && 'email' in row && row.email === email) ||
    rows.some(
      (row) =>
        salesforceUserId !== undefined &&
        'salesforceUserId' in row &&
        row.salesforceUserId === salesforceUserId,
    )
  )
}

function isAboutTeam({ entity, key, before, after }: Change, teamId: TeamId): boolean {
  if (entity === 'team') return key === teamId
  return entity === 'user' && (before?.teamId === teamId) !== (after?.teamId === teamId)
}
