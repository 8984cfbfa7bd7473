import { defineCommand } from '../command.ts'
import { type Standing, standings, type Visibility } from '../../core/visibility.ts'
import type { Context } from '../context.ts'
import { takeRows, withListFlags, listOptions, type ListOptions, writeList } from '../shared-flags.ts'
import { activityDays, openActivity, type StatusRow, tellActivity, withActivity } from '../../app/activity.ts'
import { allPeople, namedPeople } from '../../app/people.ts'
import { type ActivityKind, activityKinds } from '../../salesforce/salesforce.ts'
import type { Column, Format } from '../output/columns.ts'
import { given } from '../../core/values.ts'

export interface StatusOptions extends ListOptions {
  readonly people: readonly string[]
  /** Of so many days. */
  readonly activity?: number
}

const words: Readonly<Record<Standing, string>> = {
  'shows-up': 'showing up',
  'not-in-salesscreen': 'not in SalesScreen',
  'not-active': 'not active in SalesScreen',
  'no-team': 'on no team',
  'not-mapped': 'not mapped',
  'salesforce-unknown': 'mapped to a Salesforce user whose state nobody has seen',
  'salesforce-inactive': 'inactive in Salesforce',
  'salesforce-frozen': 'frozen in Salesforce',
}

const activityMeaning =
  'count what each of them owns in Salesforce: opportunities, tasks and events whose LastModifiedDate is in the last so many days (30 without a number), because a deal that was made long ago may be won today'

export const statusCommand = defineCommand({
  name: 'status',
  summary: 'list who shows up, who does not, and what to do',
  description: 'list who shows up in SalesScreen, who does not, and what to type next',
  examples: [
    {
      command: 'sfsync status',
      purpose: 'everybody: SalesScreen users, and active Salesforce people without one',
    },
    { command: 'sfsync status ada.lovelace@acme.example', purpose: 'one person' },
    {
      command: 'sfsync status ada.lovelace@acme.example --activity 7',
      purpose: 'and what she owns in Salesforce that changed in these 7 days',
    },
    { command: 'sfsync status --json', purpose: 'for a script; "next" is the command to type' },
  ],
  declare: (command) =>
    withListFlags(
      command
        .argument(
          '[user...]',
          'e-mail, nickname, user ID, full name, or Salesforce User ID; without it everybody',
        )
        .option('--activity [days]', activityMeaning),
    ),
  options: ([people], flags): StatusOptions => ({
    ...listOptions(flags),
    ...given({ activity: activityDays(flags.activity) }),
    people,
  }),
  run: runStatus,
})

export async function runStatus(options: StatusOptions, context: Context): Promise<void> {
  const ledger = await context.ledger()
  const totals = new Map<Standing, number>()
  const people = options.people.length === 0 ? allPeople(ledger) : namedPeople(ledger, options.people)
  const shown = takeRows(counted(people, totals), options.limit)
  if (options.activity === undefined) await write(context, shown, options)
  else await writeWithActivity(context, shown, options, options.activity)
  await context.note(totalsText(totals))
}

async function writeWithActivity(
  context: Context,
  people: AsyncIterable<readonly Visibility[]>,
  options: StatusOptions,
  days: number,
): Promise<void> {
  const reader = await openActivity(context, days)
  await write(context, withActivity(people, reader), options)
  await tellActivity(context, reader, days)
}

async function write(
  context: Context,
  people: AsyncIterable<readonly StatusRow[]>,
  options: StatusOptions,
): Promise<void> {
  await writeList(context, statusColumns(context, options.activity !== undefined), people, options)
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

function totalsText(totals: ReadonlyMap<Standing, number>): string {
  const all = [...totals.values()].reduce((sum, count) => sum + count, 0)
  const parts = standings.flatMap((standing) => {
    const count = totals.get(standing) ?? 0
    return count > 0 || standing === 'shows-up' ? [`${count} ${words[standing]}`] : []
  })
  return `${all === 1 ? '1 person' : `${all} people`}: ${parts.join(', ')}`
}

const activityLabels: Readonly<Record<ActivityKind, string>> = {
  opportunities: 'Opportunities',
  tasks: 'Tasks',
  events: 'Events',
}

/** The columns of `status`; those of activity only where it was asked for. */
export function statusColumns(context: Context, showsActivity: boolean): readonly Column<StatusRow>[] {
  return [
    { key: 'name', label: 'Name', kind: 'text', value: ({ name }) => name },
    {
      key: 'email',
      label: 'E-mail',
      kind: 'text',
      hidden: context.stdout.isTerminal,
      value: ({ email }) => email,
    },
    { key: 'showsUp', label: 'Shows up', kind: 'flag', value: ({ showsUp }) => showsUp },
    { key: 'exists', label: 'Exists', kind: 'flag', value: ({ exists }) => exists },
    { key: 'active', label: 'Active', kind: 'flag', value: ({ active }) => active },
    { key: 'team', label: 'Team', kind: 'text', value: ({ team }) => team },
    { key: 'mapped', label: 'Mapped', kind: 'flag', value: ({ mapped }) => mapped },
    {
      key: 'salesforceActive',
      label: 'Active in Salesforce',
      kind: 'flag',
      value: ({ salesforceActive }) => salesforceActive,
    },
    {
      key: 'salesforceUserId',
      label: 'Salesforce User ID',
      kind: 'id',
      hidden: true,
      value: ({ salesforceUserId }) => salesforceUserId,
    },
    { key: 'standing', label: 'Standing', kind: 'text', hidden: true, value: ({ standing }) => standing },
    ...(showsActivity ? activityKinds.map((kind) => activityColumn(kind, context.format)) : []),
    {
      key: 'next',
      label: 'Next',
      kind: 'text',
      value: ({ next }) => (next === null ? null : context.typed(next)),
    },
  ]
}

// In a table a question mark: nobody may read "could not look" as "none".
function activityColumn(kind: ActivityKind, format: Format): Column<StatusRow> {
  const unknown = format === 'table' ? '?' : null
  return {
    key: kind,
    label: activityLabels[kind],
    kind: 'number',
    value: ({ activity }) => (activity === undefined ? null : (activity[kind] ?? unknown)),
  }
}
