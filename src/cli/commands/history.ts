import { visible } from '../../core/visible-text.ts'
import { Command } from 'commander'
import type { ChangeSetHead } from '../../core/change.ts'
import { SfsyncError } from '../../core/errors.ts'
import type { ScriptLine } from '../../core/history/script.ts'
import { commandLine } from '../../core/hint.ts'
import { quoted, shellWord } from '../../core/text.ts'
import { argumentWords } from '../../app/hints.ts'
import type { Context } from '../context.ts'
import { type CommandRunner, withExamples } from '../command.ts'
import type { HistoryFilter } from '../../app/history.ts'
import {
  type ListFlags,
  withListFlags,
  listOptions,
  type ListOptions,
  noteCount,
  writeList,
} from '../shared-flags.ts'
import type { Column } from '../output/columns.ts'
import { given } from '../../core/values.ts'

export interface HistoryOptions extends ListOptions, HistoryFilter {
  readonly limit?: number
  readonly asScript: boolean
}

interface HistoryFlags extends ListFlags, Omit<HistoryFilter, 'limit'> {
  readonly asScript?: boolean
}

/** A change set as lists show it. */
export const historyColumns: readonly Column<ChangeSetHead>[] = [
  { key: 'changeSet', label: 'No.', kind: 'id', value: ({ number }) => number },
  { key: 'at', label: 'When', kind: 'time', value: ({ at }) => at },
  { key: 'actor', label: 'Who', kind: 'text', value: ({ actor }) => actor },
  { key: 'changes', label: 'Changes', kind: 'number', value: ({ size }) => size },
  { key: 'command', label: 'Command', kind: 'text', value: ({ command }) => command },
  { key: 'reason', label: 'Why', kind: 'text', value: ({ reason }) => reason },
  {
    key: 'evidence',
    label: 'Evidence',
    kind: 'text',
    hidden: true,
    value: ({ evidence }) => evidence.join('; '),
  },
]

export function historyCommand(handle: CommandRunner): Command {
  const command = new Command('history')
    .description('list what was written to the ledger, newest first')
    .option('--person <user>', 'only what changed this SalesScreen or Salesforce user')
    .option('--team <team>', 'only what changed this team, or who is on it')
    .option('--actor <name>', 'only what this admin wrote')
    .option('--since <when>', 'not before: 2026-11-01, 2026-11-01T08:00, today, 7d, 12h')
    .option('--until <when>', 'not after, written the same way')
    .option('--command <name>', 'only what this command wrote: map, "users edit", apply')
    .option('--as-script', 'print the commands that would do it again, oldest first')
    .action((flags: HistoryFlags) => handle(runHistory, historyOptions(flags)))
  return withExamples(withListFlags(command), [
    { command: 'sfsync history --limit 10', purpose: 'the last ten change sets: who, when, what, why' },
    { command: 'sfsync history --person ada --since 30d', purpose: 'what happened to one person' },
    { command: 'sfsync history --as-script > again.sh', purpose: 'the same on another ledger' },
  ])
}

function historyOptions(flags: HistoryFlags): HistoryOptions {
  const { person, team, actor, since, until, command, asScript } = flags
  if (asScript === true && flags.columns !== undefined)
    throw new SfsyncError('usage', '--as-script prints commands, which have no columns')
  return {
    ...listOptions(flags),
    ...given({ person, team, actor, since, until, command }),
    asScript: asScript === true,
  }
}

export async function runHistory(options: HistoryOptions, context: Context): Promise<void> {
  const ledger = await context.ledger()
  const { historyQuery } = await import('../../app/history.ts')
  const query = await historyQuery(ledger, options, context.dependencies.now())
  if (options.asScript) {
    const { scriptLines } = await import('../../app/history.ts')
    for await (const lines of scriptLines(context, ledger, query)) await writeScriptLines(context, lines)
    return
  }
  const rows = await writeList(context, historyColumns, ledger.history(query), options)
  await noteCount(context, rows, ['change set', 'change sets'], options)
}

async function writeScriptLines(context: Context, lines: readonly ScriptLine[]): Promise<void> {
  if (lines.length === 0) return
  await context.stdout.write(lines.map((line) => `${scriptText(line, context)}\n`).join(''))
}

function scriptText(line: ScriptLine, context: Context): string {
  if ('comment' in line) return visible(`# ${line.comment.replace(lineBreaks, ' ')}`)
  const start = context.typed(commandLine(line.command))
  const words = argumentWords(line).map((word) => (word.startsWith('<') ? quoted(word) : shellWord(word)))
  const typed = [start, ...words].join(' ')
  return context.stdout.isTerminal ? visible(typed) : typed
}

const lineBreaks = /\s*[\n\r\v\f\u0085\u2028\u2029]\s*/g
