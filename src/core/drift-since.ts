import type { Change } from './change.ts'
import type { Drift } from './drift.ts'

/** One change of a ledger's row, with its time. */
export interface ChangeThen {
  readonly at: string
  readonly change: Change
}

/** What a refresh changed of one Salesforce user, with its time; texts as the directory's log tells them. */
export interface SeenThen {
  readonly at: string
  readonly what: 'added' | 'changed' | 'dropped'
  readonly fields: readonly {
    readonly field: string
    readonly before: string | null
    readonly after: string | null
  }[]
}

/** What is known of the past of one person, each newest first. */
export interface PersonPast {
  readonly changes: readonly ChangeThen[]
  readonly seen: readonly SeenThen[]
}

// Source: SalesScreen help centre; a user who stays Pending is deactivated after two weeks.
const pendingLimitDays = 14

/** Since when something is as it is (UTC, ISO 8601); null where neither log nor history tells. */
export function driftSince({ kind, facts }: Drift, { changes, seen }: PersonPast): string | null {
  const { mapping, salesforceUser: person } = facts
  switch (kind) {
    case 'id-used-twice':
      return null
    case 'gone':
      return seen[0]?.what === 'dropped' ? seen[0].at : null
    case 'never-seen':
      return beganIn(changes, ({ entity, before, after }) =>
        entity === 'mapping' && after?.salesforceUserId === mapping.salesforceUserId
          ? before?.salesforceUserId !== mapping.salesforceUserId
          : null,
      )
    case 'inactive':
    case 'frozen':
      return idleSince(kind, seen)
    case 'renamed':
      return turned(seen, 'name', person?.name, (before) => before === mapping.seenName)
    case 'email-changed':
      return turned(seen, 'email', person?.email, (before) => before === mapping.seenEmail)
    case 'no-team':
      return beganIn(changes, ({ entity, before, after }) =>
        entity === 'user' && after !== null ? after.teamId === null && before?.teamId !== null : null,
      )
    case 'pending':
      return beganIn(changes, ({ entity, before, after }) =>
        entity === 'user' && after !== null ? after.state === 'pending' && before?.state !== 'pending' : null,
      )
  }
}

// `begins` says of a change whether it began with it; null where the change is about something else.
function beganIn(changes: readonly ChangeThen[], begins: (change: Change) => boolean | null): string | null {
  return changes.find(({ change }) => begins(change) === true)?.at ?? null
}

// Reports change the directory without a log: what the log does not end with, it does not tell.
function turned(
  seen: readonly SeenThen[],
  field: string,
  now: string | null | undefined,
  from: (before: string | null) => boolean,
): string | null {
  const told = seen.flatMap(({ at, fields }) =>
    fields.filter((each) => each.field === field).map((each) => ({ ...each, at })),
  )
  return told[0]?.after === now ? (told.find(({ before }) => from(before))?.at ?? null) : null
}

/** Since when somebody is inactive or frozen in Salesforce (UTC, ISO 8601); null where no log tells. */
export function idleSince(idle: 'inactive' | 'frozen', seen: readonly SeenThen[]): string | null {
  return idle === 'inactive'
    ? turned(seen, 'active', 'false', () => true)
    : turned(seen, 'frozen', 'true', () => true)
}

/** Whether somebody is pending for too long; where nobody knows since when (null), it may be that long. */
export function isPendingTooLong(days: number | null, mostDays: number): boolean {
  return days === null || days >= mostDays
}

/** For how many days somebody is pending (null: nobody knows), and what SalesScreen does about it. */
export function pendingText(days: number | null): string {
  const length = days === null ? '' : ` for ${Math.floor(days)} days`
  return `is pending in SalesScreen${length}: SalesScreen deactivates whoever is that for ${pendingLimitDays} days`
}
