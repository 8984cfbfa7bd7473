import { Command } from 'commander'
import { SfsyncError } from '../../../core/errors.ts'
import { type UserState, userStates } from '../../../core/user.ts'
import type { Context } from '../../context.ts'
import { commaList, given } from '../../flags.ts'
import type { Handle } from '../../handle.ts'
import { withExamples } from '../../help.ts'
import {
  type ListFlags,
  listing,
  type ListOptions,
  listOptions,
  noteCount,
  writeList,
} from '../../list/flags.ts'
import { mappedOf } from '../../list/mapped.ts'
import { userColumns } from '../../list/user-columns.ts'
import { resolveTeam } from '../../resolve/team.ts'

export interface UsersListOptions extends ListOptions {
  readonly search?: string
  readonly team?: string
  readonly states?: readonly UserState[]
  readonly mapped?: boolean
}

interface UsersListFlags extends ListFlags {
  readonly search?: string
  readonly team?: string
  readonly state?: string
  readonly mapped?: boolean
  readonly unmapped?: boolean
}

export function usersListCommand(handle: Handle): Command {
  const command = new Command('list')
    .description('list the SalesScreen users, by name')
    .option('--search <text>', 'only those whose name, nickname or e-mail holds these words')
    .option('--team <team>', 'only those on this team')
    .option('--state <states>', `only those in these states (${userStates.join(', ')})`)
    .option('--mapped', 'only those with a mapping')
    .option('--unmapped', 'only those without a mapping')
    .action((flags: UsersListFlags) => handle(runUsersList, optionsOf(flags)))
  return withExamples(listing(command), [
    { command: 'sfsync users list', purpose: 'everybody, with team and Salesforce User ID' },
    {
      command: 'sfsync users list --unmapped --format csv',
      purpose: 'who still has no mapping, for a spreadsheet',
    },
  ])
}

function optionsOf(flags: UsersListFlags): UsersListOptions {
  return {
    ...listOptions(flags),
    ...given({
      search: flags.search,
      team: flags.team,
      states: statesOf(flags.state),
      mapped: mappedOf(flags),
    }),
  }
}

function statesOf(text: string | undefined): UserState[] | undefined {
  return text === undefined ? undefined : commaList(text).map((state) => stateNamed(state))
}

/** The state of a name, or a usage error that lists them. */
export function stateNamed(text: string): UserState {
  const state = userStates.find((each) => each === text.toLowerCase())
  if (state === undefined)
    throw new SfsyncError('usage', `"${text}" is no state of a user`, {
      actions: [`use one of: ${userStates.join(', ')}`],
    })
  return state
}

export async function runUsersList(options: UsersListOptions, context: Context): Promise<void> {
  const ledger = await context.ledger()
  const team = options.team === undefined ? undefined : await resolveTeam(ledger, options.team)
  const query = given({
    search: options.search,
    states: options.states,
    mapped: options.mapped,
    limit: options.limit,
    teamId: team?.team.teamId,
  })
  const rows = await writeList(context, userColumns, ledger.users(query), options)
  await noteCount(context, rows, ['SalesScreen user', 'SalesScreen users'], options, 'sfsync status')
}
