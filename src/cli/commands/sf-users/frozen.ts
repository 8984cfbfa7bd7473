import { Command } from 'commander'
import { SfsyncError } from '../../../core/errors.ts'
import type { Directory } from '../../../ledger/ledger.ts'
import type { Context } from '../../context.ts'
import { given } from '../../flags.ts'
import type { Handle } from '../../handle.ts'
import { withExamples } from '../../help.ts'
import { noteSource } from '../../list/as-of.ts'
import { type ListFlags, listing, type ListOptions, listOptions, writeList } from '../../list/flags.ts'
import { salesforceUserColumns } from '../../list/salesforce-user-columns.ts'

export function sfUsersFrozenCommand(handle: Handle): Command {
  const command = new Command('frozen')
    .description('list Salesforce users who are frozen: kept out, but not deactivated')
    .action((flags: ListFlags) => handle(runSfUsersFrozen, listOptions(flags)))
  return withExamples(listing(command), [
    { command: 'sfsync sf-users frozen', purpose: 'who cannot work at the moment, as of the last refresh' },
  ])
}

export async function runSfUsersFrozen(options: ListOptions, context: Context): Promise<void> {
  const { directory } = await context.ledger()
  if (await isUnknown(directory))
    throw new SfsyncError('not-found', 'nobody has looked who is frozen', {
      actions: [
        'sfsync sf-users refresh',
        'only a live org tells, and only to a user with the permission "Manage Users"',
      ],
    })
  const query = { frozen: true }
  const found = directory.list({ ...query, ...given({ limit: options.limit }) })
  const rows = await writeList(context, salesforceUserColumns, found, options)
  await noteSource(context, directory, rows, await directory.count(query))
}

// A refresh learns it of everybody or of nobody.
async function isUnknown(directory: Directory): Promise<boolean> {
  for await (const [entry] of directory.list({ limit: 1 })) return entry?.salesforceUser.frozen === null
  return true
}
