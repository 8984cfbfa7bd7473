import type { Confirmation } from '../../core/confirmation.ts'
import { commandLine } from '../../core/hint.ts'
import { decideCreateUser } from '../../core/decide/user.ts'
import { type Decided, needsConfirmation } from '../../core/change.ts'
import { parseEmail } from '../../core/text.ts'
import { type ErrorRow, SfsyncError } from '../../core/errors.ts'
import type { User } from '../../core/model.ts'
import { splitName } from '../../core/salesforce-user.ts'
import { given } from '../../core/values.ts'
import type { DirectoryEntry, Ledger } from '../../ledger/ledger.ts'
import { decideAdd } from '../../app/add.ts'
import type { ExitCode } from '../../app/exit-codes.ts'
import {
  type NewUser,
  newUserDoubts,
  type NewUserFields,
  newUserFromSalesforce,
  licenseUsageOf,
  readTeamProposal,
} from '../../app/new-user.ts'
import { twinFinder, twinWarning } from '../../app/match/twins.ts'
import {
  findTeam,
  newName,
  newUserId,
  requireEntry,
  resolveSalesforceUser,
  resolveTeam,
  wishedTeam,
} from '../../app/resolve.ts'
import type { WriteOptions } from '../../app/write.ts'
import { defineCommand, withAnswers, withWriteFlags, writeOptions, type Invocation } from '../command.ts'
import type { Context } from '../context.ts'
import { askForSalesforceUserOrName, onlySalesforceUser } from '../pickers.ts'
import { askForEmail, askForTeamOrNone, type ChosenTeam, nameProblem, requireAnswers } from '../questions.ts'
import {
  type BatchOptions,
  confirmationFlag,
  confirmationsIn,
  fileOptions,
  withConfirmationFlags,
  withFileFlags,
} from '../shared-flags.ts'
import { executeWrite } from '../write.ts'

export interface CreateUserOptions extends WriteOptions, NewUserFields {
  readonly nickname?: string
  readonly team?: string
  readonly fromSalesforce?: string
  /** Map the user to the Salesforce user it is made from. */
  readonly map: boolean
  /** The confirmations given by flags. */
  readonly allowed: readonly Confirmation[]
  readonly batch?: BatchOptions
}

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

/** The options with what prompts supplied, and the flags that give the same answers. */
interface Completed {
  readonly options: CreateUserOptions
  readonly flags: readonly (readonly string[])[]
}

// What a Salesforce user has is not asked for; who types nothing at all picks one, or types the name of someone else.
async function completed(options: CreateUserOptions, context: Context): Promise<Completed> {
  const ledger = await context.ledger()
  const { firstName, lastName, email, fromSalesforce } = options
  const isBare = [firstName, lastName, email, fromSalesforce].every((value) => value === undefined)
  const isRead = (await ledger.directory.lastRead()) !== undefined
  const who = isBare && isRead && context.canAsk ? await askForSalesforceUserOrName(context, 'Who?') : ''
  const picked = typeof who === 'string' ? null : who
  const named = fromSalesforce === undefined ? undefined : await onlySalesforceUser(context, fromSalesforce)
  const from = picked?.salesforceUser.salesforceUserId ?? named
  if (from === undefined && options.map)
    throw new SfsyncError('usage', '--map needs --from-sf: the Salesforce user to map to')
  const known = from === undefined ? {} : await fromSalesforceUser(ledger, from, options)
  const called = typeof who === 'string' ? namesIn(who) : {}
  const fields = { ...known, ...called, ...typedNames(options), ...given({ email }) }
  requireAnswers(context, 'create-user', {
    '--first-name': fields.firstName,
    '--last-name': fields.lastName,
    '--email': fields.email,
  })
  const asked = { ...called, ...(await askForFields(context, fields)) }
  const isPrompted = picked !== null || Object.keys(asked).length > 0
  const team = isPrompted && options.team === undefined ? await askForItsTeam(context, ledger, picked) : null
  const answers = {
    ...asked,
    ...(from === fromSalesforce ? {} : { fromSalesforce: from }),
    ...(team === null ? {} : { team: team.name }),
  }
  const allowed: readonly Confirmation[] =
    team?.isNew === true ? [...options.allowed, 'create-team'] : options.allowed
  return {
    options: { ...options, ...given(answers), allowed },
    flags: [
      ...Object.entries(answers).flatMap(([name, value]) =>
        value === undefined ? [] : [[flagOf[name] ?? '', value]],
      ),
      ...(team?.isNew === true ? [['--create-team']] : []),
    ],
  }
}

// A name of one word does not say which it is.
function namesIn(name: string): NewUserFields {
  if (!name.includes(' ')) return {}
  const { firstName, lastName } = splitName({ firstName: null, lastName: null, name: newName(name) })
  return { firstName, lastName }
}

const flagOf: Readonly<Record<string, string>> = {
  fromSalesforce: '--from-sf',
  firstName: '--first-name',
  lastName: '--last-name',
  email: '--email',
  team: '--team',
}

async function askForItsTeam(
  context: Context,
  ledger: Ledger,
  picked: DirectoryEntry | null,
): Promise<ChosenTeam | null> {
  const proposal = picked === null ? null : await readTeamProposal(ledger, picked.salesforceUser)
  return await askForTeamOrNone(context, 'Which team?', { proposal })
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
  return [{ reason: `there is no team "${team}"`, confirmation: 'create-team' }]
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

// A mistyped team is reported with the user who was not found, so that both are corrected at once.
async function fromSalesforceUser(
  ledger: Ledger,
  text: string,
  { team, allowed }: CreateUserOptions,
): Promise<Partial<NewUser>> {
  try {
    return await newUserFromSalesforce(ledger, text)
  } catch (error) {
    if (!(error instanceof SfsyncError) || team === undefined || allowed.includes('create-team')) throw error
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

// Those of the fields that are missing.
async function askForFields(context: Context, fields: NewUserFields): Promise<NewUserFields> {
  const ask = async (message: string) =>
    newName(await (await context.prompts()).text({ message, problem: nameProblem }))
  const firstName = fields.firstName === undefined ? await ask('First name') : undefined
  const lastName = fields.lastName === undefined ? await ask('Last name') : undefined
  const email = fields.email === undefined ? await askForEmail(context) : undefined
  return given({ firstName, lastName, email })
}
