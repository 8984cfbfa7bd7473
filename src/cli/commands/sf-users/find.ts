import { Command } from 'commander'
import { SfsyncError } from '../../../core/errors.ts'
import { commandText } from '../../../core/command-text.ts'
import type { Context } from '../../context.ts'
import { given } from '../../flags.ts'
import type { Handle } from '../../handle.ts'
import { withExamples } from '../../help.ts'
import { noteSource } from '../../list/as-of.ts'
import { type ListFlags, listing, type ListOptions, listOptions, writeList } from '../../list/flags.ts'
import { salesforceUserColumns } from '../../list/salesforce-user-columns.ts'

export interface SfUsersFindOptions extends ListOptions {
  readonly text: string
}

export function sfUsersFindCommand(handle: Handle): Command {
  const command = new Command('find')
    .description('search all Salesforce users, inactive and external ones, too')
    .argument('[text...]', 'words that must all occur in name, username, e-mail, alias or ID')
    .action((text: string[], flags: ListFlags) =>
      handle(runSfUsersFind, { ...listOptions(flags), text: text.join(' ') }),
    )
  return withExamples(listing(command), [
    { command: 'sfsync sf-users find ada', purpose: 'by part of a name' },
    { command: 'sfsync sf-users find 0055g0000000q1o', purpose: 'whose ID is this?' },
  ])
}

export async function runSfUsersFind(options: SfUsersFindOptions, context: Context): Promise<void> {
  if (options.text.trim() === '')
    throw new SfsyncError('usage', 'sf-users find needs <text>', {
      actions: [commandText('sf-users', 'list')],
    })
  const { directory } = await context.ledger()
  const query = { search: options.text }
  const rows = await writeList(
    context,
    salesforceUserColumns,
    directory.list({ ...query, ...given({ limit: options.limit }) }),
    options,
  )
  await noteSource(context, directory, rows, await directory.count(query))
}
