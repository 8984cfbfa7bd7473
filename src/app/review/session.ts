import type { Confirmation } from '../../core/confirmation.ts'
import type { Hint } from '../../core/hint.ts'
import type { MatchClass } from '../../core/match/suggestion.ts'
import type { User, UserId } from '../../core/model.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'

/** A Salesforce user that the user under review can be mapped to. */
export interface ReviewOption {
  readonly salesforceUser: SalesforceUser
  /** null for a search result, which has no score. */
  readonly score: number | null
  readonly evidence: readonly string[]
  readonly blockers: readonly string[]
}

/** A SalesScreen user to decide about. */
export interface ReviewUser {
  readonly user: User
  readonly teamName: string | null
  readonly matchClass: MatchClass
  /** Best first. */
  readonly candidates: readonly ReviewOption[]
}

/** What one key decided, and the change set that records it. */
export interface ReviewedDecision {
  readonly changeSet: number
  readonly userId: UserId
  readonly kind: 'mapped' | 'never' | 'later' | 'not-a-person'
  /** null for a decision about the user alone. */
  readonly salesforceUserId: SalesforceUserId | null
  /** The decision in words, without a full stop. */
  readonly text: string
}

/** A text that is being typed. */
export interface TypedText {
  readonly what: 'search' | 'id' | 'reason'
  readonly text: string
}

/** A mapping that needs a yes. */
export interface PendingConfirmation {
  readonly option: ReviewOption
  readonly question: string
  readonly confirmations: readonly Confirmation[]
}

/** Everything that the screen shows and a key can change. */
export interface ReviewState {
  readonly users: readonly ReviewUser[]
  /** Index of the user on the screen; the number of users at the end. */
  readonly at: number
  /** Index of the highlighted option. */
  readonly highlighted: number
  readonly showsMore: boolean
  /** Search results, shown instead of the candidates; null without a search. */
  readonly found: readonly ReviewOption[] | null
  readonly typing: TypedText | null
  readonly pending: PendingConfirmation | null
  readonly showsKeys: boolean
  /** Recorded with each decision; empty for none. */
  readonly reason: string
  /** The day on which users decided "later" are asked about again, YYYY-MM-DD. */
  readonly laterUntil: string
  /** Oldest first; undo starts with the last one. */
  readonly done: readonly ReviewedDecision[]
  /** What happened last. */
  readonly message: Hint
}

const fresh = {
  highlighted: 0,
  showsMore: false,
  found: null,
  typing: null,
  pending: null,
  showsKeys: false,
  message: '',
} as const

/** A review that starts with the first of these users. */
export function startReview(
  users: readonly ReviewUser[],
  { reason, laterUntil }: Pick<ReviewState, 'reason' | 'laterUntil'>,
): ReviewState {
  return { ...fresh, users, at: 0, reason, laterUntil, done: [] }
}

/** The same review with another user on the screen. */
export function goTo(state: ReviewState, at: number, message: Hint = ''): ReviewState {
  return { ...state, ...fresh, at: Math.max(0, Math.min(at, state.users.length)), message }
}

/** The user on the screen; undefined at the end. */
export function currentUser({ users, at }: ReviewState): ReviewUser | undefined {
  return users[at]
}

/** The decision that settles a user in this review; "not the same person" leaves the other candidates open. */
export function decisionOn({ done }: ReviewState, { user }: ReviewUser): ReviewedDecision | undefined {
  return done.find(({ userId, kind }) => userId === user.userId && kind !== 'never')
}

/** Whether every user of the review has a decision. */
export function isComplete(state: ReviewState): boolean {
  return state.users.every((user) => decisionOn(state, user) !== undefined)
}

// One key each: 1 to 9.
const mostOptions = 9
const fewOptions = 3

/** The options on the screen: without those rejected for this user, or mapped to another user, in this review. */
export function optionsIn(state: ReviewState): readonly ReviewOption[] {
  const current = currentUser(state)
  if (current === undefined) return []
  const gone = new Set(
    state.done
      .filter(({ userId, kind }) => kind === (userId === current.user.userId ? 'never' : 'mapped'))
      .map(({ salesforceUserId }) => salesforceUserId),
  )
  return (state.found ?? current.candidates)
    .filter(({ salesforceUser }) => !gone.has(salesforceUser.salesforceUserId))
    .slice(0, state.showsMore || state.found !== null ? mostOptions : fewOptions)
}

/** How many options are not shown yet. */
export function hiddenOptionCount(state: ReviewState): number {
  return optionsIn({ ...state, showsMore: true }).length - optionsIn(state).length
}

/** The review after a decision was written: the next user, or after "not the same person" the remaining candidates, if any. */
export function afterDecision(state: ReviewState, decision: ReviewedDecision): ReviewState {
  const next = { ...state, done: [...state.done, decision] }
  const message = `${decision.text} (change set ${decision.changeSet})`
  const isOpen = decision.kind === 'never' && (next.found !== null || optionsIn(next).length > 0)
  if (!isOpen) return goTo(next, next.at + 1, message)
  const highlighted = Math.max(0, Math.min(next.highlighted, optionsIn(next).length - 1))
  return { ...next, highlighted, message }
}

/** The review after its last decision was undone by this change set, with the user of that decision on the screen. */
export function afterUndo(state: ReviewState, changeSet: number): ReviewState {
  const last = state.done.at(-1)
  const at = state.users.findIndex(({ user }) => user.userId === last?.userId)
  const message = `undone: ${last?.text ?? ''} (change set ${changeSet})`
  return goTo({ ...state, done: state.done.slice(0, -1) }, at, message)
}

/** The review with search results in the place of the candidates. */
export function afterSearch(state: ReviewState, text: string, found: readonly ReviewOption[]): ReviewState {
  return found.length === 0
    ? { ...state, message: `no Salesforce user matches "${text}"` }
    : { ...state, found, highlighted: 0, message: `results for "${text}"; Esc shows the candidates again` }
}

/** What a review decided, in numbers. */
export type ReviewSummary = ReturnType<typeof summarize>

/** Counts the decisions of a review, and the users without one. */
export function summarize(state: ReviewState) {
  const count = (kind: ReviewedDecision['kind']) => state.done.filter((each) => each.kind === kind).length
  return {
    mapped: count('mapped'),
    later: count('later'),
    notAPerson: count('not-a-person'),
    never: count('never'),
    left: state.users.filter((user) => decisionOn(state, user) === undefined).length,
  }
}
