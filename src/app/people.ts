import { SfsyncError } from '../core/errors.ts'
import { parseSalesforceUserId, type SalesforceUserId } from '../core/salesforce-id.ts'
import { whyInactive, type SalesforceUser } from '../core/salesforce-user.ts'
import { fold } from '../core/text.ts'
import type { User } from '../core/model.ts'
import { type Visibility, visibilityOf } from '../core/visibility.ts'
import type { DirectoryEntry, Ledger, UserRecord } from '../ledger/ledger.ts'
import { resolveSalesforceUser, resolveUser } from './resolve.ts'

/** Every SalesScreen user by name, then every active Salesforce person who has none. */
export async function* allPeople(ledger: Ledger): AsyncGenerator<readonly Visibility[]> {
  for await (const page of ledger.users({})) {
    const rows: Visibility[] = []
    for (const record of page) rows.push(await ofUser(ledger, record))
    yield rows
  }
  const query = { active: true, people: true, mapped: false, withoutUser: true }
  for await (const page of ledger.directory.list(query)) yield page.map((entry) => ofSalesforceUser(entry))
}

/** The people that an admin names; all that cannot be found are told at once. */
export async function* namedPeople(
  ledger: Ledger,
  texts: readonly string[],
): AsyncGenerator<readonly Visibility[]> {
  const rows: Visibility[] = []
  const failures: SfsyncError[] = []
  for (const text of texts) {
    try {
      rows.push(await one(ledger, text))
    } catch (error) {
      if (!(error instanceof SfsyncError)) throw error
      failures.push(error)
    }
  }
  const [first] = failures
  if (first !== undefined)
    throw new SfsyncError(
      first.code,
      failures.length === 1 ? first.message : `${failures.length} people could not be found`,
      {
        rows: failures.length === 1 ? first.rows : failures.map(({ message }) => ({ reason: message })),
        actions: [...new Set(failures.flatMap(({ actions }) => actions))],
      },
    )
  yield rows
}

async function one(ledger: Ledger, text: string): Promise<Visibility> {
  const parsed = parseSalesforceUserId(text)
  if (!('salesforceUserId' in parsed)) return await byName(ledger, text)
  const { salesforceUserId } = parsed
  const [record] = await ledger.findUsers({ salesforceUserId })
  if (record !== undefined) return await ofUser(ledger, record)
  const [entry] = await ledger.directory.find({ salesforceUserId })
  if (entry !== undefined) return ofSalesforceUser(entry)
  throw new SfsyncError('not-found', `${salesforceUserId} is neither mapped nor in the directory`, {
    actions: ['sfsync sf-users find <name>'],
  })
}

// Somebody who is not in SalesScreen yet can be asked for, too, by e-mail address, username or full name in Salesforce.
async function byName(ledger: Ledger, text: string): Promise<Visibility> {
  try {
    return await ofUser(ledger, await resolveUser(ledger, text))
  } catch (error) {
    if (!(error instanceof SfsyncError) || error.code !== 'not-found') throw error
    const [only, ...others] = await salesforceUsersNamed(ledger, text)
    if (only === undefined || others.length > 0) throw error
    const [record] = await ledger.findUsers({ salesforceUserId: only.salesforceUser.salesforceUserId })
    return record === undefined ? ofSalesforceUser(only) : await ofUser(ledger, record)
  }
}

/** Salesforce users with this username, e-mail address or, case and accents aside, full name. */
export async function salesforceUsersNamed(ledger: Ledger, text: string): Promise<readonly DirectoryEntry[]> {
  const { directory } = ledger
  const byUsername = await directory.find({ username: text })
  if (byUsername.length > 0) return byUsername
  if (text.includes('@')) return await directory.find({ email: text })
  const called: DirectoryEntry[] = []
  for await (const page of directory.list({ search: text }))
    called.push(...page.filter(({ salesforceUser }) => fold(salesforceUser.name) === fold(text)))
  return called
}

async function ofUser(
  ledger: Ledger,
  { user, team, mapping, salesforceUser }: UserRecord,
): Promise<Visibility> {
  return visibilityOf({
    user,
    teamName: team?.name ?? null,
    salesforceUserId: mapping?.salesforceUserId ?? null,
    salesforceUser,
    candidates: mapping === null ? await unmappedWithEmailOf(ledger, user) : [],
  })
}

/** Active Salesforce users, mapped to nobody, who have a user's e-mail address. */
export async function unmappedWithEmailOf(ledger: Ledger, { email }: User): Promise<SalesforceUser[]> {
  const sameEmail = await ledger.directory.find({ email })
  return sameEmail
    .filter(({ mappedTo, salesforceUser }) => mappedTo === null && whyInactive(salesforceUser) === null)
    .map(({ salesforceUser }) => salesforceUser)
}

function ofSalesforceUser({ salesforceUser }: DirectoryEntry): Visibility {
  return visibilityOf({
    user: null,
    teamName: null,
    salesforceUserId: salesforceUser.salesforceUserId,
    salesforceUser,
    candidates: [],
  })
}

/** Somebody who was asked about: in SalesScreen, or in Salesforce only. */
export type PersonRef =
  | { readonly record: UserRecord }
  | {
      readonly record: null
      readonly salesforceUserId: SalesforceUserId
      /** null: the directory does not know the ID. */
      readonly entry: DirectoryEntry | null
    }

/**
 * Finds whom a text names on either side: a SalesScreen user, or a Salesforce User ID, record address, username, e-mail address
 * or full name. Throws `not-found` where both sides do not know it, `remote` where one of them was never read.
 */
export async function findPerson(ledger: Ledger, text: string): Promise<PersonRef> {
  if ('salesforceUserId' in parseSalesforceUserId(text)) return await byId(ledger, text)
  try {
    return { record: await resolveUser(ledger, text) }
  } catch (error) {
    if (!(error instanceof SfsyncError) || error.code !== 'not-found') throw error
    return await inSalesforce(ledger, text, error)
  }
}

async function byId(ledger: Ledger, text: string): Promise<PersonRef> {
  const { salesforceUserId, entry } = await resolveSalesforceUser(ledger, text)
  return await holderOf(ledger, salesforceUserId, entry)
}

async function holderOf(
  ledger: Ledger,
  salesforceUserId: SalesforceUserId,
  entry: DirectoryEntry | null,
): Promise<PersonRef> {
  const [record] = await ledger.findUsers({ salesforceUserId })
  return record === undefined ? { record: null, salesforceUserId, entry } : { record }
}

async function inSalesforce(ledger: Ledger, text: string, notFound: SfsyncError): Promise<PersonRef> {
  const called = await salesforceUsersNamed(ledger, text)
  const [only, ...others] = called
  if (others.length > 0) throw ambiguous(text, called)
  if (only !== undefined) return await holderOf(ledger, only.salesforceUser.salesforceUserId, only)
  const parsed = parseSalesforceUserId(text)
  if ('reason' in parsed && looksLikeId(text)) throw new SfsyncError('invalid', parsed.reason)
  if ((await ledger.directory.lastRead()) === undefined)
    throw new SfsyncError(
      'remote',
      `${notFound.message}, and could not look in Salesforce: nobody has been read yet`,
      { actions: ['sfsync sf-users refresh', 'sfsync sf-users import <report.csv>'] },
    )
  throw new SfsyncError('not-found', `nobody is called "${text}", neither in SalesScreen nor in Salesforce`, {
    actions: notFound.actions,
  })
}

// An ID that a spreadsheet damaged, one of another kind of record, or an address.
function looksLikeId(text: string): boolean {
  return /^(?:https?:\/\/|\/)/i.test(text.trim()) || /^\d[0-9A-Za-z.+]{7,19}$/.test(text.trim())
}

function ambiguous(text: string, called: readonly DirectoryEntry[]): SfsyncError {
  return new SfsyncError('decision-needed', `"${text}" fits ${called.length} Salesforce users`, {
    rows: called.map(({ salesforceUser: { salesforceUserId, name, username } }) => ({
      value: salesforceUserId,
      reason: `${salesforceUserId} is ${name}, username ${username ?? 'unknown'}`,
    })),
    actions: ['name one of them by Salesforce User ID'],
  })
}
