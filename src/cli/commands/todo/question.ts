import { isOnlyInSalesScreen, readTodos, type TodoQuery } from '../../../app/todo.ts'
import type { Choice } from '../../../app/ports.ts'
import { SfsyncError } from '../../../core/errors.ts'
import { commandLine } from '../../../core/hint.ts'
import { countText, fold } from '../../../core/text.ts'
import type { Todo } from '../../../core/todo.ts'
import { given } from '../../../core/values.ts'
import { todoText } from '../../../salesscreen/screens.ts'
import { type Invocation, withAnswers } from '../../command.ts'
import type { Context } from '../../context.ts'

/** Which to-dos a command is about; it never is about all of them unless it says so. */
interface Which extends TodoQuery {
  readonly all: boolean
}

/** How a command asks which to-dos are meant. */
interface WhichQuestion {
  readonly command: string
  readonly message: string
  /** What to type where no one can be asked. */
  readonly ways: string
  /** Which to-dos are offered. */
  readonly isWanted?: (todo: Todo) => boolean
}

/** Asks which to-dos are meant, where nothing was typed that says so. Throws `usage` where no one can be asked. */
export async function withWhich<Options extends Which>(
  context: Context,
  options: Options,
  invocation: Invocation,
  { command, message, ways, isWanted = () => true }: WhichQuestion,
): Promise<{ readonly options: Options; readonly invocation: Invocation }> {
  const { people = [], kinds, team, all } = options
  if (people.length > 0) {
    const meant = await todoPeople(context, people)
    return { options: { ...options, people: meant }, invocation: withAnswers(invocation, meant) }
  }
  if (kinds !== undefined || team !== undefined || all) return { options, invocation }
  if (!context.canAsk)
    throw new SfsyncError('usage', `${command} needs ${ways}`, { actions: [commandLine('todo')] })
  const list = await readTodos(await context.ledger(), {})
  const choices = whichChoices(list.todos.filter(isWanted), list.system)
  // Where nothing waits, all of it is nothing, which the command says in its own words.
  const answer = choices.length === 0 ? { all: true } : await chosen(context, message, choices)
  return {
    options: { ...options, ...answer },
    invocation: withAnswers(invocation, answer.people ?? [], [
      ...(answer.team === undefined ? [] : [['--team', answer.team]]),
      ...(answer.all ? [['--all']] : []),
    ]),
  }
}

/** The users that were typed, each as text that names only this one; those who are only in SalesScreen keep their names. */
export async function todoPeople(context: Context, texts: readonly string[] = []): Promise<string[]> {
  if (texts.length === 0 || !context.canAsk) return [...texts]
  const { onlyUser } = await import('../../who-is-meant.ts')
  const people: string[] = []
  for (const text of texts)
    people.push(await onlyUser(context, text, async (ledger) => await isOnlyInSalesScreen(ledger, text)))
  return people
}

const mostListed = 15

async function chosen(context: Context, message: string, choices: readonly Choice<Which>[]): Promise<Which> {
  const prompts = await context.prompts()
  return await prompts.search(message, async (text) => {
    const words = fold(text).split(' ').filter(Boolean)
    const found = choices.filter(({ name }) => words.every((word) => fold(name).includes(word)))
    return await Promise.resolve({ choices: found.slice(0, mostListed), total: found.length })
  })
}

// People first, then teams: all of it is never what Enter alone says, unless there is nothing else.
function whichChoices(todos: readonly Todo[], system: string): Choice<Which>[] {
  if (todos.length === 0) return []
  const subjects = new Map<string, { readonly value: Which; readonly texts: string[] }>()
  for (const todo of todos) {
    const { user, team } = todo
    const name = user === null ? `team ${team ?? ''} and its members` : `${user.name}  ${user.email}`
    const value = {
      all: false,
      ...(user === null ? given({ team: team ?? undefined }) : { people: [user.email] }),
    }
    const subject = subjects.get(name) ?? { value, texts: new Array<string>() }
    subject.texts.push(todoText(todo, system))
    subjects.set(name, subject)
  }
  const [people, teams] = [[...subjects].filter(isOfUser), [...subjects].filter((each) => !isOfUser(each))]
  const each = [...people, ...teams].map(([name, { value, texts }]) => ({
    name,
    value,
    description: texts.join('; '),
  }))
  const everything = { name: `everything (${countText(todos.length, 'thing')})`, value: { all: true } }
  return [...each.slice(0, mostListed - 1), everything, ...each.slice(mostListed - 1)]
}

function isOfUser([, { value }]: readonly [string, { readonly value: Which }]): boolean {
  return value.people !== undefined
}
