import { isTodoList, todosInList } from '../../../app/todo-file.ts'
import { decideUploaded } from '../../../app/todo-uploaded.ts'
import { readTodos, readUsersToReopen, type TodoQuery } from '../../../app/todo.ts'
import type { WriteOptions } from '../../../app/write.ts'
import { decideDone, decideReopen, reopenKinds } from '../../../core/decide/entered.ts'
import { isUserList, readColumnMemory } from '../../../app/workbook-columns.ts'
import type { Ledger } from '../../../ledger/ledger.ts'
import type { Sheet } from '../../../sheet/sheet.ts'
import { countText } from '../../../core/text.ts'
import { SfsyncError } from '../../../core/errors.ts'
import { todoKinds } from '../../../core/todo.ts'
import { given } from '../../../core/values.ts'
import { defineCommand, type Invocation, withAnswers, withWriteFlags, writeOptions } from '../../command.ts'
import type { Context } from '../../context.ts'
import { askForUser } from '../../pickers.ts'
import { requireAnswers } from '../../questions.ts'
import { executeWrite } from '../../write.ts'
import { todoQuery } from './list.ts'
import { todoPeople, withWhich } from './question.ts'

export interface TodoDoneOptions extends WriteOptions, TodoQuery {
  readonly all: boolean
  /** `-` is standard input. */
  readonly file?: string
}

export const todoDoneCommand = defineCommand({
  name: 'done',
  summary: 'record that things were entered in SalesScreen',
  examples: [
    { command: 'sfsync todo done ada.lovelace@acme.example', purpose: 'everything about one user' },
    { command: 'sfsync todo done --kind map --team Sales', purpose: 'the mappings of a whole team' },
    { command: 'sfsync todo done --all', purpose: 'everything, for example after the first import' },
  ],
  declare: (command) =>
    withWriteFlags(
      command
        .argument('[user...]', 'SalesScreen users, by any name')
        .option('--kind <kinds>', `only these kinds (${todoKinds.join(', ')})`)
        .option('--team <team>', 'only this team and its members')
        .option('--all', 'everything on the list')
        .option('--file <file>', 'what a page or table of "todo export" names as done; - is standard input'),
    ),
  options: ([people], flags): TodoDoneOptions => ({
    ...todoQuery(people, flags),
    ...writeOptions(flags),
    all: flags.all === true,
    ...given({ file: flags.file }),
  }),
  run: runTodoDone,
})

export async function runTodoDone(
  typed: TodoDoneOptions,
  context: Context,
  typedLine: Invocation,
): Promise<void> {
  const { file } = typed
  const { options, invocation } =
    file === undefined
      ? await withWhich(context, typed, typedLine, {
          command: 'todo done',
          message: 'What was entered in SalesScreen?',
          ways: 'users, --kind, --team or --all',
        })
      : { options: typed, invocation: typedLine }
  const ledger = await context.ledger()
  const sheet = file === undefined ? undefined : await readListOrWorkbook(context, ledger, file)
  // A team or everything is more than its row of the list shows.
  const isMuch = invocation.prompted && !typedLine.prompted && options.people?.length === 0
  await executeWrite(context, {
    ...options,
    invocation,
    ...(isMuch ? { isAlwaysAsked: true } : {}),
    decide: async () => {
      const list = await readTodos(ledger, options)
      if (sheet !== undefined && !isTodoList(sheet)) return await decideUploaded(context, ledger, list, sheet)
      const { todos, unknown } =
        sheet === undefined ? { todos: list.todos, unknown: [] } : todosInList(list, sheet)
      if (unknown.length > 0)
        await context.warn(
          `${countText(unknown.length, 'row')} of ${sheet?.name ?? ''} ${unknown.length === 1 ? 'is' : 'are'} not on the to-do list (done already, or mistyped): ${unknown.length === 1 ? 'line' : 'lines'} ${unknown.slice(0, mostLines).join(', ')}${unknown.length > mostLines ? ', ...' : ''}`,
        )
      return decideDone(list.facts, todos, { source: 'confirmed', by: context.actor, at: context.now() })
    },
  })
}

const mostLines = 20

// Of a workbook with several sheets, the one that was filled is meant.
async function readListOrWorkbook(context: Context, ledger: Ledger, file: string): Promise<Sheet> {
  const isUsers = isUserList(await readColumnMemory(ledger))
  const prefers = (labels: readonly string[]) => isTodoList({ labels }) || isUsers(labels)
  return await context.dependencies.readSheet({ file, prefers })
}

export interface TodoReopenOptions extends WriteOptions {
  readonly people: readonly string[]
  readonly kind: (typeof reopenKinds)[number]
}

export const todoReopenCommand = defineCommand({
  name: 'reopen',
  summary: 'record that users, teams or mappings are not in SalesScreen after all',
  examples: [
    { command: 'sfsync todo reopen ada.lovelace@acme.example --kind map', purpose: 'the mapping is missing' },
  ],
  declare: (command) =>
    withWriteFlags(
      command
        .argument('[user...]', 'SalesScreen users, by any name')
        .option('--kind <kind>', `what is missing: ${reopenKinds.join(', ')}`, 'create-user'),
    ),
  options: ([people], flags): TodoReopenOptions => ({
    people,
    kind: reopenKind(flags.kind),
    ...writeOptions(flags),
  }),
  run: runTodoReopen,
})

function reopenKind(text: string): (typeof reopenKinds)[number] {
  const found = reopenKinds.find((kind) => kind === text)
  if (found !== undefined) return found
  throw new SfsyncError('usage', `"${text}" cannot be reopened`, {
    actions: [`use one of: ${reopenKinds.join(', ')}`],
  })
}

export async function runTodoReopen(
  options: TodoReopenOptions,
  context: Context,
  invocation: Invocation,
): Promise<void> {
  requireAnswers(context, 'todo reopen', { '<user>': options.people[0] })
  const ledger = await context.ledger()
  const people =
    options.people.length > 0
      ? await todoPeople(context, options.people)
      : [await askForUser(context, 'Which user?', { ifNone: 'there is no SalesScreen user to reopen' })]
  await executeWrite(context, {
    ...options,
    invocation: withAnswers(invocation, people),
    decide: async () => decideReopen(await readUsersToReopen(ledger, people), options.kind),
  })
}
