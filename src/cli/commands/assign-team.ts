import { Command } from 'commander'
import { decideAssignTeam, decideLeaveTeam, type Member } from '../../core/decide/team.ts'
import { SfsyncError } from '../../core/errors.ts'
import type { Ledger, UserRecord } from '../../ledger/ledger.ts'
import { askForTeam, askForUser, requireAnswers } from '../questions.ts'
import {
  type BatchFlags,
  type BatchOptions,
  batchWords,
  fileOptions,
  withFileFlags,
} from '../shared-flags.ts'
import type { WriteOptions } from '../../app/write.ts'
import { executeWrite } from '../write.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../../app/exit-codes.ts'
import {
  type Invocation,
  type CommandRunner,
  typedInvocation,
  withExamples,
  type WriteFlags,
  writeOptions,
  withWriteFlags,
} from '../command.ts'
import { unmappedWithEmailOf } from '../../app/status.ts'
import { resolveUsers, wishedTeam } from '../../app/resolve.ts'
import { given } from '../../core/values.ts'

export interface AssignTeamOptions extends WriteOptions {
  /** The users and then the team, as typed. */
  readonly names: readonly string[]
  readonly create: boolean
  readonly move: boolean
  /** Off every team: all names are users. */
  readonly none: boolean
  readonly batch?: BatchOptions
}

interface AssignTeamFlags extends WriteFlags, BatchFlags {
  readonly file?: string
  readonly create?: boolean
  readonly move?: boolean
  readonly none?: boolean
}

export function assignTeamCommand(handle: CommandRunner): Command {
  const command = new Command('assign-team')
    .description('put SalesScreen users on a team')
    .argument('[user...]', 'e-mail, nickname, user ID, or full name; the last word is the team')
    .usage('[options] <user...> <team>')
    .option('--create', 'make the team if it does not exist')
    .option('--move', 'take people away from another team')
    .option('--none', 'take people off their team; all words are users')
    .action((names: string[], flags: AssignTeamFlags) =>
      handle(runAssignTeam, {
        names,
        ...given({ batch: fileOptions(flags, names) }),
        create: flags.create === true,
        move: flags.move === true,
        none: flags.none === true,
        ...writeOptions(flags),
      }),
    )
  return withExamples(withWriteFlags(withFileFlags(command)), [
    { command: 'sfsync assign-team ada.lovelace@acme.example "Sales North"', purpose: 'one person' },
    {
      command: 'sfsync assign-team ada grace "Sales North" --create',
      purpose: 'several people, and the team if it is new',
    },
    { command: 'sfsync assign-team ada "Sales South" --move', purpose: 'from another team' },
    { command: 'sfsync assign-team --file teams.csv --create', purpose: 'a sheet with Email and Team' },
  ])
}

export async function runAssignTeam(
  options: AssignTeamOptions,
  context: Context,
  { asked }: Invocation = typedInvocation,
): Promise<ExitCode | void> {
  if (options.none) return await leaveTeam(options, context)
  if (options.batch !== undefined) return await runFile(options, options.batch, context)
  const typedUsers = options.names.slice(0, -1)
  const [onlyName] = options.names
  const users = typedUsers.length > 0 ? typedUsers : options.names
  const complete = options.names.length > 1
  requireAnswers(context, 'assign-team', {
    '<user>': onlyName,
    '<team>': complete ? options.names.at(-1) : undefined,
  })
  const ledger = await context.ledger()
  const people = users.length > 0 ? users : [await askForUser(ledger, await context.prompts(), 'Who?')]
  const team = complete
    ? { name: options.names.at(-1) ?? '', isNew: options.create }
    : await askForTeam(ledger, await context.prompts(), 'On which team?')
  const creates = options.create || team.isNew
  await executeWrite(context, {
    ...options,
    confirmed: options.move ? ['move'] : [],
    words: [
      'assign-team',
      ...people,
      team.name,
      ...(creates ? ['--create'] : []),
      ...(options.move ? ['--move'] : []),
    ],
    prompted: asked || !complete,
    decide: async (allowed) => {
      const records = await resolveUsers(ledger, people)
      const to = await wishedTeam(ledger, context.dependencies, team.name, {
        isConfirmed: creates,
        hint: 'add --create to create the team',
      })
      const members = await Promise.all(records.map(async (record) => await memberOf(ledger, record)))
      return decideAssignTeam({ members, to, move: allowed.has('move') })
    },
  })
}

async function leaveTeam(options: AssignTeamOptions, context: Context): Promise<void> {
  const { names, create, move, batch } = options
  if (create || move || batch !== undefined)
    throw new SfsyncError(
      'usage',
      '--none takes people off their team: leave out --create, --move and --file',
    )
  requireAnswers(context, 'assign-team', { '<user>': names[0] })
  const ledger = await context.ledger()
  const people = names.length > 0 ? names : [await askForUser(ledger, await context.prompts(), 'Who?')]
  await executeWrite(context, {
    ...options,
    words: ['assign-team', ...people, '--none'],
    prompted: names.length === 0,
    decide: async () => {
      const records = await resolveUsers(ledger, people)
      const members = await Promise.all(records.map(async (record) => await memberOf(ledger, record)))
      return decideLeaveTeam(members)
    },
  })
}

async function runFile(options: AssignTeamOptions, batch: BatchOptions, context: Context): Promise<ExitCode> {
  const { runBatch } = await import('../batch.ts')
  const allowed = [...(options.create ? ['create'] : []), ...(options.move ? ['move'] : [])]
  const words = [
    'assign-team',
    '--file',
    batch.file,
    ...allowed.map((name) => `--${name}`),
    ...batchWords(batch),
  ]
  return await runBatch(context, { ...options, ...batch, kind: 'assign-team', allowed, words })
}

async function memberOf(ledger: Ledger, { user, team, mapping }: UserRecord): Promise<Member> {
  const [candidate, ...others] = mapping === null ? await unmappedWithEmailOf(ledger, user) : []
  return {
    user,
    team,
    isMapped: mapping !== null,
    candidate: candidate === undefined || others.length > 0 ? null : candidate.salesforceUserId,
  }
}
