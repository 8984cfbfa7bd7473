import type { BatchFacts } from '../../core/batch/decide-batch.ts'
import type { DraftRows } from '../../core/batch/draft.ts'
import { type BatchRow, type NamingField, SalesforceUserIndex } from '../../core/batch/rows.ts'
import { addressesOf } from '../../core/match/identity.ts'
import { hasOneCase } from '../../core/match/lost-case.ts'
import type { Team, TeamId, UserId } from '../../core/model.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import { type Email, fold } from '../../core/text.ts'
import { hasUncheckedCase, parseSalesforceUserKey, parseUserKey } from '../../core/user-key.ts'
import type { Ledger } from '../../ledger/ledger.ts'

/** What a batch needs to know of the whole ledger. */
export type LedgerFacts = Pick<DraftRows, 'teams' | 'activeUsers'>

/** Reads everything that the rows of a batch name, with a handful of queries however many rows there are. */
export async function readWholeFacts(
  ledger: Ledger,
  rows: readonly BatchRow[],
  whole: LedgerFacts,
  isRoster: boolean,
): Promise<RowFacts> {
  const teamIds = isRoster ? teamsNamed(rows, whole.teams) : []
  return await readRowFacts(
    ledger,
    rows,
    { ...whole, sameLetters: await sameLettersIn(ledger, rows) },
    teamIds,
  )
}

type RowFacts = Pick<BatchFacts, 'known' | 'salesforceUsers'>

/** The same of some of its rows. */
export async function readRowFacts(
  ledger: Ledger,
  rows: readonly BatchRow[],
  { teams, activeUsers, sameLetters }: LedgerFacts & { readonly sameLetters: SameLetters },
  teamIds: readonly TeamId[] = [],
): Promise<RowFacts> {
  const named = await salesforceUsersOf(ledger, rows, sameLetters)
  const { userIds, emails, called } = userKeys(rows)
  const lookedUp = new Set<string>(emails)
  for (const email of named.flatMap((each) => addressesOf(each))) emails.add(email)
  const salesforceUserIds = new Set(named.map(({ salesforceUserId }) => salesforceUserId))
  for (const id of idsIn(rows).known) salesforceUserIds.add(id)
  const records = await ledger.usersOf({
    teamIds,
    userIds: [...userIds],
    emails: [...emails],
    called: [...called],
    salesforceUserIds: [...salesforceUserIds],
  })
  // A user that a row names by an ID, a nickname or a name has an address as well, which may be that of someone else.
  const own = records.flatMap(({ user: { email } }) => (lookedUp.has(email) ? [] : email))
  const others = own.length === 0 ? [] : await ledger.directory.findAll({ emails: own, usernames: own })
  return {
    known: { users: records, teams, activeUsers },
    salesforceUsers: new SalesforceUserIndex(unique([...named, ...others])),
  }
}

function unique(salesforceUsers: readonly SalesforceUser[]): SalesforceUser[] {
  return [...new Map(salesforceUsers.map((each) => [each.salesforceUserId, each])).values()]
}

function teamsNamed(rows: readonly BatchRow[], teams: readonly Team[]): TeamId[] {
  const named = new Set(rows.map(({ values }) => fold(values.team ?? '')))
  return teams.flatMap(({ teamId, name, key }) =>
    [fold(name), fold(key ?? ''), teamId].some((text) => text !== '' && named.has(text)) ? [teamId] : [],
  )
}

async function salesforceUsersOf(
  ledger: Ledger,
  rows: readonly BatchRow[],
  sameLetters: SameLetters,
): Promise<readonly SalesforceUser[]> {
  const { known, incomplete, usernames } = idsIn(rows)
  const lookedUp = userKeys(rows).emails
  const [emails, names] = [[...lookedUp], [...usernames, ...lookedUp]]
  const named = await ledger.directory.findAll({ salesforceUserIds: known, usernames: names, emails })
  const seen = new Set<string>(named.map(({ salesforceUserId }) => salesforceUserId))
  const unconfirmed = incomplete.filter((id) => !seen.has(id))
  // Users with the same address, or the same letters in the ID, may be meant as well.
  const more = named.flatMap(({ email }) => (email === null || isIn(lookedUp, email) ? [] : email))
  const others =
    more.length === 0 && unconfirmed.length === 0
      ? []
      : await ledger.directory.findAll({ emails: more, usernames: more, anyCaseIds: unconfirmed })
  return unique([...named, ...others, ...sameLetters(known)])
}

/** Finds the Salesforce users whose IDs have the same letters and digits as these, whatever their case. */
export type SameLetters = (ids: readonly SalesforceUserId[]) => readonly SalesforceUser[]

/** Those of many rows at once: no index helps, so the whole directory is read. */
export async function sameLettersIn(ledger: Ledger, rows: readonly BatchRow[]): Promise<SameLetters> {
  const anyCaseIds = idsIn(rows).known.filter(hasOneCase)
  const found = anyCaseIds.length === 0 ? [] : await ledger.directory.findAll({ anyCaseIds })
  const groups = Map.groupBy(found, ({ salesforceUserId }) => lettersOf(salesforceUserId))
  return (ids) => ids.filter(hasOneCase).flatMap((id) => groups.get(lettersOf(id)) ?? [])
}

function lettersOf(id: SalesforceUserId): string {
  return id.slice(0, 15).toLowerCase()
}

function isIn(texts: ReadonlySet<string>, text: string): boolean {
  return texts.has(text)
}

function idsIn(rows: readonly BatchRow[]): {
  readonly known: SalesforceUserId[]
  /** Those written with 15 characters, whose letter case has no check. */
  readonly incomplete: SalesforceUserId[]
  readonly usernames: string[]
} {
  const known: SalesforceUserId[] = []
  const incomplete: SalesforceUserId[] = []
  const usernames: string[] = []
  for (const text of rows.flatMap((row) => textsOf(row, 'salesforceUser'))) {
    const key = parseSalesforceUserKey(text)
    if ('username' in key) usernames.push(key.username)
    if (!('salesforceUserId' in key)) continue
    known.push(key.salesforceUserId)
    if (hasUncheckedCase(key)) incomplete.push(key.salesforceUserId)
  }
  return { known, incomplete, usernames }
}

/** Every cell of a row that names a user of one side. */
function textsOf({ values, repeated = [] }: BatchRow, field: NamingField): string[] {
  const text = values[field]
  return [
    ...(text === undefined ? [] : [text]),
    ...repeated.flatMap((each) => (each.field === field ? [each.value] : [])),
  ]
}

function userKeys(rows: readonly BatchRow[]): {
  readonly userIds: Set<UserId>
  readonly emails: Set<Email>
  readonly called: Set<string>
} {
  const keys = { userIds: new Set<UserId>(), emails: new Set<Email>(), called: new Set<string>() }
  for (const text of rows.flatMap((row) => textsOf(row, 'user'))) {
    const key = parseUserKey(text)
    if ('email' in key) keys.emails.add(key.email)
    else if ('userId' in key) keys.userIds.add(key.userId)
    else keys.called.add(key.called)
  }
  return keys
}
