import { commandText } from '../../core/command-text.ts'
import { SfsyncError } from '../../core/errors.ts'
import { parseSalesforceUserId, type SalesforceUserId } from '../../core/salesforce-id.ts'
import type { DirectoryEntry, Ledger } from '../../ledger/ledger.ts'

/** A Salesforce user an admin names; the entry is null when the directory does not know the ID. */
export interface NamedSalesforceUser {
  readonly salesforceUserId: SalesforceUserId
  readonly entry: DirectoryEntry | null
}

/** Finds the Salesforce user that a text names: 15 or 18 characters, a record address, or a Salesforce username. */
export async function resolveSalesforceUser(ledger: Ledger, text: string): Promise<NamedSalesforceUser> {
  if (text.includes('@') && !text.includes('/')) return await byUsername(ledger, text)
  const parsed = parseSalesforceUserId(text)
  if ('reason' in parsed)
    throw new SfsyncError('invalid', parsed.reason, { actions: [commandText('sf-users', 'find', '<name>')] })
  const [entry] = await ledger.directory.find({ salesforceUserId: parsed.salesforceUserId })
  if (entry === undefined && parsed.note === 'completed') await refuseLostCase(ledger, text)
  return { salesforceUserId: parsed.salesforceUserId, entry: entry ?? null }
}

async function byUsername(ledger: Ledger, text: string): Promise<NamedSalesforceUser> {
  const [entry] = await ledger.directory.find({ username: text })
  if (entry !== undefined) return { salesforceUserId: entry.salesforceUser.salesforceUserId, entry }
  const sameEmail = await ledger.directory.find({ email: text })
  throw new SfsyncError('not-found', `no Salesforce user has the username "${text}"`, {
    rows: sameEmail.map(({ salesforceUser }) => ({
      value: salesforceUser.salesforceUserId,
      reason: `${salesforceUser.name} has it as e-mail address: ${salesforceUser.salesforceUserId}, username ${salesforceUser.username ?? 'unknown'}`,
    })),
    actions: [
      ...(sameEmail.length > 0 ? ['name the person by Salesforce User ID or username'] : []),
      commandText('sf-users', 'find', text.split('@')[0] ?? text),
    ],
  })
}

// Fifteen characters carry no check: the directory is the only one to tell that their letter case was lost.
async function refuseLostCase(ledger: Ledger, text: string): Promise<void> {
  const sameLetters = await ledger.directory.find({ anyCaseId: text.trim() })
  if (sameLetters.length === 0) return
  throw new SfsyncError(
    'invalid',
    `"${text}" has lost its letter case: the directory knows it written otherwise`,
    {
      rows: sameLetters.map(({ salesforceUser }) => ({
        value: salesforceUser.salesforceUserId,
        reason: `${salesforceUser.salesforceUserId} is ${salesforceUser.name}`,
      })),
      actions: ['use the ID as the directory writes it'],
    },
  )
}
