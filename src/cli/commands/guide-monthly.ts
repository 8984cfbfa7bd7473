import { lastReadHere } from '../../app/directory-age.ts'
import { exitCodes } from '../../app/exit-codes.ts'
import { planToFollow } from '../../app/follow-changes.ts'
import { hintParts } from '../../app/hints.ts'
import { Canceled } from '../../app/interrupts.ts'
import { licenseText, readLicenses } from '../../app/licenses.ts'
import { changedUsers, joiners, leavers, type MonthlyAction, type MonthlyPerson } from '../../app/monthly.ts'
import type { Choice } from '../../app/ports.ts'
import { otherChanges, readsSince, recentSince } from '../../app/recent-changes.ts'
import { localDay, parseWhen } from '../../app/time-span.ts'
import { readTodos } from '../../app/todo.ts'
import { SfsyncError } from '../../core/errors.ts'
import { type CommandLine, commandLine, withOptions } from '../../core/hint.ts'
import type { UserId } from '../../core/model.ts'
import { readAgainCommand } from '../../core/salesforce-user.ts'
import { countText } from '../../core/text.ts'
import { given } from '../../core/values.ts'
import { visible } from '../../core/visible-text.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { Context } from '../context.ts'
import { runTyped } from '../run-typed.ts'
import { type Step, walk } from '../walk.ts'
import { executeWrite, walkThrough } from '../write.ts'
import { fieldsText } from './sf-users/import-output.ts'

/** One part of the monthly routine as it is now: who or what it is about, and what can be done for all of it. */
interface MonthlyPart {
  /** `3 people left`. */
  readonly title: string
  readonly question: string
  readonly people: readonly MonthlyPerson[]
  /** What can be done about all of it at once; nothing where each is decided on its own. */
  readonly together: readonly MonthlyAction[]
  /** Whether it takes something away, so that a plan is asked about before it is written. */
  readonly takesAway: boolean
  /** Whether there is something to do. */
  readonly isOpen: boolean
  /** What else to know, with the command that shows all of it. */
  readonly also?: { readonly lines: readonly string[]; readonly command: CommandLine }
}

/** Reads a part; `since` (UTC, ISO 8601) is when the month began. */
type ReadPart = (context: Context, ledger: Ledger, since: string) => Promise<MonthlyPart>

const joined: ReadPart = async (context, ledger, since) => {
  const people = await joiners(context, ledger, since)
  return {
    title: `${countText(people.length, 'person', 'people')} joined since ${localDay(new Date(since))}`,
    question: 'Add the people who joined?',
    people,
    together: [],
    takesAway: false,
    isOpen: people.length > 0,
  }
}

const left: ReadPart = async (context, ledger) => {
  const people = await leavers(context, ledger)
  const sure = people.filter(({ isDoubtful }) => isDoubtful !== true)
  const emails = sure.flatMap(({ actions }) => actions[0]?.commands[0]?.arguments ?? [])
  return {
    title: `${countText(people.length, 'person', 'people')} left`,
    question: 'Deactivate the people who left?',
    people,
    together:
      sure.length > 1
        ? [
            {
              name: `deactivate ${sure.length === people.length ? 'all ' : ''}${sure.length}`,
              commands: [commandLine('users deactivate', ...emails)],
            },
          ]
        : [],
    takesAway: true,
    isOpen: people.length > 0,
  }
}

const changed: ReadPart = async (context, ledger, since) => {
  const people = await changedUsers(context, ledger)
  const commands = people.flatMap(({ actions }) => actions[0]?.commands ?? [])
  const follows = people.flatMap(({ actions }) => actions[0]?.follows ?? [])
  return {
    title: `${countText(people.length, 'person', 'people')} changed`,
    question: 'Update them in SalesScreen?',
    people,
    together:
      people.length > 1 ? [{ name: `update all ${people.length} in SalesScreen`, commands, follows }] : [],
    takesAway: false,
    isOpen: people.length > 0,
    ...given({ also: await others(ledger, since) }),
  }
}

// Neither name nor address of a mapped user, so there is nothing to decide about them.
async function others({ directory }: Ledger, since: string): Promise<MonthlyPart['also']> {
  const { users, numbers } = await otherChanges(directory, await readsSince(directory, since))
  const [only, ...more] = numbers
  if (only === undefined || users.length === 0) return undefined
  const changedOnes = countText(users.length, 'other Salesforce user')
  return {
    lines: [
      `${changedOnes} changed since ${localDay(new Date(since))}, which changes nothing in SalesScreen:`,
      ...shownOf(users.map(({ name, fields }) => `  ${name}: ${fieldsText(fields)}`)),
    ],
    command: more.length === 0 ? commandLine('sf-users log', String(only)) : commandLine('sf-users log'),
  }
}

const waiting: ReadPart = async (_context, ledger) => {
  const { todos } = await readTodos(ledger, {})
  return {
    title: `${countText(todos.length, 'thing')} to enter in SalesScreen`,
    question: 'Enter them now?',
    people: [],
    together: [
      { name: 'enter them now, one by one', commands: [commandLine('todo walk')] },
      { name: 'list them', commands: [commandLine('todo')] },
    ],
    takesAway: false,
    isOpen: todos.length > 0,
  }
}

const licenses: ReadPart = async (context, ledger) => {
  const overview = await readLicenses(ledger, context.now())
  return {
    title: `Licenses: ${hintParts(licenseText(overview)).text ?? ''}`,
    question: 'Whose license could be freed?',
    people: [],
    together: [
      { name: 'list users whose licenses could be freed', commands: [commandLine('users licenses')] },
    ],
    takesAway: false,
    isOpen: overview.spare.length > 0,
  }
}

const parts = [joined, left, changed, waiting, licenses]

/** Which month the monthly routine is about. */
export interface MonthlyOptions {
  /** From when on people count as having joined or changed, as typed; since the usual time if it is not given. */
  readonly since?: string
}

/** The monthly routine: who joined, left and changed, what waits to be entered, and licenses. Without a terminal it is only printed. */
export async function runMonthly(context: Context, options: MonthlyOptions): Promise<void> {
  const ledger = await context.ledger()
  const lastRead = await ledger.directory.lastRead()
  const usual = await recentSince(ledger.directory)
  if (lastRead === undefined || usual === undefined)
    throw new SfsyncError('not-found', 'no Salesforce users have been read yet', {
      actions: [commandLine('sf-users import', '<report.csv>'), commandLine('guide')],
    })
  const since =
    options.since === undefined ? usual : parseWhen(options.since, context.dependencies.now(), '--since').from
  await context.note(`Salesforce users as of ${lastReadHere(lastRead)}`)
  await context.suggest({
    text: 'to see newer changes, read Salesforce users again first',
    command: readAgainCommand(lastRead),
  })
  if (!context.canAsk) return await print(context, ledger, since)
  const month = new Month(context, ledger, since)
  const again = withOptions(commandLine('guide'), { monthly: true, ...given({ since: options.since }) })
  await walkThrough(context, again, async () => await walk(context, await month.start()))
  await context.note('done for this month')
}

const mostShown = 20

function shownOf(lines: readonly string[]): string[] {
  const more = lines.length - mostShown
  return more <= 0 ? [...lines] : [...lines.slice(0, mostShown), `  ... and ${more} more`]
}

/** The questions of the monthly walk, each of which is a step that can be gone back to. */
class Month {
  readonly #context: Context
  readonly #ledger: Ledger
  readonly #since: string

  constructor(context: Context, ledger: Ledger, since: string) {
    this.#context = context
    this.#ledger = ledger
    this.#since = since
  }

  async start(): Promise<Step | undefined> {
    return await this.#next(0)
  }

  // The question about the next part where there is something to do; the others are only said.
  async #next(from: number): Promise<Step | undefined> {
    for (const [index, read] of parts.entries()) {
      if (index < from) continue
      const part = await read(this.#context, this.#ledger, this.#since)
      if (part.isOpen) return this.#part(index, read, part)
      await this.#announce(index, part)
    }
    return undefined
  }

  async #announce(index: number, { title, people, also }: MonthlyPart): Promise<void> {
    await this.#context.note(`${index + 1} of ${parts.length}: ${title}`)
    for (const line of shownOf(people.map(({ who }) => `  ${who}`))) await this.#context.note(line)
    for (const line of also?.lines ?? []) await this.#context.note(`  ${line}`)
    if (also !== undefined) await this.#context.note({ text: '  details', command: also.command })
  }

  // A step back may lead here after something was written, so it is read again then.
  #part(index: number, read: ReadPart, first: MonthlyPart): Step {
    let known: MonthlyPart | undefined = first
    const here: Step = async () => {
      const part = known ?? (await read(this.#context, this.#ledger, this.#since))
      known = undefined
      await this.#announce(index, part)
      const next = async () => await this.#next(index + 1)
      if (!part.isOpen) return { next: await next(), back: undefined }
      const prompts = await this.#context.prompts()
      const answer = await prompts.choose<MonthlyAction | 'each' | 'skip'>(part.question, [
        ...(part.people.length > 0 ? [{ name: 'go through them one by one', value: 'each' as const }] : []),
        ...part.together.map((action) => ({ name: action.name, value: action })),
        { name: 'skip', value: 'skip' },
      ])
      if (answer === 'skip') return await next()
      if (answer === 'each') return this.#person(part, 0, { next, part: here })
      return this.#work(answer, part, { next, part: here })
    }
    return here
  }

  #person(part: MonthlyPart, index: number, after: After): Step | undefined {
    const person = part.people[index]
    if (person === undefined) return undefined
    return async () => {
      const prompts = await this.#context.prompts()
      const choices: readonly Choice<MonthlyAction | 'skip' | 'stop'>[] = [
        ...person.actions.map((action) => ({ name: action.name, value: action })),
        { name: 'skip', value: 'skip' },
        { name: 'skip the rest', value: 'stop' },
      ]
      const answer = await prompts.choose(person.who, choices)
      const next = async () => this.#person(part, index + 1, after) ?? (await after.next())
      if (answer === 'stop') return await after.next()
      return answer === 'skip' ? await next() : this.#work(answer, part, { next, part: after.part })
    }
  }

  // No, or a failure, leads back to the question that led here.
  #work(action: MonthlyAction, part: MonthlyPart, after: After): Step {
    return async () => {
      if (action.follows === undefined) for (const command of action.commands) await this.#run(command, part)
      else await this.#follow(new Set(action.follows))
      return { next: await after.next(), back: after.part }
    }
  }

  // What the command printed says why it is not done.
  async #run(command: CommandLine, { takesAway }: MonthlyPart): Promise<void> {
    const exitCode = await runTyped(this.#context, command, { isConfirmed: !takesAway })
    if (exitCode !== exitCodes.done) throw new Canceled()
  }

  async #follow(userIds: ReadonlySet<UserId>): Promise<void> {
    await executeWrite(this.#context, {
      dryRun: false,
      invocation: { command: 'guide', arguments: [], flags: [['--monthly']], prompted: false },
      isAlwaysAsked: true,
      decide: async () => await planToFollow(this.#context, this.#ledger, userIds),
    })
  }
}

/** Where the walk goes on after something was done, and where a step back leads then. */
interface After {
  readonly next: () => Promise<Step | undefined>
  readonly part: Step
}

async function print(context: Context, ledger: Ledger, since: string): Promise<void> {
  for (const read of parts) {
    const part = await read(context, ledger, since)
    const lines = [
      part.title,
      ...part.people.flatMap(({ who, actions }) => [
        `  ${who}`,
        ...(actions[0]?.commands ?? []).map((command) => `    ${context.typed(command)}`),
      ]),
      ...(part.isOpen && part.people.length === 0
        ? part.together
            .slice(0, 1)
            .flatMap(({ commands }) => commands.map((each) => `  ${context.typed(each)}`))
        : []),
      ...(part.also === undefined
        ? []
        : [...part.also.lines.map((line) => `  ${line}`), `    ${context.typed(part.also.command)}`]),
    ]
    await context.stdout.write(lines.map((line) => `${visible(line)}\n`).join(''))
  }
}
