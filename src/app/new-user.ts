import type { LicenceUsage } from '../core/model.ts'
import { doubtsAbout, splitName, type SalesforceUserDoubt } from '../core/salesforce-user.ts'
import { isSandboxEmail, withoutSandboxSuffix } from '../core/text.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { lastReadText } from './directory-age.ts'
import { requireEntry, resolveSalesforceUser } from './resolve.ts'

/** The fields that a new user needs, as far as an admin gave them. */
export interface NewUserFields {
  readonly firstName?: string
  readonly lastName?: string
  readonly email?: string
}

/** A SalesScreen user to create. */
export interface NewUser {
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly salesforceUserId: string | null
  readonly evidence: readonly string[]
  readonly warnings: readonly string[]
  readonly doubts: readonly SalesforceUserDoubt[]
}

/** Makes a new user from the directory; removes a sandbox's `.invalid` from the e-mail address, with a warning. */
export async function newUserFromSalesforce(ledger: Ledger, text: string): Promise<Partial<NewUser>> {
  const { salesforceUser } = requireEntry(await resolveSalesforceUser(ledger, text))
  const { salesforceUserId, email: given } = salesforceUser
  const lastRead = await ledger.directory.lastRead()
  const email = given === null || given === '' ? undefined : withoutSandboxSuffix(given)
  return {
    ...splitName(salesforceUser),
    ...(email === undefined ? {} : { email }),
    salesforceUserId,
    evidence: [
      `taken from ${salesforceUserId} (${lastRead === undefined ? 'unknown' : lastReadText(lastRead)})`,
    ],
    warnings:
      given !== null && isSandboxEmail(given)
        ? [`${given} is a sandbox address; using ${email ?? ''} instead`]
        : [],
    doubts: doubtsAbout(salesforceUser),
  }
}

/** How many licences there are, and how many active users hold one. */
export async function licenceUsageOf(ledger: Ledger): Promise<LicenceUsage> {
  const { activeUsers } = await ledger.counts()
  const licences = (await ledger.facts()).find(({ name }) => name === 'licences')
  return { activeUsers, licences: licences === undefined ? null : Number(licences.value) }
}
