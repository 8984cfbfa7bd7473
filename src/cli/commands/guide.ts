import { Canceled } from '../../app/exit-codes.ts'
import { readTodos } from '../../app/todo.ts'
import { addressHolders } from '../../app/match/identities.ts'
import { resolveSalesforceUser } from '../../app/resolve.ts'
import type { MapConfirmation } from '../../core/confirmation.ts'
import { SfsyncError } from '../../core/errors.ts'
import { commandLine, withOptions } from '../../core/hint.ts'
import { identityDoubt } from '../../core/match/identity.ts'
import { fullName } from '../../core/model.ts'
import { splitName, type SalesforceUser } from '../../core/salesforce-user.ts'
import { parseEmail, withoutSandboxSuffix } from '../../core/text.ts'
import type { Ledger, UserRecord } from '../../ledger/ledger.ts'
import { defineCommand, type Invocation } from '../command.ts'
import type { Context } from '../context.ts'
import { askForSalesforceUser, askForTeam, optionalNameProblem } from '../questions.ts'
import { confirmationFlag } from '../shared-flags.ts'
import { walkThrough } from '../write.ts'
import { runAssignTeam } from './assign-team.ts'
import { runCreateUser } from './create-user.ts'
import { runMap } from './map.ts'
import { confirmStepOne } from './settings/check.ts'
import { plainImport, runSfUsersImport } from './sf-users/import.ts'
import { runStatus } from './status.ts'
import { runTodoDone } from './todo/done.ts'
import { runTodoList } from './todo/list.ts'

export interface GuideOptions {
  /** Salesforce User IDs, usernames or record URLs; empty to search. */
  readonly people: readonly string[]
  /** Walk through what changed since last month instead. */
  readonly monthly: boolean
}

export const guideCommand = defineCommand({
  name: 'guide',
  examples: [
    {
      command: 'sfsync guide',
      purpose: 'find a Salesforce user and do what is missing; stop with Ctrl-C, resume any time',
    },
    {
      command: 'sfsync guide 0055g0000000q1oAAA 0055g0000000qXKAAY',
      purpose: 'two users, one after the other',
    },
    {
      command: 'sfsync guide --monthly',
      purpose: 'every month, after reading Salesforce users again; without a terminal it prints the list',
    },
  ],
  declare: (command) =>
    command
      .argument(
        '[sfId...]',
        'Salesforce User ID, record URL, username, or unique e-mail or full name (default: search)',
      )
      .option(
        '--monthly',
        'instead of the four steps: who joined, left and changed, what waits to be entered, and licenses; each can be skipped',
      ),
  options: ([people], { monthly }): GuideOptions => {
    if (monthly === true && people.length > 0)
      throw new SfsyncError('usage', '--monthly is about everyone, so it takes no Salesforce users')
    return { people, monthly: monthly === true }
  },
  run: runGuide,
})

export async function runGuide(options: GuideOptions, context: Context): Promise<void> {
  if (options.monthly) return await (await import('./guide-monthly.ts')).runMonthly(context)
  if (!context.canAsk)
    throw new SfsyncError('usage', 'guide is interactive; run it in a terminal', {
      actions: [
        commandLine('settings check'),
        commandLine('sf-users list'),
        withOptions(commandLine('create-user'), { help: true }),
        withOptions(commandLine('map'), { help: true }),
      ],
    })
  await walkThrough(context, commandLine('guide', ...options.people), async () => {
    await stepOne(context)
    await stepTwo(context)
    for (const text of options.people) await guideUser(context, await namedUser(context, text))
    if (options.people.length > 0) return
    const [ledger, prompts] = [await context.ledger(), await context.prompts()]
    do {
      const question = 'Step 2: which Salesforce user? (type part of the name)'
      const { salesforceUser } = await askForSalesforceUser(ledger, prompts, question)
      await guideUser(context, salesforceUser)
    } while (await prompts.yesNo('Map another Salesforce user?'))
  })
}

async function stepOne(context: Context): Promise<void> {
  const facts = await (await context.ledger()).facts()
  const autoSync = facts.find(({ name }) => name === 'auto-sync')
  if (autoSync?.value === 'off')
    await context.note(`Step 1 is done: automatic sync is off (confirmed by ${autoSync.attestedBy}).`)
  else await confirmStepOne(context)
}

async function stepTwo(context: Context): Promise<void> {
  const { directory } = await context.ledger()
  if ((await directory.lastRead()) !== undefined) return
  await context.note(
    'Step 2: no Salesforce users have been read yet. Export a Users report from Salesforce ("Details Only", .csv).',
  )
  const prompts = await context.prompts()
  const file = await prompts.text({
    message: 'Report file',
    problem: (text) =>
      text.trim() === ''
        ? context.typed({
            text: 'enter a file name, or press Ctrl-C and run',
            command: commandLine('sf-users refresh'),
          })
        : undefined,
  })
  await runSfUsersImport({ ...plainImport, file: file.trim() }, context)
}

async function namedUser(context: Context, text: string): Promise<SalesforceUser> {
  const { entry, salesforceUserId } = await resolveSalesforceUser(await context.ledger(), text)
  if (entry !== null) return entry.salesforceUser
  throw new SfsyncError('not-found', `${salesforceUserId} is not in the Salesforce directory`, {
    actions: [commandLine('sf-users import', '<report.csv>')],
  })
}

// Does whatever is missing of the steps 2 to 4 for one Salesforce user, and reports what is done already.
async function guideUser(context: Context, salesforceUser: SalesforceUser): Promise<void> {
  const { name, salesforceUserId } = salesforceUser
  const ledger = await context.ledger()
  await context.note(`Step 2 is done: ${name} is ${salesforceUserId}.`)
  await walkThrough(context, commandLine('guide', salesforceUserId), async () => {
    const found = await recordOf(ledger, salesforceUser)
    const allowed = found === undefined ? [] : await confirmIdentity(context, ledger, found, salesforceUser)
    const record = found ?? (await create(context, ledger, salesforceUser))
    const { email } = record.user
    if (record.team === null) await assign(context, ledger, record)
    else await context.note(`Step 3 is done: ${email} exists and is on ${record.team.name}.`)
    if (record.mapping?.salesforceUserId === salesforceUserId)
      await context.note(`Step 4 is done: ${email} is mapped to ${salesforceUserId}.`)
    else {
      await context.note(`Step 4: map ${email} to ${salesforceUserId}.`)
      const options = { screenUser: email, salesforceUser: salesforceUserId, allowed, dryRun: false }
      const flags = allowed.map((confirmation) => [confirmationFlag(confirmation)])
      await runMap(options, context, prompted('map', [email, salesforceUserId], flags))
    }
    await lastStep(context, email)
    await runStatus({ people: [email] }, context)
  })
}

// What is decided is worth nothing until it is entered.
async function lastStep(context: Context, email: string): Promise<void> {
  const { todos } = await readTodos(await context.ledger(), { people: [email] })
  if (todos.length === 0) return
  await context.note('Now enter this in SalesScreen:')
  await runTodoList({ people: [email], exitCode: false }, context)
  const prompts = await context.prompts()
  if (!(await prompts.yesNo('Did you enter all of it?', false))) return
  await runTodoDone({ people: [email], all: false, dryRun: false }, context, {
    ...prompted('todo done', [email]),
    prompted: false,
  })
}

// The user mapped to this Salesforce user, or with the same e-mail address.
async function recordOf(
  ledger: Ledger,
  { salesforceUserId, email }: SalesforceUser,
): Promise<UserRecord | undefined> {
  const [mapped] = await ledger.findUsers({ salesforceUserId })
  if (mapped !== undefined || email === null) return mapped
  return await userWithEmail(ledger, withoutSandboxSuffix(email))
}

// Before the team: a user who was found by an address alone may be someone else.
async function confirmIdentity(
  context: Context,
  ledger: Ledger,
  { user, mapping }: UserRecord,
  salesforceUser: SalesforceUser,
): Promise<MapConfirmation[]> {
  if (mapping?.salesforceUserId === salesforceUser.salesforceUserId) return []
  const holders = await addressHolders(ledger, user, salesforceUser)
  const doubt = identityDoubt({ user, salesforceUser, ...holders })
  if (doubt === null) return []
  const prompts = await context.prompts()
  if (!(await prompts.yesNo(`${doubt}. Continue anyway?`))) throw new Canceled()
  return ['allow-mismatch']
}

async function userWithEmail(ledger: Ledger, text: string): Promise<UserRecord | undefined> {
  const parsed = parseEmail(text)
  const [record] = 'email' in parsed ? await ledger.findUsers({ email: parsed.email }) : []
  return record
}

async function create(context: Context, ledger: Ledger, salesforceUser: SalesforceUser): Promise<UserRecord> {
  await context.note(`Step 3: create the SalesScreen user ${salesforceUser.name}.`)
  const prompts = await context.prompts()
  const names = splitName(salesforceUser)
  const firstName = await prompts.text({
    message: 'First name',
    initial: names.firstName,
    problem: optionalNameProblem,
  })
  const lastName = await prompts.text({
    message: 'Last name',
    initial: names.lastName,
    problem: optionalNameProblem,
  })
  const email = await prompts.text({
    message: 'E-mail address',
    ...(salesforceUser.email === null ? {} : { initial: withoutSandboxSuffix(salesforceUser.email) }),
    problem: emailProblem,
  })
  const nickname = await prompts.text({ message: 'Nickname (optional)', problem: optionalNameProblem })
  const team = await askForTeam(ledger, prompts, 'Which team?')
  await runCreateUser(
    {
      fromSalesforce: salesforceUser.salesforceUserId,
      firstName,
      lastName,
      email,
      ...(nickname.trim() === '' ? {} : { nickname: nickname.trim() }),
      team: team.name,
      createTeam: team.isNew,
      allowInactive: false,
      allowNonPerson: false,
      allowMismatch: false,
      isNew: false,
      dryRun: false,
    },
    context,
    prompted(
      'create-user',
      [],
      [
        ['--from-sf', salesforceUser.salesforceUserId],
        ['--first-name', firstName],
        ['--last-name', lastName],
        ['--email', email],
        ...(nickname.trim() === '' ? [] : [['--nickname', nickname.trim()]]),
        ['--team', team.name],
        ...(team.isNew ? [['--create-team']] : []),
      ],
    ),
  )
  const record = await userWithEmail(ledger, email)
  if (record === undefined) throw new SfsyncError('failure', `${email} was created but cannot be found`)
  return record
}

function prompted(
  command: string,
  words: readonly string[],
  flags: readonly (readonly string[])[] = [],
): Invocation {
  return { command, arguments: words, flags, prompted: true }
}

function emailProblem(text: string): string | undefined {
  const parsed = parseEmail(text)
  return 'reason' in parsed ? parsed.reason : undefined
}

async function assign(context: Context, ledger: Ledger, { user }: UserRecord): Promise<void> {
  await context.note(`Step 3: ${fullName(user)} is not on a team yet.`)
  const team = await askForTeam(ledger, await context.prompts(), 'Which team?')
  const options = {
    names: [user.email, team.name],
    createTeam: team.isNew,
    move: false,
    allowMismatch: false,
    none: false,
    dryRun: false,
  }
  await runAssignTeam(
    options,
    context,
    prompted('assign-team', options.names, team.isNew ? [['--create-team']] : []),
  )
}
