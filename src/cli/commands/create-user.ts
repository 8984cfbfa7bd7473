import type { Confirmation } from '../../core/confirmation.ts'
import { commandLine } from '../../core/hint.ts'
import { decideCreateUser } from '../../core/decide/user.ts'
import { type Decided, needsConfirmation } from '../../core/change.ts'
import { parseEmail } from '../../core/text.ts'
import { type ErrorRow, SfsyncError } from '../../core/errors.ts'
import type { User } from '../../core/model.ts'
import { given } from '../../core/values.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { decideAdd } from '../../app/add.ts'
import type { ExitCode } from '../../app/exit-codes.ts'
import { type NewUser, newUserDoubts, newUserFromSalesforce } from '../../app/new-user.ts'
import { licenseUsageOf } from '../../app/license-usage.ts'
import { didYouMean } from '../../app/hints.ts'
import { twinFinder, twinWarning } from '../../app/match/twins.ts'
import {
  findTeam,
  newName,
  newUserId,
  requireEntry,
  resolveSalesforceUser,
  wishedTeam,
} from '../../app/resolve.ts'
import { defineCommand, withAnswers, withWriteFlags, writeOptions, type Invocation } from '../command.ts'
import type { Context } from '../context.ts'
import { completed, type CreateUserOptions, createTeamHint, typedNames } from './create-user-answers.ts'
import {
  type BatchOptions,
  confirmationFlag,
  confirmationsIn,
  fileOptions,
  withConfirmationFlags,
  withFileFlags,
} from '../shared-flags.ts'
import { executeWrite } from '../write.ts'

const createConfirmations = [
  'create-team',
  'allow-inactive',
  'allow-non-person',
  'allow-mismatch',
  'new',
  'take-over',
  'allow-rejected',
] as const satisfies readonly Confirmation[]

// What is doubtful about a mapping only.
const onlyWithMap: ReadonlySet<Confirmation> = new Set(['take-over', 'allow-rejected'])

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
        withConfirmationFlags(
          command
            .option(
              '--from-sf <user>',
              'copy name and e-mail from this Salesforce user (ID, URL, username, unique e-mail or name); other flags override',
            )
            .option('--first-name <name>', 'first name')
            .option('--last-name <name>', 'last name')
            .option('--nickname <name>', 'nickname')
            .option('--email <address>', 'e-mail address; must be able to receive mail')
            .option('--team <team>', 'team to assign the user to')
            .option('--map', 'map the user to that Salesforce user as well'),
          createConfirmations,
        ),
      ),
    ),
  options: (_words, flags, self): CreateUserOptions => {
    const batch = fileOptions(flags, [
      flags.firstName,
      flags.lastName,
      flags.nickname,
      flags.email,
      flags.team,
      flags.fromSf,
    ])
    if (batch !== undefined && flags.map === true)
      throw new SfsyncError('usage', '--map cannot be combined with --file', {
        actions: [
          { text: 'to create, place and map the users of a file', command: commandLine('import', '<file>') },
        ],
      })
    const allowed = confirmationsIn(self, createConfirmations)
    const [needless] = flags.map === true ? [] : allowed.filter((name) => onlyWithMap.has(name))
    if (needless !== undefined) throw new SfsyncError('usage', `${confirmationFlag(needless)} needs --map`)
    return {
      ...given({
        firstName: flags.firstName,
        lastName: flags.lastName,
        nickname: flags.nickname,
        email: flags.email,
        team: flags.team,
        fromSalesforce: flags.fromSf,
        batch,
      }),
      map: flags.map === true,
      allowed,
      ...writeOptions(flags),
    }
  },
  run: runCreateUser,
})

export async function runCreateUser(
  options: CreateUserOptions,
  context: Context,
  invocation: Invocation,
): Promise<ExitCode | void> {
  if (options.batch !== undefined) return await runFile(options, options.batch, context, invocation)
  const { options: complete, flags } = await completed(options, context)
  const ledger = await context.ledger()
  const newUser = complete.map ? undefined : await readNewUser(complete, ledger)
  const findTwins = twinFinder(context, ledger)
  await executeWrite(context, {
    ...complete,
    confirmed: complete.allowed,
    invocation: withAnswers(invocation, [], flags),
    decide: async (taken) =>
      newUser === undefined
        ? await decideMapped(complete, context, ledger, taken)
        : await decide(complete, context, { ledger, newUser, findTwins }, taken),
  })
}

async function runFile(
  options: CreateUserOptions,
  batch: BatchOptions,
  context: Context,
  invocation: Invocation,
): Promise<ExitCode> {
  const { runBatch } = await import('../batch.ts')
  return await runBatch(context, { ...options, ...batch, kind: 'create-user', invocation })
}

// One change set for the user, the team and the mapping.
async function decideMapped(
  options: CreateUserOptions,
  context: Context,
  ledger: Ledger,
  taken: ReadonlySet<Confirmation>,
): Promise<Decided> {
  const entry = await requireEntry(ledger, await resolveSalesforceUser(ledger, options.fromSalesforce ?? ''))
  const fields = {
    ...typedNames(options),
    ...given({ email: options.email, nickname: options.nickname }),
  }
  return await decideAdd(
    context,
    ledger,
    { entry, user: null, fields, ...given({ team: options.team }) },
    taken,
  )
}

async function decide(
  options: CreateUserOptions,
  context: Context,
  {
    ledger,
    newUser,
    findTwins,
  }: {
    readonly ledger: Ledger
    readonly newUser: NewUser
    readonly findTwins: ReturnType<typeof twinFinder>
  },
  taken: ReadonlySet<Confirmation>,
): Promise<Decided> {
  const parsed = parseEmail(newUser.email)
  if ('reason' in parsed)
    throw new SfsyncError('invalid', parsed.reason, {
      rows: newUser.doubts.filter(({ confirmation }) => !taken.has(confirmation)),
      actions: ['enter another address with --email'],
    })
  const { email } = parsed
  const [existing] = await ledger.findUsers({ email })
  const mismatch = await newUserDoubts(ledger, newUser, options, email, existing)
  const created = { ...newUser, email, userId: newUserId(context.dependencies) }
  const twins =
    existing === undefined
      ? await findTwins({ user: created, salesforceUserId: newUser.salesforceUserId })
      : []
  const likely = twins.flatMap(({ isDoubt, reason, action }) =>
    isDoubt ? [{ reason, action, confirmation: 'new' as const }] : [],
  )
  const possible = twins.filter(({ isDoubt }) => !isDoubt)
  const open = [...newUser.doubts, ...mismatch, ...likely].filter(
    ({ confirmation }) => !taken.has(confirmation),
  )
  if (open.length > 0)
    return needsConfirmation(`${email} was not created: confirmation needed`, [
      ...open,
      ...(await missingTeam(ledger, options.team, taken)),
    ])
  const team =
    options.team === undefined
      ? null
      : await wishedTeam(ledger, context.dependencies, options.team, {
          isConfirmed: taken.has('create-team'),
          hint: createTeamHint,
        })
  const user: Omit<User, 'state' | 'teamId'> = {
    userId: created.userId,
    email,
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
  return { ...plan, warnings: [...newUser.warnings, ...plan.warnings, ...possible.map(twinWarning)] }
}

// Beside other doubts, a team that does not exist is one of them.
async function missingTeam(
  ledger: Ledger,
  team: string | undefined,
  taken: ReadonlySet<Confirmation>,
): Promise<ErrorRow[]> {
  if (team === undefined || taken.has('create-team') || (await findTeam(ledger, team)) !== undefined)
    return []
  const names = (await ledger.teams()).map((each) => each.team.name)
  const [action] = didYouMean(team, names)
  return [{ reason: `there is no team "${team}"`, confirmation: 'create-team', ...given({ action }) }]
}

async function readNewUser(options: CreateUserOptions, ledger: Ledger): Promise<NewUser> {
  const known: Partial<NewUser> =
    options.fromSalesforce === undefined ? {} : await newUserFromSalesforce(ledger, options.fromSalesforce)
  const fields = { ...known, ...typedNames(options), ...given({ email: options.email }) }
  const newUser: NewUser = {
    firstName: fields.firstName ?? '',
    lastName: fields.lastName ?? '',
    email: fields.email ?? '',
    salesforceUserId: known.salesforceUserId ?? null,
    evidence: known.evidence ?? [],
    warnings: (known.warnings ?? []).filter(() => options.email === undefined),
    doubts: known.doubts ?? [],
  }
  if (`${newUser.firstName}${newUser.lastName}`.trim() === '')
    throw new SfsyncError('usage', 'a user needs a name: --first-name or --last-name must not be empty')
  return newUser
}
