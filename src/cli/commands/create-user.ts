import type { Confirmation } from '../../core/confirmation.ts'
import { defineCommand, withAnswers, withWriteFlags, writeOptions, type Invocation } from '../command.ts'
import { decideCreateUser } from '../../core/decide/user.ts'
import { type Decided, needsConfirmation } from '../../core/change.ts'
import { parseEmail } from '../../core/text.ts'
import { SfsyncError } from '../../core/errors.ts'
import type { User } from '../../core/model.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { nameProblem, requireAnswers } from '../questions.ts'
import { type BatchOptions, fileOptions, withFileFlags } from '../shared-flags.ts'
import type { WriteOptions } from '../../app/write.ts'
import { executeWrite } from '../write.ts'
import type { Context } from '../context.ts'
import type { ExitCode } from '../../app/exit-codes.ts'
import {
  type NewUser,
  newUserDoubts,
  type NewUserFields,
  newUserFromSalesforce,
  licenseUsageOf,
} from '../../app/new-user.ts'
import { twinsOf, twinWarning } from '../../app/match/twins.ts'
import { findTeam, newName, newUserId, resolveTeam, wishedTeam } from '../../app/resolve.ts'
import { given } from '../../core/values.ts'

export interface CreateUserOptions extends WriteOptions, NewUserFields {
  readonly nickname?: string
  readonly team?: string
  readonly createTeam: boolean
  readonly fromSalesforce?: string
  readonly allowInactive: boolean
  readonly allowNonPerson: boolean
  readonly allowMismatch: boolean
  /** Create the user although another one looks like the same person. */
  readonly isNew: boolean
  readonly batch?: BatchOptions
}

export const createUserCommand = defineCommand({
  name: 'create-user',
  examples: [
    {
      command: 'sfsync create-user --from-sf 0055g0000000q1oAAA --team "Sales North"',
      purpose: 'copy name and e-mail from the directory',
    },
    {
      command: 'sfsync create-user --first-name Ada --last-name Lovelace --email ada.lovelace@acme.example',
      purpose: 'enter everything yourself',
    },
    {
      command: 'sfsync create-user --file new-users.csv',
      purpose: 'every user in a file, as one change set',
    },
  ],
  declare: (command) =>
    withWriteFlags(
      withFileFlags(
        command
          .option('--from-sf <sfId>', 'copy name and e-mail from this Salesforce user; other flags override')
          .option('--first-name <name>', 'first name')
          .option('--last-name <name>', 'last name')
          .option('--nickname <name>', 'nickname')
          .option('--email <address>', 'e-mail address; must be able to receive mail')
          .option('--team <team>', 'team to assign the user to')
          .option('--create-team', 'create the team if it does not exist')
          .option('--allow-inactive', 'create the user even if the Salesforce user is inactive')
          .option('--allow-non-person', 'create the user even if the Salesforce user is not a person')
          .option('--allow-mismatch', 'continue even if a name or an e-mail address belongs to someone else')
          .option('--new', 'create the user even if another one looks like the same person'),
      ),
    ),
  options: (_words, flags): CreateUserOptions => ({
    ...given({
      firstName: flags.firstName,
      lastName: flags.lastName,
      nickname: flags.nickname,
      email: flags.email,
      team: flags.team,
      fromSalesforce: flags.fromSf,
      batch: fileOptions(flags, [
        flags.firstName,
        flags.lastName,
        flags.nickname,
        flags.email,
        flags.team,
        flags.fromSf,
      ]),
    }),
    createTeam: flags.createTeam === true,
    allowInactive: flags.allowInactive === true,
    allowNonPerson: flags.allowNonPerson === true,
    allowMismatch: flags.allowMismatch === true,
    isNew: flags.new === true,
    ...writeOptions(flags),
  }),
  run: runCreateUser,
})

export async function runCreateUser(
  options: CreateUserOptions,
  context: Context,
  invocation: Invocation,
): Promise<ExitCode | void> {
  if (options.batch !== undefined) return await runFile(options, options.batch, context, invocation)
  const ledger = await context.ledger()
  const { newUser, prompted, allowed } = await readNewUser(options, context, ledger)
  await executeWrite(context, {
    ...options,
    confirmed: allowed,
    invocation: withAnswers(invocation, [], prompted ? answeredFlags(options, newUser) : []),
    decide: async (taken) => await decide(options, context, ledger, newUser, taken),
  })
}

async function runFile(
  options: CreateUserOptions,
  batch: BatchOptions,
  context: Context,
  invocation: Invocation,
): Promise<ExitCode> {
  const { runBatch } = await import('../batch.ts')
  const allowed = allowedBy(options)
  if (options.createTeam) allowed.push('create-team')
  return await runBatch(context, { ...options, ...batch, kind: 'create-user', allowed, invocation })
}

async function decide(
  options: CreateUserOptions,
  context: Context,
  ledger: Ledger,
  newUser: NewUser,
  taken: ReadonlySet<Confirmation>,
): Promise<Decided> {
  const parsed = parseEmail(newUser.email)
  const [existing] = 'email' in parsed ? await ledger.findUsers({ email: parsed.email }) : []
  const mismatch =
    'email' in parsed ? await newUserDoubts(ledger, newUser, options, parsed.email, existing) : []
  const open = [...newUser.doubts, ...mismatch].filter(({ confirmation }) => !taken.has(confirmation))
  if (open.length > 0) return needsConfirmation(`${newUser.email} was not created: confirmation needed`, open)
  if ('reason' in parsed)
    throw new SfsyncError('invalid', parsed.reason, { actions: ['enter another address with --email'] })
  const created = { ...newUser, email: parsed.email, userId: newUserId(context.dependencies) }
  const twins =
    existing === undefined
      ? await twinsOf(context, ledger, [{ user: created, salesforceUserId: newUser.salesforceUserId }], [])
      : []
  const doubtful = twins.filter(({ isDoubt }) => isDoubt && !taken.has('new'))
  if (doubtful.length > 0)
    return needsConfirmation(
      `${newUser.email} was not created: confirmation needed`,
      doubtful.map(({ reason, action }) => ({ reason, action, confirmation: 'new' })),
    )
  const team =
    options.team === undefined
      ? null
      : await wishedTeam(ledger, context.dependencies, options.team, {
          isConfirmed: options.createTeam,
          hint: createTeamHint,
        })
  const user: Omit<User, 'state' | 'teamId'> = {
    userId: created.userId,
    email: parsed.email,
    firstName: newUser.firstName,
    lastName: newUser.lastName,
    nickname: newName(options.nickname ?? '') || null,
  }
  const facts = {
    ...(await licenseUsageOf(ledger)),
    existing: existing?.user ?? null,
    existingTeamName: existing?.team?.name ?? null,
    salesforceUserId: newUser.salesforceUserId,
  }
  const plan = decideCreateUser(facts, { user, team, evidence: newUser.evidence })
  return { ...plan, warnings: [...newUser.warnings, ...plan.warnings, ...twins.map(twinWarning)] }
}

async function readNewUser(
  options: CreateUserOptions,
  context: Context,
  ledger: Ledger,
): Promise<{ newUser: NewUser; prompted: boolean; allowed: Confirmation[] }> {
  const known: Partial<NewUser> =
    options.fromSalesforce === undefined ? {} : await fromSalesforce(ledger, options.fromSalesforce, options)
  const fields = {
    ...known,
    ...typedNames(options),
    ...given({ email: options.email }),
  }
  requireAnswers(context, 'create-user', {
    '--first-name': fields.firstName,
    '--last-name': fields.lastName,
    '--email': fields.email,
  })
  const complete =
    fields.firstName !== undefined && fields.lastName !== undefined && fields.email !== undefined
  const answers = complete ? fields : await askForNewUser(context, fields)
  const newUser: NewUser = {
    firstName: answers.firstName ?? '',
    lastName: answers.lastName ?? '',
    email: answers.email ?? '',
    salesforceUserId: known.salesforceUserId ?? null,
    evidence: known.evidence ?? [],
    warnings: (known.warnings ?? []).filter(() => options.email === undefined),
    doubts: known.doubts ?? [],
  }
  if (`${newUser.firstName}${newUser.lastName}`.trim() === '')
    throw new SfsyncError('usage', 'a user needs a name: --first-name or --last-name must not be empty')
  return { newUser, prompted: !complete, allowed: allowedBy(options) }
}

// A mistyped team is reported with the user who was not found, so that both are corrected at once.
async function fromSalesforce(
  ledger: Ledger,
  text: string,
  { team, createTeam }: CreateUserOptions,
): Promise<Partial<NewUser>> {
  try {
    return await newUserFromSalesforce(ledger, text)
  } catch (error) {
    if (!(error instanceof SfsyncError) || team === undefined || createTeam) throw error
    if ((await findTeam(ledger, team)) !== undefined) throw error
    const { code, message, rows, actions, cause } = error
    const also = await resolveTeam(ledger, team, createTeamHint).catch((thrown: unknown) => thrown)
    throw new SfsyncError(code, `${message}, and there is no team "${team}"`, {
      rows,
      actions: [...actions, ...(also instanceof SfsyncError ? also.actions : [])],
      cause,
    })
  }
}

const createTeamHint = 'add --create-team to create the team'

function typedNames({ firstName, lastName }: NewUserFields): NewUserFields {
  return given({
    firstName: firstName === undefined ? undefined : newName(firstName, lastName),
    lastName: lastName === undefined ? undefined : newName(lastName, firstName),
  })
}

function allowedBy(options: CreateUserOptions): Confirmation[] {
  const allowed: Confirmation[] = []
  if (options.allowInactive) allowed.push('allow-inactive')
  if (options.allowNonPerson) allowed.push('allow-non-person')
  if (options.allowMismatch) allowed.push('allow-mismatch')
  if (options.isNew) allowed.push('new')
  return allowed
}

async function askForNewUser(context: Context, fields: NewUserFields): Promise<NewUserFields> {
  const prompts = await context.prompts()
  const ask = async (message: string) => newName(await prompts.text({ message, problem: nameProblem }))
  return {
    firstName: fields.firstName ?? (await ask('First name')),
    lastName: fields.lastName ?? (await ask('Last name')),
    email:
      fields.email ??
      (await prompts.text({
        message: 'E-mail address',
        problem: (text) => {
          const parsed = parseEmail(text)
          return 'reason' in parsed ? parsed.reason : undefined
        },
      })),
  }
}

// The flags that give the same answers as the prompts.
function answeredFlags(typed: CreateUserOptions, newUser: NewUser): string[][] {
  return [
    ...(typed.firstName === undefined ? [['--first-name', newUser.firstName]] : []),
    ...(typed.lastName === undefined ? [['--last-name', newUser.lastName]] : []),
    ...(typed.email === undefined ? [['--email', newUser.email]] : []),
  ]
}
