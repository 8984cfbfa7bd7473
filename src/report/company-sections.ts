import { commandLine } from '../core/hint.ts'
import { type FindingKind, findingKinds, type NotChecked } from '../core/drift.ts'
import type { DecisionKind } from '../core/model.ts'
import type { DirectorySource } from '../core/salesforce-user.ts'
import { countText, numberText } from '../core/text.ts'
import { daysBetween } from './actions.ts'
import { columnChart, legend } from './charts.ts'
import { type ConnectionRow, type HistoryRow, type ReportFacts, sumOf } from './facts.ts'
import { type Html, markup, isolated } from './html.ts'
import type { PeriodLength } from './over-time.ts'
import { listOfEveryone, listOfTeam, type Section, type SectionContext } from './people-sections.ts'
import { mappingLooks, mappingsOverTime, salesforceLooks, salesforceOverTime } from './pictures.ts'
import { beside, code, firstRowsTable, nameCell, personCell, table, timeCell } from './tables.ts'

const findingTexts: Readonly<Record<FindingKind, string>> = {
  connection: 'Problem with the connection user',
  'id-used-twice': 'One Salesforce user is mapped twice',
  crossed: 'May be mapped to a namesake',
  gone: 'No longer in the Salesforce directory',
  'never-seen': 'Not in the Salesforce directory',
  inactive: 'Inactive in Salesforce',
  frozen: 'Frozen in Salesforce',
  'no-team': 'Not on a team',
  pending: 'Pending in SalesScreen',
  renamed: 'New name in Salesforce',
  'email-changed': 'New e-mail address in Salesforce',
  'left-unmapped': 'Inactive in Salesforce, not mapped',
  'not-in-ledger': 'In SalesScreen, but no longer in the ledger',
  differs: 'Different in SalesScreen',
  waiting: 'Mapping not entered in SalesScreen yet',
}

const notCheckedTexts: Readonly<Record<NotChecked, string>> = {
  'directory-unread': 'no Salesforce users have been read yet',
  'other-org': 'the Salesforce users were read from another org',
  'state-untold': 'the source does not say who is active',
}

/** What `check` finds, and how mappings and Salesforce users changed over time. */
export function driftSection(facts: ReportFacts, context: SectionContext): Section {
  const { kinds, rows, notChecked, onlyMappings } = facts.drift
  const found = sumOf(kinds)
  return {
    id: 'drift',
    title: 'Drift and mappings over time',
    content: markup`${
      found === 0
        ? markup`<p>No findings, as far as sfsync knows.</p>`
        : markup`${table(
            'Findings by kind',
            [
              { label: 'Finding', cell: (kind) => findingTexts[kind] },
              { label: 'Count', isNumber: true, cell: (kind) => kinds[kind] },
            ],
            findingKinds.filter((kind) => kinds[kind] > 0),
          )}
            ${firstRowsTable(
              'Findings, most urgent first',
              [
                { label: 'Person', cell: ({ person }) => personCell(person) },
                {
                  label: 'Finding',
                  cell: ({ kind, text }) => (text === null ? findingTexts[kind] : isolated(text)),
                },
                { label: 'Since', cell: ({ since }) => timeCell(since) },
              ],
              rows,
              listOfEveryone(facts, context, commandLine('check')),
            )}`
    }
      ${
        onlyMappings
          ? markup`<p class="quiet">
              In a company of this size, a report does not compare users who are not mapped, or what
              SalesScreen has: ${code(context.typed(commandLine('check')))}
            </p>`
          : null
      }
      ${notChecked.map(
        ([why, mappings]) =>
          markup`<p class="quiet">
            ${countText(mappings, 'mapped user was', 'mapped users were')} not
            checked${facts.team === null ? '' : ' in the whole company'}: ${notCheckedTexts[why]}.
          </p>`,
      )}
      <h3>Mappings over time${facts.team === null ? '' : ", of today's members"}</h3>
      ${mappingsSection(facts)}
      <h3>Salesforce users over time${facts.team === null ? '' : ', whole company'}</h3>
      ${salesforceSection(facts)}`,
  }
}

const periodTexts: Readonly<Record<PeriodLength, string>> = {
  day: 'Day (UTC)',
  week: 'Week from',
  month: 'Month',
}

function mappingsSection({ mappingDays }: ReportFacts): Html {
  const { length, rows, isCut } = mappingsOverTime(mappingDays)
  if (rows.length === 0) return markup`<p>No one has been mapped yet.</p>`
  const total = mappingDays.reduce((sum, { added, removed }) => sum + added - removed, 0)
  return markup`${legend(mappingLooks)}${isCut ? lastOnly(rows.length) : null}
  ${beside(
    columnChart(
      {
        id: 'mappings-chart',
        title: 'Mappings over time',
        description: `${numberText(total)} mappings now; ${numberText(sumOf(Object.fromEntries(rows.map(({ label, added }) => [label, added]))))} added and ${numberText(sumOf(Object.fromEntries(rows.map(({ label, removed }) => [label, removed]))))} removed in the time shown`,
      },
      rows.map(({ label, added, replaced, removed }) => ({
        label,
        up: [
          { look: 'good', value: added },
          { look: 'waiting', value: replaced },
        ],
        down: [{ look: 'bad', value: removed }],
      })),
    ),
    table(
      'Mappings over time',
      [
        { label: periodTexts[length], cell: ({ label }) => label },
        { label: 'Added', isNumber: true, cell: ({ added }) => added },
        { label: 'Replaced', isNumber: true, cell: ({ replaced }) => replaced },
        { label: 'Removed', isNumber: true, cell: ({ removed }) => removed },
        { label: 'Total', isNumber: true, cell: (period) => period.total },
      ],
      rows.filter(({ total: after }) => after !== null).toReversed(),
    ),
  )}`
}

function salesforceSection({ directory: { days } }: ReportFacts): Html {
  const { length, rows, isCut } = salesforceOverTime(days)
  if (rows.length === 0) return markup`<p>No Salesforce users have been read yet.</p>`
  return markup`${legend(salesforceLooks)}${isCut ? lastOnly(rows.length) : null}
  ${beside(
    columnChart(
      {
        id: 'salesforce-chart',
        title: 'Salesforce users over time',
        description: rows
          .filter(({ isRead }) => isRead)
          .slice(-mostTold)
          .map(
            ({ label, joined, changed, left }) =>
              `${label}: ${joined} joined, ${changed} changed, ${left} left`,
          )
          .join('; '),
      },
      rows.map(({ label, joined, changed, left }) => ({
        label,
        up: [
          { look: 'good', value: joined },
          { look: 'waiting', value: changed },
        ],
        down: [{ look: 'bad', value: left }],
      })),
    ),
    table(
      'Salesforce users over time',
      [
        { label: periodTexts[length], cell: ({ label }) => label },
        { label: 'Joined', isNumber: true, cell: ({ joined }) => joined },
        { label: 'Changed', isNumber: true, cell: ({ changed }) => changed },
        { label: 'Left', isNumber: true, cell: ({ left }) => left },
      ],
      rows.filter(({ isRead }) => isRead).toReversed(),
    ),
  )}`
}

function lastOnly(months: number): Html {
  return markup`<p class="quiet">Only the last ${months} months are shown.</p>`
}

const mostTold = 5

const sourceTexts: Readonly<Record<DirectorySource, string>> = {
  live: 'a live org',
  report: 'an exported report',
  demo: 'the built-in sample org',
}

/** How fresh the Salesforce users are, and who reads them. */
export function directorySection({ at, directory }: ReportFacts, { typed }: SectionContext): Section {
  const { last, reads } = directory
  const days = last === null ? 0 : daysBetween(last.at, at)
  return {
    id: 'directory',
    title: 'Salesforce directory',
    content:
      last === null
        ? markup`<p>
            No Salesforce users have been read yet:
            ${code(typed(commandLine('sf-users import', '<report.csv>')))}
          </p>`
        : markup`<p>
              ${countText(last.users, 'Salesforce user')}, read
              ${days === 0 ? 'less than a day' : countText(days, 'day')} ago (${timeCell(last.at)}) from
              ${last.origin === null ? sourceTexts[last.source] : isolated(last.origin)}${last.identity === null ? null : markup` as ${personCell(last.identity)}`}.
            </p>
            ${firstRowsTable(
              'When Salesforce users were read',
              [
                { label: 'When', cell: (row) => timeCell(row.at) },
                { label: 'From', cell: ({ origin, source }) => nameCell(origin, sourceTexts[source]) },
                {
                  label: 'Read by',
                  cell: ({ identity }) => (identity === null ? '–' : personCell(identity)),
                },
                { label: 'Users', isNumber: true, cell: ({ users }) => users },
                { label: 'New', isNumber: true, cell: ({ added }) => added },
                { label: 'Left', isNumber: true, cell: ({ left }) => left },
                { label: 'Returned', isNumber: true, cell: ({ returned }) => returned },
                { label: 'Changed', isNumber: true, cell: ({ changed }) => changed },
                { label: 'Removed', isNumber: true, cell: ({ dropped }) => dropped },
              ],
              reads,
              { typed: typed(commandLine('sf-users log')) },
            )}`,
  }
}

const resultTexts: Readonly<Record<ConnectionRow['result'], string>> = {
  ok: 'OK',
  warning: 'check this',
  problem: 'problem',
  unknown: 'unknown',
}

/** Who holds SalesScreen's connection to Salesforce, as far as the ledger knows. */
export function connectionSection({ connection }: ReportFacts, { typed }: SectionContext): Section {
  const { holder, answers } = connection
  return {
    id: 'connection',
    title: 'Connection user',
    content: markup`<p>
        ${holder === null ? markup`sfsync does not know which Salesforce user SalesScreen connects as; to record it: ${code(typed(commandLine('settings set', 'connection-user', '<user>')))}.` : markup`SalesScreen connects to Salesforce as ${personCell(holder)}.`}
        A report does not contact Salesforce; ${code(typed(commandLine('doctor')))} does.
      </p>
      ${table(
        'What sfsync knows about the connection user',
        [
          { label: 'Check', cell: ({ about }) => about },
          { label: 'Result', cell: ({ result }) => resultTexts[result] },
          { label: 'Detail', cell: ({ detail }) => nameCell(detail) },
        ],
        answers,
      )}`,
  }
}

/** The last changes of the ledger. */
export function historySection(facts: ReportFacts, context: SectionContext): Section {
  const { history, isAnonymous } = facts
  return {
    id: 'history',
    title: 'Last changes',
    content:
      history.total === 0
        ? markup`<p>Nothing has been changed yet.</p>`
        : firstRowsTable(
            'Change sets, newest first',
            [
              { label: 'No.', isNumber: true, cell: ({ number }) => number },
              { label: 'When', cell: (row) => timeCell(row.at) },
              { label: 'Who', cell: ({ actor }) => personCell(actor) },
              ...(history.rows.some(({ role }) => role !== null)
                ? [{ label: 'Database role', cell: ({ role }: HistoryRow) => nameCell(role) }]
                : []),
              { label: 'Changes', isNumber: true, cell: ({ changes }) => changes },
              {
                label: 'Command',
                cell: ({ command }) => code(context.recorded(command)),
              },
              { label: 'Why', cell: ({ reason }) => nameCell(reason, isAnonymous ? 'left out' : '–') },
            ],
            history,
            listOfTeam(facts, context, commandLine('history')),
          ),
  }
}

const decisionTexts: Readonly<Record<DecisionKind, string>> = {
  never: 'Not the same person',
  'not-a-person': 'Not a person',
  later: 'Later',
}

/** The exceptions that admins settled. */
export function decisionsSection(facts: ReportFacts, context: SectionContext): Section {
  const { decisions, isAnonymous } = facts
  return {
    id: 'decisions',
    title: 'Settled exceptions',
    content:
      decisions.total === 0
        ? markup`<p>There are no settled exceptions.</p>`
        : firstRowsTable(
            'Decisions about possible matches',
            [
              { label: 'Decision', cell: ({ kind }) => decisionTexts[kind] },
              { label: 'SalesScreen user', cell: ({ user }) => (user === null ? '–' : personCell(user)) },
              {
                label: 'Salesforce user',
                cell: ({ salesforceUser }) => (salesforceUser === null ? '–' : personCell(salesforceUser)),
              },
              { label: 'Expires', cell: ({ until }) => (until === null ? 'never' : timeCell(until)) },
              { label: 'Who', cell: ({ decidedBy }) => personCell(decidedBy) },
              { label: 'When', cell: ({ decidedAt }) => timeCell(decidedAt) },
              { label: 'Why', cell: ({ reason }) => nameCell(reason, isAnonymous ? 'left out' : '–') },
            ],
            decisions,
            listOfEveryone(facts, context, commandLine('decisions list')),
          ),
  }
}
