import { hintText } from '../../../app/hints.ts'
import { expectedPlan, type Push, push, readPush } from '../../../app/push.ts'
import { type ExitCode, exitCodes } from '../../../app/exit-codes.ts'
import type { TodoQuery } from '../../../app/todo.ts'
import { stampOf } from '../../../app/write.ts'
import type { Plan } from '../../../core/change.ts'
import { SfsyncError } from '../../../core/errors.ts'
import { commandLine, type Hint, withOptions } from '../../../core/hint.ts'
import { countText, numberText } from '../../../core/text.ts'
import { given } from '../../../core/values.ts'
import type { ApiCall } from '../../../salesscreen/salesscreen.ts'
import { commandLineOf, defineCommand, type Invocation } from '../../command.ts'
import type { Context } from '../../context.ts'
import { type Column, commandColumn, textColumn } from '../../output/columns.ts'
import { writeSeveral } from '../../output/plan.ts'
import { inPages, jsonDocument, renderList } from '../../output/render.ts'
import { confirm, noteEquivalentCommand } from '../../write.ts'
import { todoQuery } from './list.ts'
import { withWhich } from './question.ts'

export interface TodoPushOptions extends TodoQuery {
  readonly all: boolean
  readonly dryRun: boolean
  readonly keepGoing: boolean
  readonly reason?: string
}

export const todoPushCommand = defineCommand({
  name: 'push',
  summary: "create users through SalesScreen's API",
  description:
    "create the users of the list, with their teams, through SalesScreen's API; mappings are still added by hand",
  examples: [
    { command: 'sfsync todo push --all --dry-run', purpose: 'the requests, without sending them' },
    { command: 'sfsync todo push --all', purpose: 'create every user on the list' },
    { command: 'sfsync todo push --team Sales', purpose: 'only the users of one team' },
  ],
  declare: (command) =>
    command
      .argument('[user...]', 'SalesScreen users, by any name')
      .option('--team <team>', 'only the members of this team')
      .option('--all', 'every user on the list')
      .option('--keep-going', 'send the others even if SalesScreen refuses a user (exit code 3)')
      .option('-n, --dry-run', 'print the requests, and send nothing')
      .option('--reason <text>', 'why; kept in the history'),
  options: ([people], flags): TodoPushOptions => ({
    ...todoQuery(people, { team: flags.team }),
    all: flags.all === true,
    dryRun: flags.dryRun === true,
    keepGoing: flags.keepGoing === true,
    ...given({ reason: flags.reason }),
  }),
  run: runTodoPush,
})

export async function runTodoPush(
  typed: TodoPushOptions,
  context: Context,
  typedLine: Invocation,
): Promise<ExitCode> {
  const { options, invocation } = await withWhich(context, typed, typedLine, {
    command: 'todo push',
    message: 'Which users do you want to create in SalesScreen?',
    ways: 'users, --team or --all',
    isWanted: ({ kind }) => kind === 'create-user',
  })
  const planned = await readPush(context, options)
  if (options.dryRun) await showRequests(context, planned)
  else return await send(options, context, planned, invocation)
  return exitCodes.done
}

async function send(
  { keepGoing, reason }: TodoPushOptions,
  context: Context,
  planned: Push,
  invocation: Invocation,
): Promise<ExitCode> {
  const line = commandLineOf(invocation)
  if (invocation.prompted && planned.users.length > 0)
    await confirm(context, {
      text: `Create ${countText(planned.users.length, 'user')} in SalesScreen?`,
      byDefault: true,
    })
  const { plan, changeSets } = await push(context, planned, {
    keepGoing,
    resume: { text: 'continue where it stopped', command: line },
    stamp: () => stampOf(context, hintText(commandLineOf(invocation, ['--reason'])), reason),
  })
  const ledger = await context.ledger()
  await writeSeveral(context, ledger, plan, changeSets.length === 0 ? null : changeSets)
  if (changeSets.length > 0)
    await context.note(`${countText(changeSets.length, 'user')} accepted by SalesScreen${failedText(plan)}`)
  else if (plan.problems === undefined) await context.note('no user waits to be created; nothing was sent')
  if (invocation.prompted) await noteEquivalentCommand(context, line)
  return plan.problems === undefined ? exitCodes.done : exitCodes.partial
}

function failedText({ problems = [] }: Plan): string {
  return problems.length === 0 ? '' : `, ${numberText(problems.length)} failed`
}

const requestColumns: readonly Column<ApiCall>[] = [
  textColumn('method', 'Method', ({ method }) => method),
  textColumn('url', 'Address', ({ url }) => url),
  // Whole: it may be copied.
  commandColumn('body', 'Body', ({ body }) => JSON.stringify(body)),
]

async function showRequests(context: Context, planned: Push): Promise<void> {
  const calls = planned.users.map(({ call }) => call)
  const { changes, warnings } = expectedPlan(context, planned)
  if (context.format === 'json' || context.format === 'ndjson') {
    const document = {
      changeSets: null,
      changes,
      warnings: warnings.map((each) => context.typed(each)),
      next: [],
      requests: calls,
    }
    await context.stdout.write(jsonDocument(document, context.format))
    return
  }
  if (context.format === 'table')
    for (const { method, url, body } of calls)
      await context.stdout.write(`${method} ${url}\n${JSON.stringify(body)}\n`)
  else await renderList(requestColumns, inPages(calls), context.format, context.stdout)
  for (const warning of warnings) await context.warn(warning)
  await context.note(`dry run: ${countText(calls.length, 'request')}; nothing was sent`)
}

export interface TodoKeyOptions {
  readonly file?: string
  readonly remove: boolean
}

export const todoKeyCommand = defineCommand({
  name: 'key',
  summary: "save the key for SalesScreen's API",
  description:
    "save the key for SalesScreen's API for this profile, in the keyring or in a file readable only by you",
  examples: [
    { command: 'sfsync todo key', purpose: 'type or paste it; it is not shown' },
    { command: 'sfsync todo key --file key.txt', purpose: 'from a file; - is standard input' },
    { command: 'sfsync todo key --remove', purpose: 'forget it' },
  ],
  declare: (command) =>
    command
      .option('--file <file>', 'the file with the key; - is standard input')
      .option('--remove', 'remove the saved key'),
  options: (_words, flags): TodoKeyOptions => ({
    ...given({ file: flags.file }),
    remove: flags.remove === true,
  }),
  run: runTodoKey,
})

export async function runTodoKey({ file, remove }: TodoKeyOptions, context: Context): Promise<void> {
  if (remove && file !== undefined) throw new SfsyncError('usage', '--file and --remove cannot be combined')
  if (remove) {
    const removed = await context.dependencies.removeApiKey(context.configuration)
    await showKey(context, { storage: null }, removed ? 'the saved key was removed' : 'no key was saved')
    return
  }
  const key = await readKey(file, context)
  const { storage, warnings } = await context.dependencies.saveApiKey(context.configuration, key)
  for (const warning of warnings) await context.warn(warning)
  await showKey(
    context,
    { storage },
    `the key is saved in the ${storage === 'keyring' ? 'keyring' : 'folder of the profile'}`,
  )
  await context.suggest({ text: 'see what would be sent', command: pushPreview })
}

const pushPreview = withOptions(commandLine('todo push'), { all: true, 'dry-run': true })

async function showKey(context: Context, document: object, text: Hint): Promise<void> {
  if (context.format === 'json' || context.format === 'ndjson')
    await context.stdout.write(jsonDocument(document, context.format))
  await context.note(text)
}

async function readKey(file: string | undefined, context: Context): Promise<string> {
  if (file === undefined && context.canAsk)
    return await (
      await context.prompts()
    ).secret("Key for SalesScreen's API", (text) => (text.trim() === '' ? 'the key is empty' : undefined))
  if (file === undefined)
    throw new SfsyncError('usage', 'todo key needs --file <file> when not run in a terminal', {
      actions: [
        { text: 'from standard input', command: withOptions(commandLine('todo key'), { file: '-' }) },
      ],
    })
  const { text, readableByOthers } = await context.dependencies.readSecret(file)
  if (readableByOthers) await context.warn(`others on this machine can read ${file}: chmod 600 ${file}`)
  return text
}
