import type { Certainty } from '../../core/match/suggestion.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import type { User, UserId } from '../../core/user.ts'

/** Somebody in Salesforce who can be chosen. */
export interface Option {
  readonly salesforceUser: SalesforceUser
  /** null: searched for, and never judged. */
  readonly score: number | null
  readonly evidence: readonly string[]
  readonly caps: readonly string[]
}

/** Somebody to be decided about. */
export interface Person {
  readonly user: User
  readonly teamName: string | null
  readonly certainty: Certainty
  /** Best first. */
  readonly candidates: readonly Option[]
}

/** What one key decided, and the change set that holds it. */
export interface Done {
  readonly changeSet: number
  readonly userId: UserId
  readonly kind: 'mapped' | 'never' | 'later' | 'not-a-person'
  /** Whom it was decided with; null where it is about the user alone. */
  readonly salesforceUserId: SalesforceUserId | null
  /** In words, for whoever comes back. */
  readonly text: string
}

/** A text that is being typed. */
export interface Typing {
  readonly what: 'search' | 'id' | 'reason'
  readonly text: string
}

/** A doubtful mapping that waits for yes or no. */
export interface Doubt {
  readonly option: Option
  readonly question: string
  readonly flags: readonly string[]
}

/** Everything that the screen shows and a key can change. */
export interface Sitting {
  readonly people: readonly Person[]
  /** Who is shown; the number of people: the end. */
  readonly at: number
  /** Place of the highlighted option. */
  readonly highlighted: number
  readonly showsMore: boolean
  /** Who was found by searching, in the place of the candidates; null: nothing was searched. */
  readonly found: readonly Option[] | null
  readonly typing: Typing | null
  readonly doubt: Doubt | null
  readonly showsKeys: boolean
  /** Kept with each decision from now on; empty: none. */
  readonly reason: string
  /** In order; the last one is taken back first. */
  readonly done: readonly Done[]
  /** What happened last, in one sentence. */
  readonly message: string
}

/** The beginning: the first of the people, nothing decided. */
export function sittingOf(people: readonly Person[], reason: string): Sitting {
  return { ...fresh, people, at: 0, reason, done: [], message: '' }
}

const fresh = {
  highlighted: 0,
  showsMore: false,
  found: null,
  typing: null,
  doubt: null,
  showsKeys: false,
} as const

/** The same sitting with another one of the people on the screen. */
export function turnedTo(sitting: Sitting, at: number, message = ''): Sitting {
  return { ...sitting, ...fresh, at: Math.max(0, Math.min(at, sitting.people.length)), message }
}

/** Who is on the screen; undefined at the end. */
export function personIn({ people, at }: Sitting): Person | undefined {
  return people[at]
}

/** What was decided about somebody in this sitting; "never these two" leaves it open who else it is. */
export function decidedAbout({ done }: Sitting, { user }: Person): Done | undefined {
  return done.find(({ userId, kind }) => userId === user.userId && kind !== 'never')
}

/** Who can be chosen now: without those who were rejected here or mapped to somebody else. */
export function optionsIn(sitting: Sitting): readonly Option[] {
  const person = personIn(sitting)
  if (person === undefined) return []
  const gone = new Set(
    sitting.done.flatMap(({ userId, kind, salesforceUserId }) => {
      const isGone = userId === person.user.userId ? kind === 'never' : kind === 'mapped'
      return isGone && salesforceUserId !== null ? [salesforceUserId] : []
    }),
  )
  const all = sitting.found ?? person.candidates
  return all
    .filter(({ salesforceUser }) => !gone.has(salesforceUser.salesforceUserId))
    .slice(0, sitting.showsMore || sitting.found !== null ? mostOptions : fewOptions)
}

/** How many can be chosen that are not shown yet. */
export function moreIn(sitting: Sitting): number {
  return optionsIn({ ...sitting, showsMore: true }).length - optionsIn(sitting).length
}

// One key each: 1 to 9.
const mostOptions = 9
const fewOptions = 3
