import { distance } from 'fastest-levenshtein'
import { commandText, fold, normaliseEmail, parseEmail, tidy } from '../core/text.ts'
import { SfsyncError } from '../core/errors.ts'
import { parseSalesforceUserId, type SalesforceUserId } from '../core/salesforce-id.ts'
import type { DirectoryEntry, Ledger, TeamRecord, UserKey, UserRecord } from '../ledger/ledger.ts'
import { fullName, isTeamId, isUserId, type TeamId, type UserId } from '../core/model.ts'
import type { TargetTeam } from '../core/decide/team.ts'
import type { Dependencies } from './ports.ts'

const most = 3

/** The candidates that a mistyped text may have meant, nearest first; at most three. */
export function nearest(text: string, candidates: Iterable<string>): string[] {
  const typed = fold(text)
  const host = /@.*$/.exec(typed)?.[0] ?? ''
  const near: { candidate: string; cost: number }[] = []
  for (const candidate of new Set(candidates)) {
    const whole = fold(candidate)
    // The people of one company share what follows the @, which would make all of them near.
    const shared = whole.endsWith(host) ? host.length : 0
    const [wanted, folded] = [typed.slice(0, typed.length - shared), whole.slice(0, whole.length - shared)]
    const within =
      Math.min(folded.length, wanted.length) > 2 && (folded.includes(wanted) || wanted.includes(folded))
    const cost = within ? 1 : distance(wanted, folded)
    if (folded !== '' && cost <= Math.max(2, Math.floor(wanted.length / 3))) near.push({ candidate, cost })
  }
  const least = Math.min(...near.map(({ cost }) => cost))
  return near
    .filter(({ cost }) => cost <= least + 1)
    .toSorted((left, right) => left.cost - right.cost || (left.candidate < right.candidate ? -1 : 1))
    .slice(0, most)
    .map(({ candidate }) => candidate)
}

/** "did you mean a, b or c?" as an action; nothing where nothing is near. */
export function didYouMean(text: string, candidates: Iterable<string>): string[] {
  const near = nearest(text, candidates)
  return near.length === 0 ? [] : [`did you mean ${near.join(' or ')}?`]
}

/** A Salesforce user an admin names; the entry is null when the directory does not know the ID. */
export interface NamedSalesforceUser {
  readonly salesforceUserId: SalesforceUserId
  readonly entry: DirectoryEntry | null
}

/** Finds the Salesforce user that a text names: 15 or 18 characters, a record address, or a Salesforce username. */
export async function resolveSalesforceUser(ledger: Ledger, text: string): Promise<NamedSalesforceUser> {
  if (text.includes('@') && !text.includes('/')) return await byUsername(ledger, text)
  const parsed = parseSalesforceUserId(text)
  if ('reason' in parsed)
    throw new SfsyncError('invalid', parsed.reason, { actions: [commandText('sf-users', 'find', '<name>')] })
  const [entry] = await ledger.directory.find({ salesforceUserId: parsed.salesforceUserId })
  if (entry === undefined && parsed.note === 'completed') await refuseLostCase(ledger, text)
  return { salesforceUserId: parsed.salesforceUserId, entry: entry ?? null }
}

async function byUsername(ledger: Ledger, text: string): Promise<NamedSalesforceUser> {
  const [entry] = await ledger.directory.find({ username: text })
  if (entry !== undefined) return { salesforceUserId: entry.salesforceUser.salesforceUserId, entry }
  const sameEmail = await ledger.directory.find({ email: text })
  throw new SfsyncError('not-found', `no Salesforce user has the username "${text}"`, {
    rows: sameEmail.map(({ salesforceUser }) => ({
      value: salesforceUser.salesforceUserId,
      reason: `${salesforceUser.name} has it as e-mail address: ${salesforceUser.salesforceUserId}, username ${salesforceUser.username ?? 'unknown'}`,
    })),
    actions: [
      ...(sameEmail.length > 0 ? ['name the person by Salesforce User ID or username'] : []),
      commandText('sf-users', 'find', text.split('@')[0] ?? text),
    ],
  })
}

// Fifteen characters carry no check: the directory is the only one to tell that their letter case was lost.
async function refuseLostCase(ledger: Ledger, text: string): Promise<void> {
  const sameLetters = await ledger.directory.find({ anyCaseId: text.trim() })
  if (sameLetters.length === 0) return
  throw new SfsyncError(
    'invalid',
    `"${text}" has lost its letter case: the directory knows it written otherwise`,
    {
      rows: sameLetters.map(({ salesforceUser }) => ({
        value: salesforceUser.salesforceUserId,
        reason: `${salesforceUser.salesforceUserId} is ${salesforceUser.name}`,
      })),
      actions: ['use the ID as the directory writes it'],
    },
  )
}

/** Finds the one SalesScreen user that a text names: e-mail, nickname, user ID, or a full name that fits one person. */
export async function resolveUser(ledger: Ledger, text: string): Promise<UserRecord> {
  const found = await ledger.findUsers(keyOf(text))
  const [only, ...others] = found
  if (only === undefined) throw await notFound(ledger, text)
  if (others.length > 0) throw ambiguous(text, found)
  return only
}

/** Finds several users; all that cannot be found are told at once. */
export async function resolveUsers(ledger: Ledger, texts: readonly string[]): Promise<UserRecord[]> {
  const records: UserRecord[] = []
  const failures: SfsyncError[] = []
  for (const text of texts) {
    try {
      const record = await resolveUser(ledger, text)
      if (!records.some(({ user }) => user.userId === record.user.userId)) records.push(record)
    } catch (error) {
      if (!(error instanceof SfsyncError)) throw error
      failures.push(error)
    }
  }
  const [first, ...others] = failures
  if (first === undefined) return records
  if (others.length === 0) throw first
  throw new SfsyncError(first.code, `${failures.length} users could not be found; nothing was written`, {
    rows: failures.flatMap((failure) => [{ reason: failure.message }, ...failure.rows]),
    actions: [...new Set(failures.flatMap((failure) => failure.actions))],
  })
}

function keyOf(text: string): UserKey {
  const trimmed = text.trim()
  if (isUserId(trimmed)) return { userId: trimmed }
  const parsed = parseEmail(trimmed)
  return 'email' in parsed ? { email: parsed.email } : { called: trimmed }
}

function ambiguous(text: string, found: readonly UserRecord[]): SfsyncError {
  return new SfsyncError(
    'decision-needed',
    `"${text}" fits ${found.length} SalesScreen users; nothing was written`,
    {
      rows: found.map(({ user, team }) => ({
        value: user.email,
        reason: `${fullName(user)}, ${user.email}, ${user.userId}, ${team === null ? 'no team' : `team ${team.name}`}`,
      })),
      actions: ['name one of them by e-mail address or user ID'],
    },
  )
}

async function notFound(ledger: Ledger, text: string): Promise<SfsyncError> {
  const names: string[] = []
  for await (const page of ledger.users({}))
    for (const { user } of page)
      names.push(user.email, fullName(user), ...(user.nickname === null ? [] : [user.nickname]))
  const inSalesforce = await ledger.directory.find({ email: normaliseEmail(text) })
  const create = inSalesforce
    .slice(0, 1)
    .map(({ salesforceUser }) => commandText('create-user', '--from-sf', salesforceUser.salesforceUserId))
  return new SfsyncError('not-found', `no SalesScreen user is called "${text}"`, {
    actions: [...didYouMean(text, names), ...(create.length > 0 ? create : [commandText('users', 'list')])],
  })
}

/** The team that a text names: its name (case and accents aside), key or team ID. */
export async function findTeam(ledger: Ledger, text: string): Promise<TeamRecord | undefined> {
  const wanted = fold(text)
  const teams = await ledger.teams()
  return (
    teams.find(({ team }) => fold(team.name) === wanted) ??
    teams.find(({ team }) => team.teamId === text || team.key === text)
  )
}

/** The team that a text names, or an error with the nearest names; `create` is the flag that would make it. */
export async function resolveTeam(ledger: Ledger, text: string, create?: string): Promise<TeamRecord> {
  const found = await findTeam(ledger, text)
  if (found !== undefined) return found
  const teams = await ledger.teams()
  const make = create === undefined ? commandText('teams', 'create', text) : `add ${create} to make the team`
  throw new SfsyncError('not-found', `there is no team "${text}"`, {
    actions: [
      ...didYouMean(
        text,
        teams.map(({ team }) => team.name),
      ),
      ...(teams.length > 0 ? [commandText('teams', 'list')] : []),
      make,
    ],
  })
}

/** The team for somebody, made only where the admin says so with the flag. */
export async function wishedTeam(
  ledger: Ledger,
  dependencies: Dependencies,
  text: string,
  create: { readonly flag: string; readonly given: boolean },
): Promise<TargetTeam> {
  const found = create.given ? await findTeam(ledger, text) : await resolveTeam(ledger, text, create.flag)
  if (found !== undefined) return { team: found.team, isNew: false }
  return { team: newTeam(dependencies, text, null), isNew: true }
}

/** A team that does not exist yet. */
export function newTeam(dependencies: Dependencies, text: string, key: string | null): TargetTeam['team'] {
  const name = tidy(text)
  if (name === '') throw new SfsyncError('usage', 'a team needs a name')
  return { teamId: newTeamId(dependencies), name, key }
}

/** A user ID that nobody has. */
export function newUserId(dependencies: Pick<Dependencies, 'newId'>): UserId {
  const userId = `u-${dependencies.newId()}`
  if (!isUserId(userId)) throw new SfsyncError('failure', `${userId} is no user ID`)
  return userId
}

/** A team ID that no team has. */
export function newTeamId(dependencies: Pick<Dependencies, 'newId'>): TeamId {
  const teamId = `t-${dependencies.newId()}`
  if (!isTeamId(teamId)) throw new SfsyncError('failure', `${teamId} is no team ID`)
  return teamId
}
