import { readTodos, type TodoQuery } from '../../../app/todo.ts'
import { SfsyncError } from '../../../core/errors.ts'
import { commandLine } from '../../../core/hint.ts'
import { countText } from '../../../core/text.ts'
import { startWalk, walkSummary, type WalkSummary } from '../../../core/todo-walk.ts'
import { todoKinds } from '../../../core/todo.ts'
import { todoPeople } from './question.ts'
import { commandLineOf, defineCommand, type Invocation, withAnswers } from '../../command.ts'
import type { Context } from '../../context.ts'
import { type Column, numberColumn } from '../../output/columns.ts'
import { renderRecord } from '../../output/render.ts'
import { runTodoScreen } from '../../screen/todo-walk.ts'
import { walkThrough } from '../../write.ts'
import { noteNothingToEnter, todoQuery } from './list.ts'

export const todoWalkCommand = defineCommand({
  name: 'walk',
  summary: 'enter the list one by one, with one key each: done, skip, back, copy, open',
  examples: [
    { command: 'sfsync todo walk', purpose: 'everything; press ? for the keys' },
    { command: 'sfsync todo walk --kind map', purpose: 'only the mappings to add' },
    { command: 'sfsync todo walk ada.lovelace@acme.example', purpose: 'one user' },
  ],
  declare: (command) =>
    command
      .argument('[user...]', 'SalesScreen users, by any name; without it, all')
      .option('--kind <kinds>', `only these kinds (${todoKinds.join(', ')})`)
      .option('--team <team>', 'only this team and its members'),
  options: ([people], flags): TodoQuery => todoQuery(people, flags),
  run: runTodoWalk,
})

const summaryColumns: readonly Column<WalkSummary>[] = [
  numberColumn('done', 'Done', ({ done }) => done),
  numberColumn('skipped', 'Skipped', ({ skipped }) => skipped),
  numberColumn('left', 'Left', ({ left }) => left),
]

export async function runTodoWalk(options: TodoQuery, context: Context, typed: Invocation): Promise<void> {
  if (!context.canAsk)
    throw new SfsyncError('usage', 'todo walk is interactive; run it in a terminal', {
      actions: [
        { text: 'to see the list', command: commandLine('todo') },
        { text: 'to record what was entered', command: commandLine('todo done', '<user>') },
      ],
    })
  const people = await todoPeople(context, options.people)
  const invocation = withAnswers(typed, people)
  const { todos, system } = await readTodos(await context.ledger(), { ...options, people })
  const start = startWalk(todos, system)
  const end =
    start.steps.length === 0
      ? start
      : await walkThrough(context, commandLineOf(invocation), () => runTodoScreen(start, context))
  const summary = walkSummary(end)
  await renderRecord(summaryColumns, summary, context.format, context.stdout)
  const waiting = summary.skipped + summary.left
  if (start.steps.length === 0) await noteNothingToEnter(context)
  if (waiting > 0)
    await context.suggest({
      text: `${countText(waiting, 'thing')} to enter in SalesScreen`,
      command: commandLineOf(invocation),
    })
  const last = end.done.at(-1)
  if (last !== undefined) await context.note(`the last one is change set ${last.changeSet}`)
}
