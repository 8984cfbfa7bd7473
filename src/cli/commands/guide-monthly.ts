import { lastReadText } from '../../app/directory-age.ts'
import { hintParts } from '../../app/hints.ts'
import { licenseText, readLicenses } from '../../app/licenses.ts'
import { changedUsers, joiners, leavers, type MonthlyPerson } from '../../app/monthly.ts'
import { readTodos } from '../../app/todo.ts'
import { SfsyncError } from '../../core/errors.ts'
import { type CommandLine, commandLine } from '../../core/hint.ts'
import { readAgainCommand } from '../../core/salesforce-user.ts'
import { countText } from '../../core/text.ts'
import { visible } from '../../core/visible-text.ts'
import type { Choice } from '../../app/ports.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { Context } from '../context.ts'
import { runTyped } from '../run-typed.ts'
import { orBack } from '../walk.ts'
import { walkThrough } from '../write.ts'

/** One section of the monthly routine as it is now: who or what it is about, and what can be done for all of it. */
interface MonthlySection {
  /** `3 people left`. */
  readonly title: string
  readonly question: string
  readonly people: readonly MonthlyPerson[]
  /** What can be done about all of it at once; nothing where each is decided on its own. */
  readonly together: readonly { readonly name: string; readonly commands: readonly CommandLine[] }[]
  /** Whether it takes something away, so that a plan is asked about before it is written. */
  readonly takesAway: boolean
  /** Whether there is something to do. */
  readonly isOpen: boolean
}

const joined = async (context: Context, ledger: Ledger): Promise<MonthlySection> => {
  const people = await joiners(context, ledger)
  return {
    title: `${countText(people.length, 'person', 'people')} joined`,
    question: 'Add who joined?',
    people,
    together: [],
    takesAway: false,
    isOpen: people.length > 0,
  }
}

const left = async (context: Context, ledger: Ledger): Promise<MonthlySection> => {
  const people = await leavers(context, ledger)
  const sure = people.filter(({ isDoubtful }) => isDoubtful !== true)
  const emails = sure.flatMap(({ actions }) => actions[0]?.commands[0]?.arguments ?? [])
  return {
    title: `${countText(people.length, 'person', 'people')} left`,
    question: 'Deactivate who left?',
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

const changed = async (context: Context, ledger: Ledger): Promise<MonthlySection> => {
  const people = await changedUsers(context, ledger)
  const commands = people.flatMap(({ actions }) => actions[0]?.commands ?? [])
  return {
    title: `${countText(people.length, 'person', 'people')} changed`,
    question: 'Update them in SalesScreen?',
    people,
    together:
      people.length > 1 ? [{ name: `change all ${people.length} in SalesScreen, too`, commands }] : [],
    takesAway: false,
    isOpen: people.length > 0,
  }
}

const waiting = async (_context: Context, ledger: Ledger): Promise<MonthlySection> => {
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

const licenses = async (context: Context, ledger: Ledger): Promise<MonthlySection> => {
  const overview = await readLicenses(ledger, context.now())
  return {
    title: `Licenses: ${hintParts(licenseText(overview)).text ?? ''}`,
    question: 'Who could give up a license?',
    people: [],
    together: [{ name: 'list whose license could be given up', commands: [commandLine('users licenses')] }],
    takesAway: false,
    isOpen: overview.spare.length > 0,
  }
}

const parts = [joined, left, changed, waiting, licenses]

/** The monthly routine: who joined, left and changed, what waits to be entered, and licenses. Without a terminal it is only printed. */
export async function runMonthly(context: Context): Promise<void> {
  const ledger = await context.ledger()
  const lastRead = await ledger.directory.lastRead()
  if (lastRead === undefined)
    throw new SfsyncError('not-found', 'no Salesforce users have been read yet', {
      actions: [commandLine('sf-users import', '<report.csv>'), commandLine('guide')],
    })
  await context.note(`Salesforce users as of ${lastReadText(lastRead)}`)
  await context.suggest({
    text: 'to see newer changes, read Salesforce users again first',
    command: readAgainCommand(lastRead),
  })
  if (!context.canAsk) return await print(context, ledger)
  await walkThrough(context, { ...commandLine('guide'), options: { monthly: true } }, async () => {
    for (let index = 0; index < parts.length;) {
      const section = await parts[index]?.(context, ledger)
      const heading = `${index + 1} of ${parts.length}: ${section?.title ?? ''}`
      const isBack = section !== undefined && (await walkSection(context, section, heading)) === 'back'
      index = isBack ? Math.max(0, index - 1) : index + 1
    }
  })
  await context.note('done for this month')
}

const mostShown = 20

// No or Esc at the question about the section goes back to the section before.
async function walkSection(
  context: Context,
  section: MonthlySection,
  heading: string,
): Promise<'back' | 'next'> {
  await context.note(heading)
  if (!section.isOpen) return 'next'
  for (const { who } of section.people.slice(0, mostShown)) await context.note(`  ${who}`)
  if (section.people.length > mostShown)
    await context.note(`  ... and ${section.people.length - mostShown} more`)
  const prompts = await context.prompts()
  const choices: readonly Choice<readonly CommandLine[] | 'each' | 'skip'>[] = [
    ...(section.people.length > 0 ? [{ name: 'go through them one by one', value: 'each' as const }] : []),
    ...section.together.map(({ name, commands }) => ({ name, value: commands })),
    { name: 'skip', value: 'skip' },
  ]
  for (;;) {
    const answer = await orBack(context, async () => await prompts.choose(section.question, choices))
    if (answer === 'back') return 'back'
    if (answer === 'skip') return 'next'
    if (answer === 'each') return (await eachPerson(context, section)) === 'back' ? 'back' : 'next'
    if ((await orBack(context, async () => await runAll(context, answer, section))) !== 'back') return 'next'
  }
}

async function eachPerson(context: Context, section: MonthlySection): Promise<'back' | undefined> {
  const prompts = await context.prompts()
  for (let index = 0; index < section.people.length;) {
    const person = section.people[index]
    if (person === undefined) return undefined
    const choices: readonly Choice<readonly CommandLine[] | 'skip' | 'stop'>[] = [
      ...person.actions.map(({ name, commands }) => ({ name, value: commands })),
      { name: 'skip', value: 'skip' },
      { name: 'skip the rest', value: 'stop' },
    ]
    const answer = await orBack(context, async () => await prompts.choose(person.who, choices))
    if (answer === 'stop') return undefined
    if (answer === 'back' && index === 0) return 'back'
    if (answer === 'back') index -= 1
    else if (answer === 'skip') index += 1
    else if ((await orBack(context, async () => await runAll(context, answer, section))) !== 'back')
      index += 1
  }
  return undefined
}

async function runAll(
  context: Context,
  commands: readonly CommandLine[],
  section: MonthlySection,
): Promise<void> {
  for (const command of commands) await runTyped(context, command, { isConfirmed: !section.takesAway })
}

async function print(context: Context, ledger: Ledger): Promise<void> {
  for (const read of parts) {
    const section = await read(context, ledger)
    const lines = [
      section.title,
      ...section.people.flatMap(({ who, actions }) => [
        `  ${who}`,
        ...(actions[0]?.commands ?? []).map((command) => `    ${context.typed(command)}`),
      ]),
      ...(section.isOpen && section.people.length === 0
        ? section.together
            .slice(0, 1)
            .flatMap(({ commands }) => commands.map((each) => `  ${context.typed(each)}`))
        : []),
    ]
    await context.stdout.write(lines.map((line) => `${visible(line)}\n`).join(''))
  }
}
