import { onlySalesforceUser } from '../../who-is-meant.ts'
import { defineCommand, commandLineOf, withAnswers, type Invocation } from '../../command.ts'
import { commandLine } from '../../../core/hint.ts'
import { Option } from '@commander-js/extra-typings'
import { SfsyncError } from '../../../core/errors.ts'
import {
  type Directory,
  type DirectoryOrder,
  directoryOrders,
  type DirectoryQuery,
} from '../../../ledger/ledger.ts'
import type { Context } from '../../context.ts'
import { noteDirectoryAge } from '../../../app/directory-age.ts'
import { withListFlags, listOptions, type ListOptions, writeList } from '../../lists.ts'
import { mappedOf } from '../../shared-flags.ts'
import { salesforceUserColumns } from '../../output/record-columns.ts'
import { refreshBeforeList } from '../../../app/directory/refresh.ts'
import { askForSalesforceUser } from '../../pickers.ts'
import { requireAnswers } from '../../questions.ts'
import { noteEquivalentCommand } from '../../write.ts'
import { renderRecord } from '../../output/render.ts'
import { requireEntry, resolveSalesforceUser } from '../../../app/resolve.ts'
import { given } from '../../../core/values.ts'

export interface SfUsersListOptions extends ListOptions {
  readonly offline: boolean
  readonly query: DirectoryQuery
}

export const sfUsersListCommand = defineCommand({
  name: 'list',
  summary: 'list Salesforce users (active internal users by default)',
  examples: [
    { command: 'sfsync sf-users list', purpose: 'active users with their Salesforce User IDs' },
    { command: 'sfsync sf-users list --unmapped --department "Sales North"', purpose: 'users to map next' },
    {
      command: 'sfsync sf-users list --search "ada love" --format ids',
      purpose: 'only the IDs, for a script',
    },
    {
      command: 'sfsync sf-users list --all --sort -lastLoginAt --columns name,type,active,lastLoginAt',
      purpose: 'other columns, newest login first',
    },
  ],
  declare: (command) =>
    withListFlags(
      command
        .addOption(new Option('--inactive', 'inactive users instead of active ones').conflicts('all'))
        .option('--all', 'all users, including inactive, external, Chatter and integration users')
        .option('--type <type>', 'only users of this UserType, for example Standard or PowerPartner')
        .option('--profile-name <name>', 'only users with this profile')
        .option('--role <name>', 'only users with this role')
        .option('--department <name>', 'only users in this department')
        .option(
          '--search <text>',
          'only users whose name, username, e-mail, alias or ID contains these words',
        )
        .option('--mapped', 'only users mapped to a SalesScreen user')
        .option('--unmapped', 'only users without a mapping')
        .option('--sort <column>', `sort by ${directoryOrders.join(', ')}; prefix "-" to reverse`)
        .option('--offline', 'do not contact Salesforce'),
    ),
  options: (_words, flags): SfUsersListOptions => {
    const { order, descending } = orderOf(flags.sort)
    const narrowed = flags.type === undefined ? { people: flags.all === true ? undefined : true } : {}
    const query = given({
      ...narrowed,
      active: flags.all === true ? undefined : flags.inactive !== true,
      type: flags.type,
      profile: flags.profileName,
      role: flags.role,
      department: flags.department,
      search: flags.search,
      mapped: mappedOf(flags),
      order,
      descending,
    })
    return { ...listOptions(flags), query, offline: flags.offline === true }
  },
  run: runSfUsersList,
})

function orderOf(sort: string | undefined): { order?: DirectoryOrder; descending?: boolean } {
  if (sort === undefined) return {}
  const name = sort.replace(/^-/, '')
  const order = directoryOrders.find((each) => each.toLowerCase() === name.toLowerCase())
  if (order === undefined)
    throw new SfsyncError('usage', `cannot sort by "${name}"`, {
      actions: [`use one of: ${directoryOrders.join(', ')}; prefix "-" to reverse the order`],
    })
  return { order, descending: sort.startsWith('-') }
}

export async function runSfUsersList(options: SfUsersListOptions, context: Context): Promise<void> {
  if (!options.offline) await refreshBeforeList(context)
  const { directory } = await context.ledger()
  const query = { ...options.query, ...given({ limit: options.limit }) }
  const rows = await writeList(context, salesforceUserColumns, directory.list(query), options)
  await noteDirectoryAge(context, directory, rows, await directory.count(options.query))
}

export interface SfUsersFindOptions extends ListOptions {
  readonly text: string
}

export const sfUsersFindCommand = defineCommand({
  name: 'find',
  summary: 'search all Salesforce users, including inactive and external ones',
  examples: [
    { command: 'sfsync sf-users find ada', purpose: 'by part of a name' },
    { command: 'sfsync sf-users find 0055g0000000q1o', purpose: 'by Salesforce User ID' },
  ],
  declare: (command) =>
    withListFlags(
      command.argument('[text...]', 'words that must all occur in name, username, e-mail, alias or ID'),
    ),
  options: ([text], flags): SfUsersFindOptions => ({ ...listOptions(flags), text: text.join(' ') }),
  run: runSfUsersFind,
})

export async function runSfUsersFind(options: SfUsersFindOptions, context: Context): Promise<void> {
  const search = options.text.trim() === '' ? await askForWords(context) : options.text
  const ledger = await context.ledger()
  const { directory } = ledger
  const query = { search }
  const rows = await writeList(
    context,
    salesforceUserColumns,
    directory.list({ ...query, ...given({ limit: options.limit }) }),
    options,
  )
  await noteDirectoryAge(context, directory, rows, await directory.count(query))
  if (rows > 0) return
  const { nearSalesforceUsers } = await import('../../../app/near-people.ts')
  for (const near of await nearSalesforceUsers(ledger, search)) await context.note(near)
}

async function askForWords(context: Context): Promise<string> {
  if (!context.canAsk)
    throw new SfsyncError('usage', 'sf-users find needs <text>', { actions: [commandLine('sf-users list')] })
  const prompts = await context.prompts()
  return await prompts.text({
    message: 'Name, username, e-mail address, or ID',
    problem: (text) => (text.trim() === '' ? 'enter a word to search for' : undefined),
  })
}

export const sfUsersFrozenCommand = defineCommand({
  name: 'frozen',
  summary: 'list frozen Salesforce users, who cannot log in but are not deactivated',
  examples: [{ command: 'sfsync sf-users frozen', purpose: 'users who were frozen at the last refresh' }],
  declare: (command) => withListFlags(command),
  options: (_words, flags) => listOptions(flags),
  run: runSfUsersFrozen,
})

export async function runSfUsersFrozen(options: ListOptions, context: Context): Promise<void> {
  const { directory } = await context.ledger()
  if (await isUnknown(directory))
    throw new SfsyncError('not-found', 'no refresh has read which users are frozen', {
      actions: [
        ...((await directory.lastRead())?.source === 'report'
          ? ['reports do not contain it']
          : [commandLine('sf-users refresh')]),
        'this needs a live org and the permission "Manage Users"',
      ],
    })
  const query = { frozen: true }
  const found = directory.list({ ...query, ...given({ limit: options.limit }) })
  const rows = await writeList(context, salesforceUserColumns, found, options)
  await noteDirectoryAge(context, directory, rows, await directory.count(query))
}

// A refresh reads this for all users or for none.
async function isUnknown(directory: Directory): Promise<boolean> {
  for await (const [entry] of directory.list({ limit: 1 })) return entry?.salesforceUser.frozen === null
  return true
}

export interface SfUsersShowOptions {
  readonly salesforceUser?: string
}

export const sfUsersShowCommand = defineCommand({
  name: 'show',
  summary: 'show one Salesforce user',
  examples: [
    { command: 'sfsync sf-users show ada.lovelace@acme.example', purpose: 'all known fields of one user' },
  ],
  declare: (command) =>
    command.argument('[sfId]', 'Salesforce User ID, record URL, username, or unique e-mail or full name'),
  options: ([salesforceUser]) => given({ salesforceUser }),
  run: runSfUsersShow,
})

export async function runSfUsersShow(
  options: SfUsersShowOptions,
  context: Context,
  invocation: Invocation,
): Promise<void> {
  requireAnswers(context, 'sf-users show', { '<sfId>': options.salesforceUser })
  const ledger = await context.ledger()
  const text = options.salesforceUser
  const only = text === undefined ? undefined : await onlySalesforceUser(context, text)
  const entry =
    only === undefined
      ? await askForSalesforceUser(context, 'Which Salesforce user?', { query: {} })
      : await requireEntry(ledger, await resolveSalesforceUser(ledger, only))
  await renderRecord(salesforceUserColumns, entry, context.format, context.stdout)
  if (text === undefined || only !== text)
    await noteEquivalentCommand(
      context,
      commandLineOf(withAnswers(invocation, [entry.salesforceUser.salesforceUserId])),
    )
}
