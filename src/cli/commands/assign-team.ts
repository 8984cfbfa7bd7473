import { onlyUsers } from '../who-is-meant.ts'
import { defineCommand, withAnswers, withWriteFlags, writeOptions, type Invocation } from '../command.ts'
import type { Confirmation } from '../../core/confirmation.ts'
import { decideAssignTeam, decideLeaveTeam, type Member } from '../../core/decide/team.ts'
import { SfsyncError } from '../../core/errors.ts'
import { given } from '../../core/values.ts'
import type { ExitCode } from '../../app/exit-codes.ts'
import { unmappedWithEmails } from '../../app/status.ts'
import { wishedTeam } from '../../app/resolve.ts'
import { resolveUsers } from '../../app/resolve-many.ts'
import type { WriteOptions } from '../../app/write.ts'
import type { Ledger, UserRecord } from '../../ledger/ledger.ts'
import type { Context } from '../context.ts'
import { inTurn } from '../walk.ts'
import { askForUser } from '../pickers.ts'
import { askForTeam, requireAnswers } from '../questions.ts'
import { type BatchOptions, fileOptions, withFileFlags } from '../shared-flags.ts'
import { executeWrite } from '../write.ts'

export interface AssignTeamOptions extends WriteOptions {
  /** The users, then the team, as typed. */
  readonly names: readonly string[]
  readonly createTeam: boolean
  readonly move: boolean
  /** Take the rows of a file although their names are those of others. */
  readonly allowMismatch: boolean
  /** Remove the users from their team; every name is a user. */
  readonly none: boolean
  readonly batch?: BatchOptions
}

export const assignTeamCommand = defineCommand({
  name: 'assign-team',
  examples: [
    { command: 'sfsync assign-team ada.lovelace@acme.example "Sales North"', purpose: 'one user' },
    {
      command: 'sfsync assign-team ada grace "Sales North" --create-team',
      purpose: 'several users; create the team if needed',
    },
    { command: 'sfsync assign-team ada "Sales South" --move', purpose: 'move from another team' },
    {
      command: 'sfsync assign-team --file teams.csv --create-team',
      purpose: 'a sheet with Email and Team columns',
    },
  ],
  declare: (command) =>
    withWriteFlags(
      withFileFlags(
        command
          .argument('[user...]', 'e-mail, nickname, user ID, or full name; the last argument is the team')
          .usage('[options] <user...> <team>')
          .option('--create-team', 'create the team if it does not exist')
          .option('--move', 'move users from another team')
          .option(
            '--allow-mismatch',
            'with --file: continue even if a name or an e-mail address belongs to someone else',
          )
          .option('--none', 'remove the users from their team; every argument is a user'),
      ),
    ),
  options: ([names], flags): AssignTeamOptions => {
    if (flags.allowMismatch === true && flags.file === undefined)
      throw new SfsyncError('usage', '--allow-mismatch needs --file')
    return {
      names,
      ...given({ batch: fileOptions(flags, names) }),
      createTeam: flags.createTeam === true,
      move: flags.move === true,
      allowMismatch: flags.allowMismatch === true,
      none: flags.none === true,
      ...writeOptions(flags),
    }
  },
  run: runAssignTeam,
})

export async function runAssignTeam(
  options: AssignTeamOptions,
  context: Context,
  invocation: Invocation,
): Promise<ExitCode | void> {
  if (options.none) return await leaveTeam(options, context, invocation)
  if (options.batch !== undefined) return await runFile(options, options.batch, context, invocation)
  const typedUsers = options.names.slice(0, -1)
  const [onlyName] = options.names
  const users = typedUsers.length > 0 ? typedUsers : options.names
  const isComplete = options.names.length > 1
  requireAnswers(context, 'assign-team', {
    '<user>': onlyName,
    '<team>': isComplete ? options.names.at(-1) : undefined,
  })
  const ledger = await context.ledger()
  const known = { people: users, team: { name: options.names.at(-1) ?? '', isNew: options.createTeam } }
  const { people, team } = await inTurn(context, known, [
    async () => {
      if (users.length === 0)
        return { people: [await askForUser(context, 'Which user?', { first: 'without-team' })] }
      const named = await onlyUsers(context, users)
      return { people: named, isAsked: named.some((name, at) => name !== users[at]) }
    },
    !isComplete && (async () => ({ team: await askForTeam(context, 'Which team?') })),
  ])
  await executeWrite(context, {
    ...options,
    confirmed: options.move ? ['move'] : [],
    invocation: withAnswers(
      invocation,
      [...people, team.name],
      team.isNew && !options.createTeam ? [['--create-team']] : [],
    ),
    decide: async (confirmed) => {
      const records = await resolveUsers(ledger, people)
      const to = await wishedTeam(ledger, context.dependencies, team.name, {
        isConfirmed: options.createTeam || team.isNew,
        hint: 'add --create-team to create the team',
      })
      const members = await membersOf(ledger, records)
      return decideAssignTeam({ members, to, move: confirmed.has('move') })
    },
  })
}

async function leaveTeam(
  options: AssignTeamOptions,
  context: Context,
  invocation: Invocation,
): Promise<void> {
  const { names, createTeam, move, batch } = options
  if (createTeam || move || batch !== undefined)
    throw new SfsyncError('usage', '--none cannot be combined with --create-team, --move or --file')
  requireAnswers(context, 'assign-team', { '<user>': names[0] })
  const ledger = await context.ledger()
  const people =
    names.length > 0
      ? await onlyUsers(context, names)
      : [
          await askForUser(context, 'Which user?', {
            onTeam: true,
            ifNone: 'no SalesScreen user is on a team',
          }),
        ]
  await executeWrite(context, {
    ...options,
    invocation: withAnswers(invocation, people),
    decide: async () => {
      const records = await resolveUsers(ledger, people)
      const members = await membersOf(ledger, records)
      return decideLeaveTeam(members)
    },
  })
}

async function runFile(
  options: AssignTeamOptions,
  batch: BatchOptions,
  context: Context,
  invocation: Invocation,
): Promise<ExitCode> {
  const { runBatch } = await import('../batch.ts')
  const allowed: Confirmation[] = [
    ...(options.createTeam ? (['create-team'] as const) : []),
    ...(options.move ? (['move'] as const) : []),
    ...(options.allowMismatch ? (['allow-mismatch'] as const) : []),
  ]
  return await runBatch(context, { ...options, ...batch, kind: 'assign-team', allowed, invocation })
}

async function membersOf(ledger: Ledger, records: readonly UserRecord[]): Promise<Member[]> {
  const unmapped = records.flatMap(({ user, mapping }) => (mapping === null ? [user] : []))
  const candidates = await unmappedWithEmails(ledger, unmapped)
  return records.map(({ user, team, mapping }) => {
    const [candidate, ...others] = candidates.get(user.userId) ?? []
    return {
      user,
      team,
      isMapped: mapping !== null,
      candidate: candidate === undefined || others.length > 0 ? null : candidate.salesforceUserId,
    }
  })
}
