import { countText } from '../../core/text.ts'
import {
  noteActivity,
  openActivity,
  statusOf,
  statusOfAll,
  type StatusRow,
  withActivity,
} from '../../app/status.ts'
import { SfsyncError } from '../../core/errors.ts'
import { given, wholeNumber } from '../../core/values.ts'
import { type Standing, standings, type Visibility } from '../../core/visibility.ts'
import { type ActivityKind, activityKinds } from '../../salesforce/salesforce.ts'
import { defineCommand } from '../command.ts'
import type { Context } from '../context.ts'
import {
  type Column,
  commandColumn,
  flagColumn,
  hidden,
  idColumn,
  numberColumn,
  textColumn,
} from '../output/columns.ts'
import { takeRows, withListFlags, listOptions, type ListOptions, writeList } from '../shared-flags.ts'

export interface StatusOptions extends ListOptions {
  readonly people: readonly string[]
  /** In days. */
  readonly activity?: number
}

const activityHelp =
  'count the opportunities, tasks and events that each of them owns in Salesforce and that were modified in the last days (default: 30)'

export const statusCommand = defineCommand({
  name: 'status',
  description: 'list who shows up in SalesScreen, who does not, and what to do next',
  examples: [
    {
      command: 'sfsync status',
      purpose: 'all SalesScreen users, and active Salesforce users without one',
    },
    { command: 'sfsync status ada.lovelace@acme.example', purpose: 'one user' },
    {
      command: 'sfsync status ada.lovelace@acme.example --activity 7',
      purpose: 'and her Salesforce records that changed in the last 7 days',
    },
    { command: 'sfsync status --json', purpose: 'for a script; "next" is the command to run' },
  ],
  declare: (command) =>
    withListFlags(
      command
        .argument('[user...]', 'SalesScreen or Salesforce users, by any name or ID; without it, all users')
        .option('--activity [days]', activityHelp),
    ),
  options: ([people], flags): StatusOptions => ({
    ...listOptions(flags),
    ...given({ activity: activityDays(flags.activity) }),
    people,
  }),
  run: runStatus,
})

const defaultDays = 30
// Salesforce archives older tasks and events, and plain queries do not see the archive.
const mostDays = 365

function activityDays(value: string | true | undefined): number | undefined {
  if (value === undefined || value === true) return value && defaultDays
  const days = wholeNumber(value)
  if (days !== undefined && days <= mostDays) return days
  throw new SfsyncError(
    'usage',
    `--activity must be a number of days from 1 to ${mostDays}, not "${value}"`,
    {
      actions: ['put --activity after the users, or give its days as in --activity=30'],
    },
  )
}

export async function runStatus(options: StatusOptions, context: Context): Promise<void> {
  const { people, activity: days } = options
  const ledger = await context.ledger()
  const totals = new Map<Standing, number>()
  const all = people.length === 0 ? statusOfAll(ledger) : statusOf(ledger, people)
  const shown = takeRows(counted(all, totals), options.limit)
  if (days === undefined) await writeList(context, statusColumns(context, false), shown, options)
  else {
    const reader = await openActivity(context, days)
    await writeList(context, statusColumns(context, true), withActivity(shown, reader), options)
    await noteActivity(context, reader, days)
  }
  await context.note(totalsText(totals))
}

async function* counted(
  pages: AsyncIterable<readonly Visibility[]>,
  totals: Map<Standing, number>,
): AsyncGenerator<readonly Visibility[]> {
  for await (const page of pages) {
    for (const { standing } of page) totals.set(standing, (totals.get(standing) ?? 0) + 1)
    yield page
  }
}

const standingTexts: Readonly<Record<Standing, string>> = {
  'shows-up': 'showing up',
  'not-in-salesscreen': 'not in SalesScreen',
  'not-active': 'not active in SalesScreen',
  'no-team': 'not on a team',
  'not-mapped': 'not mapped',
  'salesforce-unknown': 'with unknown Salesforce status',
  'salesforce-inactive': 'inactive in Salesforce',
  'salesforce-frozen': 'frozen in Salesforce',
}

function totalsText(totals: ReadonlyMap<Standing, number>): string {
  const all = [...totals.values()].reduce((sum, count) => sum + count, 0)
  const parts = standings.flatMap((standing) => {
    const count = totals.get(standing) ?? 0
    return count > 0 || standing === 'shows-up' ? [`${count} ${standingTexts[standing]}`] : []
  })
  return `${countText(all, 'person', 'people')}: ${parts.join(', ')}`
}

const activityLabels: Readonly<Record<ActivityKind, string>> = {
  opportunities: 'Opportunities',
  tasks: 'Tasks',
  events: 'Events',
}

/** The columns of `status`; activity columns only where they were asked for. */
function statusColumns(context: Context, showsActivity: boolean): readonly Column<StatusRow>[] {
  const { stdout, format } = context
  return [
    textColumn('name', 'Name', ({ name }) => name),
    textColumn('email', 'E-mail', ({ email }) => email, stdout.isTerminal ? hidden : {}),
    flagColumn('showsUp', 'Shows up', ({ showsUp }) => showsUp),
    flagColumn('exists', 'Exists', ({ exists }) => exists),
    flagColumn('active', 'Active', ({ active }) => active),
    textColumn('team', 'Team', ({ team }) => team),
    flagColumn('mapped', 'Mapped', ({ mapped }) => mapped),
    flagColumn('salesforceActive', 'Active in Salesforce', ({ salesforceActive }) => salesforceActive),
    idColumn('salesforceUserId', 'Salesforce User ID', ({ salesforceUserId }) => salesforceUserId, {
      hidden: true,
    }),
    textColumn('standing', 'Status', ({ standing }) => standing, hidden),
    ...(showsActivity ? activityKinds.map((kind) => activityColumn(kind, format === 'table')) : []),
    commandColumn('next', 'Next', ({ next }) => (next === null ? null : context.typed(next))),
  ]
}

// In a table an unknown number is a question mark, so that it does not read as none.
function activityColumn(kind: ActivityKind, isTable: boolean): Column<StatusRow> {
  return numberColumn(kind, activityLabels[kind], ({ activity }) =>
    activity === undefined ? null : (activity[kind] ?? (isTable ? '?' : null)),
  )
}
