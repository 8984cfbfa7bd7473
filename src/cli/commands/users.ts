import { Command } from 'commander'
import { SfsyncError } from '../../core/errors.ts'
import { type UserState, userStates } from '../../core/model.ts'
import type { Context } from '../context.ts'
import {
  type CommandRunner,
  type RunCommand,
  withExamples,
  type WriteFlags,
  writeOptions,
  withWriteFlags,
} from '../command.ts'
import {
  type ListFlags,
  withListFlags,
  listOptions,
  type ListOptions,
  mappedOf,
  noteCount,
  writeList,
} from '../shared-flags.ts'
import { userColumns } from '../output/record-columns.ts'
import { resolveTeam, resolveUser } from '../../app/resolve.ts'
import { askForUser, requireAnswers } from '../questions.ts'
import type { WriteOptions } from '../../app/write.ts'
import { executeWrite, noteEquivalentCommand } from '../write.ts'
import { renderRecord } from '../output/render.ts'
import {
  decideDeactivate,
  decideEditUser,
  decideReactivate,
  type EditUserFacts,
  type EditUserWish,
} from '../../core/decide/user.ts'
import { parseEmail } from '../../core/text.ts'
import type { Ledger, UserRecord } from '../../ledger/ledger.ts'
import { licenceUsageOf } from '../../app/new-user.ts'
import type { Decided } from '../../core/change.ts'
import { commaList, given } from '../../core/values.ts'

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

export function usersListCommand(handle: CommandRunner): Command {
  const command = new Command('list')
    .description('list the SalesScreen users, by name')
    .option('--search <text>', 'only those whose name, nickname or e-mail holds these words')
    .option('--team <team>', 'only those on this team')
    .option('--state <states>', `only those in these states (${userStates.join(', ')})`)
    .option('--mapped', 'only those with a mapping')
    .option('--unmapped', 'only those without a mapping')
    .action((flags: UsersListFlags) => handle(runUsersList, optionsOf(flags)))
  return withExamples(withListFlags(command), [
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

export interface UsersShowOptions {
  readonly screenUser?: string
}

export function usersShowCommand(handle: CommandRunner): Command {
  const command = new Command('show')
    .description('show one SalesScreen user')
    .argument('[screenUser]', 'e-mail, nickname, user ID, or full name')
    .action((screenUser: string | undefined) => handle(runUsersShow, given({ screenUser })))
  return withExamples(command, [
    {
      command: 'sfsync users show ada.lovelace@acme.example',
      purpose: 'team, state and mapping of one person',
    },
  ])
}

export async function runUsersShow(options: UsersShowOptions, context: Context): Promise<void> {
  requireAnswers(context, 'users show', { '<screenUser>': options.screenUser })
  const ledger = await context.ledger()
  const screenUser = options.screenUser ?? (await askForUser(ledger, await context.prompts(), 'Which user?'))
  await renderRecord(userColumns, await resolveUser(ledger, screenUser), context.format, context.stdout)
  if (options.screenUser === undefined) await noteEquivalentCommand(context, ['users', 'show', screenUser])
}

export interface UsersEditOptions extends WriteOptions {
  readonly screenUser?: string
  readonly firstName?: string
  readonly lastName?: string
  /** An empty text takes the nickname away. */
  readonly nickname?: string
  readonly email?: string
  readonly state?: UserState
}

interface UsersEditFlags extends WriteFlags {
  readonly firstName?: string
  readonly lastName?: string
  readonly nickname?: string
  readonly email?: string
  readonly state?: string
}

export function usersEditCommand(handle: CommandRunner): Command {
  const command = new Command('edit')
    .description('change name, nickname, e-mail or state of a SalesScreen user')
    .argument('[screenUser]', 'e-mail, nickname, user ID, or full name')
    .option('--first-name <name>', 'new first name')
    .option('--last-name <name>', 'new last name')
    .option('--nickname <name>', 'new nickname; "" takes it away')
    .option('--email <address>', 'new e-mail address')
    .option('--state <state>', 'active, pending, deactivated, spectating or supporter')
    .action((screenUser: string | undefined, flags: UsersEditFlags) =>
      handle(runUsersEdit, {
        ...given({
          screenUser,
          firstName: flags.firstName,
          lastName: flags.lastName,
          nickname: flags.nickname,
          email: flags.email,
          state: flags.state === undefined ? undefined : stateNamed(flags.state),
        }),
        ...writeOptions(flags),
      }),
    )
  return withExamples(withWriteFlags(command), [
    {
      command: 'sfsync users edit ada@acme.example --last-name King --email ada.king@acme.example',
      purpose: 'a new name',
    },
    { command: 'sfsync users edit ada@acme.example --state active', purpose: 'the user got a licence' },
  ])
}

export async function runUsersEdit(options: UsersEditOptions, context: Context): Promise<void> {
  const { firstName, lastName, nickname, email, state } = options
  requireAnswers(context, 'users edit', { '<screenUser>': options.screenUser })
  const ledger = await context.ledger()
  const screenUser =
    options.screenUser ?? (await askForUser(ledger, await context.prompts(), 'Whom to edit?'))
  const flags = {
    '--first-name': firstName,
    '--last-name': lastName,
    '--nickname': nickname,
    '--email': email,
    '--state': state,
  }
  const words = Object.entries(flags).flatMap(([flag, value]) => (value === undefined ? [] : [flag, value]))
  if (words.length === 0)
    throw new SfsyncError('usage', 'users edit needs something to change', {
      actions: [`add one of: ${Object.keys(flags).join(', ')}`],
    })
  const wish: EditUserWish = given({
    firstName,
    lastName,
    nickname: nickname === '' ? null : nickname,
    email: email === undefined ? undefined : readEmail(email),
    state,
  })
  await executeWrite(context, {
    ...options,
    words: ['users', 'edit', screenUser, ...words],
    prompted: options.screenUser === undefined,
    decide: async () =>
      decideEditUser(await editFacts(ledger, await resolveUser(ledger, screenUser), wish), wish),
  })
}

/** What a decision about one user's fields must know. */
export async function editFacts(
  ledger: Ledger,
  record: UserRecord,
  wish: EditUserWish,
): Promise<EditUserFacts> {
  const holders = wish.email === undefined ? [] : await ledger.findUsers({ email: wish.email })
  return {
    ...(await licenceUsageOf(ledger)),
    user: record.user,
    isMapped: record.mapping !== null,
    emailHolder: holders[0]?.user ?? null,
  }
}

function readEmail(text: string) {
  const parsed = parseEmail(text)
  if ('reason' in parsed)
    throw new SfsyncError('invalid', parsed.reason, { actions: ['give an address with --email'] })
  return parsed.email
}

export interface UsersStateOptions extends WriteOptions {
  readonly screenUser?: string
}

export const runUsersDeactivate = stateRun('deactivate', decideDeactivate)
export const runUsersReactivate = stateRun('reactivate', decideReactivate)

export function usersDeactivateCommand(handle: CommandRunner): Command {
  return withExamples(
    stateCommand(
      handle,
      'deactivate',
      'deactivate a SalesScreen user; history and mapping stay',
      runUsersDeactivate,
    ),
    [
      {
        command: 'sfsync users deactivate ada.lovelace@acme.example --reason "left in May"',
        purpose: 'somebody has left',
      },
    ],
  )
}

export function usersReactivateCommand(handle: CommandRunner): Command {
  return withExamples(
    stateCommand(handle, 'reactivate', 'bring a SalesScreen user back', runUsersReactivate),
    [{ command: 'sfsync users reactivate ada.lovelace@acme.example', purpose: 'somebody has come back' }],
  )
}

function stateCommand(
  handle: CommandRunner,
  name: string,
  description: string,
  run: RunCommand<UsersStateOptions>,
): Command {
  return withWriteFlags(
    new Command(name)
      .description(description)
      .argument('[screenUser]', 'e-mail, nickname, user ID, or full name')
      .action((screenUser: string | undefined, flags: WriteFlags) =>
        handle(run, { ...given({ screenUser }), ...writeOptions(flags) }),
      ),
  )
}

function stateRun(verb: string, decide: (facts: EditUserFacts) => Decided): RunCommand<UsersStateOptions> {
  return async (options: UsersStateOptions, context: Context) => {
    requireAnswers(context, `users ${verb}`, { '<screenUser>': options.screenUser })
    const ledger = await context.ledger()
    const screenUser =
      options.screenUser ?? (await askForUser(ledger, await context.prompts(), `Whom to ${verb}?`))
    await executeWrite(context, {
      ...options,
      words: ['users', verb, screenUser],
      prompted: options.screenUser === undefined,
      decide: async () => decide(await editFacts(ledger, await resolveUser(ledger, screenUser), {})),
    })
  }
}
