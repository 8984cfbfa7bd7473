import type { Change, ChangeSetHead } from '../change.ts'
import type { EnteredUser } from '../entered.ts'
import { type Decision, decisionKey, type Mapping, type User } from '../model.ts'

/** A user with everything that `blame` shows. */
interface Blamed {
  readonly user: User
  /** The name of the team; null if the user has none. */
  readonly teamName: string | null
  readonly mapping: Mapping | null
  /** The user as SalesScreen has it; null if it is not known to be there. */
  readonly entered: EnteredUser | null
  /** The decisions about this user. */
  readonly decisions: readonly Decision[]
}

/** One field of a user, and the change that set it; null where the history does not have it. */
export interface Blame {
  readonly what: string
  readonly value: string | null
  readonly changeSet: number | null
  readonly at: string | null
  readonly actor: string | null
  /** The database role that committed it; null where there are no roles. */
  readonly role: string | null
  readonly command: string | null
  /** The line that asked for it, `people.csv:12`. */
  readonly origin: string | null
  readonly evidence: string | null
  readonly reason: string | null
}

/** Finds the newest change that set each field of a user. `past` holds all changes of the user, the mapping and the decisions, newest first for each row. */
export function blame(
  { user, teamName, mapping, entered, decisions }: Blamed,
  past: readonly { readonly changeSet: ChangeSetHead; readonly change: Change }[],
): Blame[] {
  const setBy = (what: string, value: string | null, sets: (change: Change) => boolean): Blame => {
    const found = past.find(({ change }) => sets(change))
    if (found === undefined) return { ...unknown, what, value }
    const { number, at, actor, role, command, reason, evidence } = found.changeSet
    const { origin, evidence: ownEvidence } = found.change
    return {
      what,
      value,
      changeSet: number,
      at,
      actor,
      role,
      command,
      origin: origin ?? null,
      evidence: ownEvidence ?? (evidence.length === 0 ? null : evidence.join('; ')),
      reason,
    }
  }
  const field = (what: string, name: keyof User, value: string | null = user[name]) =>
    setBy(what, value, ({ entity, before, after }) => entity === 'user' && before?.[name] !== after?.[name])
  return [
    field('e-mail', 'email'),
    field('first name', 'firstName'),
    field('last name', 'lastName'),
    field('nickname', 'nickname'),
    field('state', 'state'),
    field('team', 'teamId', teamName),
    setBy(
      'mapping',
      mapping?.salesforceUserId ?? null,
      ({ entity, before, after }) =>
        entity === 'mapping' && before?.salesforceUserId !== after?.salesforceUserId,
    ),
    ...enteredFields.flatMap(([what, name]) =>
      entered === null
        ? []
        : [
            setBy(
              what,
              entered[name],
              ({ entity, before, after }) => entity === 'enteredUser' && before?.[name] !== after?.[name],
            ),
          ],
    ),
    ...decisions.map((decision) => {
      const { kind, salesforceUserId, decidedBy, decidedAt, reason } = decision
      const what = salesforceUserId === null ? 'decision' : `decision about ${salesforceUserId}`
      const key = decisionKey(decision)
      const set = setBy(what, kind, (change) => change.entity === 'decision' && change.key === key)
      // A decision can be recorded on behalf of someone else.
      return { ...set, at: decidedAt, actor: decidedBy, reason: reason ?? set.reason }
    }),
  ]
}

// Each part of what SalesScreen has, by how it is known.
const enteredFields = [
  ['user in SalesScreen', 'userSource'],
  ['state in SalesScreen', 'stateSource'],
  ['team in SalesScreen', 'teamSource'],
  ['mapping in SalesScreen', 'mappingSource'],
] as const

const unknown = {
  changeSet: null,
  at: null,
  actor: null,
  role: null,
  command: null,
  origin: null,
  evidence: null,
  reason: null,
} as const
