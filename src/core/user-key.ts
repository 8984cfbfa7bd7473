import { isUserId, type UserId } from './model.ts'
import { parseSalesforceUserId, type ParsedId } from './salesforce-id.ts'
import type { SalesforceUser } from './salesforce-user.ts'
import { type Email, parseEmail } from './text.ts'

/** How a text names a SalesScreen user: by user ID, by e-mail address, or by full name or nickname. */
type ParsedUserKey = { readonly userId: UserId } | { readonly email: Email } | { readonly called: string }

/** Reads the name of a SalesScreen user, as typed or as a cell of a file has it. */
export function parseUserKey(text: string): ParsedUserKey {
  const trimmed = text.trim()
  if (isUserId(trimmed)) return { userId: trimmed }
  const parsed = parseEmail(trimmed)
  return 'email' in parsed ? parsed : { called: trimmed }
}

/** How a text names a Salesforce user for a mapping: by username or by ID, or why it does not. */
type ParsedSalesforceUserKey = { readonly username: string } | ParsedId

/** Reads a username, a Salesforce User ID of 15 or 18 characters, or a record address. */
export function parseSalesforceUserKey(text: string): ParsedSalesforceUserKey {
  if (text.includes('@') && !text.includes('/')) return { username: text.trim().toLowerCase() }
  return parseSalesforceUserId(text)
}

/** Whether only the directory can show that an ID lost its letter case: 15 characters carry no check of it. */
export function hasUncheckedCase({ note }: Extract<ParsedId, { salesforceUserId: unknown }>): boolean {
  return note === 'completed'
}

/** What is wrong with an ID that has lost its letter case: `twins` are the users whose ID has the same letters. */
export function lostLetterCase(
  text: string,
  twins: readonly Pick<SalesforceUser, 'salesforceUserId' | 'name' | 'username'>[],
): { readonly reason: string; readonly action: string } {
  const ids = twins.map(({ salesforceUserId }) => salesforceUserId).join(' or ')
  const known = twins.map(
    ({ salesforceUserId, name, username }) =>
      `${salesforceUserId} (${name}${username === null ? '' : `, username ${username}`})`,
  )
  return {
    reason: `"${text}" has lost its letter case; in the directory it is ${known.join(' or ')}`,
    action: `use ${ids} if that is the right user`,
  }
}
