import { Command } from 'commander'
import { decideEditUser, type EditUserFacts, type EditUserWish } from '../../../core/decide-edit-user.ts'
import { parseEmail } from '../../../core/email.ts'
import { SfsyncError } from '../../../core/errors.ts'
import type { UserState } from '../../../core/user.ts'
import type { Ledger, UserRecord } from '../../../ledger/ledger.ts'
import { askForUser, requireAnswers } from '../../ask.ts'
import { carryOut, type WriteOptions } from '../../carry-out.ts'
import type { Context } from '../../context.ts'
import { given, type WriteFlags, writeOptions, writing } from '../../flags.ts'
import type { Handle } from '../../handle.ts'
import { withExamples } from '../../help.ts'
import { resolveUser } from '../../resolve/screen-user.ts'
import { seatsOf } from '../../seats.ts'
import { stateNamed } from './list.ts'

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

export function usersEditCommand(handle: Handle): Command {
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
  return withExamples(writing(command), [
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
  await carryOut(context, {
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
    ...(await seatsOf(ledger)),
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
