import { isInForce } from '../../core/decide/decision.ts'
import { type FindingKind, findingKinds } from '../../core/drift.ts'
import type { NamedDecision } from '../../core/explain/facts.ts'
import type { Team } from '../../core/model.ts'
import { type Email, parseEmail } from '../../core/text.ts'
import { type Todo, userTodos } from '../../core/todo.ts'
import { given } from '../../core/values.ts'
import type {
  DirectoryLogEntry,
  DirectoryReadRecord,
  FirstRows,
  Ledger,
  MappingMinutesQuery,
} from '../../ledger/ledger.ts'
import {
  type ConnectionFacts,
  type DecisionRow,
  type DirectoryDay,
  type DirectoryFacts,
  type DriftFactsFound,
  type DriftRow,
  type HistoryRow,
  type LicenseFacts,
  type MappingDay,
  mostRows,
  type PeopleFacts,
  type Person,
  type ReportFacts,
} from '../../report/facts.ts'
import { connectionAnswers, connectionInLedger } from '../connection-user.ts'
import type { AppContext } from '../context.ts'
import { timesInUtc } from '../directory-age.ts'
import { namedDecisions } from '../decisions.ts'
import type { DriftCount } from '../drift.ts'
import { allFindings, defaultPendingDays } from '../findings.ts'
import { historyQuery } from '../history.ts'
import { throwIfInterrupted } from '../interrupts.ts'
import { licenseUsageOf } from '../license-usage.ts'
import { resolveTeam } from '../resolve.ts'
import { isQuicklyCompared, type PersonStatus, statusOfAll } from '../status.ts'
import type { TimeTexts } from '../time-span.ts'
import { readTodoFacts } from '../todo.ts'
import { First, Tally, zeros } from './tally.ts'

/** Reads everything that a report says, for one team or for everyone; nothing is kept of more than a hundred people a list. Throws `not-found`. */
export async function collectReport(
  context: AppContext,
  wantedTeam: string | undefined,
): Promise<ReportFacts> {
  const ledger = await context.ledger()
  const team = wantedTeam === undefined ? undefined : (await resolveTeam(ledger, wantedTeam)).team
  // One moment, whatever others write meanwhile: figures that do not agree would be taken for an error.
  return await ledger.readTransaction(async () => await readAll(context, ledger, team))
}

async function readAll(context: AppContext, ledger: Ledger, team: Team | undefined): Promise<ReportFacts> {
  const autoSync = (await ledger.facts()).find(({ name }) => name === 'auto-sync')
  const { people, licenses } = await readPeople(context, ledger, team)
  return {
    at: context.now(),
    team: team?.name ?? null,
    isAnonymous: false,
    autoSync: autoSync?.value ?? null,
    people,
    licenses,
    drift: await readDrift(context, ledger, team),
    mappingDays: await readMappingDays(ledger, given({ teamId: team?.teamId }), timesInUtc),
    directory: await readDirectoryFacts(ledger, {}, timesInUtc),
    connection: await readConnection(context, ledger),
    history: await readHistory(context, ledger, team),
    decisions: await readDecisions(context, ledger, team),
  }
}

/** Counts everyone, or the members of one team, by how they stand. */
export async function readPeople(
  context: AppContext,
  ledger: Ledger,
  team: Team | undefined,
): Promise<{ readonly people: PeopleFacts; readonly licenses: LicenseFacts }> {
  const tally = new Tally(context.now())
  const gone = await goneToDeactivate(ledger)
  let waiting = gone.length
  if (team === undefined)
    for (const { user } of gone)
      if (user !== null)
        tally.addSpare(
          { name: user.name, email: user.email, userId: user.id, salesforceUserId: null },
          'to-deactivate',
        )
  for await (const page of statusOfAll(context, ledger)) {
    await throwIfInterrupted(context.dependencies.interrupted)
    waiting += page.filter(({ spareLicense }) => spareLicense === 'to-deactivate').length
    const wanted = team === undefined ? page : page.filter((each) => each.team === team.name)
    tally.add(wanted, await pendingSince(ledger, wanted))
  }
  const { licenses, activeUsers } = await licenseUsageOf(ledger)
  return { people: tally.people(), licenses: { licenses, used: activeUsers + waiting, ...tally.spare() } }
}

// Users that SalesScreen has and the ledger no longer has are in no status.
async function goneToDeactivate(ledger: Ledger): Promise<readonly Todo[]> {
  const emails: Email[] = []
  let gone = 0
  for await (const page of ledger.userTodoFacts([])) {
    gone += page.length
    for (const { entered } of page) {
      const parsed = parseEmail(entered?.email ?? '')
      if ('email' in parsed) emails.push(parsed.email)
    }
  }
  if (gone === 0) return []
  // A user who was created again at the same address is one person.
  const again = emails.length === 0 ? [] : await ledger.usersOf({ emails })
  const { users } = await readTodoFacts(
    ledger,
    again.map(({ user }) => user.userId),
  )
  return [...users.values()]
    .filter(({ user }) => user === null)
    .flatMap((facts) => userTodos(facts).filter(({ kind }) => kind === 'deactivate'))
}

// Since when users have been Pending in the ledger.
async function pendingSince(
  ledger: Ledger,
  page: readonly PersonStatus[],
): Promise<ReadonlyMap<string, string>> {
  const since = new Map<string, string>()
  const ids = page.flatMap(({ state, userId }) => (state === 'pending' && userId !== null ? [userId] : []))
  if (ids.length === 0) return since
  for await (const changes of ledger.changesTo(ids))
    for (const { change, changeSet } of changes) {
      const began =
        change.entity === 'user' && change.after?.state === 'pending' && change.before?.state !== 'pending'
      // The newest comes first.
      if (began && !since.has(change.key)) since.set(change.key, changeSet.at)
    }
  return since
}

const changeKinds: ReadonlySet<FindingKind> = new Set(['renamed', 'email-changed', 'gone', 'never-seen'])

async function readDrift(
  context: AppContext,
  ledger: Ledger,
  team: Team | undefined,
): Promise<DriftFactsFound> {
  const kinds = zeros(findingKinds)
  let changedUsers = 0
  const rows = new First<DriftRow>(
    (left, right) => findingKinds.indexOf(left.kind) - findingKinds.indexOf(right.kind),
  )
  const count: DriftCount = { findings: 0, notChecked: new Map() }
  const onlyMappings = !(await isQuicklyCompared(ledger))
  const query = {
    pendingDays: defaultPendingDays,
    now: context.now(),
    view: (await ledger.directory.lastRead()) ?? null,
    watched: await connectionInLedger(ledger, withoutSalesforce),
    onlyMappings,
  }
  for await (const page of allFindings(context, ledger, query, count)) {
    await throwIfInterrupted(context.dependencies.interrupted)
    // All findings about one user are on one page.
    const changed = new Set<string>()
    for (const { kind, name, email, userId, salesforceUserId, teamId, detail, since } of page) {
      if (team !== undefined && teamId !== team.teamId) continue
      kinds[kind] += 1
      if (userId !== null && changeKinds.has(kind)) changed.add(userId)
      rows.add({ person: { name, email, userId, salesforceUserId }, kind, text: detail, since })
    }
    changedUsers += changed.size
  }
  return { kinds, changedUsers, notChecked: [...count.notChecked], onlyMappings, rows: rows.result() }
}

/** Reads how mappings changed by day. */
export async function readMappingDays(
  ledger: Pick<Ledger, 'mappingMinutes'>,
  query: MappingMinutesQuery,
  times: TimeTexts,
): Promise<readonly MappingDay[]> {
  const days = new Map<string, MappingDay>()
  for (const { at, added, replaced, removed } of await ledger.mappingMinutes(query)) {
    const day = times.day(at)
    const before = days.get(day) ?? { day, added: 0, replaced: 0, removed: 0 }
    days.set(day, {
      day,
      added: before.added + added,
      replaced: before.replaced + replaced,
      removed: before.removed + removed,
    })
  }
  return [...days.values()]
}

/** Reads how the Salesforce users were read, and what changed by day in some time. */
export async function readDirectoryFacts(
  { directory }: Pick<Ledger, 'directory'>,
  { since = '', until = '9' }: Pick<MappingMinutesQuery, 'since' | 'until'>,
  times: TimeTexts,
): Promise<DirectoryFacts> {
  const rows: DirectoryFacts['reads']['rows'][number][] = []
  const days = new Map<string, DirectoryDay>()
  let total = 0
  for await (const page of directory.log())
    for (const entry of page) {
      total += 1
      if (rows.length < mostRows) rows.push(readRow(entry))
      if (entry.at >= since && entry.at < until) addToDay(days, entry, times)
    }
  const last = await directory.lastRead()
  return {
    last: last === undefined ? null : lastRow(last),
    reads: { rows, total },
    days: [...days.values()].toReversed(),
  }
}

function lastRow(last: DirectoryReadRecord): NonNullable<DirectoryFacts['last']> {
  const { source, at, users, scope } = last
  return { source, at, users, scope, ...whoRead(last) }
}

function readRow(entry: DirectoryLogEntry): DirectoryFacts['reads']['rows'][number] {
  const { number, at, source, users, added, left, returned, changed, dropped } = entry
  return { number, at, source, users, added, left, returned, changed, dropped, ...whoRead(entry) }
}

function whoRead({ origin, identity }: DirectoryReadRecord): {
  readonly origin: string
  readonly identity: Person | null
} {
  return { origin, identity: identity === null ? null : namedOnly(identity) }
}

// The log comes newest first.
function addToDay(days: Map<string, DirectoryDay>, entry: DirectoryLogEntry, times: TimeTexts): void {
  const day = times.day(entry.at)
  const before = days.get(day) ?? { day, joined: 0, left: 0, changed: 0 }
  days.set(day, {
    day,
    joined: before.joined + (entry.added ?? 0) + (entry.returned ?? 0),
    left: before.left + (entry.left ?? 0) + (entry.dropped ?? 0),
    changed: before.changed + (entry.changed ?? 0),
  })
}

const withoutSalesforce = 'a report does not contact Salesforce'

async function readConnection(context: AppContext, ledger: Ledger): Promise<ConnectionFacts> {
  const watched = await connectionInLedger(ledger, withoutSalesforce)
  const answers = connectionAnswers(watched, new Date(context.now()), timesInUtc)
  const holder =
    'unknownBecause' in watched.user
      ? null
      : {
          name: watched.user.known.name,
          email: null,
          userId: null,
          salesforceUserId: watched.user.known.salesforceUserId,
        }
  return {
    holder,
    answers: answers.map(({ about, result, detail }) => ({ about, result, detail })),
  }
}

async function readHistory(
  context: AppContext,
  ledger: Ledger,
  team: Team | undefined,
): Promise<FirstRows<HistoryRow>> {
  const filter = team === undefined ? { limit: mostRows } : { team: team.name }
  const query = await historyQuery(ledger, filter, context.dependencies.now())
  const rows = new First<HistoryRow>()
  for await (const page of ledger.history(query))
    for (const { number, at, actor, role, size, command, reason } of page)
      rows.add({ number, at, actor: namedOnly(actor), role, changes: size, command, reason })
  const { rows: first, total } = rows.result()
  // Numbers have no gaps.
  return { rows: first, total: team === undefined ? (first[0]?.number ?? 0) : total }
}

async function readDecisions(
  context: AppContext,
  ledger: Ledger,
  team: Team | undefined,
): Promise<FirstRows<DecisionRow>> {
  const today = context.today()
  const inForce = (await namedDecisions(ledger)).filter(({ decision }) => isInForce(decision, today))
  const wanted = team === undefined ? inForce : await onTeam(ledger, inForce, team)
  return { rows: wanted.slice(0, mostRows).map((each) => decisionRow(each)), total: wanted.length }
}

async function onTeam(
  ledger: Ledger,
  decisions: readonly NamedDecision[],
  team: Team,
): Promise<readonly NamedDecision[]> {
  const userIds = decisions.flatMap(({ decision }) => decision.userId ?? [])
  const members = new Set<string>(
    (await ledger.usersOf({ userIds })).flatMap(({ user }) =>
      user.teamId === team.teamId ? user.userId : [],
    ),
  )
  return decisions.filter(({ decision: { userId } }) => userId !== null && members.has(userId))
}

function decisionRow({ decision, user, salesforceName }: NamedDecision): DecisionRow {
  const { kind, userId, salesforceUserId, until, reason, decidedBy, decidedAt } = decision
  return {
    kind,
    user:
      userId === null
        ? null
        : { name: user?.name ?? null, email: user?.email ?? null, userId, salesforceUserId: null },
    salesforceUser:
      salesforceUserId === null
        ? null
        : { name: salesforceName, email: null, userId: null, salesforceUserId },
    until,
    reason,
    decidedBy: namedOnly(decidedBy),
    decidedAt,
  }
}

// Who acts is known by a name alone, which may be an address.
function namedOnly(name: string): Person {
  return { name, email: null, userId: null, salesforceUserId: null }
}
