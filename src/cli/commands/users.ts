import { firstStep } from '../../app/first-step.ts'
import {
  defineCommand,
  defineGroup,
  commandLineOf,
  withAnswers,
  withWriteFlags,
  writeOptions,
  type Invocation,
  type RunCommand,
  type Example,
  type CommandDefinition,
} from '../command.ts'
import { commandLine } from '../../core/hint.ts'
import { type UserState, userStates } from '../../core/model.ts'
import type { Context } from '../context.ts'
import { withListFlags, listOptions, type ListOptions, noteCount, writeList } from '../lists.ts'
import { statesOf, mappedOf } from '../shared-flags.ts'
import { userColumns } from '../output/record-columns.ts'
import { resolveTeam, resolveUser } from '../../app/resolve.ts'
import { resolveUsers } from '../../app/resolve-many.ts'
import { askForUser } from '../pickers.ts'
import { onlyUsers, userMeant } from '../who-is-meant.ts'
import { requireAnswers } from '../questions.ts'
import type { WriteOptions } from '../../app/write.ts'
import { executeWrite, noteEquivalentCommand } from '../write.ts'
import { editFacts, usersEditCommand } from './users-edit.ts'
import { usersImportCommand } from './users-import.ts'
import { usersLicensesCommand } from './users-licenses.ts'
import { renderRecord } from '../output/render.ts'
import { decideDeactivate, decideReactivate, type EditUserFacts } from '../../core/decide/user.ts'
import { licenseUsageOf } from '../../app/license-usage.ts'
import { type Decided, isRefusal, joinPlans, type Plan } from '../../core/change.ts'
import { given } from '../../core/values.ts'

export interface UsersListOptions extends ListOptions {
  readonly search?: string
  readonly team?: string
  readonly states?: readonly UserState[]
  readonly mapped?: boolean
}

const usersListCommand = defineCommand({
  name: 'list',
  summary: 'list the SalesScreen users, by name',
  examples: [
    { command: 'sfsync users list', purpose: 'all users, with team and Salesforce User ID' },
    {
      command: 'sfsync users list --unmapped --format csv',
      purpose: 'users without a mapping, for a spreadsheet',
    },
  ],
  declare: (command) =>
    withListFlags(
      command
        .option('--search <text>', 'only users whose name, nickname or e-mail contains these words')
        .option('--team <team>', 'only users on this team')
        .option('--state <states>', `only users in these states (${userStates.join(', ')})`)
        .option('--mapped', 'only users with a mapping')
        .option('--unmapped', 'only users without a mapping'),
    ),
  options: (_words, flags): UsersListOptions => ({
    ...listOptions(flags),
    ...given({
      search: flags.search,
      team: flags.team,
      states: statesOf(flags.state),
      mapped: mappedOf(flags),
    }),
  }),
  run: runUsersList,
})

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
  const first = rows === 0 ? await firstStep(ledger) : undefined
  await noteCount(
    context,
    rows,
    ['SalesScreen user', 'SalesScreen users'],
    options,
    first ?? commandLine('status'),
  )
}

export interface UsersShowOptions {
  readonly screenUser?: string
}

const usersShowCommand = defineCommand({
  name: 'show',
  summary: 'show one SalesScreen user',
  examples: [
    {
      command: 'sfsync users show ada.lovelace@acme.example',
      purpose: 'team, state and mapping of one user',
    },
  ],
  declare: (command) => command.argument('[screenUser]', 'e-mail, nickname, user ID, or full name'),
  options: ([screenUser]) => given({ screenUser }),
  run: runUsersShow,
})

export async function runUsersShow(
  options: UsersShowOptions,
  context: Context,
  invocation: Invocation,
): Promise<void> {
  requireAnswers(context, 'users show', { '<screenUser>': options.screenUser })
  const ledger = await context.ledger()
  const screenUser = await userMeant(context, options.screenUser)
  await renderRecord(userColumns, await resolveUser(ledger, screenUser), context.format, context.stdout)
  if (screenUser !== options.screenUser)
    await noteEquivalentCommand(context, commandLineOf(withAnswers(invocation, [screenUser])))
}

export interface UsersStateOptions extends WriteOptions {
  readonly screenUsers: readonly string[]
}

export const runUsersDeactivate = stateRun('deactivate', decideDeactivate)
export const runUsersReactivate = stateRun('reactivate', decideReactivate)

const usersDeactivateCommand = stateCommand(
  'deactivate',
  'deactivate SalesScreen users; history and mapping are kept',
  {
    command: 'sfsync users deactivate ada.lovelace@acme.example --reason "left in May"',
    purpose: 'a user who left; several at once are one change set',
  },
  runUsersDeactivate,
)

const usersReactivateCommand = stateCommand(
  'reactivate',
  'reactivate SalesScreen users',
  { command: 'sfsync users reactivate ada.lovelace@acme.example', purpose: 'a user who returned' },
  runUsersReactivate,
)

function stateCommand(
  name: string,
  summary: string,
  example: Example,
  run: RunCommand<UsersStateOptions>,
): CommandDefinition {
  return defineCommand({
    name,
    summary,
    examples: [example],
    declare: (command) =>
      withWriteFlags(command.argument('[screenUser...]', 'e-mail, nickname, user ID, or full name')),
    options: ([screenUsers], flags): UsersStateOptions => ({ screenUsers, ...writeOptions(flags) }),
    run,
  })
}

function stateRun(
  verb: 'deactivate' | 'reactivate',
  decide: (facts: EditUserFacts) => Decided,
): RunCommand<UsersStateOptions> {
  return async (options, context, invocation) => {
    const { screenUsers } = options
    requireAnswers(context, `users ${verb}`, { '<screenUser>': screenUsers[0] })
    const ledger = await context.ledger()
    const wanted = {
      first: 'not-mapped' as const,
      states: userStates.filter((state) => (state === 'active') === (verb === 'deactivate')),
      ifNone: `there is no SalesScreen user to ${verb}`,
    }
    const names =
      screenUsers.length > 0
        ? await onlyUsers(context, screenUsers)
        : [await askForUser(context, 'Which user?', wanted)]
    await executeWrite(context, {
      ...options,
      invocation: withAnswers(invocation, names),
      decide: async () => {
        const plans: Plan[] = []
        let { licenses, activeUsers } = await licenseUsageOf(ledger)
        for (const record of await resolveUsers(ledger, names)) {
          const decided = decide({ ...(await editFacts(ledger, record, {})), licenses, activeUsers })
          if (isRefusal(decided)) return decided
          // Who is reactivated takes a license from the next one.
          activeUsers += decided.changes.filter(
            (each) => each.entity === 'user' && each.after?.state === 'active',
          ).length
          plans.push(decided)
        }
        return joinPlans(plans)
      },
    })
  }
}

export const usersCommands = defineGroup({
  name: 'users',
  examples: [{ command: 'sfsync users list', purpose: 'every SalesScreen user' }],
  commands: [
    usersListCommand,
    usersShowCommand,
    usersEditCommand,
    usersImportCommand,
    usersDeactivateCommand,
    usersReactivateCommand,
    usersLicensesCommand,
  ],
})
