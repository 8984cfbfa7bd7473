import { parseEmail } from '../../core/email.ts'
import { parseSalesforceUserId } from '../../core/salesforce-id.ts'
import { isTeamId, type TeamId } from '../../core/team.ts'
import { isUserId } from '../../core/user.ts'
import type { HistoryQuery, Ledger, PersonKeys } from '../../ledger/ledger.ts'
import { given } from '../flags.ts'
import { resolveUser } from '../resolve/screen-user.ts'
import { findTeam, resolveTeam } from '../resolve/team.ts'
import { parseWhen } from '../when.ts'

/** What an admin wants to see of the history. */
export interface HistoryWish {
  readonly person?: string
  readonly team?: string
  readonly actor?: string
  readonly since?: string
  readonly until?: string
  readonly command?: string
  readonly limit?: number
}

/** The wish as a question to the ledger: names become IDs, days become instants. */
export async function historyQuery(ledger: Ledger, wish: HistoryWish, now: Date): Promise<HistoryQuery> {
  const { person, team, actor, since, until, command, limit } = wish
  const [from, to] = [
    since === undefined ? undefined : parseWhen(since, now, '--since').from,
    until === undefined ? undefined : parseWhen(until, now, '--until').to,
  ]
  return given({
    limit,
    actor,
    since: from,
    until: to,
    command: command?.trim().replace(/^sfsync /, ''),
    person: person === undefined ? undefined : await personKeys(ledger, person),
    teamId: team === undefined ? undefined : await teamIdOf(ledger, team),
  })
}

// A team that was deleted is still known to the history by its ID.
async function teamIdOf(ledger: Ledger, text: string): Promise<TeamId> {
  const found = await findTeam(ledger, text)
  if (found === undefined && isTeamId(text)) return text
  return (found ?? (await resolveTeam(ledger, text))).team.teamId
}

// Somebody who was removed is still known to the history by user ID, e-mail address or Salesforce User ID.
async function personKeys(ledger: Ledger, text: string): Promise<PersonKeys> {
  const trimmed = text.trim()
  const salesforce = parseSalesforceUserId(trimmed)
  if ('salesforceUserId' in salesforce) return { salesforceUserId: salesforce.salesforceUserId }
  const parsed = parseEmail(trimmed)
  const known = isUserId(trimmed) || 'email' in parsed
  const keys: PersonKeys = isUserId(trimmed)
    ? { userId: trimmed }
    : 'email' in parsed
      ? { email: parsed.email }
      : {}
  const [found, ...others] = known
    ? await ledger.findUsers('email' in parsed ? { email: parsed.email } : { called: trimmed })
    : [await resolveUser(ledger, trimmed)]
  return found === undefined || others.length > 0 ? keys : { ...keys, userId: found.user.userId }
}
