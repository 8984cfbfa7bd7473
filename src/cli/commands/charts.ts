import { firstStep } from '../../app/first-step.ts'
import { type HistoryFilter, historyQuery } from '../../app/history.ts'
import { readDirectoryFacts, readMappingDays, readPeople } from '../../app/report/collect.ts'
import { resolveTeam } from '../../app/resolve.ts'
import { visible } from '../../core/visible-text.ts'
import type { Bar, Part } from '../../report/charts.ts'
import { headline } from '../../report/people-sections.ts'
import {
  type Bars,
  coverageBars,
  coverageLooks,
  funnelBars,
  mappingLooks,
  mappingsOverTime,
  salesforceLooks,
  salesforceOverTime,
} from '../../report/pictures.ts'
import type { Context } from '../context.ts'
import { requireTable } from '../lists.ts'
import { barLines, changesText, legendLines } from '../output/chart.ts'
import { readingWidth, wrapped } from '../output/text.ts'

/** Draws how people get from Salesforce to showing up, and how many of each team and department do. */
export async function drawStatus(context: Context, wantedTeam: string | undefined): Promise<void> {
  requireTable(context, '--chart', 'leave out --chart: the list has the same people')
  const ledger = await context.ledger()
  const team = wantedTeam === undefined ? undefined : (await resolveTeam(ledger, wantedTeam)).team
  const { people } = await ledger.readTransaction(async () => await readPeople(context, ledger, team))
  const { stdout } = context
  const said = visible(headline({ people, team: team?.name ?? null }))
  if (people.funnel.known === 0) {
    await context.note(said)
    const first = await firstStep(ledger)
    if (first !== undefined) await context.suggest(first)
    return
  }
  const { teams, departments } = people
  // All on one team, or all of unknown departments, is no picture.
  const byTeam = team === undefined && teams.rows.length > 0 ? [coverageBars('team', teams)] : []
  const hasDepartments = departments.rows.some(({ name }) => name !== null)
  const groups = [...byTeam, ...(hasDepartments ? [coverageBars('department', departments)] : [])]
  await write(context, [
    wrapped(said, readingWidth(stdout), ''),
    await barLines(funnelBars(people), stdout),
    ...(await Promise.all(groups.map(async (bars) => await barLines(bars, stdout)))),
    groups.length === 0 ? [] : legendLines(coverageLooks, stdout),
  ])
}

// As many lines as are seen at once.
const mostPeriods = 16

/** Draws how mappings changed over time, and how the Salesforce users did. */
export async function drawHistory(context: Context, filter: HistoryFilter): Promise<void> {
  requireTable(context, '--chart', 'leave out --chart: the list has the same change sets')
  const ledger = await context.ledger()
  const query = await historyQuery(ledger, filter, context.dependencies.now())
  const mappings = mappingsOverTime(await readMappingDays(ledger, query, context.times), mostPeriods)
  // What is in Salesforce is of no team and no admin.
  const { team, actor, role, command } = filter
  const isAll = [team, actor, role, command].every((each) => each === undefined)
  const days = isAll ? (await readDirectoryFacts(ledger, query, context.times)).days : []
  const salesforce = salesforceOverTime(days, mostPeriods)
  if (mappings.rows.length + salesforce.rows.length === 0) {
    await context.note('no mapping has changed in this time')
    return
  }
  const { stdout } = context
  const mapped = mappings.rows.map(({ label, added, replaced, removed }) =>
    overTimeBar(label, added, replaced, removed),
  )
  const read = salesforce.rows.map(({ label, joined, changed, left }) =>
    overTimeBar(label, joined, changed, left),
  )
  const drawn = async (
    what: string,
    { length, isCut }: typeof mappings | typeof salesforce,
    bars: readonly Bar[],
  ) => {
    const title = `${what}, ${periodTexts[length]}${isCut ? `, the last ${bars.length}` : ''}`
    return bars.length === 0 ? [] : await barLines(asBars(title, bars), stdout)
  }
  await write(context, [
    await drawn(
      query.teamId === undefined ? 'Mappings over time' : 'Mappings of present members over time',
      mappings,
      mapped,
    ),
    mapped.length === 0 ? [] : legendLines(mappingLooks, stdout),
    await drawn('Salesforce users over time', salesforce, read),
    read.length === 0 ? [] : legendLines(salesforceLooks, stdout),
  ])
}

const periodTexts = {
  day: 'by day',
  week: 'by week, from Monday',
  month: 'by month',
} as const

function overTimeBar(label: string, added: number, changed: number, removed: number): Bar {
  return {
    label,
    value: changesText(added, changed, removed),
    parts: [
      { look: 'good', value: added },
      { look: 'waiting', value: changed },
      { look: 'bad', value: removed },
    ],
  }
}

function asBars(title: string, bars: readonly Bar[]): Bars {
  return { title, bars, whole: Math.max(...bars.map(({ parts }) => sizeOf(parts))), others: 0 }
}

function sizeOf(parts: readonly Part[]): number {
  return parts.reduce((total, { value }) => total + value, 0)
}

async function write({ stdout }: Context, pictures: readonly (readonly string[])[]): Promise<void> {
  const shown = pictures.filter((lines) => lines.length > 0).map((lines) => `${lines.join('\n')}\n`)
  await stdout.write(shown.join('\n'))
}
