import type { Change, ChangeSetHead } from '../change.ts'
import { type Decision, decisionKey, type Mapping, type User } from '../model.ts'

/** Somebody as they are now. */
export interface Blamed {
  readonly user: User
  /** The name of the team; null without one. */
  readonly teamName: string | null
  readonly mapping: Mapping | null
  /** Decisions about this person. */
  readonly decisions: readonly Decision[]
}

/** One thing about somebody, and who made it what it is. */
export interface Blame {
  readonly what: string
  readonly value: string | null
  readonly changeSet: number | null
  readonly at: string | null
  readonly actor: string | null
  readonly command: string | null
  /** The line of the file that asked for it. */
  readonly origin: string | null
  readonly evidence: string | null
  readonly reason: string | null
}

/** Each field of somebody with the newest change that set it; `past`: every change of the user, the mapping and the decisions, newest first of each row. */
export function blame(
  { user, teamName, mapping, decisions }: Blamed,
  past: readonly { readonly changeSet: ChangeSetHead; readonly change: Change }[],
): Blame[] {
  const setBy = (what: string, value: string | null, isIt: (change: Change) => boolean): Blame => {
    const found = past.find(({ change }) => isIt(change))
    if (found === undefined) return { ...nobody, what, value }
    const { number, at, actor, command, reason, evidence } = found.changeSet
    const { origin, evidence: own } = found.change
    return {
      what,
      value,
      changeSet: number,
      at,
      actor,
      command,
      origin: origin ?? null,
      evidence: own ?? (evidence.length === 0 ? null : evidence.join('; ')),
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
    ...decisions.map((decision) => {
      const { kind, salesforceUserId, decidedBy, decidedAt, reason } = decision
      const what = salesforceUserId === null ? 'decision' : `decision about ${salesforceUserId}`
      const key = decisionKey(decision)
      const set = setBy(what, kind, (change) => change.entity === 'decision' && change.key === key)
      // Who decided may be somebody else than who wrote it down.
      return { ...set, at: decidedAt, actor: decidedBy, reason: reason ?? set.reason }
    }),
  ]
}

const nobody = {
  changeSet: null,
  at: null,
  actor: null,
  command: null,
  origin: null,
  evidence: null,
  reason: null,
} as const
