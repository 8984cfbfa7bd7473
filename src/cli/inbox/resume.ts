import type { Suggestion } from '../../core/match/suggestion.ts'
import { byNameThenEmail, isUserId, type User, type UserId } from '../../core/user.ts'
import { SfsyncError } from '../../core/errors.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { Context } from '../context.ts'
import { resolveUser } from '../resolve/screen-user.ts'

/** Whom to begin with: the one who is named, else the first after whom this admin decided about last in a review. */
export async function placeToBegin(
  context: Context,
  ledger: Ledger,
  wanted: readonly Suggestion[],
  { from, people }: { readonly from?: string; readonly people: readonly string[] },
): Promise<number> {
  if (from !== undefined) {
    const { user } = await resolveUser(ledger, from)
    const at = wanted.findIndex((each) => each.user.userId === user.userId)
    if (at !== -1) return at
    throw new SfsyncError('not-found', `${user.email} is not among those to decide about`, {
      actions: ['sfsync suggest', 'sfsync mappings list'],
    })
  }
  if (people.length > 0) return 0
  const last = await lastReviewed(context, ledger)
  if (last === undefined) return 0
  const at = wanted.findIndex(({ user }) => byNameThenEmail(user, last) > 0)
  return Math.max(0, at)
}

async function lastReviewed(context: Context, ledger: Ledger): Promise<User | undefined> {
  const newest = { actor: context.actor, command: 'review', limit: 1 }
  for await (const [head] of ledger.history(newest))
    if (head !== undefined)
      for await (const changes of ledger.changesOf(head.number))
        for (const { key } of changes) {
          const userId = userIdIn(key)
          const [record] = userId === undefined ? [] : await ledger.findUsers({ userId })
          if (record !== undefined) return record.user
        }
  return undefined
}

// The key of a mapping is a user ID, that of a decision begins with one.
function userIdIn(key: string): UserId | undefined {
  const [first = ''] = key.split('/')
  return isUserId(first) ? first : undefined
}
