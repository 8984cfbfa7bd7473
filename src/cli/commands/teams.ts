import { Command } from 'commander'
import {
  decideCreateTeam,
  decideDeleteTeam,
  decideRenameTeam,
  decideTeamKey,
} from '../../core/decide/team.ts'
import { askForExistingTeam, requireAnswers } from '../questions.ts'
import type { WriteOptions } from '../../app/write.ts'
import { executeWrite } from '../write.ts'
import type { Context } from '../context.ts'
import {
  type CommandRunner,
  withExamples,
  type WriteFlags,
  writeOptions,
  withWriteFlags,
} from '../command.ts'
import { findTeam, newTeam, resolveTeam } from '../../app/resolve.ts'
import type { User } from '../../core/model.ts'
import {
  type ListFlags,
  withListFlags,
  listOptions,
  type ListOptions,
  noteCount,
  writeList,
} from '../shared-flags.ts'
import { teamColumns } from '../output/record-columns.ts'
import { SfsyncError } from '../../core/errors.ts'
import { fold, tidy } from '../../core/text.ts'
import { given } from '../../core/values.ts'

export interface TeamsCreateOptions extends WriteOptions {
  readonly name?: string
  readonly key?: string
}

interface TeamsCreateFlags extends WriteFlags {
  readonly key?: string
}

export function teamsCreateCommand(handle: CommandRunner): Command {
  const command = new Command('create')
    .description('create a team')
    .argument('[name]', 'name of the team')
    .option('--key <key>', 'the key that SalesScreen shows at Settings > Mappings')
    .action((name: string | undefined, flags: TeamsCreateFlags) =>
      handle(runTeamsCreate, { ...given({ name, key: flags.key }), ...writeOptions(flags) }),
    )
  return withExamples(withWriteFlags(command), [
    { command: 'sfsync teams create "Sales North" --key north', purpose: 'a new team' },
  ])
}

export async function runTeamsCreate(options: TeamsCreateOptions, context: Context): Promise<void> {
  requireAnswers(context, 'teams create', { '<name>': options.name })
  const ledger = await context.ledger()
  const name = options.name ?? (await (await context.prompts()).text({ message: 'Name of the team' }))
  const key = options.key ?? null
  await executeWrite(context, {
    ...options,
    words: ['teams', 'create', name, ...(key === null ? [] : ['--key', key])],
    prompted: options.name === undefined,
    decide: async () => {
      const existing = await findTeam(ledger, name)
      const teams = await ledger.teams()
      const holder = key === null ? undefined : teams.find(({ team }) => team.key === key)
      return decideCreateTeam(
        existing?.team ?? null,
        holder?.team ?? null,
        newTeam(context.dependencies, name, key),
      )
    },
  })
}

export interface TeamsDeleteOptions extends WriteOptions {
  readonly team?: string
  readonly removeMembers: boolean
}

interface TeamsDeleteFlags extends WriteFlags {
  readonly removeMembers?: boolean
}

export function teamsDeleteCommand(handle: CommandRunner): Command {
  const command = new Command('delete')
    .description('delete a team')
    .argument('[team]', 'name, key or ID of the team')
    .option('--remove-members', 'leave the people on it without a team')
    .action((team: string | undefined, flags: TeamsDeleteFlags) =>
      handle(runTeamsDelete, {
        ...given({ team }),
        removeMembers: flags.removeMembers === true,
        ...writeOptions(flags),
      }),
    )
  return withExamples(withWriteFlags(command), [
    { command: 'sfsync teams delete "Sales North"', purpose: 'an empty team' },
  ])
}

export async function runTeamsDelete(options: TeamsDeleteOptions, context: Context): Promise<void> {
  requireAnswers(context, 'teams delete', { '<team>': options.team })
  const ledger = await context.ledger()
  const text = options.team ?? (await askForExistingTeam(ledger, await context.prompts(), 'Which team?'))
  await executeWrite(context, {
    ...options,
    confirmed: options.removeMembers ? ['remove-members'] : [],
    words: ['teams', 'delete', text, ...(options.removeMembers ? ['--remove-members'] : [])],
    prompted: options.team === undefined,
    decide: async (allowed) => {
      const { team } = await resolveTeam(ledger, text)
      const members: User[] = []
      for await (const page of ledger.users({ teamId: team.teamId }))
        for (const { user } of page) members.push(user)
      return decideDeleteTeam(team, members, allowed.has('remove-members'))
    },
  })
}

export function teamsListCommand(handle: CommandRunner): Command {
  const command = new Command('list')
    .description('list the teams, by name')
    .action((flags: ListFlags) => handle(runTeamsList, listOptions(flags)))
  return withExamples(withListFlags(command), [
    { command: 'sfsync teams list', purpose: 'every team, its key and how many people' },
  ])
}

export async function runTeamsList(options: ListOptions, context: Context): Promise<void> {
  const ledger = await context.ledger()
  const teams = (await ledger.teams()).slice(0, options.limit)
  await writeList(context, teamColumns, [teams], options)
  await noteCount(context, teams.length, ['team', 'teams'], options, 'sfsync teams create <name>')
}

export interface TeamsRenameOptions extends WriteOptions {
  readonly team?: string
  readonly name?: string
}

export function teamsRenameCommand(handle: CommandRunner): Command {
  const command = new Command('rename')
    .description('give a team another name')
    .argument('[team]', 'name, key or ID of the team')
    .argument('[name]', 'new name')
    .action((team: string | undefined, name: string | undefined, flags: WriteFlags) =>
      handle(runTeamsRename, { ...given({ team, name }), ...writeOptions(flags) }),
    )
  return withExamples(withWriteFlags(command), [
    { command: 'sfsync teams rename "Sales North" "Sales Nordics"', purpose: 'everybody stays on it' },
  ])
}

export async function runTeamsRename(options: TeamsRenameOptions, context: Context): Promise<void> {
  requireAnswers(context, 'teams rename', { '<team>': options.team, '<name>': options.name })
  const ledger = await context.ledger()
  const text = options.team ?? (await askForExistingTeam(ledger, await context.prompts(), 'Which team?'))
  const name = tidy(options.name ?? (await (await context.prompts()).text({ message: 'New name' })))
  if (name === '') throw new SfsyncError('usage', 'a team needs a name')
  await executeWrite(context, {
    ...options,
    words: ['teams', 'rename', text, name],
    prompted: options.team === undefined || options.name === undefined,
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
  /** Takes the key away. */
  readonly none: boolean
}

interface TeamsKeyFlags extends WriteFlags {
  readonly none?: boolean
}

export function teamsKeyCommand(handle: CommandRunner): Command {
  const command = new Command('key')
    .description('record the key that SalesScreen shows for a team at Settings > Mappings')
    .argument('[team]', 'name, key or ID of the team')
    .argument('[key]', 'the key')
    .option('--none', 'take the key away')
    .action((team: string | undefined, key: string | undefined, flags: TeamsKeyFlags) =>
      handle(runTeamsKey, { ...given({ team, key }), none: flags.none === true, ...writeOptions(flags) }),
    )
  return withExamples(withWriteFlags(command), [
    { command: 'sfsync teams key "Sales North" north', purpose: 'copied from SalesScreen' },
  ])
}

export async function runTeamsKey(options: TeamsKeyOptions, context: Context): Promise<void> {
  if (options.none && options.key !== undefined)
    throw new SfsyncError('usage', 'a key and --none contradict each other')
  requireAnswers(context, 'teams key', { '<team>': options.team, '<key>': options.none ? '' : options.key })
  const ledger = await context.ledger()
  const text = options.team ?? (await askForExistingTeam(ledger, await context.prompts(), 'Which team?'))
  const key = options.none
    ? null
    : (options.key ?? (await (await context.prompts()).text({ message: 'Key' }))).trim()
  if (key === '')
    throw new SfsyncError('usage', 'the key is empty', { actions: ['to take the key away: --none'] })
  await setTeamKey(context, text, key, {
    ...options,
    prompted: options.team === undefined || (key !== null && options.key === undefined),
  })
}

/** Records or takes away a team's key. */
export async function setTeamKey(
  context: Context,
  text: string,
  key: string | null,
  options: WriteOptions & { readonly prompted: boolean },
): Promise<void> {
  const ledger = await context.ledger()
  await executeWrite(context, {
    ...options,
    words: ['teams', 'key', text, key ?? '--none'],
    decide: async () => {
      const { team } = await resolveTeam(ledger, text)
      const holder = key === null ? undefined : (await ledger.teams()).find((each) => each.team.key === key)
      return decideTeamKey(team, holder?.team ?? null, key)
    },
  })
}
