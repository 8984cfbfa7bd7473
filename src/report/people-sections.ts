import type { CommandLine, Hint } from '../core/hint.ts'
import { commandLine, withOptions } from '../core/hint.ts'
import { pendingLimitDays } from '../core/drift.ts'
import { countText, numberText } from '../core/text.ts'
import { type Standing, standings } from '../core/visibility.ts'
import { type Action, actionsOf } from './actions.ts'
import { barChart, legend, percentText } from './charts.ts'
import { funnelSteps, type ReportFacts, type SpareReason, spareReasons, sumOf } from './facts.ts'
import { type Html, markup, lines } from './html.ts'
import {
  coverageBars,
  coverageLooks,
  funnelBars,
  type GroupKind,
  nameless,
  sizeOf,
  stepTexts,
} from './pictures.ts'
import {
  beside,
  code,
  firstRowsTable,
  nameCell,
  personCell,
  table,
  timeCell,
  type WholeList,
} from './tables.ts'

/** What the sections need besides the facts. */
export interface SectionContext {
  /** A command as this admin types it. */
  readonly typed: (hint: Hint) => string
  /** A recorded command as this admin repeats it. */
  readonly recorded: (command: string) => string
}

/** A section of the page; its ID is in the list of contents. */
export interface Section {
  readonly id: string
  readonly title: string
  readonly content: Html
}

/** The command that lists all of what a table begins with, for the team of the report. */
export function listOfTeam(
  { team }: ReportFacts,
  { typed }: SectionContext,
  command: CommandLine,
): WholeList {
  return { typed: typed(withOptions(command, team === null ? {} : { team })) }
}

/** The command that lists all of what a table begins with, where it knows no teams. */
export function listOfEveryone(
  { team }: ReportFacts,
  { typed }: SectionContext,
  command: CommandLine,
): WholeList {
  return { typed: typed(command), ...(team === null ? {} : { others: 'those of other teams' }) }
}

/** The sentence that says how things stand. */
export function headline({ people: { funnel }, team }: Pick<ReportFacts, 'people' | 'team'>): string {
  const where = team === null ? '' : ` on the team ${team}`
  const { known, 'shows-up': showsUp } = funnel
  if (known === 0) return `There are no people${where} yet.`
  if (showsUp === known)
    return known === 1
      ? `The one person${where} shows up in SalesScreen.`
      : `All ${numberText(known)} people${where} show up in SalesScreen.`
  if (known === 1) return `The one person${where} does not show up in SalesScreen.`
  const share = percentText(showsUp, known)
  const verb = showsUp === 1 ? 'shows' : 'show'
  return `${showsUp === 0 ? 'None' : numberText(showsUp)} of ${countText(known, 'person', 'people')}${where} ${verb} up in SalesScreen (${share}).`
}

const levelTexts: Readonly<Record<Action['level'], string>> = {
  stop: 'Urgent',
  wrong: 'Fix',
  open: 'Open',
}

/** What to do now, worst first. */
export function actionsSection(facts: ReportFacts, { typed }: SectionContext): Section {
  const actions = actionsOf(facts)
  const hasFix = actions.some(({ command }) => command?.options?.['fix'] === true)
  const items = actions.map(
    ({ level, text, command }) =>
      markup`<li>
        <span class="level ${level}">${levelTexts[level]}</span>
        ${text}${command === null ? null : markup`<br />${code(typed(command))}`}
      </li>`,
  )
  return {
    id: 'now',
    title: 'What to do now',
    content:
      items.length === 0
        ? markup`<p>Nothing, as far as sfsync knows.</p>`
        : markup`<ol class="actions">
              ${lines(items)}
            </ol>
            ${hasFix ? markup`<p class="quiet">check --fix changes nothing: it prints the commands that fix each finding.</p>` : null}
            ${facts.team === null ? null : markup`<p class="quiet">Commands without --team are about everyone.</p>`}`,
  }
}

const standingTexts: Readonly<Record<Standing, string>> = {
  'shows-up': 'Showing up',
  waiting: 'Waiting to be entered',
  'not-in-salesscreen': 'Not in SalesScreen',
  'not-active': 'Not active in SalesScreen',
  pending: 'Pending in SalesScreen',
  'no-team': 'Not on a team',
  'not-mapped': 'Not mapped',
  'salesforce-unknown': 'Unknown in Salesforce',
  'salesforce-inactive': 'Inactive in Salesforce',
  'salesforce-frozen': 'Frozen in Salesforce',
}

/** How people get from Salesforce to showing up, and who does not. */
export function funnelSection(facts: ReportFacts, context: SectionContext): Section {
  const { people } = facts
  const { funnel, missing } = people
  const all = sumOf(people.standings)
  const steps = funnelSteps.map((step, at) => {
    const before = funnel[funnelSteps[at - 1] ?? step]
    return { label: stepTexts[step], count: funnel[step], lost: before - funnel[step] }
  })
  const drawn = funnelBars(people)
  const rest = all - funnel.known
  return {
    id: 'funnel',
    title: 'From Salesforce to showing up',
    content: markup`${beside(
      barChart(
        {
          id: 'funnel-chart',
          title: drawn.title,
          description: steps.map(({ label, count }) => `${label}: ${numberText(count)}`).join(', '),
        },
        drawn.bars,
        drawn.whole,
      ),
      table(
        'People at each step',
        [
          { label: 'Step', cell: ({ label }) => label },
          { label: 'People', isNumber: true, cell: ({ count }) => count },
          { label: 'Share', isNumber: true, cell: ({ count }) => percentText(count, funnel.known) },
          { label: 'Drop-off', isNumber: true, cell: ({ lost }) => lost },
        ],
        steps,
      ),
    )}
    ${
      rest === 0
        ? null
        : markup`<p class="quiet">
            ${countText(rest, 'other is', 'others are')} left out: inactive or frozen in Salesforce, or not
            active in SalesScreen.
          </p>`
    }
    ${
      all === 0
        ? null
        : table(
            'Everyone by status',
            [
              { label: 'Status', cell: (standing) => standingTexts[standing] },
              { label: 'People', isNumber: true, cell: (standing) => people.standings[standing] },
            ],
            standings.filter((standing) => people.standings[standing] > 0),
          )
    }
    ${
      missing.total === 0
        ? null
        : markup`${firstRowsTable(
            'Who does not show up, worst first',
            [
              { label: 'Person', cell: ({ person }) => personCell(person) },
              { label: 'Team', cell: (row) => nameCell(row.team) },
              { label: 'Status', cell: ({ standing }) => standingTexts[standing] },
              { label: 'Next', cell: ({ next }) => (next === null ? '–' : code(context.typed(next))) },
            ],
            missing,
            listOfTeam(facts, context, commandLine('status')),
          )}`
    }`,
  }
}

/** How many people of each group show up. */
export function coverageSection(facts: ReportFacts, context: SectionContext): Section {
  const { teams, departments } = facts.people
  return {
    id: 'coverage',
    title: 'Coverage',
    content: markup`${legend(coverageLooks)}
      <h3>By team</h3>
      ${groups('team', teams, listOfTeam(facts, context, commandLine('status')))}
      <h3>By department</h3>
      ${groups('department', departments, listOfEveryone(facts, context, commandLine('sf-users list')))}`,
  }
}

function groups(kind: GroupKind, facts: ReportFacts['people']['teams'], all: WholeList): Html {
  const { title, bars, whole, others } = coverageBars(kind, facts)
  if (bars.length === 0) return markup`<p>No one yet.</p>`
  const description = bars.map(({ label, value }) => `${label}: ${value}`).join(', ')
  const chart = barChart({ id: `${kind}-chart`, title, description }, bars, whole)
  return beside(
    markup`${chart}${others > 0 ? markup`<p class="quiet">The chart has the largest ${bars.length}.</p>` : null}`,
    firstRowsTable(
      title,
      [
        {
          label: kind === 'team' ? 'Team' : 'Department',
          cell: ({ name }) => nameCell(name, nameless[kind]),
        },
        { label: 'People', isNumber: true, cell: sizeOf },
        { label: 'Showing up', isNumber: true, cell: ({ showsUp }) => showsUp },
        { label: 'Waiting', isNumber: true, cell: ({ waiting }) => waiting },
        { label: 'Missing', isNumber: true, cell: ({ missing }) => missing },
        { label: 'Share', isNumber: true, cell: (row) => percentText(row.showsUp, sizeOf(row)) },
      ],
      facts,
      all,
    ),
  )
}

const reasonTexts: Readonly<Record<SpareReason, string>> = {
  'to-deactivate': 'Deactivated in sfsync, not yet in SalesScreen',
  inactive: 'Inactive in Salesforce',
  frozen: 'Frozen in Salesforce',
  unmapped: 'Not mapped yet',
}

// By state, it would leave out users that only SalesScreen has as Pending.
const pendingFirst = withOptions(commandLine('status'), { missing: true, sort: 'standing' })

/** The licenses, those that could be freed, and how long Pending users have. */
export function licenseSection(facts: ReportFacts, context: SectionContext): Section {
  const { licenses, people, team } = facts
  const { used, spare, rows } = licenses
  const known = licenses.licenses
  const whole = Math.max(used, known ?? 0)
  const free = whole - used
  const company = team === null ? '' : ' in the whole company'
  return {
    id: 'licenses',
    title: 'Licenses',
    content: markup`<p>
        ${
          known === null
            ? markup`${countText(used, 'license is', 'licenses are')} in use${company}. To see how many are free, set
              how many you have: ${code(context.typed(commandLine('settings set', 'licenses', '<number>')))}`
            : `${numberText(used)} of ${countText(known, 'license')} ${used === 1 ? 'is' : 'are'} in use${company}, ${used > known ? `${numberText(used - known)} too many` : `${numberText(free)} free`}.`
        }
      </p>
      ${barChart(
        {
          id: 'license-chart',
          title: 'Licenses in use',
          description: `${numberText(used)} in use${known === null ? '' : ` of ${numberText(known)}`}`,
        },
        [
          {
            label: 'In use',
            value: known === null ? numberText(used) : `${numberText(used)} of ${numberText(known)}`,
            parts: [
              { look: 'good', value: known === null ? used : Math.min(used, known) },
              { look: 'bad', value: known === null ? 0 : Math.max(0, used - known) },
            ],
          },
        ],
        whole,
      )}
      <h3>Pending users</h3>
      ${
        people.pending.total === 0
          ? markup`<p>No users are Pending.</p>`
          : markup`<p>
                A Pending user has no license. SalesScreen deactivates the user after ${pendingLimitDays}
                days.
              </p>
              ${firstRowsTable(
                'Pending users, fewest days left first',
                [
                  { label: 'Person', cell: ({ person }) => personCell(person) },
                  { label: 'Team', cell: (row) => nameCell(row.team) },
                  { label: 'Pending since', cell: ({ since }) => timeCell(since) },
                  { label: 'Days left', isNumber: true, cell: ({ daysLeft }) => daysText(daysLeft) },
                ],
                people.pending,
                {
                  ...listOfTeam(facts, context, pendingFirst),
                  others: 'everyone else who does not show up',
                },
              )}`
      }
      <h3>Licenses that could be freed</h3>
      ${table(
        'Licenses that could be freed, by reason',
        [
          { label: 'Reason', cell: (reason) => reasonTexts[reason] },
          { label: 'Users', isNumber: true, cell: (reason) => spare[reason] },
        ],
        spareReasons,
      )}
      ${
        rows.total === 0
          ? null
          : firstRowsTable(
              'Users whose licenses could be freed',
              [
                { label: 'Person', cell: ({ person }) => personCell(person) },
                { label: 'Reason', cell: ({ reason }) => reasonTexts[reason] },
              ],
              rows,
              listOfEveryone(facts, context, commandLine('users licenses')),
            )
      }`,
  }
}

function daysText(days: number | null): string {
  if (days === null) return 'unknown'
  return days < 0 ? 'over' : numberText(days)
}
