import {
  defineCommand,
  defineGroup,
  withAnswers,
  withWriteFlags,
  writeOptions,
  type Invocation,
} from '../command.ts'
import { commandLine } from '../../core/hint.ts'
import {
  decideCreateTeam,
  decideDeleteTeam,
  decideRenameTeam,
  decideTeamKey,
} from '../../core/decide/team.ts'
import { askForExistingTeam, nameProblem, requireAnswers } from '../questions.ts'
import type { WriteOptions } from '../../app/write.ts'
import { executeWrite } from '../write.ts'
import type { Context } from '../context.ts'
import { inTurn } from '../walk.ts'
import { findTeam, newTeam, teamIds, newTeamKey, newTeamName, resolveTeam } from '../../app/resolve.ts'
import type { User } from '../../core/model.ts'
import type { Confirmation } from '../../core/confirmation.ts'
import { withListFlags, listOptions, type ListOptions, noteCount, writeList } from '../lists.ts'
import { confirmationsIn, withConfirmationFlags } from '../shared-flags.ts'
import { teamColumns } from '../output/record-columns.ts'
import { SfsyncError } from '../../core/errors.ts'
import { fold } from '../../core/text.ts'
import { given } from '../../core/values.ts'

export interface TeamsCreateOptions extends WriteOptions {
  readonly name?: string
  readonly key?: string
}

const teamsCreateCommand = defineCommand({
  name: 'create',
  summary: 'create a team',
  examples: [{ command: 'sfsync teams create "Sales North" --key north', purpose: 'a team with its key' }],
  declare: (command) =>
    withWriteFlags(
      command
        .argument('[name]', 'name of the team')
        .option('--key <key>', 'the key that SalesScreen shows at Settings > Mappings'),
    ),
  options: ([name], flags): TeamsCreateOptions => ({
    ...given({ name, key: flags.key }),
    ...writeOptions(flags),
  }),
  run: runTeamsCreate,
})

export async function runTeamsCreate(
  options: TeamsCreateOptions,
  context: Context,
  invocation: Invocation,
): Promise<void> {
  requireAnswers(context, 'teams create', { '<name>': options.name })
  const ledger = await context.ledger()
  const name =
    options.name ??
    (await (await context.prompts()).text({ message: 'Name of the team', problem: nameProblem }))
  const key = options.key === undefined ? null : newTeamKey(options.key)
  await executeWrite(context, {
    ...options,
    invocation: withAnswers(invocation, [name]),
    decide: async () => {
      const existing = await findTeam(ledger, name)
      const teams = await ledger.teams()
      const holder = key === null ? undefined : teams.find(({ team }) => team.key === key)
      return decideCreateTeam(
        existing?.team ?? null,
        holder?.team ?? null,
        newTeam(await teamIds(ledger, context.dependencies), name, key),
      )
    },
  })
}

export interface TeamsDeleteOptions extends WriteOptions {
  readonly team?: string
  readonly confirmed: readonly Confirmation[]
}

const teamsDeleteCommand = defineCommand({
  name: 'delete',
  summary: 'delete a team',
  examples: [{ command: 'sfsync teams delete "Sales North"', purpose: 'delete an empty team' }],
  declare: (command) =>
    withWriteFlags(
      withConfirmationFlags(command.argument('[team]', 'name, key or ID of the team'), ['remove-members']),
    ),
  options: ([team], flags, self): TeamsDeleteOptions => ({
    ...given({ team }),
    confirmed: confirmationsIn(self, ['remove-members']),
    ...writeOptions(flags),
  }),
  run: runTeamsDelete,
})

export async function runTeamsDelete(
  options: TeamsDeleteOptions,
  context: Context,
  invocation: Invocation,
): Promise<void> {
  requireAnswers(context, 'teams delete', { '<team>': options.team })
  const ledger = await context.ledger()
  const text = options.team ?? (await askForExistingTeam(context, 'Which team?'))
  await executeWrite(context, {
    ...options,
    invocation: withAnswers(invocation, [text]),
    decide: async (allowed) => {
      const { team } = await resolveTeam(ledger, text)
      const members: User[] = []
      for await (const page of ledger.users({ teamId: team.teamId }))
        for (const { user } of page) members.push(user)
      return decideDeleteTeam(team, members, allowed.has('remove-members'))
    },
  })
}

const teamsListCommand = defineCommand({
  name: 'list',
  summary: 'list the teams, by name',
  examples: [{ command: 'sfsync teams list', purpose: 'every team, with its key and number of users' }],
  declare: (command) => withListFlags(command),
  options: (_words, flags) => listOptions(flags),
  run: runTeamsList,
})

export async function runTeamsList(options: ListOptions, context: Context): Promise<void> {
  const ledger = await context.ledger()
  const teams = (await ledger.teams()).slice(0, options.limit)
  await writeList(context, teamColumns, [teams], options)
  await noteCount(context, teams.length, ['team', 'teams'], options, commandLine('teams create', '<name>'))
}

export interface TeamsRenameOptions extends WriteOptions {
  readonly team?: string
  readonly name?: string
}

const teamsRenameCommand = defineCommand({
  name: 'rename',
  summary: 'rename a team',
  examples: [
    {
      command: 'sfsync teams rename "Sales North" "Sales Nordics"',
      purpose: 'rename a team; its members stay',
    },
  ],
  declare: (command) =>
    withWriteFlags(command.argument('[team]', 'name, key or ID of the team').argument('[name]', 'new name')),
  options: ([team, name], flags): TeamsRenameOptions => ({
    ...given({ team, name }),
    ...writeOptions(flags),
  }),
  run: runTeamsRename,
})

export async function runTeamsRename(
  options: TeamsRenameOptions,
  context: Context,
  invocation: Invocation,
): Promise<void> {
  requireAnswers(context, 'teams rename', { '<team>': options.team, '<name>': options.name })
  const ledger = await context.ledger()
  const known = { text: options.team ?? '', typed: options.name ?? '' }
  const { text, typed } = await inTurn(context, known, [
    options.team === undefined && (async () => ({ text: await askForExistingTeam(context, 'Which team?') })),
    options.name === undefined &&
      (async () => ({
        typed: await (await context.prompts()).text({ message: 'New name', problem: nameProblem }),
      })),
  ])
  const name = newTeamName(typed)
  await executeWrite(context, {
    ...options,
    invocation: withAnswers(invocation, [text, name]),
    decide: async () => {
      const { team } = await resolveTeam(ledger, text)
      const holder = (await ledger.teams()).find((each) => fold(each.team.name) === fold(name))
      return decideRenameTeam(team, holder?.team ?? null, name)
    },
  })
}

export interface TeamsKeyOptions extends WriteOptions {
  readonly team?: string
  readonly key?: string
  /** Remove the key. */
  readonly none: boolean
}

const teamsKeyCommand = defineCommand({
  name: 'key',
  summary: 'record the key that SalesScreen shows for a team at Settings > Mappings',
  examples: [{ command: 'sfsync teams key "Sales North" north', purpose: 'copied from SalesScreen' }],
  declare: (command) =>
    withWriteFlags(
      command
        .argument('[team]', 'name, key or ID of the team')
        .argument('[key]', 'the key')
        .option('--none', 'remove the key'),
    ),
  options: ([team, key], flags): TeamsKeyOptions => ({
    ...given({ team, key }),
    none: flags.none === true,
    ...writeOptions(flags),
  }),
  run: runTeamsKey,
})

export async function runTeamsKey(
  options: TeamsKeyOptions,
  context: Context,
  invocation: Invocation,
): Promise<void> {
  if (options.none && options.key !== undefined)
    throw new SfsyncError('usage', 'a key and --none cannot be combined')
  requireAnswers(context, 'teams key', { '<team>': options.team, '<key>': options.none ? '' : options.key })
  const known = { text: options.team ?? '', key: options.none ? null : (options.key ?? '') }
  const { text, key } = await inTurn(context, known, [
    options.team === undefined && (async () => ({ text: await askForExistingTeam(context, 'Which team?') })),
    !options.none &&
      options.key === undefined &&
      (async () => ({ key: await (await context.prompts()).text({ message: 'Key', problem: nameProblem }) })),
  ])
  await setTeamKey(context, text, key, {
    ...options,
    invocation: withAnswers(invocation, [text, ...(key === null ? [] : [key])]),
  })
}

/** Sets or removes a team's key. */
export async function setTeamKey(
  context: Context,
  text: string,
  typedKey: string | null,
  options: WriteOptions & { readonly invocation: Invocation },
): Promise<void> {
  const key = typedKey === null ? null : newTeamKey(typedKey)
  const ledger = await context.ledger()
  await executeWrite(context, {
    ...options,
    decide: async () => {
      const { team } = await resolveTeam(ledger, text)
      const holder = key === null ? undefined : (await ledger.teams()).find((each) => each.team.key === key)
      return decideTeamKey(team, holder?.team ?? null, key)
    },
  })
}

export const teamsCommands = defineGroup({
  name: 'teams',
  examples: [{ command: 'sfsync teams list', purpose: 'every team' }],
  commands: [teamsListCommand, teamsCreateCommand, teamsRenameCommand, teamsDeleteCommand, teamsKeyCommand],
})
