import { firstStep } from '../../../app/first-step.ts'
import { lookAlikesOf } from '../../../app/look-alikes.ts'
import { readTodos, type TodoQuery } from '../../../app/todo.ts'
import { type ExitCode, exitCodes } from '../../../app/exit-codes.ts'
import { SfsyncError } from '../../../core/errors.ts'
import { todoKindTexts } from '../../../core/explain/texts.ts'
import { commandLine, type Hint } from '../../../core/hint.ts'
import { type Todo, type TodoFacts, type TodoKind, todoKinds } from '../../../core/todo.ts'
import { type Blocked, waitingForOthers } from '../../../core/todo-list.ts'
import { countText } from '../../../core/text.ts'
import { todoPeople } from './question.ts'
import { given } from '../../../core/values.ts'
import type { Ledger } from '../../../ledger/ledger.ts'
import { todoPlace, todoText } from '../../../salesscreen/screens.ts'
import { didYouMean } from '../../../app/hints.ts'
import { commandLineOf, type Invocation, withAnswers } from '../../command.ts'
import type { Context } from '../../context.ts'
import { noteEquivalentCommand } from '../../write.ts'
import {
  type Column,
  emailColumn,
  type Format,
  hidden,
  idColumn,
  isForPeople,
  sentenceColumn,
  textColumn,
  timeColumn,
} from '../../output/columns.ts'
import { inPages, jsonDocument, renderObjects } from '../../output/render.ts'
import { type ListOptions, writeList } from '../../lists.ts'
import { namesIn } from '../../shared-flags.ts'

export interface TodoListOptions extends ListOptions, TodoQuery {
  /** Whether the exit code tells that something waits. */
  readonly exitCode: boolean
}

/** The columns of a to-do list; `system` is what SalesScreen calls Salesforce. */
export const todoColumns = (system: string): readonly Column<Todo>[] => [
  textColumn('kind', 'To do', ({ kind }) => kind),
  idColumn('userId', 'User ID', ({ user }) => user?.id ?? null, hidden),
  textColumn('name', 'Name', (todo) => todo.user?.name ?? todo.team),
  emailColumn('email', 'E-mail', ({ user }) => user?.email ?? null),
  textColumn('team', 'Team', ({ team }) => team, hidden),
  idColumn('salesforceUserId', 'Salesforce User ID', ({ salesforceUserId }) => salesforceUserId, hidden),
  sentenceColumn('what', 'What to enter', (todo) => todoText(todo, system)),
  sentenceColumn('where', 'Where', (todo) => todoPlace(todo)),
  timeColumn('since', 'Since', ({ since }) => since, hidden),
]

// Files come back to `todo done`, which reads the codes.
function listedColumns(format: Format, system: string): readonly Column<Todo>[] {
  const columns = todoColumns(system)
  if (!isForPeople(format)) return columns
  return columns.map((column) =>
    column.key === 'kind' ? { ...column, value: ({ kind }) => todoKindTexts[kind] } : column,
  )
}

/** Lists what the ledger says and SalesScreen does not have; asks which users are meant where that is not clear. */
export async function runTodo(
  options: TodoListOptions,
  context: Context,
  typed: Invocation,
): Promise<ExitCode> {
  const people = await todoPeople(context, options.people)
  const exitCode = await runTodoList({ ...options, people }, context)
  const invocation = withAnswers(typed, people)
  if (invocation.prompted) await noteEquivalentCommand(context, commandLineOf(invocation))
  return exitCode
}

/** Lists it for users by names of theirs alone, or for all. */
export async function runTodoList(options: TodoListOptions, context: Context): Promise<ExitCode> {
  const { todos, facts, system } = await readTodos(await context.ledger(), options)
  const shown = todos.slice(0, options.limit)
  const isNested = context.format === 'json' || context.format === 'ndjson'
  if (!isNested || options.columns !== undefined)
    await writeList(context, listedColumns(context.format, system), inPages(shown), {
      ...options,
      readsOn: options.exitCode,
    })
  else if (context.format === 'json') await renderObjects(todoJson, inPages(shown), context.stdout)
  else
    for (const page of inPages(shown))
      await context.stdout.write(page.map((todo) => jsonDocument(todoJson(todo), 'ndjson')).join(''))
  for (const each of waitingForOthers(todos, facts).slice(0, mostWarned))
    await context.warn(waitingHint(each))
  for (const warning of await twinsToCreate(await context.ledger(), shown, facts)) await context.warn(warning)
  await noteTodos(context, todos.length, shown.length)
  return options.exitCode && todos.length > 0 ? exitCodes.waiting : exitCodes.done
}

const mostWarned = 20

// Before someone is created a second time.
async function twinsToCreate(
  ledger: Ledger,
  todos: readonly Todo[],
  { users }: TodoFacts,
): Promise<readonly string[]> {
  const sides = todos.flatMap(({ kind, user }) =>
    kind === 'create-user' && user !== null ? (users.get(user.id) ?? []) : [],
  )
  const mapped = new Set(sides.flatMap(({ mapping, user }) => (mapping === null ? [] : (user?.userId ?? []))))
  return await lookAlikesOf(
    ledger,
    sides.flatMap(({ user }) => user ?? []),
    { isMapped: ({ userId }) => mapped.has(userId) },
  )
}

function waitingHint({ taken, holder: { name, email } }: Blocked): Hint {
  return email === null
    ? {
        text: `another team is still called ${taken} in SalesScreen; see all of the list`,
        command: commandLine('todo'),
      }
    : {
        text: `${taken} is still the address of ${name} in SalesScreen; what comes first`,
        command: commandLine('todo', email),
      }
}

async function noteTodos(context: Context, all: number, shown: number): Promise<void> {
  if (all === 0) {
    await noteNothingToEnter(context)
    return
  }
  const cut = shown < all ? `; showing ${shown}` : ''
  await context.note(`${countText(all, 'thing')} to enter in SalesScreen${cut}`)
  await context.suggest({ text: 'when they are entered', command: commandLine('todo done', '<user>') })
}

/** Notes that the list is empty, and why that is no good news on a ledger without users. */
export async function noteNothingToEnter(context: Context): Promise<void> {
  const first = await firstStep(await context.ledger())
  await context.note(first === undefined ? 'nothing to enter in SalesScreen' : 'nothing to enter yet')
  if (first !== undefined) await context.suggest(first)
}

/** A to-do as `todo --json` prints it; `values` holds what to type besides. */
export function todoJson(todo: Todo): object {
  const { kind, user, team, salesforceUserId, values, since } = todo
  return {
    kind,
    user,
    team,
    salesforceUserId,
    values: Object.fromEntries(values.map(({ field, value }) => [field, value])),
    where: todoPlace(todo),
    since,
  }
}

/** The query that words and flags ask for. Throws `usage`. */
export function todoQuery(
  people: readonly string[],
  { kind, team }: { readonly kind?: string | undefined; readonly team?: string | undefined },
): TodoQuery {
  return { people, ...given({ kinds: kindsIn(kind), team }) }
}

function kindsIn(text: string | undefined): TodoKind[] | undefined {
  return text === undefined
    ? undefined
    : namesIn('--kind', text, todoKinds).map((name) => {
        const found = todoKinds.find((kind) => kind === name || todoKindTexts[kind] === name.toLowerCase())
        if (found !== undefined) return found
        throw new SfsyncError('usage', `"${name}" is not a kind of to-do`, {
          actions: [...didYouMean(name, todoKinds), `use one of: ${todoKinds.join(', ')}`],
        })
      })
}
