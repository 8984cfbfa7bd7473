import type { DraftRows } from '../../core/batch/draft.ts'
import { isUsername, People } from '../../core/batch/people.ts'
import type { BatchRow } from '../../core/batch/row.ts'
import { type Email, parseEmail, withoutSandboxSuffix } from '../../core/email.ts'
import { parseSalesforceUserId, type SalesforceUserId } from '../../core/salesforce-id.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import type { Team, TeamId } from '../../core/team.ts'
import { fold } from '../../core/text.ts'
import { isUserId, type UserId } from '../../core/user.ts'
import type { Ledger } from '../../ledger/ledger.ts'

/** Reads everything that the rows of a batch speak of, with a handful of questions however many rows there are. */
export async function gather(
  ledger: Ledger,
  rows: readonly BatchRow[],
  isRoster: boolean,
): Promise<{ readonly known: DraftRows; readonly people: People }> {
  const people = await peopleOf(ledger, rows)
  const { userIds, emails, called } = userKeys(rows)
  for (const { email } of people) {
    const parsed = email === null ? undefined : parseEmail(withoutSandboxSuffix(email))
    if (parsed !== undefined && 'email' in parsed) emails.add(parsed.email)
  }
  const salesforceUserIds = new Set(people.map(({ salesforceUserId }) => salesforceUserId))
  for (const id of idsIn(rows).known) salesforceUserIds.add(id)
  const teams = (await ledger.teams()).map(({ team }) => team)
  const records = await ledger.usersOf({
    teamIds: isRoster ? teamsNamed(rows, teams) : [],
    userIds: [...userIds],
    emails: [...emails],
    called: [...called],
    salesforceUserIds: [...salesforceUserIds],
  })
  const { activeUsers } = await ledger.counts()
  return {
    known: { people: records, teams, activeUsers },
    people: new People(people),
  }
}

function teamsNamed(rows: readonly BatchRow[], teams: readonly Team[]): TeamId[] {
  const named = new Set(rows.map(({ values }) => fold(values.team ?? '')))
  return teams.flatMap(({ teamId, name, key }) =>
    [fold(name), fold(key ?? ''), teamId].some((text) => text !== '' && named.has(text)) ? [teamId] : [],
  )
}

async function peopleOf(ledger: Ledger, rows: readonly BatchRow[]): Promise<readonly SalesforceUser[]> {
  const { known, incomplete, usernames } = idsIn(rows)
  const found = await ledger.directory.findAll({ salesforceUserIds: known, usernames })
  const seen = new Set<string>(found.map(({ salesforceUserId }) => salesforceUserId))
  const unseen = incomplete.filter((id) => !seen.has(id))
  if (unseen.length === 0) return found
  const twins = await ledger.directory.findAll({ anyCaseIds: unseen })
  return [...found, ...twins]
}

function idsIn(rows: readonly BatchRow[]): {
  readonly known: SalesforceUserId[]
  /** Those written with 15 characters, whose letter case nothing vouches for. */
  readonly incomplete: SalesforceUserId[]
  readonly usernames: string[]
} {
  const known: SalesforceUserId[] = []
  const incomplete: SalesforceUserId[] = []
  const usernames: string[] = []
  for (const { values } of rows) {
    const text = values.salesforceUser
    if (text === undefined) continue
    if (isUsername(text)) {
      usernames.push(text)
      continue
    }
    const parsed = parseSalesforceUserId(text)
    if (!('salesforceUserId' in parsed)) continue
    known.push(parsed.salesforceUserId)
    if (parsed.note === 'completed') incomplete.push(parsed.salesforceUserId)
  }
  return { known, incomplete, usernames }
}

function userKeys(rows: readonly BatchRow[]): {
  readonly userIds: Set<UserId>
  readonly emails: Set<Email>
  readonly called: Set<string>
} {
  const keys = { userIds: new Set<UserId>(), emails: new Set<Email>(), called: new Set<string>() }
  for (const { values } of rows) {
    const text = values.user
    if (text === undefined) continue
    const parsed = parseEmail(text)
    if ('email' in parsed) keys.emails.add(parsed.email)
    else if (isUserId(text)) keys.userIds.add(text)
    else keys.called.add(text)
  }
  return keys
}
