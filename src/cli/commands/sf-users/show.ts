import { Command } from 'commander'
import { commandText } from '../../../core/command-text.ts'
import { SfsyncError } from '../../../core/errors.ts'
import { parseSalesforceUserId } from '../../../core/salesforce-id.ts'
import type { DirectoryEntry, Ledger } from '../../../ledger/ledger.ts'
import { askForSalesforceUser, requireAnswers } from '../../ask.ts'
import { tellTyped } from '../../carry-out.ts'
import type { Context } from '../../context.ts'
import { given } from '../../flags.ts'
import type { Handle } from '../../handle.ts'
import { withExamples } from '../../help.ts'
import { salesforceUserColumns } from '../../list/salesforce-user-columns.ts'
import { renderRecord } from '../../output/render.ts'
import { resolveSalesforceUser } from '../../resolve/salesforce-user.ts'

export interface SfUsersShowOptions {
  readonly salesforceUser?: string
}

export function sfUsersShowCommand(handle: Handle): Command {
  const command = new Command('show')
    .description('show one Salesforce user')
    .argument('[sfId]', 'Salesforce User ID, record address, username, or e-mail address')
    .action((salesforceUser: string | undefined) => handle(runSfUsersShow, given({ salesforceUser })))
  return withExamples(command, [
    { command: 'sfsync sf-users show ada.lovelace@acme.example', purpose: 'all that is known of one person' },
  ])
}

export async function runSfUsersShow(options: SfUsersShowOptions, context: Context): Promise<void> {
  requireAnswers(context, 'sf-users show', { '<sfId>': options.salesforceUser })
  const ledger = await context.ledger()
  const entry =
    options.salesforceUser === undefined
      ? await askForSalesforceUser(ledger, await context.prompts(), 'Which Salesforce user?', {})
      : await findOne(ledger, options.salesforceUser)
  await renderRecord(salesforceUserColumns, entry, context.format, context.stdout)
  if (options.salesforceUser === undefined)
    await tellTyped(context, ['sf-users', 'show', entry.salesforceUser.salesforceUserId])
}

async function findOne(ledger: Ledger, text: string): Promise<DirectoryEntry> {
  if (!('salesforceUserId' in parseSalesforceUserId(text)) && text.includes('@')) {
    const [username] = await ledger.directory.find({ username: text })
    if (username !== undefined) return username
    const byEmail = await ledger.directory.find({ email: text })
    const [only, ...others] = byEmail
    if (others.length > 0) throw ambiguous(text, byEmail)
    if (only !== undefined) return only
  }
  const { entry, salesforceUserId } = await resolveSalesforceUser(ledger, text)
  if (entry !== null) return entry
  throw new SfsyncError('not-found', `${salesforceUserId} is not in the directory`, {
    actions: [commandText('sf-users', 'import', '<report.csv>'), commandText('sf-users', 'refresh')],
  })
}

function ambiguous(text: string, entries: readonly DirectoryEntry[]): SfsyncError {
  return new SfsyncError(
    'decision-needed',
    `${entries.length} Salesforce users have the e-mail address ${text}`,
    {
      rows: entries.map(({ salesforceUser }) => ({
        value: salesforceUser.salesforceUserId,
        reason: `${salesforceUser.salesforceUserId} is ${salesforceUser.name}`,
      })),
      actions: ['name one of them by Salesforce User ID'],
    },
  )
}
