import { peopleCalled, peopleNear, salesforceUsersNear, usersNear } from '../app/near-people.ts'
import { findPerson } from '../app/resolve.ts'
import { SfsyncError } from '../core/errors.ts'
import { parseSalesforceUserId } from '../core/salesforce-id.ts'
import { whyInactive } from '../core/salesforce-user.ts'
import { countText } from '../core/text.ts'
import { parseUserKey } from '../core/user-key.ts'
import type { DirectoryEntry, Ledger } from '../ledger/ledger.ts'
import type { Context } from './context.ts'
import { askForPerson, askForSalesforceUser, askForUser, mostListed, type WantedUser } from './pickers.ts'

/**
 * A text that names a Salesforce user, as one that names only this one: where several have the name, it is only a part of
 * names, or it is mistyped, a terminal asks who is meant. Text that is near no one comes back as it is.
 */
export async function onlySalesforceUser(context: Context, text: string): Promise<string> {
  if (!mayBeAsked(context, text)) return text
  const ledger = await context.ledger()
  const { directory } = ledger
  const called = await directory.find({ called: text })
  if (called.length === 1 || (await directory.find({ username: text })).length === 1) return text
  const { rows, total } =
    called.length > 0
      ? { rows: called, total: called.length }
      : await directory.first({ search: text, limit: mostListed })
  const near = rows.length > 0 ? [] : await salesforceUsersNear(ledger, text)
  const likely = rows.length > 0 ? rows : near
  if (likely.length === 0) return text
  const message =
    near.length > 0
      ? mistyped(text, 'Salesforce user')
      : called.length > 0
        ? severalCalled(text, countText(called.length, 'Salesforce user'))
        : 'Which Salesforce user?'
  const { salesforceUser } = await askForSalesforceUser(context, message, {
    likely: likely.toSorted((left, right) => Number(isInactive(left)) - Number(isInactive(right))),
    total: near.length > 0 ? near.length : total,
  })
  return salesforceUser.salesforceUserId
}

/** The SalesScreen user that was typed, or else the one that an answer names. */
export async function userMeant(
  context: Context,
  typed: string | undefined,
  wanted: WantedUser & { readonly message?: string } = {},
): Promise<string> {
  if (typed !== undefined) return await onlyUser(context, typed)
  return await askForUser(context, wanted.message ?? 'Which user?', wanted)
}

/**
 * A text that names a SalesScreen user, as one that names only this one. A command that knows users who are not in the
 * ledger says with `isKnown` whether the text names one of them.
 */
export async function onlyUser(
  context: Context,
  text: string,
  isKnown: (ledger: Ledger) => Promise<boolean> = async () => await Promise.resolve(false),
): Promise<string> {
  if (!mayBeAsked(context, text)) return text
  const ledger = await context.ledger()
  const found = await ledger.findUsers(parseUserKey(text))
  if (found.length === 1) return text
  if (found.length > 1)
    return await askForUser(context, severalCalled(text, countText(found.length, 'SalesScreen user')), {
      likely: found,
    })
  // The address of a Salesforce user is that of a user to be created.
  if ((await ledger.directory.find({ called: text })).length > 0 || (await isKnown(ledger))) return text
  const likely = await usersNear(ledger, text)
  if (likely.length === 0) return text
  return await askForUser(context, mistyped(text, 'SalesScreen user'), { likely })
}

/** Several Salesforce users that were typed, each as text that names only this one. */
export async function onlySalesforceUsers(context: Context, texts: readonly string[]): Promise<string[]> {
  const users: string[] = []
  for (const text of texts) users.push(await onlySalesforceUser(context, text))
  return users
}

/** The same for SalesScreen users. */
export async function onlyUsers(context: Context, texts: readonly string[]): Promise<string[]> {
  const users: string[] = []
  for (const text of texts) users.push(await onlyUser(context, text))
  return users
}

/** The same for people of either side. */
export async function onlyPeople(context: Context, texts: readonly string[]): Promise<string[]> {
  const people: string[] = []
  for (const text of texts) people.push(await onlyPerson(context, text))
  return people
}

/** The same for one person. */
export async function onlyPerson(context: Context, text: string): Promise<string> {
  if (!mayBeAsked(context, text)) return text
  const ledger = await context.ledger()
  try {
    await findPerson(ledger, text)
  } catch (error) {
    if (!(error instanceof SfsyncError)) throw error
    if (error.code === 'decision-needed') {
      const called = await peopleCalled(ledger, text)
      const count = called.users.length + called.others.length
      return await askForPerson(context, severalCalled(text, countText(count, 'person', 'people')), called)
    }
    if (error.code !== 'not-found') return text
    const likely = await peopleNear(ledger, text)
    if (likely.users.length + likely.others.length > 0)
      return await askForPerson(context, mistyped(text, 'person'), likely)
  }
  return text
}

// An ID names one record or none.
function mayBeAsked(context: Context, text: string): boolean {
  return context.canAsk && text.trim() !== '' && !('salesforceUserId' in parseSalesforceUserId(text))
}

function mistyped(text: string, what: string): string {
  return `No ${what} is called "${text}". Which one do you mean?`
}

function severalCalled(text: string, several: string): string {
  return `${several} are called "${text}". Which one do you mean?`
}

function isInactive({ salesforceUser }: DirectoryEntry): boolean {
  return whyInactive(salesforceUser) !== null
}
