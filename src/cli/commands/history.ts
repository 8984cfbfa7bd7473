import { commandLineOf, defineCommand, type Invocation, withAnswers } from '../command.ts'
import {
  commandColumn,
  drop,
  emailColumn,
  hidden,
  idColumn,
  numberColumn,
  sentenceColumn,
  textColumn,
  timeColumn,
} from '../output/columns.ts'
import { visible } from '../../core/visible-text.ts'
import type { ChangeSetHead } from '../../core/change.ts'
import { SfsyncError } from '../../core/errors.ts'
import { isPostgres } from '../../core/store-address.ts'
import type { ScriptLine } from '../../core/history/script.ts'
import type { Context } from '../context.ts'
import { askForPerson } from '../pickers.ts'
import { onlyUser } from '../who-is-meant.ts'
import { requireAnswers } from '../questions.ts'
import { type HistoryFilter, historyQuery, isInHistory, scriptLines } from '../../app/history.ts'
import { noteEquivalentCommand } from '../write.ts'
import { requireTable, withListFlags, listOptions, type ListOptions, noteCount, writeList } from '../lists.ts'
import type { Column } from '../output/columns.ts'
import { given } from '../../core/values.ts'
import { refuseWithChart } from '../shared-flags.ts'
import { whenForms } from '../../app/time-span.ts'

export interface HistoryOptions extends ListOptions, HistoryFilter {
  readonly limit?: number
  readonly asScript: boolean
  /** Whether a chart is drawn instead of a list. */
  readonly chart?: true
}

/** The columns of a list of change sets. */
const historyColumns = (
  hasRoles: boolean,
  recorded: Context['recorded'],
): readonly Column<ChangeSetHead>[] => [
  idColumn('changeSet', 'No.', ({ number }) => number),
  timeColumn('at', 'When', ({ at }) => at),
  emailColumn('actor', 'Who', ({ actor }) => actor, drop(3)),
  textColumn('role', 'Database role', ({ role }) => role, hasRoles ? drop(2) : hidden),
  numberColumn('changes', 'Changes', ({ size }) => size, drop(1)),
  commandColumn('command', 'Command', ({ command }) => recorded(command)),
  sentenceColumn('reason', 'Why', ({ reason }) => reason),
  textColumn('evidence', 'Evidence', ({ evidence }) => evidence.join('; '), hidden),
]

export const historyCommand = defineCommand({
  name: 'history',
  description: 'list the change sets of the ledger, newest first',
  examples: [
    { command: 'sfsync history --limit 10', purpose: 'the last ten change sets: who, when, what, why' },
    {
      command: 'sfsync history --person ada --since 30d',
      purpose: 'changes to one user in the last 30 days',
    },
    {
      command: 'sfsync history --as-script > again.sh',
      purpose: 'a script that repeats the changes on another ledger',
    },
    { command: 'sfsync history --chart --since 90d', purpose: 'mappings and Salesforce users over time' },
  ],
  declare: (command) =>
    withListFlags(
      command
        .option(
          '--person [user]',
          'only changes to this SalesScreen or Salesforce user (on a terminal: asks)',
        )
        .option('--team <team>', 'only changes to this team or its current members')
        .option('--actor <name>', 'only changes made by this admin')
        .option('--role <name>', 'only changes made by this database role (on a PostgreSQL server)')
        .option('--since <when>', `only changes from this time on: ${whenForms}`)
        .option('--until <when>', 'only changes up to this time, in the same formats')
        .option('--command <name>', 'only changes made by this command: map, "users edit", apply')
        .option(
          '--chart',
          'draw how mappings and Salesforce users changed over time (days in your time zone), instead of a list',
        )
        .option('--as-script', 'print the commands that repeat the changes, oldest first'),
    ),
  options: (_words, flags): HistoryOptions => {
    const { person, team, actor, role, since, until, command, asScript } = flags
    if (asScript === true && flags.columns !== undefined)
      throw new SfsyncError('usage', '--as-script cannot be combined with --columns')
    if (flags.chart === true)
      refuseWithChart({
        '--person': person,
        '--as-script': asScript,
        '--columns': flags.columns,
        '--limit': flags.limit,
      })
    return {
      ...listOptions(flags),
      ...given({
        person: person === true ? '' : person,
        team,
        actor,
        role,
        since,
        until,
        command,
        chart: flags.chart,
      }),
      asScript: asScript === true,
    }
  },
  run: runHistory,
})

export async function runHistory(
  typed: HistoryOptions,
  context: Context,
  invocation: Invocation,
): Promise<void> {
  if (typed.chart === true) {
    const { drawHistory } = await import('./charts.ts')
    await drawHistory(context, typed)
    return
  }
  if (typed.asScript)
    requireTable(context, '--as-script', 'leave out --as-script: the list has the same change sets')
  const ledger = await context.ledger()
  if (typed.person === '') requireAnswers(context, 'history --person', { '<user>': undefined })
  const person = typed.person === undefined ? undefined : await personMeant(context, typed.person)
  const options = { ...typed, ...given({ person }) }
  const query = await historyQuery(ledger, options, context.dependencies.now())
  if (options.asScript) {
    for await (const lines of scriptLines(context, ledger, query)) await writeScriptLines(context, lines)
    return
  }
  // A SQLite ledger has roles only where its history was loaded from a server.
  const hasRoles = options.role !== undefined || isPostgres(context.configuration.settings.store.value)
  const columns = historyColumns(hasRoles, context.recorded)
  const rows = await writeList(context, columns, ledger.history(query), options)
  await noteCount(context, rows, ['change set', 'change sets'], options)
  if (person !== undefined && person !== typed.person)
    await noteEquivalentCommand(context, commandLineOf(withAnswers(invocation, [], [['--person', person]])))
}

async function personMeant(context: Context, text: string): Promise<string> {
  if (text === '') return await askForPerson(context, 'Which user?')
  // The history still knows removed users by their addresses and IDs.
  return await onlyUser(context, text, async (ledger) => await isInHistory(ledger, text))
}

async function writeScriptLines(context: Context, lines: readonly ScriptLine[]): Promise<void> {
  if (lines.length === 0) return
  await context.stdout.write(lines.map((line) => `${scriptText(line, context)}\n`).join(''))
}

function scriptText(line: ScriptLine, context: Context): string {
  if ('comment' in line) return visible(`# ${line.comment.replace(lineBreaks, ' ')}`)
  return context.typed({ ...line, isData: true })
}

const lineBreaks = /\s*[\n\r\v\f\u0085\u2028\u2029]\s*/g
