import { Command, Option } from 'commander'
import { SfsyncError } from '../../../core/errors.ts'
import { type DirectoryOrder, directoryOrders, type DirectoryQuery } from '../../../ledger/ledger.ts'
import type { Context } from '../../context.ts'
import { given } from '../../flags.ts'
import type { Handle } from '../../handle.ts'
import { withExamples } from '../../help.ts'
import { noteSource } from '../../list/as-of.ts'
import { type ListFlags, listing, type ListOptions, listOptions, writeList } from '../../list/flags.ts'
import { salesforceUserColumns } from '../../list/salesforce-user-columns.ts'
import { mappedOf } from '../../list/mapped.ts'
import { refreshFirst } from '../../refresh/refresh-first.ts'

export interface SfUsersListOptions extends ListOptions {
  readonly offline: boolean
  readonly query: DirectoryQuery
}

interface SfUsersListFlags extends ListFlags {
  readonly inactive?: boolean
  readonly all?: boolean
  readonly type?: string
  readonly profileName?: string
  readonly role?: string
  readonly department?: string
  readonly search?: string
  readonly mapped?: boolean
  readonly unmapped?: boolean
  readonly sort?: string
  readonly offline?: boolean
}

export function sfUsersListCommand(handle: Handle): Command {
  const command = new Command('list')
    .description('list Salesforce users; without flags the active people')
    .addOption(new Option('--inactive', 'inactive people instead').conflicts('all'))
    .option('--all', 'everybody: inactive, external, Chatter and integration users, too')
    .option('--type <type>', 'only this UserType, for example Standard or PowerPartner')
    .option('--profile-name <name>', 'only this profile')
    .option('--role <name>', 'only this role')
    .option('--department <name>', 'only this department')
    .option('--search <text>', 'only those whose name, username, e-mail, alias or ID holds these words')
    .option('--mapped', 'only those mapped to a SalesScreen user')
    .option('--unmapped', 'only those mapped to nobody')
    .option('--sort <column>', `order by ${directoryOrders.join(', ')}; "-" before it turns it round`)
    .option('--offline', 'ask no org for news, however old the directory is')
    .action((flags: SfUsersListFlags) => handle(runSfUsersList, optionsOf(flags)))
  return withExamples(listing(command), [
    { command: 'sfsync sf-users list', purpose: 'active people with their Salesforce User IDs' },
    { command: 'sfsync sf-users list --unmapped --department "Sales North"', purpose: 'whom to map next' },
    {
      command: 'sfsync sf-users list --search "ada love" --format ids',
      purpose: 'just the IDs, for a script',
    },
    {
      command: 'sfsync sf-users list --all --sort -lastLoginAt --columns name,type,active,lastLoginAt',
      purpose: 'other columns, newest login first',
    },
  ])
}

function optionsOf(flags: SfUsersListFlags): SfUsersListOptions {
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
}

function orderOf(sort: string | undefined): { order?: DirectoryOrder; descending?: boolean } {
  if (sort === undefined) return {}
  const name = sort.replace(/^-/, '')
  const order = directoryOrders.find((each) => each.toLowerCase() === name.toLowerCase())
  if (order === undefined)
    throw new SfsyncError('usage', `the list cannot be sorted by "${name}"`, {
      actions: [`use one of: ${directoryOrders.join(', ')}; "-" before it turns the order round`],
    })
  return { order, descending: sort.startsWith('-') }
}

export async function runSfUsersList(options: SfUsersListOptions, context: Context): Promise<void> {
  if (!options.offline) await refreshFirst(context)
  const { directory } = await context.ledger()
  const query = { ...options.query, ...given({ limit: options.limit }) }
  const rows = await writeList(context, salesforceUserColumns, directory.list(query), options)
  await noteSource(context, directory, rows, await directory.count(options.query))
}
