import { todoKinds } from '../../../core/todo.ts'
import { defineCommand } from '../../command.ts'
import { listOptions, withListFlags } from '../../lists.ts'
import { todoDoneCommand, todoReopenCommand } from './done.ts'
import { todoExportCommand } from './export.ts'
import { todoKeyCommand, todoPushCommand } from './push.ts'
import { runTodo, todoQuery, type TodoListOptions } from './list.ts'
import { todoWalkCommand } from './walk.ts'

export const todoCommand = defineCommand({
  name: 'todo',
  description: 'list what the ledger says and SalesScreen does not have yet: what to type, and where',
  examples: [
    { command: 'sfsync todo', purpose: 'everything, in the order in which SalesScreen accepts it' },
    { command: 'sfsync todo ada.lovelace@acme.example', purpose: 'one user' },
    { command: 'sfsync todo --kind map --format csv', purpose: 'the mappings to add, for a spreadsheet' },
  ],
  declare: (command) =>
    withListFlags(
      command
        .argument('[user...]', 'SalesScreen users, by any name; without it, all')
        .usage('[options] [user...] | [command]')
        .option('--kind <kinds>', `only these kinds (${todoKinds.join(', ')})`)
        .option('--team <team>', 'only this team and its members')
        .option('--exit-code', 'exit with 10 when something waits'),
    ),
  options: ([people], flags): TodoListOptions => ({
    ...todoQuery(people, flags),
    ...listOptions(flags),
    exitCode: flags.exitCode === true,
  }),
  run: runTodo,
  commands: () => [
    todoWalkCommand,
    todoDoneCommand,
    todoReopenCommand,
    todoExportCommand,
    todoPushCommand,
    todoKeyCommand,
  ],
})
