import type { Confirmation } from '../../core/confirmation.ts'
import type { MatchClass } from '../../core/match/suggestion.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import type { User, UserId } from '../../core/model.ts'
import type { Column } from '../../cli/output/columns.ts'

/** Somebody in Salesforce who can be chosen. */
export interface ReviewOption {
  readonly salesforceUser: SalesforceUser
  /** null: searched for, and never judged. */
  readonly score: number | null
  readonly evidence: readonly string[]
  readonly blockers: readonly string[]
}

/** Somebody to be decided about. */
export interface ReviewPerson {
  readonly user: User
  readonly teamName: string | null
  readonly matchClass: MatchClass
  /** Best first. */
  readonly candidates: readonly ReviewOption[]
}

/** What one key decided, and the change set that holds it. */
export interface ReviewedDecision {
  readonly changeSet: number
  readonly userId: UserId
  readonly kind: 'mapped' | 'never' | 'later' | 'not-a-person'
  /** Whom it was decided with; null where it is about the user alone. */
  readonly salesforceUserId: SalesforceUserId | null
  /** In words, for whoever comes back. */
  readonly text: string
}

/** A text that is being typed. */
export interface TextInput {
  readonly what: 'search' | 'id' | 'reason'
  readonly text: string
}

/** A doubtful mapping that waits for yes or no. */
export interface PendingConfirmation {
  readonly option: ReviewOption
  readonly question: string
  readonly confirmations: readonly Confirmation[]
}

/** Everything that the screen shows and a key can change. */
export interface ReviewState {
  readonly people: readonly ReviewPerson[]
  /** Who is shown; the number of people: the end. */
  readonly at: number
  /** Place of the highlighted option. */
  readonly highlighted: number
  readonly showsMore: boolean
  /** Who was found by searching, in the place of the candidates; null: nothing was searched. */
  readonly found: readonly ReviewOption[] | null
  readonly typing: TextInput | null
  readonly doubt: PendingConfirmation | null
  readonly showsKeys: boolean
  /** Kept with each decision from now on; empty: none. */
  readonly reason: string
  /** In order; the last one is taken back first. */
  readonly done: readonly ReviewedDecision[]
  /** What happened last, in one sentence. */
  readonly message: string
}

/** The beginning: the first of the people, nothing decided. */
export function startReview(people: readonly ReviewPerson[], reason: string): ReviewState {
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
export function goTo(sitting: ReviewState, at: number, message = ''): ReviewState {
  return { ...sitting, ...fresh, at: Math.max(0, Math.min(at, sitting.people.length)), message }
}

/** Who is on the screen; undefined at the end. */
export function currentPerson({ people, at }: ReviewState): ReviewPerson | undefined {
  return people[at]
}

/** What was decided about somebody in this sitting; "never these two" leaves it open who else it is. */
export function decisionOn({ done }: ReviewState, { user }: ReviewPerson): ReviewedDecision | undefined {
  return done.find(({ userId, kind }) => userId === user.userId && kind !== 'never')
}

/** Who can be chosen now: without those who were rejected here or mapped to somebody else. */
export function optionsIn(sitting: ReviewState): readonly ReviewOption[] {
  const person = currentPerson(sitting)
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
export function hiddenOptionCount(sitting: ReviewState): number {
  return optionsIn({ ...sitting, showsMore: true }).length - optionsIn(sitting).length
}

// One key each: 1 to 9.
const mostOptions = 9
const fewOptions = 3

/** The sitting after a decision was written: on to the next one, but for "never these two", which leaves the others open. */
export function afterDecision(sitting: ReviewState, done: ReviewedDecision): ReviewState {
  const now = { ...sitting, done: [...sitting.done, done] }
  const message = `${done.text} (change set ${done.changeSet})`
  if (done.kind !== 'never') return goTo(now, now.at + 1, message)
  const highlighted = Math.max(0, Math.min(now.highlighted, optionsIn(now).length - 1))
  return { ...now, highlighted, message }
}

/** The sitting after its last decision was taken back: with that person on the screen. */
export function afterUndo(sitting: ReviewState, changeSet: number): ReviewState {
  const last = sitting.done.at(-1)
  const done = sitting.done.slice(0, -1)
  const at = sitting.people.findIndex(({ user }) => user.userId === last?.userId)
  return goTo({ ...sitting, done }, at, `taken back: ${last?.text ?? ''} (change set ${changeSet})`)
}

/** The sitting with other people to choose from, in the place of the candidates. */
export function afterSearch(sitting: ReviewState, text: string, found: readonly ReviewOption[]): ReviewState {
  return found.length === 0
    ? { ...sitting, message: `nobody in the directory is found by "${text}"` }
    : { ...sitting, found, highlighted: 0, message: `found by "${text}"; esc shows the candidates again` }
}

/** What a sitting came to, in numbers. */
export interface ReviewSummary {
  readonly mapped: number
  readonly later: number
  readonly notAPerson: number
  /** Pairs that were rejected. */
  readonly never: number
  /** People about whom nothing was decided. */
  readonly left: number
}

/** Counts what a sitting decided. */
export function summarise(sitting: ReviewState): ReviewSummary {
  const count = (kind: ReviewedDecision['kind']) => sitting.done.filter((each) => each.kind === kind).length
  return {
    mapped: count('mapped'),
    later: count('later'),
    notAPerson: count('not-a-person'),
    never: count('never'),
    left: sitting.people.filter((person) => decisionOn(sitting, person) === undefined).length,
  }
}

/** How it is told. */
export const summaryColumns: readonly Column<ReviewSummary>[] = [
  { key: 'mapped', label: 'Mapped', kind: 'number', value: ({ mapped }) => mapped },
  { key: 'later', label: 'Later', kind: 'number', value: ({ later }) => later },
  { key: 'notAPerson', label: 'Not a person', kind: 'number', value: ({ notAPerson }) => notAPerson },
  { key: 'never', label: 'Never these two', kind: 'number', value: ({ never }) => never },
  { key: 'left', label: 'Left', kind: 'number', value: ({ left }) => left },
]
