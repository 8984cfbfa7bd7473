import { readTodos, readUsersToReopen, requireWhich, type TodoQuery } from '../../../app/todo.ts'
import type { WriteOptions } from '../../../app/write.ts'
import { decideDone, decideReopen, reopenKinds } from '../../../core/decide/entered.ts'
import { SfsyncError } from '../../../core/errors.ts'
import { todoKinds } from '../../../core/todo.ts'
import { defineCommand, type Invocation, withWriteFlags, writeOptions } from '../../command.ts'
import type { Context } from '../../context.ts'
import { requireAnswers } from '../../questions.ts'
import { executeWrite } from '../../write.ts'
import { todoQuery } from './list.ts'

export interface TodoDoneOptions extends WriteOptions, TodoQuery {
  readonly all: boolean
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
        .option('--all', 'everything on the list'),
    ),
  options: ([people], flags): TodoDoneOptions => ({
    ...todoQuery(people, flags),
    ...writeOptions(flags),
    all: flags.all === true,
  }),
  run: runTodoDone,
})

export async function runTodoDone(
  options: TodoDoneOptions,
  context: Context,
  invocation: Invocation,
): Promise<void> {
  requireWhich(options, options.all, 'todo done')
  const ledger = await context.ledger()
  await executeWrite(context, {
    ...options,
    invocation,
    decide: async () => {
      const { todos, facts } = await readTodos(ledger, options)
      return decideDone(facts, todos, { source: 'confirmed', by: context.actor, at: context.now() })
    },
  })
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
  await executeWrite(context, {
    ...options,
    invocation,
    decide: async () => decideReopen(await readUsersToReopen(ledger, options.people), options.kind),
  })
}
