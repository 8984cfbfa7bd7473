import { type ExitCode, exitCodes } from '../../app/exit-codes.ts'
import { firstStep } from '../../app/first-step.ts'
import { resolveTeam } from '../../app/resolve.ts'
import { commandLine, withOptions } from '../../core/hint.ts'
import { userStates } from '../../core/model.ts'
import { countText, fold, numberText } from '../../core/text.ts'
import {
  noteActivity,
  openActivity,
  statusOf,
  statusOfAll,
  type StatusQuery,
  type StatusRow,
  wantedOf,
  withActivity,
} from '../../app/status.ts'
import { SfsyncError } from '../../core/errors.ts'
import { given, wholeNumber } from '../../core/values.ts'
import { type Standing, standings, type Visibility } from '../../core/visibility.ts'
import { type ActivityKind, activityKinds } from '../../salesforce/salesforce.ts'
import { defineCommand } from '../command.ts'
import type { Context } from '../context.ts'
import {
  chooseColumns,
  type Column,
  commandColumn,
  drop,
  emailColumn,
  flagColumn,
  hidden,
  idColumn,
  numberColumn,
  single,
  textColumn,
} from '../output/columns.ts'
import { inPages } from '../output/render.ts'
import { takeRows, withListFlags, listOptions, type ListOptions, writeList } from '../lists.ts'
import { refuseWithChart, statesOf } from '../shared-flags.ts'

export interface StatusOptions extends ListOptions, StatusQuery {
  /** The key or label of a column. */
  readonly sort?: string
  readonly require?: Requirement
  readonly people: readonly string[]
  /** Whether a chart is drawn instead of a list. */
  readonly chart?: true
  /** In days. */
  readonly activity?: number
}

const activityHelp =
  'count the opportunities, tasks and events that each of them owns in Salesforce and that were modified within this many days (default: 30)'

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
    { command: 'sfsync status --chart', purpose: 'how many show up, by step, team and department' },
  ],
  declare: (command) =>
    withListFlags(
      command
        .argument('[user...]', 'SalesScreen or Salesforce users, by any name or ID; without it, all users')
        .option('--missing', 'only people who do not show up because something is missing')
        .option('--waiting', 'only people who are waiting to be entered in SalesScreen')
        .option('--state <states>', `only users in these states (${userStates.join(', ')})`)
        .option('--team <team>', 'only users on this team')
        .option('--sort <column>', 'sort by this column instead of by name')
        .option('--chart', 'draw how many show up, by step, team and department, instead of a list')
        .option('--require <what>', 'exit with 10 unless all of them are recorded, or entered as well')
        .option('--activity [days]', activityHelp),
    ),
  options: ([people], flags): StatusOptions => {
    if (flags.chart === true)
      refuseWithChart({
        users: people.length > 0,
        '--missing': flags.missing,
        '--waiting': flags.waiting,
        '--state': flags.state,
        '--sort': flags.sort,
        '--require': flags.require,
        '--activity': flags.activity,
        '--columns': flags.columns,
        '--limit': flags.limit,
      })
    return {
      ...listOptions(flags),
      ...given({
        activity: activityDays(flags.activity),
        states: statesOf(flags.state),
        team: flags.team,
        only: onlyOf(flags),
        sort: flags.sort,
        require: requirementOf(flags.require, people),
        chart: flags.chart,
      }),
      people,
    }
  },
  run: runStatus,
})

/** What must be so of everyone: decided in the ledger, or in SalesScreen as well. */
const requirements = ['recorded', 'entered'] as const

type Requirement = (typeof requirements)[number]

function requirementOf(text: string | undefined, people: readonly string[]): Requirement | undefined {
  if (text === undefined) return undefined
  if (people.length === 0)
    throw new SfsyncError('usage', '--require needs users', {
      actions: [withOptions(commandLine('status', '<user>'), { require: 'entered' })],
    })
  const found = requirements.find((each) => each === text)
  if (found !== undefined) return found
  throw new SfsyncError('usage', `--require must be recorded or entered, not "${text}"`)
}

function onlyOf({
  missing,
  waiting,
}: {
  readonly missing?: true | undefined
  readonly waiting?: true | undefined
}): StatusQuery['only'] {
  if (missing === true && waiting === true)
    throw new SfsyncError('usage', '--missing and --waiting cannot be combined')
  return missing === true ? 'missing' : waiting === true ? 'waiting' : undefined
}

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

async function whoIsMeant(context: Context, people: readonly string[]): Promise<readonly string[]> {
  if (people.length === 0 || !context.canAsk) return people
  const { onlyPeople } = await import('../who-is-meant.ts')
  return await onlyPeople(context, people)
}

export async function runStatus(options: StatusOptions, context: Context): Promise<ExitCode> {
  const { activity: days } = options
  if (options.chart === true) {
    const { drawStatus } = await import('./charts.ts')
    await drawStatus(context, options.team)
    return exitCodes.done
  }
  const people = await whoIsMeant(context, options.people)
  const ledger = await context.ledger()
  const totals = new Map<Standing, number>()
  const lacking: string[] = []
  const team = options.team === undefined ? undefined : (await resolveTeam(ledger, options.team)).team.name
  const all = people.length === 0 ? statusOfAll(context, ledger) : statusOf(context, ledger, people)
  const wanted = wantedOf(required(all, options.require, lacking), { ...options, ...given({ team }) })
  const shown = takeRows(sorted(context, counted(wanted, totals), options.sort), options.limit)
  const written = { ...options, readsOn: options.require !== undefined }
  if (days === undefined) await writeList(context, statusColumns(context, false), shown, written)
  else {
    const reader = await openActivity(context, days)
    await writeList(context, statusColumns(context, true), withActivity(shown, reader), written)
    await noteActivity(context, reader, days)
  }
  const first = totals.size === 0 ? await firstStep(ledger) : undefined
  await context.note(first === undefined ? totalsText(totals) : 'no users to show yet')
  if (first !== undefined) await context.suggest(first)
  if ((totals.get('not-in-salesscreen') ?? 0) > 1 && context.format === 'table') {
    const { createManyHint } = await import('../../app/match/next-commands.ts')
    await context.suggest(createManyHint)
  }
  if (lacking.length === 0) return exitCodes.done
  const what = options.require === 'entered' ? 'decided and entered' : 'decided'
  await context.warn(`not ${what}: ${lacking.join(', ')}`)
  return exitCodes.waiting
}

async function* required(
  pages: AsyncIterable<readonly Visibility[]>,
  requirement: Requirement | undefined,
  lacking: string[],
): AsyncGenerator<readonly Visibility[]> {
  for await (const page of pages) {
    for (const { decided, entered, email, name } of page) {
      const isMet = decided && (requirement !== 'entered' || entered)
      if (requirement !== undefined && !isMet) lacking.push(email ?? name)
    }
    yield page
  }
}

// Sorting needs every row at once; without it a list of any length passes through.
async function* sorted(
  context: Context,
  pages: AsyncIterable<readonly Visibility[]>,
  name: string | undefined,
): AsyncGenerator<readonly Visibility[]> {
  if (name === undefined) {
    yield* pages
    return
  }
  const [column] = chooseColumns(statusColumns(context, false), [name], context.format)
  const rows: Visibility[] = []
  for await (const page of pages) rows.push(...page)
  const keyed = rows.map((row) => ({
    row,
    key: fold(String(column === undefined ? '' : (single(column.value(row)) ?? ''))),
  }))
  yield* inPages(
    keyed
      .toSorted((left, right) => (left.key < right.key ? -1 : Number(left.key > right.key)))
      .map(({ row }) => row),
  )
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
  waiting: 'waiting to be entered',
  'not-in-salesscreen': 'not in SalesScreen',
  'not-active': 'not active in SalesScreen',
  pending: 'pending in SalesScreen',
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
    return count > 0 || standing === 'shows-up' ? [`${numberText(count)} ${standingTexts[standing]}`] : []
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
  const { format } = context
  return [
    textColumn('name', 'Name', ({ name }) => name),
    emailColumn('email', 'E-mail', ({ email }) => email),
    flagColumn('decided', 'Decided', ({ decided }) => decided, drop(1)),
    flagColumn('entered', 'Entered', ({ entered }) => entered, drop(2)),
    { ...showsUpColumn(format === 'table'), ...drop(4) },
    textColumn('team', 'Team', ({ team }) => team, drop(3)),
    // A few words from a short list, which are cut as little as yes and no.
    flagColumn('standing', 'Status', ({ standing }) =>
      format === 'table' ? standingTexts[standing] : standing,
    ),
    textColumn('state', 'State', ({ state }) => state, hidden),
    flagColumn('exists', 'Exists', ({ exists }) => exists, hidden),
    flagColumn('active', 'Active', ({ active }) => active, hidden),
    flagColumn('mapped', 'Mapped', ({ mapped }) => mapped, hidden),
    flagColumn(
      'salesforceActive',
      'Active in Salesforce',
      ({ salesforceActive }) => salesforceActive,
      hidden,
    ),
    idColumn('salesforceUserId', 'Salesforce User ID', ({ salesforceUserId }) => salesforceUserId, {
      hidden: true,
    }),
    ...(showsActivity ? activityKinds.map((kind) => activityColumn(kind, format === 'table')) : []),
    commandColumn('next', 'Next', ({ next }) => (next === null ? null : context.typed(next))),
  ]
}

// A person reads that only the entering is left; a script has `decided` and `entered` for that.
function showsUpColumn(isTable: boolean): Column<StatusRow> {
  return flagColumn('showsUp', 'Shows up', ({ showsUp, standing }) =>
    isTable && standing === 'waiting' ? 'waiting' : showsUp,
  )
}

// In a table an unknown number is a question mark, so that it does not read as none.
function activityColumn(kind: ActivityKind, isTable: boolean): Column<StatusRow> {
  return numberColumn(kind, activityLabels[kind], ({ activity }) =>
    activity === undefined ? null : (activity[kind] ?? (isTable ? '?' : null)),
  )
}
