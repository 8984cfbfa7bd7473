import {
  giveUpCommand,
  licenseAdvice,
  licenseText,
  readLicenses,
  type SpareLicense,
} from '../../app/licenses.ts'
import { commandLine } from '../../core/hint.ts'
import { countText } from '../../core/text.ts'
import { defineCommand } from '../command.ts'
import type { Context } from '../context.ts'
import { type Column, hidden, idColumn, textColumn, timeColumn } from '../output/columns.ts'
import { inPages } from '../output/render.ts'
import { listOptions, type ListOptions, withListFlags, writeList } from '../shared-flags.ts'

export const usersLicensesCommand = defineCommand({
  name: 'licenses',
  summary: 'list whose license could be given up',
  description:
    'list users who hold a license and may not need it: deactivated here but not yet in SalesScreen, inactive or frozen in Salesforce, not mapped; in this order, by name',
  examples: [
    { command: 'sfsync users licenses', purpose: 'when new users would become Pending' },
    { command: 'sfsync users licenses --format csv', purpose: 'to ask the managers' },
  ],
  declare: (command) => withListFlags(command.alias('licences')),
  options: (_words, flags): ListOptions => listOptions(flags),
  run: runUsersLicenses,
})

const licenseColumns: readonly Column<SpareLicense>[] = [
  idColumn('userId', 'User ID', ({ userId }) => userId, hidden),
  textColumn('name', 'Name', ({ name }) => name),
  textColumn('email', 'E-mail', ({ email }) => email),
  textColumn('reason', 'Reason', ({ reason }) => reason),
  textColumn('text', 'Why', ({ text }) => text),
  timeColumn('since', 'Since', ({ since }) => since),
]

export async function runUsersLicenses(options: ListOptions, context: Context): Promise<void> {
  const ledger = await context.ledger()
  const overview = await readLicenses(ledger, context.now())
  const { spare, isDirectoryUnread } = overview
  await writeList(context, licenseColumns, inPages(spare.slice(0, options.limit)), options)
  await context.note(licenseText(overview))
  if (isDirectoryUnread)
    await context.warn({
      text: 'no Salesforce users have been read yet, so it is unknown who is inactive in Salesforce',
      command: commandLine('sf-users refresh'),
    })
  if (spare.length === 0) await context.note('no license is known to be spare')
  else {
    const cut =
      options.limit !== undefined && options.limit < spare.length ? `; showing ${options.limit}` : ''
    await context.note(`${countText(spare.length, 'license')} could be given up${cut}`)
    await context.suggest(giveUpCommand)
  }
  await context.note(licenseAdvice)
}
