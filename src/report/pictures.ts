import { numberText } from '../core/text.ts'
import type { FirstRows } from '../ledger/ledger.ts'
import { type Bar, percentText } from './charts.ts'
import {
  type Coverage,
  type DirectoryDay,
  type FunnelStep,
  funnelSteps,
  type MappingDay,
  type PeopleFacts,
} from './facts.ts'
import { type Period, type PeriodLength, periodsOf } from './over-time.ts'

/** Bars on one scale; the page draws them, and so does a terminal. */
export interface Bars {
  readonly title: string
  readonly bars: readonly Bar[]
  /** What the longest bar there could be stands for. */
  readonly whole: number
  /** How many more there are. */
  readonly others: number
}

/** What each step is called. */
export const stepTexts: Readonly<Record<FunnelStep, string>> = {
  known: 'In Salesforce or SalesScreen',
  'in-salesscreen': 'SalesScreen user',
  'on-team': 'On a team',
  mapped: 'Mapped',
  entered: 'Entered in SalesScreen',
  'shows-up': 'Showing up',
}

/** How people get from Salesforce to showing up. */
export function funnelBars({ funnel }: Pick<PeopleFacts, 'funnel'>): Bars {
  const bars = funnelSteps.map((step): Bar => {
    const count = funnel[step]
    return {
      label: stepTexts[step],
      value: `${numberText(count)} (${percentText(count, funnel.known)})`,
      parts: [{ look: 'good', value: count }],
    }
  })
  return { title: 'From Salesforce to showing up', bars, whole: funnel.known, others: 0 }
}

/** What the looks in the bars of groups mean. */
export const coverageLooks = [
  ['good', 'showing up'],
  ['waiting', 'waiting to be entered'],
  ['bad', 'something is missing'],
] as const

/** People who are on no team, and people without a known department. */
export const nameless = { team: 'Not on a team', department: 'No department known' } as const

/** What people are counted by. */
export type GroupKind = keyof typeof nameless

/** The people of a group. */
export function sizeOf({ showsUp, waiting, missing }: Coverage): number {
  return showsUp + waiting + missing
}

const mostBars = 12

/** How many people of each group show up, for the largest groups. */
export function coverageBars(kind: GroupKind, { rows, total }: FirstRows<Coverage>): Bars {
  const drawn = rows.slice(0, mostBars)
  return {
    title: `People who show up, by ${kind}`,
    bars: drawn.map((row) => ({
      label: row.name ?? nameless[kind],
      value: `${numberText(row.showsUp)} of ${numberText(sizeOf(row))}`,
      parts: [
        { look: 'good', value: row.showsUp },
        { look: 'waiting', value: row.waiting },
        { look: 'bad', value: row.missing },
      ],
    })),
    whole: Math.max(0, ...rows.map((row) => sizeOf(row))),
    others: total - drawn.length,
  }
}

/** Counts over time, in periods of one length. */
interface OverTime<Row> {
  readonly length: PeriodLength
  readonly rows: readonly Row[]
  /** Whether there are earlier periods. */
  readonly isCut: boolean
}

/** How mappings changed in a period, and how many there were at its end; null where nothing changed. */
export interface MappingPeriod extends Omit<MappingDay, 'day'> {
  readonly label: string
  readonly total: number | null
}

/** What the looks of mappings over time mean. */
export const mappingLooks = [
  ['good', 'added'],
  ['waiting', 'replaced'],
  ['bad', 'removed'],
] as const

/** Mappings over time, in at most so many periods. */
export function mappingsOverTime(days: readonly MappingDay[], most?: number): OverTime<MappingPeriod> {
  const { length, periods, isCut } = periodsOf(days, most)
  let total = 0
  const before = new Map<string, number>()
  for (const { day, added, removed } of days) before.set(day, (total += added - removed))
  const rows = periods.map((period) => ({
    label: period.label,
    added: sumIn(period, ({ added }) => added),
    replaced: sumIn(period, ({ replaced }) => replaced),
    removed: sumIn(period, ({ removed }) => removed),
    total: before.get(period.days.at(-1)?.day ?? '') ?? null,
  }))
  return { length, rows, isCut }
}

/** How the Salesforce users changed in a period. */
export interface SalesforcePeriod extends Omit<DirectoryDay, 'day'> {
  readonly label: string
  /** Whether they were read in this period. */
  readonly isRead: boolean
}

/** What the looks of Salesforce users over time mean. */
export const salesforceLooks = [
  ['good', 'joined'],
  ['waiting', 'changed'],
  ['bad', 'left'],
] as const

/** Salesforce users over time, in at most so many periods. */
export function salesforceOverTime(days: readonly DirectoryDay[], most?: number): OverTime<SalesforcePeriod> {
  const { length, periods, isCut } = periodsOf(days, most)
  const rows = periods.map((period) => ({
    label: period.label,
    joined: sumIn(period, ({ joined }) => joined),
    changed: sumIn(period, ({ changed }) => changed),
    left: sumIn(period, ({ left }) => left),
    isRead: period.days.length > 0,
  }))
  return { length, rows, isCut }
}

function sumIn<Row extends { readonly day: string }>(
  { days }: Period<Row>,
  pick: (row: Row) => number,
): number {
  return days.reduce((sum, row) => sum + pick(row), 0)
}
