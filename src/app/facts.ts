import type { MapFacts } from '../core/decide/map.ts'
import type { Directory, DirectoryReadRecord, Ledger } from '../ledger/ledger.ts'
import type { AppContext } from './context.ts'
import { rejections } from './decisions.ts'
import { resolveSalesforceUser, resolveUser } from './resolve.ts'
import type { LicenceUsage } from '../core/model.ts'
import { commandText, isSandboxEmail, withoutSandboxSuffix } from '../core/text.ts'
import { SfsyncError } from '../core/errors.ts'
import { doubtsAbout, splitName, type SalesforceUserDoubt } from '../core/salesforce-user.ts'

/** What must be known to map these two, each named as an admin may type it; throws `not-found` and `decision-needed`. */
export async function readMapFacts(
  context: AppContext,
  ledger: Ledger,
  screenUser: string,
  salesforceUser: string,
): Promise<MapFacts> {
  const record = await resolveUser(ledger, screenUser)
  const named = await resolveSalesforceUser(ledger, salesforceUser)
  const [holder] = await ledger.findUsers({ salesforceUserId: named.salesforceUserId })
  const lastRead = await ledger.directory.lastRead()
  const rejected = await rejections(ledger, context.now().slice(0, 10))
  return {
    user: record.user,
    rejected: rejected(record.user.userId, named.salesforceUserId),
    // Somebody may have made this very mapping since the user was read.
    mapping: holder?.user.userId === record.user.userId ? holder.mapping : record.mapping,
    salesforceUserId: named.salesforceUserId,
    salesforceUser: named.entry?.salesforceUser ?? null,
    holder: holder?.mapping == null ? null : { user: holder.user, mapping: holder.mapping },
    seen: lastRead === undefined ? null : lastReadText(lastRead),
    organizationId: lastRead?.organizationId ?? null,
  }
}

/** How many licences are known and taken. */
export async function licenceUsageOf(ledger: Ledger): Promise<LicenceUsage> {
  const { activeUsers } = await ledger.counts()
  const licences = (await ledger.facts()).find(({ name }) => name === 'licences')
  return { activeUsers, licences: licences === undefined ? null : Number(licences.value) }
}

/** What must be known of somebody to create a user. */
export interface NewUserFields {
  readonly firstName?: string
  readonly lastName?: string
  readonly email?: string
}

/** Somebody who is to become a SalesScreen user. */
export interface NewUser {
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly salesforceUserId: string | null
  readonly evidence: readonly string[]
  readonly warnings: readonly string[]
  readonly doubts: readonly SalesforceUserDoubt[]
}

/** Takes a person from the directory; a sandbox's `.invalid` is taken off the e-mail address, and said. */
export async function newUserFromSalesforce(ledger: Ledger, text: string): Promise<Partial<NewUser>> {
  const { salesforceUserId, entry } = await resolveSalesforceUser(ledger, text)
  if (entry === null)
    throw new SfsyncError('not-found', `${salesforceUserId} is not in the directory`, {
      actions: [commandText('sf-users', 'import', '<report.csv>'), commandText('sf-users', 'refresh')],
    })
  const { salesforceUser: person } = entry
  const lastRead = await ledger.directory.lastRead()
  const email = person.email === null || person.email === '' ? undefined : withoutSandboxSuffix(person.email)
  return {
    ...splitName(person),
    ...(email === undefined ? {} : { email }),
    salesforceUserId,
    evidence: [
      `taken from ${salesforceUserId} (${lastRead === undefined ? 'unknown' : lastReadText(lastRead)})`,
    ],
    warnings:
      person.email !== null && isSandboxEmail(person.email)
        ? [`${person.email} is a sandbox's address: ${email ?? ''} is used`]
        : [],
    doubts: doubtsAbout(person),
  }
}

/** Where and when the directory was read, in words. */
export function lastReadText({ origin, at }: Pick<DirectoryReadRecord, 'origin' | 'at'>): string {
  return `${origin}, read ${at}`
}

/** Says how many people were listed, and how old the directory is; or how to fill an empty one. */
export async function noteDirectoryAge(
  context: AppContext,
  directory: Directory,
  rows: number,
  total: number,
): Promise<void> {
  const lastRead = await directory.lastRead()
  if (lastRead === undefined) {
    await context.note('the directory is empty: nobody has been read from Salesforce yet')
    await context.suggest(commandText('sf-users', 'import', '<report.csv>'))
    return
  }
  const people =
    rows < total
      ? `${rows} of ${total} Salesforce users`
      : `${rows} Salesforce ${rows === 1 ? 'user' : 'users'}`
  await context.note(`${people}; as of ${lastReadText(lastRead)}`)
}
