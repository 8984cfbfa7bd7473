import { defineCommand, type Invocation } from '../command.ts'
import { commandText, parseEmail, withoutSandboxSuffix } from '../../core/text.ts'
import { SfsyncError } from '../../core/errors.ts'
import type { Context } from '../context.ts'
import { confirmStepOne } from './settings/check.ts'
import { walkThrough } from '../write.ts'
import { runSfUsersImport } from './sf-users/import.ts'
import { splitName, type SalesforceUser } from '../../core/salesforce-user.ts'
import { fullName } from '../../core/model.ts'
import type { DirectoryEntry, Ledger, UserRecord } from '../../ledger/ledger.ts'
import { askForSalesforceUser, askForTeam } from '../questions.ts'
import { runAssignTeam } from './assign-team.ts'
import { runCreateUser } from './create-user.ts'
import { runMap } from './map.ts'
import { runStatus } from './status.ts'
import { resolveSalesforceUser } from '../../app/resolve.ts'

export interface GuideOptions {
  /** Salesforce User IDs, usernames or record addresses; without them the admin searches. */
  readonly people: readonly string[]
}

export const guideCommand = defineCommand({
  name: 'guide',
  summary: 'walk through the four steps, prompt by prompt',
  examples: [
    {
      command: 'sfsync guide',
      purpose: 'search for somebody and do what is missing; stop with Ctrl-C, resume any time',
    },
    {
      command: 'sfsync guide 0055g0000000q1oAAA 0055g0000000qXKAAY',
      purpose: 'two people, one after the other',
    },
  ],
  declare: (command) =>
    command.argument('[sfId...]', 'the Salesforce users to begin with; without it you search for them'),
  options: ([people]): GuideOptions => ({ people }),
  run: runGuide,
})

export async function runGuide(options: GuideOptions, context: Context): Promise<void> {
  if (!context.canAsk)
    throw new SfsyncError('usage', 'guide asks questions, so it needs a terminal', {
      actions: [
        'sfsync settings check',
        'sfsync sf-users list',
        'sfsync create-user --help',
        'sfsync map --help',
      ],
    })
  await walkThrough(context, commandText('guide', ...options.people), () => walk(options, context))
}

async function walk(options: GuideOptions, context: Context): Promise<void> {
  await stepOne(context)
  await stepTwo(context)
  if (options.people.length > 0) {
    for (const person of options.people) await guidePerson(context, person)
    return
  }
  const prompts = await context.prompts()
  do await guidePerson(context, undefined)
  while (await prompts.yesNo('Another person?'))
}

async function stepOne(context: Context): Promise<void> {
  const facts = await (await context.ledger()).facts()
  const autoSync = facts.find(({ name }) => name === 'auto-sync')
  if (autoSync?.value === 'off')
    await context.note(`Step 1 is done: automatic sync is off (attested by ${autoSync.attestedBy}).`)
  else await confirmStepOne(context)
}

async function stepTwo(context: Context): Promise<void> {
  const { directory } = await context.ledger()
  if ((await directory.lastRead()) !== undefined) return
  await context.note(
    'Step 2: the directory of Salesforce users is empty. Export a Users report as "Details Only", .csv.',
  )
  const prompts = await context.prompts()
  const file = await prompts.text({
    message: 'File with the report',
    problem: (text) =>
      text.trim() === '' ? 'name the file, or stop with Ctrl-C and run: sfsync sf-users refresh' : undefined,
  })
  await runSfUsersImport(
    { file: file.trim(), columns: {}, replace: false, keepGoing: false, dryRun: false },
    context,
  )
}

/** Does for one Salesforce user whatever of the steps 2 to 4 is missing; what is done already is only told. */
export async function guidePerson(context: Context, text: string | undefined): Promise<void> {
  const ledger = await context.ledger()
  const { salesforceUser: person } = await chooseEntry(context, ledger, text)
  await context.note(`Step 2 is done: ${person.name} is ${person.salesforceUserId}.`)
  try {
    const record = (await recordOf(ledger, person)) ?? (await create(context, ledger, person))
    if (record.team === null) await assign(context, ledger, record)
    else await context.note(`Step 3 is done: ${record.user.email} exists and is on ${record.team.name}.`)
    if (record.mapping?.salesforceUserId === person.salesforceUserId)
      await context.note(`Step 4 is done: ${record.user.email} is mapped to ${person.salesforceUserId}.`)
    else await mapThem(context, record, person)
    await runStatus({ people: [record.user.email] }, context)
  } catch (error) {
    if (error instanceof SfsyncError && error.code === 'interrupted')
      throw new SfsyncError('interrupted', 'stopped; what was written before stays', {
        actions: [context.typed(`sfsync guide ${person.salesforceUserId}`)],
        cause: error,
      })
    throw error
  }
}

async function chooseEntry(
  context: Context,
  ledger: Ledger,
  text: string | undefined,
): Promise<DirectoryEntry> {
  if (text === undefined)
    return await askForSalesforceUser(
      ledger,
      await context.prompts(),
      'Step 2: who? (type a part of the name)',
    )
  const { entry, salesforceUserId } = await resolveSalesforceUser(ledger, text)
  if (entry !== null) return entry
  throw new SfsyncError('not-found', `${salesforceUserId} is not in the directory`, {
    actions: ['sfsync sf-users import <report.csv>'],
  })
}

// Mapped to this Salesforce user, or known by the same e-mail address.
async function recordOf(ledger: Ledger, person: SalesforceUser): Promise<UserRecord | undefined> {
  const [mapped] = await ledger.findUsers({ salesforceUserId: person.salesforceUserId })
  if (mapped !== undefined || person.email === null) return mapped
  const wanted = withoutSandboxSuffix(person.email)
  for await (const page of ledger.users({ search: wanted }))
    for (const record of page) if (record.user.email === wanted) return record
  return undefined
}

async function create(context: Context, ledger: Ledger, person: SalesforceUser): Promise<UserRecord> {
  await context.note(`Step 3: ${person.name} becomes a SalesScreen user.`)
  const prompts = await context.prompts()
  const names = splitName(person)
  const firstName = await prompts.text({ message: 'First name', initial: names.firstName })
  const lastName = await prompts.text({ message: 'Last name', initial: names.lastName })
  const email = await prompts.text({
    message: 'E-mail address',
    ...(person.email === null ? {} : { initial: withoutSandboxSuffix(person.email) }),
    problem: emailProblem,
  })
  const nickname = await prompts.text({ message: 'Nickname (empty for none)' })
  const team = await askForTeam(ledger, prompts, 'On which team?')
  await runCreateUser(
    {
      fromSalesforce: person.salesforceUserId,
      firstName,
      lastName,
      email,
      ...(nickname.trim() === '' ? {} : { nickname: nickname.trim() }),
      team: team.name,
      createTeam: team.isNew,
      allowInactive: false,
      allowNonPerson: false,
      dryRun: false,
    },
    context,
    prompted(
      'create-user',
      [],
      [
        ['--from-sf', person.salesforceUserId],
        ['--first-name', firstName],
        ['--last-name', lastName],
        ['--email', email],
        ...(nickname.trim() === '' ? [] : [['--nickname', nickname.trim()]]),
        ['--team', team.name],
        ...(team.isNew ? [['--create-team']] : []),
      ],
    ),
  )
  return await existing(ledger, email)
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

async function existing(ledger: Ledger, email: string): Promise<UserRecord> {
  const parsed = parseEmail(email)
  const [record] = 'email' in parsed ? await ledger.findUsers({ email: parsed.email }) : []
  if (record === undefined) throw new SfsyncError('failure', `${email} was written but cannot be found`)
  return record
}

async function assign(context: Context, ledger: Ledger, { user }: UserRecord): Promise<void> {
  await context.note(`Step 3: ${fullName(user)} is on no team yet.`)
  const team = await askForTeam(ledger, await context.prompts(), 'On which team?')
  const options = {
    names: [user.email, team.name],
    create: team.isNew,
    move: false,
    none: false,
    dryRun: false,
  }
  await runAssignTeam(options, context, prompted('assign-team', options.names))
}

async function mapThem(context: Context, { user }: UserRecord, person: SalesforceUser): Promise<void> {
  await context.note(`Step 4: ${user.email} is to be mapped to ${person.salesforceUserId}.`)
  const options = {
    screenUser: user.email,
    salesforceUser: person.salesforceUserId,
    allowed: [],
    dryRun: false,
  }
  await runMap(options, context, prompted('map', [user.email, person.salesforceUserId]))
}
