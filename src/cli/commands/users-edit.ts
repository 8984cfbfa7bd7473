import { licenseUsageOf } from '../../app/license-usage.ts'
import { newName, resolveUser } from '../../app/resolve.ts'
import type { WriteOptions } from '../../app/write.ts'
import { decideEditUser, type EditUserFacts, type UserEdits } from '../../core/decide/user.ts'
import { SfsyncError } from '../../core/errors.ts'
import { type User, type UserState, userStates } from '../../core/model.ts'
import { parseEmail } from '../../core/text.ts'
import { given } from '../../core/values.ts'
import type { Ledger, UserRecord } from '../../ledger/ledger.ts'
import { defineCommand, type Invocation, withAnswers, withWriteFlags, writeOptions } from '../command.ts'
import type { Context } from '../context.ts'
import { userMeant } from '../who-is-meant.ts'
import { askForEmail, nameProblem, optionalNameProblem, requireAnswers } from '../questions.ts'
import { stateNamed } from '../shared-flags.ts'
import { inTurn } from '../walk.ts'
import { executeWrite } from '../write.ts'

export interface UsersEditOptions extends WriteOptions {
  readonly screenUser?: string
  readonly firstName?: string
  readonly lastName?: string
  /** An empty text removes the nickname. */
  readonly nickname?: string
  readonly email?: string
  readonly state?: UserState
}

export const usersEditCommand = defineCommand({
  name: 'edit',
  summary: 'change the name, nickname, e-mail or state of a SalesScreen user',
  examples: [
    {
      command: 'sfsync users edit ada@acme.example --last-name King --email ada.king@acme.example',
      purpose: 'after a change of name',
    },
    { command: 'sfsync users edit ada@acme.example --state active', purpose: 'the user got a license' },
  ],
  declare: (command) =>
    withWriteFlags(
      command
        .argument('[screenUser]', 'e-mail, nickname, user ID, or full name')
        .option('--first-name <name>', 'new first name')
        .option('--last-name <name>', 'new last name')
        .option('--nickname <name>', 'new nickname; "" removes it')
        .option('--email <address>', 'new e-mail address')
        .option('--state <state>', 'active, pending, deactivated, spectating or supporter'),
    ),
  options: ([screenUser], flags): UsersEditOptions => ({
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
  run: runUsersEdit,
})

export async function runUsersEdit(
  options: UsersEditOptions,
  context: Context,
  invocation: Invocation,
): Promise<void> {
  const ledger = await context.ledger()
  const { screenUser, edit } = await answersOf(options, context)
  const { firstName, lastName, nickname, email } = { ...options, ...edit }
  const state = edit.state === undefined ? options.state : stateNamed(edit.state)
  const wish: UserEdits = given({
    firstName: firstName === undefined ? undefined : newName(firstName, lastName),
    lastName: lastName === undefined ? undefined : newName(lastName, firstName),
    nickname: nickname === undefined ? undefined : newName(nickname) || null,
    email: email === undefined ? undefined : readEmail(email),
    state,
  })
  await executeWrite(context, {
    ...options,
    invocation: withAnswers(
      invocation,
      [screenUser],
      fields.flatMap(({ field, flag }) => (edit[field] === undefined ? [] : [[flag, edit[field]]])),
    ),
    decide: async () =>
      decideEditUser(await editFacts(ledger, await resolveUser(ledger, screenUser), wish), wish),
  })
}

interface EditAnswers {
  readonly screenUser: string
  /** What is to be changed, by the name of the option. */
  readonly edit: Partial<Record<EditedField, string>>
}

type EditedField = 'firstName' | 'lastName' | 'nickname' | 'email' | 'state'

const fields: readonly { readonly field: EditedField; readonly label: string; readonly flag: string }[] = [
  { field: 'firstName', label: 'First name', flag: '--first-name' },
  { field: 'lastName', label: 'Last name', flag: '--last-name' },
  { field: 'nickname', label: 'Nickname', flag: '--nickname' },
  { field: 'email', label: 'E-mail address', flag: '--email' },
  { field: 'state', label: 'State', flag: '--state' },
]

async function answersOf(options: UsersEditOptions, context: Context): Promise<EditAnswers> {
  const isTyped = fields.some(({ field }) => options[field] !== undefined)
  requireAnswers(context, 'users edit', {
    '<screenUser>': options.screenUser,
    ...(isTyped ? {} : { '--last-name <name> or another change': undefined }),
  })
  const ledger = await context.ledger()
  const known: EditAnswers & { readonly field: EditedField } = {
    screenUser: options.screenUser ?? '',
    field: 'firstName',
    edit: {},
  }
  const prompts = async () => await context.prompts()
  return await inTurn(context, known, [
    async () => {
      const named = await userMeant(context, options.screenUser)
      return { screenUser: named, isAsked: named !== options.screenUser }
    },
    !isTyped &&
      (async ({ screenUser }) => {
        const { user } = await resolveUser(ledger, screenUser)
        const choices = fields.map(({ field, label }) => ({
          name: label,
          value: field,
          description: `now: ${user[field] ?? 'none'}`,
        }))
        return { field: await (await prompts()).choose('What do you want to change?', choices) }
      }),
    !isTyped &&
      (async ({ screenUser, field }) => {
        const { user } = await resolveUser(ledger, screenUser)
        return { edit: { [field]: await askForValue(context, field, user) } }
      }),
  ])
}

async function askForValue(context: Context, field: EditedField, user: User): Promise<string> {
  if (field === 'email') return await askForEmail(context, user.email)
  const prompts = await context.prompts()
  if (field === 'state')
    return await prompts.choose(
      'State',
      userStates.filter((state) => state !== user.state).map((state) => ({ name: state, value: state })),
    )
  return await prompts.text({
    message: fields.find((each) => each.field === field)?.label ?? field,
    ...given({ initial: user[field] ?? undefined }),
    problem: field === 'nickname' ? optionalNameProblem : nameProblem,
  })
}

/** Reads what decisions about one user's fields need. */
export async function editFacts(ledger: Ledger, record: UserRecord, wish: UserEdits): Promise<EditUserFacts> {
  const holders = wish.email === undefined ? [] : await ledger.findUsers({ email: wish.email })
  return {
    ...(await licenseUsageOf(ledger)),
    user: record.user,
    isMapped: record.mapping !== null,
    emailHolder: holders[0]?.user ?? null,
  }
}

function readEmail(text: string) {
  const parsed = parseEmail(text)
  if ('reason' in parsed)
    throw new SfsyncError('invalid', parsed.reason, { actions: ['enter another address with --email'] })
  return parsed.email
}
