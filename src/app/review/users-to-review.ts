import { SfsyncError } from '../../core/errors.ts'
import { commandLine } from '../../core/hint.ts'
import type { Suggestion } from '../../core/match/suggestion.ts'
import { byNameThenEmail, isUserId, type User } from '../../core/model.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { AppContext } from '../context.ts'
import { type SuggestionFilter, wantedSuggestions } from '../match/suggest.ts'
import { resolveUser } from '../resolve.ts'
import type { ReviewUser } from './session.ts'

/** Which users to review; empty lists do not limit. */
export interface ReviewFilter extends SuggestionFilter {
  /** The user to start with. */
  readonly from?: string
}

/** The users to review, in the order of the review; throws `not-found` where the first one is not among them. */
export async function usersToReview(context: AppContext, filter: ReviewFilter): Promise<ReviewUser[]> {
  const ledger = await context.ledger()
  const suggestions = await wantedSuggestions(context, ledger, filter)
  const first = await firstToReview(context, ledger, suggestions, filter)
  const names = new Map((await ledger.teams()).map(({ team }) => [team.teamId, team.name]))
  return [...suggestions.slice(first), ...suggestions.slice(0, first)].map(
    ({ user, matchClass, candidates }) => ({
      user,
      matchClass,
      teamName: user.teamId === null ? null : (names.get(user.teamId) ?? null),
      candidates: candidates.map((candidate) => ({
        ...candidate,
        evidence: candidate.reasons(),
      })),
    }),
  )
}

// Index of the named user, or of the first one after the user this admin reviewed last.
async function firstToReview(
  context: AppContext,
  ledger: Ledger,
  suggestions: readonly Suggestion[],
  { from, people }: ReviewFilter,
): Promise<number> {
  if (from !== undefined) {
    const { user } = await resolveUser(ledger, from)
    const at = suggestions.findIndex((each) => each.user.userId === user.userId)
    if (at !== -1) return at
    throw new SfsyncError('not-found', `${user.email} is not among the users to review`, {
      actions: [commandLine('suggest'), commandLine('mappings list')],
    })
  }
  const last = people.length > 0 ? undefined : await lastReviewed(context, ledger)
  if (last === undefined) return 0
  return Math.max(
    0,
    suggestions.findIndex(({ user }) => byNameThenEmail(user, last) > 0),
  )
}

async function lastReviewed(context: AppContext, ledger: Ledger): Promise<User | undefined> {
  const newest = { actor: context.actor, command: 'review', limit: 1 }
  for await (const [head] of ledger.history(newest))
    if (head !== undefined)
      for await (const changes of ledger.changesOf(head.number))
        for (const { key } of changes) {
          // The key of a mapping is a user ID, and that of a decision starts with one.
          const [userId = ''] = key.split('/')
          const [record] = isUserId(userId) ? await ledger.findUsers({ userId }) : []
          if (record !== undefined) return record.user
        }
  return undefined
}
