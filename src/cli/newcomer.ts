import { commandText } from '../core/command-text.ts'
import { isSandboxEmail, withoutSandboxSuffix } from '../core/email.ts'
import { SfsyncError } from '../core/errors.ts'
import { doubtsAboutNewcomer, namesOf, type NewcomerDoubt } from '../core/newcomer.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { seenText } from './list/as-of.ts'
import { resolveSalesforceUser } from './resolve/salesforce-user.ts'

/** What must be known of somebody to create a user. */
export interface NewcomerFields {
  readonly firstName?: string
  readonly lastName?: string
  readonly email?: string
}

/** Somebody who is to become a SalesScreen user. */
export interface Newcomer {
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly salesforceUserId: string | null
  readonly evidence: readonly string[]
  readonly warnings: readonly string[]
  readonly doubts: readonly NewcomerDoubt[]
}

/** Takes a person from the directory; a sandbox's `.invalid` is taken off the e-mail address, and said. */
export async function newcomerFromSalesforce(ledger: Ledger, text: string): Promise<Partial<Newcomer>> {
  const { salesforceUserId, entry } = await resolveSalesforceUser(ledger, text)
  if (entry === null)
    throw new SfsyncError('not-found', `${salesforceUserId} is not in the directory`, {
      actions: [commandText('sf-users', 'import', '<report.csv>'), commandText('sf-users', 'refresh')],
    })
  const { salesforceUser: person } = entry
  const lastRead = await ledger.directory.lastRead()
  const email = person.email === null || person.email === '' ? undefined : withoutSandboxSuffix(person.email)
  return {
    ...namesOf(person),
    ...(email === undefined ? {} : { email }),
    salesforceUserId,
    evidence: [`taken from ${salesforceUserId} (${lastRead === undefined ? 'unknown' : seenText(lastRead)})`],
    warnings:
      person.email !== null && isSandboxEmail(person.email)
        ? [`${person.email} is a sandbox's address: ${email ?? ''} is used`]
        : [],
    doubts: doubtsAboutNewcomer(person),
  }
}
