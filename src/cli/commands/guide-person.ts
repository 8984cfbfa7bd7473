import { type KnownAs, knownAs } from '../../app/add.ts'
import type { Choice } from '../../app/ports.ts'
import { newName, resolveUser } from '../../app/resolve.ts'
import { readTeamProposal } from '../../app/team-proposal.ts'
import { readTodos } from '../../app/todo.ts'
import { fullName, type User } from '../../core/model.ts'
import { splitName } from '../../core/salesforce-user.ts'
import { type TodoKind } from '../../core/todo.ts'
import { withoutSandboxSuffix } from '../../core/text.ts'
import { given } from '../../core/values.ts'
import type { DirectoryEntry, Ledger, UserRecord } from '../../ledger/ledger.ts'
import type { TeamProposal } from '../../core/team-proposal.ts'
import type { Invocation } from '../command.ts'
import type { Context } from '../context.ts'
import { askForUser } from '../pickers.ts'
import { askForEmail, askForTeamOrNone, type ChosenTeam, optionalNameProblem } from '../questions.ts'
import type { Next, Step } from '../walk.ts'
import { runAdd } from './add.ts'
import { runCreateUser } from './create-user.ts'
import { runMap } from './map.ts'
import { runStatus } from './status.ts'
import { runTodoDone } from './todo/done.ts'
import { runTodoList } from './todo/list.ts'

/** What comes after one person. */
export interface Following {
  /** The question about the next person; undefined at the end. */
  readonly next: () => Promise<Step | undefined>
  /** Where a step back leads when something was written; absent where who comes next was said before. */
  readonly search?: Step
}

/** The questions about one Salesforce user: who that is in SalesScreen, the team, the plan, and whether it was entered. */
export async function stepsFor(
  context: Context,
  entry: DirectoryEntry,
  following: Following,
): Promise<Step | undefined> {
  const { name, salesforceUserId } = entry.salesforceUser
  await context.note(`Step 2 is done: ${name} is ${salesforceUserId}.`)
  const ledger = await context.ledger()
  const known = await knownAs(context, ledger, entry)
  const proposal = await readTeamProposal(ledger, entry.salesforceUser)
  const steps = new PersonSteps(context, ledger, entry, { following, known, proposal })
  return await steps.start()
}

/** What is to be done for a person. */
interface Wish {
  /** null: there is no such SalesScreen user in the ledger yet. */
  readonly user: User | null
  /** null: no team yet, or the one that the user is on. */
  readonly team: ChosenTeam | null
  /** Whether SalesScreen has the user already, so that it need not be created there. */
  readonly isInSalesScreen?: boolean
  /** The name and address of a new user, where they are not those in Salesforce. */
  readonly fields?: NewFields
}

interface NewFields {
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly nickname?: string
}

class PersonSteps {
  readonly #context: Context
  readonly #ledger: Ledger
  readonly #entry: DirectoryEntry
  readonly #following: Following
  readonly #known: KnownAs
  readonly #proposal: TeamProposal | null

  constructor(
    context: Context,
    ledger: Ledger,
    entry: DirectoryEntry,
    facts: { readonly following: Following; readonly known: KnownAs; readonly proposal: TeamProposal | null },
  ) {
    this.#context = context
    this.#ledger = ledger
    this.#entry = entry
    this.#following = facts.following
    this.#known = facts.known
    this.#proposal = facts.proposal
  }

  async start(): Promise<Step> {
    const { user } = this.#known
    const [record] = user === null ? [] : await this.#ledger.findUsers({ userId: user.userId })
    if (record === undefined) return this.#place
    return await this.#placeKnown(record)
  }

  // The ledger is sure who it is.
  async #placeKnown({ user, team, mapping }: UserRecord): Promise<Step> {
    const isMapped = mapping?.salesforceUserId === this.#id
    if (team === null) {
      await this.#context.note(`Step 3: ${fullName(user)} (${user.email}) is not on a team yet.`)
      return this.#team({ user, team: null })
    }
    await this.#context.note(`Step 3 is done: ${user.email} exists and is on ${team.name}.`)
    if (!isMapped) return this.#decide({ user, team: null })
    await this.#context.note(`Step 4 is done: ${user.email} is mapped to ${this.#id}.`)
    return this.#end(user.email)
  }

  get #id(): string {
    return this.#entry.salesforceUser.salesforceUserId
  }

  get #email(): string | null {
    const { email } = this.#entry.salesforceUser
    return email === null || email === '' ? null : withoutSandboxSuffix(email)
  }

  // Most often one key answers it all: no one there, and the proposed team.
  readonly #place: Step = async () => {
    const prompts = await this.#context.prompts()
    const { name } = this.#entry.salesforceUser
    const { users, mappings } = await this.#ledger.counts()
    return await prompts.choose(`Step 3: is ${name} in SalesScreen already?`, [
      ...this.#known.alike.map((user) => ({
        name: `yes: ${fullName(user)}  ${user.email}`,
        value: this.#existing(user),
        description: 'looks like the same person',
      })),
      ...this.#creating(),
      ...this.#there(),
      ...(users > mappings ? [{ name: 'yes: choose among the SalesScreen users', value: this.#choose }] : []),
    ])
  }

  #creating(): Choice<Step>[] {
    const other = { name: 'no: create with another name or address', value: this.#fields(false) }
    if (this.#email === null) return [{ ...other, name: 'no: create with an address (Salesforce has none)' }]
    const create = (team: ChosenTeam | null) => this.#decide({ user: null, team })
    const proposed = this.#proposal
    return [
      ...(proposed === null
        ? []
        : [
            {
              name: `no: create on ${proposed.isNew ? 'the new team ' : ''}${proposed.name}`,
              value: create(proposed),
              description: `${this.#email}; ${proposed.reason}`,
            },
          ]),
      {
        name: proposed === null ? 'no: create on a team' : 'no: create on another team',
        value: this.#team({ user: null, team: null }),
      },
      {
        name: 'no: create without a team yet',
        value: create(null),
        description: 'without a team nothing shows',
      },
      other,
    ]
  }

  #there(): Choice<Step>[] {
    const other = { name: 'yes, with another name or address', value: this.#fields(true) }
    if (this.#email === null) return [other]
    const wish: Wish = { user: null, team: null, isInSalesScreen: true }
    return [{ name: `yes, with the address ${this.#email}`, value: this.#team(wish) }, other]
  }

  #existing(user: User): Step {
    return user.teamId === null ? this.#team({ user, team: null }) : this.#decide({ user, team: null })
  }

  readonly #choose: Step = async () => {
    const email = await askForUser(this.#context, 'Which SalesScreen user?', { mapped: false })
    return this.#existing((await resolveUser(this.#ledger, email)).user)
  }

  #fields(isInSalesScreen: boolean): Step {
    return async () => {
      const prompts = await this.#context.prompts()
      const names = splitName(this.#entry.salesforceUser)
      const ask = async (message: string, initial: string) =>
        newName(await prompts.text({ message, initial, problem: optionalNameProblem }))
      const firstName = await ask('First name', names.firstName)
      const lastName = await ask('Last name', names.lastName)
      const email = await askForEmail(this.#context, this.#email ?? undefined)
      const nickname = await prompts.text({ message: 'Nickname (optional)', problem: optionalNameProblem })
      const fields = {
        firstName,
        lastName,
        email,
        ...(nickname.trim() === '' ? {} : { nickname: newName(nickname) }),
      }
      return this.#team({ user: null, team: null, isInSalesScreen, fields })
    }
  }

  #team(wish: Wish): Step {
    return async () => {
      const question = wish.isInSalesScreen === true ? 'Which team is it on in SalesScreen?' : 'Which team?'
      return this.#decide({
        ...wish,
        team: await askForTeamOrNone(this.#context, question, { proposal: this.#proposal }),
      })
    }
  }

  // Asks about the whole plan once, and writes it as one change set.
  #decide(wish: Wish): Step {
    return async (): Promise<Next> => {
      await this.#write(wish)
      const [record] = await this.#ledger.findUsers({
        salesforceUserId: this.#entry.salesforceUser.salesforceUserId,
      })
      if (record === undefined) return { next: await this.#following.next(), back: this.#following.search }
      if (wish.isInSalesScreen === true)
        await this.#recordDone(record.user.email, ['create-team', 'create-user'])
      return { next: this.#end(record.user.email), back: this.#following.search }
    }
  }

  async #write({ user, team, fields }: Wish): Promise<void> {
    const chosen = team === null ? {} : { team: team.name }
    const isNewTeam = team?.isNew === true
    const flags = [
      ...(team === null ? [] : [['--team', team.name]]),
      ...(isNewTeam ? [['--create-team']] : []),
    ]
    // Look-alikes were among the answers.
    const isNew = user === null && this.#known.alike.length > 0
    const allowed = [...(isNewTeam ? (['create-team'] as const) : []), ...(isNew ? (['new'] as const) : [])]
    const rest = { ...chosen, allowed, dryRun: false }
    if (user === null) {
      const named = Object.entries(fieldFlags).flatMap(([field, flag]) => {
        const value = Object.entries(fields ?? {}).find(([name]) => name === field)?.[1]
        return value === undefined ? [] : [[flag, value]]
      })
      const all = [['--from-sf', this.#id], ...named, ...flags, ...(isNew ? [['--new']] : []), ['--map']]
      await runCreateUser(
        { ...given({ ...fields }), ...rest, fromSalesforce: this.#id, map: true },
        this.#context,
        prompted('create-user', [], all),
      )
    } else if (team === null)
      await runMap(
        { screenUser: user.email, salesforceUser: this.#id, allowed: [], dryRun: false },
        this.#context,
        prompted('map', [user.email, this.#id]),
      )
    else
      await runAdd(
        { ...rest, who: this.#id, user: user.email, isNew: false },
        this.#context,
        prompted('add', [this.#id], [['--user', user.email], ...flags]),
      )
  }

  // What is decided is worth nothing until it is entered.
  #end(email: string): Step {
    return async () => {
      const { todos } = await readTodos(this.#ledger, { people: [email] })
      if (todos.length === 0) {
        await runStatus({ people: [email] }, this.#context)
        // Nothing was asked, so a step back has nowhere to lead.
        return this.#following.search === undefined
          ? { next: await this.#following.next(), back: undefined }
          : await this.#another()
      }
      await this.#context.note('Now enter this in SalesScreen:')
      await runTodoList({ people: [email], exitCode: false }, this.#context)
      const { isEntered, goesOn } = await this.#askWhetherEntered()
      if (isEntered) await this.#recordDone(email)
      await runStatus({ people: [email] }, this.#context)
      const back = this.#following.search === undefined && !isEntered ? this.#end(email) : undefined
      return goesOn ? { next: await this.#following.next(), back } : undefined
    }
  }

  async #another(): Promise<Step | undefined> {
    const prompts = await this.#context.prompts()
    return (await prompts.yesNo('Map another Salesforce user?')) ? await this.#following.next() : undefined
  }

  async #askWhetherEntered(): Promise<{ readonly isEntered: boolean; readonly goesOn: boolean }> {
    const prompts = await this.#context.prompts()
    if (this.#following.search === undefined)
      return { isEntered: await prompts.yesNo('Did you enter all of it?', false), goesOn: true }
    return await prompts.choose('Did you enter all of it?', [
      { name: 'not yet; end here', value: { isEntered: false, goesOn: false } },
      { name: 'not yet; next Salesforce user', value: { isEntered: false, goesOn: true } },
      { name: 'yes; next Salesforce user', value: { isEntered: true, goesOn: true } },
      { name: 'yes; end here', value: { isEntered: true, goesOn: false } },
    ])
  }

  async #recordDone(email: string, kinds?: readonly TodoKind[]): Promise<void> {
    const flags = kinds === undefined ? [] : [['--kind', kinds.join(',')]]
    await runTodoDone({ people: [email], all: false, dryRun: false, ...given({ kinds }) }, this.#context, {
      ...prompted('todo done', [email], flags),
      prompted: false,
    })
  }
}

const fieldFlags = {
  firstName: '--first-name',
  lastName: '--last-name',
  email: '--email',
  nickname: '--nickname',
} as const satisfies Record<keyof NewFields, string>

function prompted(
  command: string,
  words: readonly string[],
  flags: readonly (readonly string[])[] = [],
): Invocation {
  return { command, arguments: words, flags, prompted: true }
}
