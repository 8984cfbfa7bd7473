import { firstStep } from '../../app/first-step.ts'
import {
  giveUpCommand,
  licenseAdvice,
  type LicenseReason,
  licenseText,
  readLicenses,
  type SpareLicense,
} from '../../app/licenses.ts'
import { commandLine } from '../../core/hint.ts'
import { countText } from '../../core/text.ts'
import { defineCommand } from '../command.ts'
import type { Context } from '../context.ts'
import {
  type Column,
  drop,
  emailColumn,
  type Format,
  hidden,
  idColumn,
  isForPeople,
  sentenceColumn,
  textColumn,
  timeColumn,
} from '../output/columns.ts'
import { inPages } from '../output/render.ts'
import { listOptions, type ListOptions, withListFlags, writeList } from '../lists.ts'

export const usersLicensesCommand = defineCommand({
  name: 'licenses',
  summary: 'list users whose licenses could be freed',
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

const reasonTexts: Readonly<Record<LicenseReason, string>> = {
  'to-deactivate': 'deactivated here',
  inactive: 'inactive in Salesforce',
  frozen: 'frozen in Salesforce',
  unmapped: 'not mapped yet',
}

const licenseColumns = (format: Format): readonly Column<SpareLicense>[] => [
  idColumn('userId', 'User ID', ({ userId }) => userId, hidden),
  textColumn('name', 'Name', ({ name }) => name),
  emailColumn('email', 'E-mail', ({ email }) => email),
  textColumn('reason', 'Reason', ({ reason }) => (isForPeople(format) ? reasonTexts[reason] : reason)),
  sentenceColumn('text', 'Why', ({ text }) => text),
  timeColumn('since', 'Since', ({ since }) => since, drop(1)),
]

export async function runUsersLicenses(options: ListOptions, context: Context): Promise<void> {
  const ledger = await context.ledger()
  const overview = await readLicenses(ledger, context.now())
  const { spare, isDirectoryUnread } = overview
  await writeList(context, licenseColumns(context.format), inPages(spare.slice(0, options.limit)), options)
  await context.note(licenseText(overview))
  if (isDirectoryUnread)
    await context.warn({
      text: 'no Salesforce users have been read yet, so it is unknown who is inactive in Salesforce',
      command: commandLine('sf-users refresh'),
    })
  if (options.limit !== undefined && options.limit < spare.length)
    await context.note(`showing ${options.limit} of ${countText(spare.length, 'user')}`)
  const unmapped = spare.filter(({ reason }) => reason === 'unmapped').length
  const left = spare.length - unmapped
  const first = spare.length === 0 ? await firstStep(ledger) : undefined
  if (first !== undefined) await context.suggest(first)
  else if (left === 0) await context.note('no license could be freed, as far as is known')
  else {
    await context.note(`${countText(left, 'license')} could be freed`)
    await context.suggest(giveUpCommand)
  }
  if (unmapped > 0)
    await context.suggest({
      text: `${countText(unmapped, 'user is', 'users are')} not mapped yet; map them before you free their licenses`,
      command: commandLine('review'),
    })
  await context.note(licenseAdvice)
}
