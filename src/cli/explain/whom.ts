import { SfsyncError } from '../../core/errors.ts'
import { parseSalesforceUserId, type SalesforceUserId } from '../../core/salesforce-id.ts'
import type { DirectoryEntry, Ledger, UserRecord } from '../../ledger/ledger.ts'
import { resolveSalesforceUser } from '../resolve/salesforce-user.ts'
import { resolveUser } from '../resolve/screen-user.ts'
import { salesforceUsersCalled } from '../status/people.ts'

/** Somebody who was asked about: in SalesScreen, or in Salesforce only. */
export type Whom =
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
export async function whomOf(ledger: Ledger, text: string): Promise<Whom> {
  if ('salesforceUserId' in parseSalesforceUserId(text)) return await byId(ledger, text)
  try {
    return { record: await resolveUser(ledger, text) }
  } catch (error) {
    if (!(error instanceof SfsyncError) || error.code !== 'not-found') throw error
    return await inSalesforce(ledger, text, error)
  }
}

async function byId(ledger: Ledger, text: string): Promise<Whom> {
  const { salesforceUserId, entry } = await resolveSalesforceUser(ledger, text)
  return await holderOf(ledger, salesforceUserId, entry)
}

async function holderOf(
  ledger: Ledger,
  salesforceUserId: SalesforceUserId,
  entry: DirectoryEntry | null,
): Promise<Whom> {
  const [record] = await ledger.findUsers({ salesforceUserId })
  return record === undefined ? { record: null, salesforceUserId, entry } : { record }
}

async function inSalesforce(ledger: Ledger, text: string, notFound: SfsyncError): Promise<Whom> {
  const called = await salesforceUsersCalled(ledger, text)
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
