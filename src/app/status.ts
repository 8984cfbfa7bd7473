import { countText, type Email, fold, normalizeEmail } from '../core/text.ts'
import type { CommandLine } from '../core/hint.ts'
import type { EnteredUser } from '../core/entered.ts'
import { identityDoubt } from '../core/match/identity.ts'
import type { Mapping, User, UserId, UserState } from '../core/model.ts'
import { AddressPairing } from '../core/pairing.ts'
import { type LoginState, whyInactive, type SalesforceUser } from '../core/salesforce-user.ts'
import { given } from '../core/values.ts'
import { userTodos } from '../core/todo.ts'
import { type Visibility, visibilityOf } from '../core/visibility.ts'
import type {
  DirectoryReadRecord,
  EnteredReader,
  Ledger,
  LedgerCounts,
  StandingFacts,
} from '../ledger/ledger.ts'
import type { Activity, ActivityReader } from '../salesforce/salesforce.ts'
import type { AppContext } from './context.ts'
import { requireSameOrg } from './directory/import-directory.ts'
import { liveRequest } from './directory/refresh.ts'
import { probableLeavers, withAddressesOf } from './leavers.ts'
import type { LicenseReason } from './licenses.ts'
import { addressForNew, occupiedAddresses } from './new-user.ts'
import { findPerson, requireEntry } from './resolve.ts'
import { resolveEach } from './resolve-many.ts'

/** How one person stands, and what else a report counts people by. */
export interface PersonStatus extends Visibility {
  /** null without a SalesScreen user. */
  readonly userId: UserId | null
  /** In Salesforce; null if unknown. */
  readonly department: string | null
  /** Why the license of the user could be freed; null if it is needed, or there is none. */
  readonly spareLicense: LicenseReason | null
  /** Since when SalesScreen has the user as Pending, where only SalesScreen does (UTC, ISO 8601); null if unknown. */
  readonly pendingThereSince: string | null
}

/** The status of every SalesScreen user by name, then of every active Salesforce user without one. */
export async function* statusOfAll(
  context: AppContext,
  ledger: Ledger,
): AsyncGenerator<readonly PersonStatus[]> {
  const once = await readOnce(ledger)
  for await (const page of ledger.standings()) {
    const facts = await commonFacts(ledger, page, once)
    yield page.map((each) => ofUser(each, facts))
  }
  const query = { active: true, people: true, mapped: false, withoutUser: true }
  let commands: MatchCommands | undefined
  for await (const page of ledger.directory.list(query)) {
    const people = page.map(({ salesforceUser }) => salesforceUser)
    const matches = (commands ??= await matchCommands(context, ledger))
    const taken = await occupiedAddresses(ledger, people)
    yield people.map((each) => ofSalesforceUser(each, taken, matches))
  }
}

/** The status of the people that an admin names on either side; throws one error for all that are not found. */
export async function* statusOf(
  context: AppContext,
  ledger: Ledger,
  texts: readonly string[],
): AsyncGenerator<readonly Visibility[]> {
  yield await resolveEach(texts, async (text) => {
    const person = await findPerson(ledger, text)
    if (person.record !== null) {
      const { user, team, mapping, salesforceUser: login } = person.record
      const once = await readOnce(ledger)
      const entered = (await enteredOf(ledger, [person.record], once.pairing)).get(user.userId) ?? null
      const facts = { user, team, mapping, login, entered }
      return ofUser(facts, await commonFacts(ledger, [facts], once))
    }
    const { salesforceUser } = await requireEntry(ledger, person)
    const commands = await matchCommands(context, ledger, salesforceUser)
    return ofSalesforceUser(salesforceUser, await occupiedAddresses(ledger, [salesforceUser]), commands)
  })
}

/** Pairs users with SalesScreen's, after those that the ledger no longer has: to be read once for any number of pages. */
export async function readPairing(ledger: EnteredReader): Promise<AddressPairing> {
  const pairing = new AddressPairing()
  for await (const page of ledger.userTodoFacts([])) pairing.add(page)
  return pairing
}

/** These users as SalesScreen has them, by the ID of the ledger's user: the same pairs as on the to-do list. */
export async function enteredOf(
  ledger: EnteredReader,
  records: readonly { readonly user: User }[],
  pairing?: AddressPairing,
): Promise<ReadonlyMap<UserId, EnteredUser>> {
  const found = new Map<UserId, EnteredUser>()
  for await (const page of ledger.enteredUsers({ userIds: records.map(({ user }) => user.userId) }))
    for (const entered of page) found.set(entered.userId, entered)
  const pairs = pairing ?? (await readPairing(ledger))
  for (const { user } of records) {
    const entered = found.get(user.userId) ?? pairs.enteredAt(user.email)
    if (entered !== undefined) found.set(user.userId, entered)
  }
  return found
}

/** What is known about a page of users at once. */
interface CommonFacts {
  readonly pairing: AddressPairing
  readonly leavers: ReadonlyMap<string, SalesforceUser>
  readonly candidates: ReadonlyMap<string, readonly SalesforceUser[]>
  readonly lastRead: DirectoryReadRecord | null
}

/** What is read once for any number of pages. */
interface OnceRead {
  readonly lastRead: DirectoryReadRecord | null
  readonly pairing: AddressPairing
}

async function readOnce(ledger: Ledger): Promise<OnceRead> {
  return { lastRead: (await ledger.directory.lastRead()) ?? null, pairing: await readPairing(ledger) }
}

async function commonFacts(
  ledger: Ledger,
  page: readonly StandingFacts[],
  { lastRead, pairing }: OnceRead,
): Promise<CommonFacts> {
  const unmapped = page.flatMap(({ user, mapping }) => (mapping === null ? user : []))
  const active = unmapped.filter(({ state }) => state === 'active')
  const found = await withAddressesOf(ledger, unmapped)
  return {
    pairing,
    leavers: await probableLeavers(ledger, active, found),
    candidates: await unmappedWithEmailsOf(ledger, unmapped, found),
    lastRead,
  }
}

function ofUser(
  { user, team, mapping, login, entered: own }: StandingFacts,
  { pairing, leavers, candidates, lastRead }: CommonFacts,
): PersonStatus {
  const there = own ?? pairing.enteredAt(user.email) ?? null
  const entered = there === 'as-decided' ? { state: user.state, stateSource: null, stateAt: null } : there
  // Of a user who is not there, everything is to be entered.
  const todos =
    there === null || there === 'as-decided'
      ? []
      : userTodos({ user, team, mapping, entered: there, userSince: null, mappingSince: null })
  const leaver = leavers.get(user.userId) ?? null
  const visibility = visibilityOf({
    user,
    entered,
    todos,
    teamName: team?.name ?? null,
    salesforceUserId: mapping?.salesforceUserId ?? null,
    salesforceUser: login,
    candidates: candidates.get(user.userId) ?? [],
    leaver,
    lastRead,
  })
  const isOtherOrg = isOfOtherOrg(mapping, lastRead)
  return {
    ...visibility,
    userId: user.userId,
    department: login?.department ?? null,
    spareLicense: todos.some(({ kind }) => kind === 'deactivate')
      ? 'to-deactivate'
      : spareLicenseOf(user, mapping === null ? leaver : isOtherOrg ? null : login, mapping !== null),
    pendingThereSince:
      visibility.standing === 'pending' && user.state === 'active' ? (entered?.stateAt ?? null) : null,
  }
}

// What `users licenses` lists, in `licenses.ts`; a test compares them.
function spareLicenseOf(user: User, login: LoginState | null, isMapped: boolean): LicenseReason | null {
  if (user.state !== 'active') return null
  const idle = login === null ? null : whyInactive(login)
  return idle ?? (isMapped ? null : 'unmapped')
}

function isOfOtherOrg(
  mapping: Pick<Mapping, 'organizationId'> | null,
  lastRead: DirectoryReadRecord | null,
): boolean {
  const [mapped, read] = [mapping?.organizationId ?? null, lastRead?.organizationId ?? null]
  return mapped !== null && read !== null && mapped !== read
}

// Active, unmapped Salesforce users with the e-mail address of each user, without those who are plainly someone else; by name.
async function unmappedWithEmailsOf(
  ledger: Pick<Ledger, 'usersOf'>,
  users: readonly User[],
  found: readonly SalesforceUser[],
): Promise<ReadonlyMap<UserId, readonly SalesforceUser[]>> {
  if (users.length === 0) return new Map()
  const byEmail = Map.groupBy(found.toSorted(byName), ({ email }) => normalizeEmail(email ?? ''))
  const salesforceUserIds = found.map(({ salesforceUserId }) => salesforceUserId)
  const mapped = new Set<string>(
    (await ledger.usersOf({ salesforceUserIds })).flatMap(({ mapping }) => mapping?.salesforceUserId ?? []),
  )
  return new Map(
    users.map((user) => {
      const sameAddress = byEmail.get(user.email) ?? []
      const candidates = sameAddress.filter(
        (salesforceUser) =>
          !mapped.has(salesforceUser.salesforceUserId) &&
          whyInactive(salesforceUser) === null &&
          identityDoubt({ user, salesforceUser, sameAddress, owners: [] }) === null,
      )
      return [user.userId, candidates]
    }),
  )
}

/** Active, unmapped Salesforce users with the e-mail address of a user, without those who are plainly someone else; by name. */
export async function unmappedWithEmailOf(
  ledger: Pick<Ledger, 'directory' | 'usersOf'>,
  user: User,
): Promise<readonly SalesforceUser[]> {
  return (await unmappedWithEmails(ledger, [user])).get(user.userId) ?? []
}

/** The same of many users at once. */
export async function unmappedWithEmails(
  ledger: Pick<Ledger, 'directory' | 'usersOf'>,
  users: readonly User[],
): Promise<ReadonlyMap<UserId, readonly SalesforceUser[]>> {
  return await unmappedWithEmailsOf(ledger, users, await withAddressesOf(ledger, users))
}

function byName(left: SalesforceUser, right: SalesforceUser): number {
  const [one, other] = [fold(left.name), fold(right.name)]
  // The directory gives them by ID.
  return one === other ? 0 : one < other ? -1 : 1
}

type MatchCommands = ReadonlyMap<string, CommandLine>

// The next commands for Salesforce users who may be in SalesScreen already; for one of them, or all.
async function matchCommands(
  context: AppContext,
  ledger: Ledger,
  one?: SalesforceUser,
): Promise<MatchCommands> {
  if (!(await areMatched(ledger))) return new Map()
  // Loaded only where a user is not in SalesScreen.
  const [{ suggestForAll, suggestionsTo }, { nextCommands }, { reverseSuggestions }] = await Promise.all([
    import('./match/suggest.ts'),
    import('./match/next-commands.ts'),
    import('../core/match/reverse-suggestions.ts'),
  ])
  const { all, salesforceUsers, rules } =
    one === undefined
      ? await suggestForAll(context, ledger)
      : { all: await suggestionsTo(context, ledger, [one]), salesforceUsers: [one], rules: undefined }
  const found = reverseSuggestions(all, salesforceUsers, rules).filter(
    ({ matchClass }) => matchClass !== 'none',
  )
  const commandFor = await nextCommands(context, ledger, found)
  return new Map(found.map((each) => [each.salesforceUser.salesforceUserId, commandFor(each)]))
}

// Matching takes seconds where both sides have tens of thousands of users; `create-user` asks there.
const mostMatched = 20_000

async function areMatched(ledger: Ledger): Promise<boolean> {
  const counts = await ledger.counts()
  return counts.users !== counts.mappings && (await isQuicklyCompared(ledger, counts))
}

/** Whether there are so few users on both sides that comparing them does not keep an admin waiting. */
export async function isQuicklyCompared(
  ledger: Ledger,
  counts?: Pick<LedgerCounts, 'users'>,
): Promise<boolean> {
  const { users } = counts ?? (await ledger.counts())
  return users <= mostMatched && (await ledger.directory.count({ mapped: false })) <= mostMatched
}

function ofSalesforceUser(
  salesforceUser: SalesforceUser,
  takenEmails: ReadonlySet<Email>,
  commands: MatchCommands,
): PersonStatus {
  const { salesforceUserId, department } = salesforceUser
  const email = addressForNew(salesforceUser)
  const isEmailTaken = email !== undefined && takenEmails.has(email)
  const visibility = visibilityOf({
    user: null,
    entered: null,
    todos: [],
    teamName: null,
    salesforceUserId,
    salesforceUser,
    candidates: [],
    isEmailTaken,
    ...given({ matchCommand: commands.get(salesforceUserId) }),
    // What is in the directory needs no other read.
    lastRead: null,
  })
  return { ...visibility, userId: null, department, spareLicense: null, pendingThereSince: null }
}

/** Which people to list; an absent field does not limit the list. */
export interface StatusQuery {
  readonly states?: readonly UserState[]
  /** The name of a team. */
  readonly team?: string
  /** Only those who lack something, or only those who wait to be entered. */
  readonly only?: 'missing' | 'waiting'
}

/** The people that a query asks for, page by page. */
export async function* wantedOf<Person extends Visibility>(
  pages: AsyncIterable<readonly Person[]>,
  { states, team, only }: StatusQuery,
): AsyncGenerator<readonly Person[]> {
  for await (const page of pages)
    yield page.filter(
      (each) =>
        (states === undefined || (each.state !== null && states.includes(each.state))) &&
        (team === undefined || each.team === team) &&
        (only === undefined || (only === 'waiting') === (each.standing === 'waiting')) &&
        (only !== 'missing' || each.showsUp !== true),
    )
}

/** One row of `status`; without activity if there is no Salesforce user to count for. */
export interface StatusRow extends Visibility {
  readonly activity?: Activity
}

const dayMilliseconds = 86_400_000

/** Opens the count of recently changed records in the org of this ledger. Throws `login-needed` and `remote`. */
export async function openActivity(context: AppContext, days: number): Promise<ActivityReader> {
  const since = new Date(context.dependencies.now().getTime() - days * dayMilliseconds).toISOString()
  const reader =
    context.profile === 'demo'
      ? await context.dependencies.demoActivity()
      : await context.dependencies.openActivity(await liveRequest(context), since)
  const { organizationId } = await reader.identity()
  const lastRead = await (await context.ledger()).directory.lastRead()
  // In another org these IDs own no records, which would look like no activity.
  requireSameOrg(context, reader.origin, organizationId, lastRead?.organizationId ?? null)
  return reader
}

/** Adds the activity to each page before the next page is read. */
export async function* withActivity(
  pages: AsyncIterable<readonly Visibility[]>,
  reader: ActivityReader,
): AsyncGenerator<readonly StatusRow[]> {
  for await (const page of pages) {
    const activities = await reader.activityOf(page.flatMap(({ salesforceUserId }) => salesforceUserId ?? []))
    yield page.map((row) => {
      const activity = activities.get(row.salesforceUserId ?? '')
      return activity === undefined ? row : { ...row, activity }
    })
  }
}

/** Says what was counted, and which records could not be read. */
export async function noteActivity(context: AppContext, reader: ActivityReader, days: number): Promise<void> {
  const { identity } = await reader.identity()
  await context.note(
    `opportunities, tasks and events changed in the last ${days === 1 ? 'day' : countText(days, 'day')}, as far as ${identity} can read them`,
  )
  const hidden = reader.hiddenKinds()
  if (hidden.length > 0)
    await context.warn(`${identity} cannot read ${hidden.join(' or ')}: their number is unknown, not 0`)
}
