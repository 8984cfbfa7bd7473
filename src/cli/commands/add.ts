import { onlySalesforceUser, userMeant } from '../who-is-meant.ts'
import { type Addition, decideAdd, knownAs } from '../../app/add.ts'
import { readTeamProposal } from '../../app/team-proposal.ts'
import { nearest } from '../../app/hints.ts'
import { findTeam, requireEntry, resolveSalesforceUser, resolveUser } from '../../app/resolve.ts'
import type { WriteOptions } from '../../app/write.ts'
import { type Confirmation, mapConfirmations } from '../../core/confirmation.ts'
import { SfsyncError } from '../../core/errors.ts'
import { commandLine, type Hint, withOptions } from '../../core/hint.ts'
import type { TeamProposal } from '../../core/team-proposal.ts'
import { fullName, type User } from '../../core/model.ts'
import { whyInactive } from '../../core/salesforce-user.ts'
import { given } from '../../core/values.ts'
import type { DirectoryEntry, Ledger } from '../../ledger/ledger.ts'
import {
  commandLineOf,
  defineCommand,
  type Invocation,
  withAnswers,
  withWriteFlags,
  writeOptions,
} from '../command.ts'
import type { Context } from '../context.ts'
import { inTurn } from '../walk.ts'
import { askForSalesforceUser } from '../pickers.ts'
import { askForEmail, askForTeam, type ChosenTeam, requireAnswers } from '../questions.ts'
import { confirmationsIn, withConfirmationFlags } from '../shared-flags.ts'
import { executeWrite } from '../write.ts'

const addConfirmations = [
  ...mapConfirmations,
  'move',
  'create-team',
] as const satisfies readonly Confirmation[]

/** What `add` is asked for. */
export interface AddOptions extends WriteOptions {
  readonly who?: string
  readonly team?: string
  /** The SalesScreen user who this is. */
  readonly user?: string
  /** Create a user although someone looks like the same person. */
  readonly isNew: boolean
  readonly allowed: readonly Confirmation[]
}

export const addCommand = defineCommand({
  name: 'add',
  description: 'find a Salesforce user, create the SalesScreen user unless it exists, place and map it',
  examples: [
    { command: 'sfsync add "Ada Lovelace" --team "Sales North"', purpose: 'everything for one colleague' },
    { command: 'sfsync add ada.lovelace@acme.example', purpose: 'by e-mail address; asks for the team' },
    {
      command: 'sfsync add 0055g0000004C92AAE --team "Sales North" --dry-run',
      purpose: 'what would be changed',
    },
  ],
  declare: (command) =>
    withWriteFlags(
      withConfirmationFlags(
        command
          .argument('[who...]', 'name, e-mail, username, User ID or record address in Salesforce')
          .option('--team <team>', 'team to put the user on')
          .option('--user <user>', 'the SalesScreen user who this is')
          .option('--new', 'create a user even if another one looks like the same person'),
        addConfirmations,
      ),
    ),
  options: ([words], flags, self): AddOptions => {
    // A name without quotation marks.
    const who = words.length === 0 ? undefined : words.join(' ')
    if (flags.user !== undefined && flags.new === true)
      throw new SfsyncError('usage', '--user and --new cannot be combined')
    return {
      ...given({ who, team: flags.team, user: flags.user }),
      isNew: flags.new === true,
      allowed: confirmationsIn(self, addConfirmations),
      ...writeOptions(flags),
    }
  },
  run: runAdd,
})

export async function runAdd(options: AddOptions, context: Context, invocation: Invocation): Promise<void> {
  requireAnswers(context, 'add', { '<who>': options.who })
  const ledger = await context.ledger()
  const { entry, who, user, flags, team, email } = await answersOf(options, context, ledger, invocation)
  const addition: Addition = {
    entry,
    user,
    ...given({ team: team?.name ?? options.team, fields: email === undefined ? undefined : { email } }),
  }
  const asked = team === undefined ? [] : teamFlags(team)
  await executeWrite(context, {
    ...options,
    confirmed: [
      ...options.allowed,
      ...(team?.isNew === true ? (['create-team'] as const) : []),
      // Who this is was asked before.
      ...(user === null ? (['new'] as const) : []),
    ],
    invocation:
      email === undefined
        ? withAnswers(invocation, [who], [...flags, ...asked])
        : withAnswers(
            { ...invocation, command: 'create-user', arguments: [] },
            [],
            [
              ['--from-sf', entry.salesforceUser.salesforceUserId],
              ['--email', email],
              ['--map'],
              ...flags,
              ...asked,
            ],
          ),
    decide: async (confirmed) => await decideAdd(context, ledger, addition, confirmed),
  })
}

async function answersOf(
  options: AddOptions,
  context: Context,
  ledger: Ledger,
  invocation: Invocation,
): Promise<Named & InSalesScreen & Pick<Answers, 'team' | 'email'>> {
  const unknown: Answers = {
    named: undefined,
    known: { user: null, flags: [] },
    team: undefined,
    email: undefined,
  }
  const { named, known, team, email } = await inTurn(context, unknown, [
    async () => {
      const found = await whoIs(options, context, ledger)
      const { name, ...login } = found.entry.salesforceUser
      const idle = whyInactive(login)
      // Before questions that may be answered in vain.
      if (idle !== null && context.canAsk && options.team === undefined && found.entry.mappedTo === null)
        await context.warn(`${name} is ${idle} in Salesforce`)
      return { named: found, isAsked: found.who !== options.who }
    },
    async (answers) => {
      if (answers.named === undefined) return { isAsked: false }
      const found = await inSalesScreen(options, context, ledger, answers.named.entry, invocation)
      return { known: found, isAsked: options.user === undefined && found.flags.length > 0 }
    },
    async ({ named: found, known: { user } }) => {
      if (found === undefined || user !== null || !context.canAsk) return { isAsked: false }
      const { name, email: address } = found.entry.salesforceUser
      if (address !== null && address !== '') return { isAsked: false }
      await context.warn(`${name} has no e-mail address in Salesforce`)
      return { email: await askForEmail(context) }
    },
    async (answers) => {
      if (answers.named === undefined) return { isAsked: false }
      const addition = { entry: answers.named.entry, user: answers.known.user }
      const chosen = await teamOf(options, context, ledger, addition, invocation)
      return { team: chosen, isAsked: chosen !== undefined }
    },
  ])
  if (named === undefined) throw new SfsyncError('interrupted', 'no one was chosen')
  return { ...named, ...known, team, email }
}

interface Answers {
  readonly named: Named | undefined
  readonly known: InSalesScreen
  readonly team: ChosenTeam | undefined
  /** Of a new user who has none in Salesforce. */
  readonly email: string | undefined
}

interface Named {
  readonly entry: DirectoryEntry
  readonly who: string
}

async function whoIs({ who }: AddOptions, context: Context, ledger: Ledger): Promise<Named> {
  if (who === undefined) {
    const entry = await askForSalesforceUser(context, 'Which Salesforce user?')
    return { entry, who: entry.salesforceUser.salesforceUserId }
  }
  const only = await onlySalesforceUser(context, who)
  return { entry: await requireEntry(ledger, await resolveSalesforceUser(ledger, only)), who: only }
}

interface InSalesScreen {
  readonly user: User | null
  /** The flags that give the same answer. */
  readonly flags: readonly (readonly string[])[]
}

async function inSalesScreen(
  { user: named, isNew, team }: AddOptions,
  context: Context,
  ledger: Ledger,
  entry: DirectoryEntry,
  invocation: Invocation,
): Promise<InSalesScreen> {
  if (named !== undefined) {
    const meant = await userMeant(context, named)
    const flags = meant === named ? [] : [['--user', meant]]
    return { user: (await resolveUser(ledger, meant)).user, flags }
  }
  const { user, alike } = await knownAs(context, ledger, entry)
  if (user !== null || alike.length === 0 || isNew) return { user, flags: [] }
  const { name, salesforceUserId } = entry.salesforceUser
  if (!context.canAsk) {
    const proposal = await readTeamProposal(ledger, entry.salesforceUser)
    const typedWith = (flags: string[][]) => commandLineOf(withAnswers(invocation, [salesforceUserId], flags))
    throw new SfsyncError('decision-needed', `${name} may be in SalesScreen already; nothing was changed`, {
      rows: alike.map((each) => ({ value: each.email, reason: `${fullName(each)} (${each.email})` })),
      actions: [
        ...alike.map(({ email }) => typedWith([['--user', email]])),
        typedWith([['--new'], ...(team === undefined && proposal !== null ? teamFlags(proposal) : [])]),
      ],
    })
  }
  const prompts = await context.prompts()
  const chosen = await prompts.choose<User | null>(`Is ${name} one of these SalesScreen users?`, [
    ...alike.map((each) => ({ name: `${fullName(each)}  ${each.email}`, value: each })),
    { name: 'no, create a user', value: null },
  ])
  return { user: chosen, flags: chosen === null ? [['--new']] : [['--user', chosen.email]] }
}

// Without a team nothing shows, so a new user needs one.
async function teamOf(
  options: AddOptions,
  context: Context,
  ledger: Ledger,
  { entry, user }: Pick<Addition, 'entry' | 'user'>,
  invocation: Invocation,
): Promise<ChosenTeam | undefined> {
  if (options.team !== undefined) return await teamMeant(options.team, options, context, ledger)
  if (user?.teamId != null) return undefined
  const proposal = await readTeamProposal(ledger, entry.salesforceUser)
  if (!context.canAsk) throw teamNeeded(proposal, invocation)
  return await askForTeam(context, 'Which team?', proposal)
}

// A mistyped team is one of those with a similar name more likely than a new one.
async function teamMeant(
  typed: string,
  { allowed }: AddOptions,
  context: Context,
  ledger: Ledger,
): Promise<ChosenTeam | undefined> {
  if (!context.canAsk || allowed.includes('create-team')) return undefined
  if ((await findTeam(ledger, typed)) !== undefined) return undefined
  const [name] = nearest(
    typed,
    (await ledger.teams()).map(({ team }) => team.name),
  )
  if (name === undefined) return undefined
  const proposal = { name, isNew: false, reason: `similar to "${typed}"` }
  return await askForTeam(context, `There is no team "${typed}". Which team?`, proposal)
}

function teamNeeded(proposal: TeamProposal | null, invocation: Invocation): SfsyncError {
  return new SfsyncError('usage', 'add needs --team <team>', {
    actions: [
      proposal === null ? 'add --team <team>' : suggestedTeam(proposal, invocation),
      withOptions(commandLine('add'), { help: true }),
    ],
  })
}

function suggestedTeam(proposal: TeamProposal, invocation: Invocation): Hint {
  return {
    text: `suggested team (${proposal.reason})`,
    command: commandLineOf(withAnswers(invocation, invocation.arguments, teamFlags(proposal))),
  }
}

/** The flags that put someone on a team. */
function teamFlags({ name, isNew }: ChosenTeam): string[][] {
  return [['--team', name], ...(isNew ? [['--create-team']] : [])]
}
