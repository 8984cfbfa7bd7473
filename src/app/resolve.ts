import type { TargetTeam } from '../core/decide/team.ts'
import { SfsyncError } from '../core/errors.ts'
import { type CommandLine, commandLine, type Hint, withOptions } from '../core/hint.ts'
import { hasOneCase, lostCaseOf } from '../core/match/lost-case.ts'
import { fullName, isTeamId, isUserId, type TeamId, type UserId } from '../core/model.ts'
import { type ParsedId, parseSalesforceUserId, type SalesforceUserId } from '../core/salesforce-id.ts'
import { readAgainCommand } from '../core/salesforce-user.ts'
import { fold, normalizeEmail } from '../core/text.ts'
import { parseName } from '../core/written-name.ts'
import { hasUncheckedCase, lostLetterCase, parseSalesforceUserKey, parseUserKey } from '../core/user-key.ts'
import type {
  Directory,
  DirectoryEntry,
  EnteredReader,
  Ledger,
  TeamRecord,
  UserLookup,
  UserRecord,
} from '../ledger/ledger.ts'
import { didYouMean } from './hints.ts'
import { nearPeople, nearSalesforceUsers, nearUsers } from './near-people.ts'
import type { Machine } from './ports.ts'

/**
 * Finds a SalesScreen user by e-mail address, nickname, user ID or full name; undefined if there is none. Throws
 * `decision-needed` if several users match.
 */
export async function findUser(ledger: Ledger, text: string): Promise<UserRecord | undefined> {
  const found = await ledger.findUsers(parseUserKey(text))
  if (found.length < 2) return found[0]
  throw new SfsyncError('decision-needed', `"${text}" matches ${found.length} SalesScreen users`, {
    rows: found.map(({ user, team }) => ({
      value: user.email,
      reason: `${fullName(user)}, ${user.email}, ${user.userId}, ${team === null ? 'no team' : `team ${team.name}`}`,
    })),
    actions: ['use the e-mail address or user ID of one of them'],
  })
}

/** The command for a Salesforce user where a SalesScreen user is wanted. */
export type CommandFor = (salesforceUserId: SalesforceUserId) => CommandLine

const explained: CommandFor = (salesforceUserId) => commandLine('explain', salesforceUserId)

/** The same, but throws `not-found` if there is none, with the nearest names, and a command for a Salesforce user of that name. */
export async function resolveUser(
  ledger: Ledger,
  text: string,
  commandFor: CommandFor = explained,
): Promise<UserRecord> {
  const found = await findUser(ledger, text)
  if (found !== undefined) return found
  throw new SfsyncError('not-found', `no SalesScreen user matches "${text}"`, {
    actions: [...(await nearUsers(ledger, text)), await commandForOther(ledger, text, commandFor)],
  })
}

// A Salesforce user with the address is to be created; any other may be a user by another name.
async function commandForOther(
  { directory }: Ledger,
  text: string,
  commandFor: CommandFor,
): Promise<CommandLine> {
  const key = parseSalesforceUserId(text)
  const [inSalesforce, ...others] = await directory.find('salesforceUserId' in key ? key : { called: text })
  if (inSalesforce === undefined || others.length > 0) return commandLine('users list')
  const { salesforceUserId, email } = inSalesforce.salesforceUser
  return email === normalizeEmail(text)
    ? withOptions(commandLine('create-user'), { 'from-sf': salesforceUserId })
    : commandFor(salesforceUserId)
}

/** What a look-up by Salesforce User ID reads. */
export type SalesforceUserLookup = UserLookup & { readonly directory: Pick<Directory, 'find'> }

/** A Salesforce user that an admin names; the entry is null if the directory does not have the ID. */
export interface NamedSalesforceUser {
  readonly salesforceUserId: SalesforceUserId
  readonly entry: DirectoryEntry | null
}

/**
 * Finds a Salesforce user by User ID, record address, username, e-mail address or full name; undefined if there is none.
 * Throws `invalid` for a damaged ID, `decision-needed` if several users match.
 */
async function findSalesforceUser(ledger: Ledger, text: string): Promise<NamedSalesforceUser | undefined> {
  const key = parseSalesforceUserKey(text)
  if ('salesforceUserId' in key) return await withId(ledger, text, key)
  const called = await ledger.directory.find({ called: text })
  const withUsername = called.filter((entry) => hasUsername(entry, text))
  const found = withUsername.length > 0 ? withUsername : called
  const [only, ...others] = found
  if (others.length > 0)
    throw new SfsyncError('decision-needed', `"${text}" matches ${found.length} Salesforce users`, {
      rows: entryRows(found),
      actions: ['use the Salesforce User ID of one of them'],
    })
  if (only !== undefined) return named(only)
  if ('reason' in key && looksLikeId(text)) throw notAnId(key.reason)
  return undefined
}

/**
 * The same, but throws `not-found` if there is none. A write may take a unique e-mail address or full name as well: whether
 * the right one is meant is checked where it is mapped.
 */
export async function resolveSalesforceUser(ledger: Ledger, text: string): Promise<NamedSalesforceUser> {
  const found = await findSalesforceUser(ledger, text)
  if (found !== undefined) return found
  if ((await ledger.directory.lastRead()) === undefined)
    throw new SfsyncError('not-found', `no Salesforce users have been read yet, so "${text}" is unknown`, {
      actions: [commandLine('sf-users import', '<report.csv>'), commandLine('sf-users refresh')],
    })
  const names = text.includes('@') ? 'username or e-mail address' : 'User ID, username or name'
  throw new SfsyncError('not-found', `no Salesforce user has the ${names} "${text}"`, {
    actions: [
      ...(await nearSalesforceUsers(ledger, text)),
      commandLine('sf-users find', text.split('@')[0] ?? text),
    ],
  })
}

function notAnId(reason: string): SfsyncError {
  return new SfsyncError('invalid', reason, { actions: [commandLine('sf-users find', '<name>')] })
}

/** The directory entry of a Salesforce user; throws `not-found` if the directory does not have the ID. */
export async function requireEntry(
  { directory }: Pick<Ledger, 'directory'>,
  { salesforceUserId, entry }: NamedSalesforceUser,
): Promise<DirectoryEntry> {
  if (entry !== null) return entry
  const lastRead = await directory.lastRead()
  throw new SfsyncError('not-found', `${salesforceUserId} is not in the Salesforce directory`, {
    actions: [
      readAgainCommand(lastRead),
      ...(lastRead === undefined ? [commandLine('sf-users import', '<report.csv>')] : []),
    ],
  })
}

function named(entry: DirectoryEntry): NamedSalesforceUser {
  return { salesforceUserId: entry.salesforceUser.salesforceUserId, entry }
}

/**
 * The Salesforce User ID that a text is, whether or not the directory has it; undefined for any other text. Throws
 * `invalid` if it has lost its letter case.
 */
export async function salesforceUserIdIn(
  ledger: SalesforceUserLookup,
  text: string,
): Promise<SalesforceUserId | undefined> {
  const parsed = parseSalesforceUserId(text)
  return 'salesforceUserId' in parsed ? (await withId(ledger, text, parsed)).salesforceUserId : undefined
}

async function withId(
  ledger: SalesforceUserLookup,
  text: string,
  parsed: Extract<ParsedId, { salesforceUserId: unknown }>,
): Promise<NamedSalesforceUser> {
  const { salesforceUserId } = parsed
  const [entry = null] = await ledger.directory.find({ salesforceUserId })
  const isSure = entry === null ? !hasUncheckedCase(parsed) : !hasOneCase(salesforceUserId)
  if (isSure) return { salesforceUserId, entry }
  const [holder] = entry === null ? await ledger.findUsers({ salesforceUserId }) : []
  const sameLetters =
    holder === undefined ? await ledger.directory.find({ anyCaseId: salesforceUserId.slice(0, 15) }) : []
  const twins = lostCaseOf(
    salesforceUserId,
    entry?.salesforceUser ?? null,
    sameLetters.map(({ salesforceUser }) => salesforceUser),
  )
  if (twins.length === 0) return { salesforceUserId, entry }
  const { reason, action } = lostLetterCase(text, twins)
  throw new SfsyncError('invalid', reason, { actions: [action] })
}

function hasUsername({ salesforceUser }: DirectoryEntry, text: string): boolean {
  return salesforceUser.username === text.trim().toLowerCase()
}

function entryRows(entries: readonly DirectoryEntry[]): { value: string; reason: string }[] {
  return entries.map(({ salesforceUser: { salesforceUserId, name, username, email } }) => ({
    value: salesforceUserId,
    reason: `${salesforceUserId}: ${name}, username ${username ?? 'unknown'}, e-mail ${email ?? 'unknown'}`,
  }))
}

// An ID that a spreadsheet damaged, the ID of another kind of record, an address, or nothing at all; no word of a name.
function looksLikeId(text: string): boolean {
  return /^(?:https?:\/\/.*|\/.*|\d\S{6,})?$/i.test(text.trim())
}

/** A person on either side: a SalesScreen user, or a Salesforce user who is not mapped. */
export type PersonRef = { readonly record: UserRecord } | ({ readonly record: null } & NamedSalesforceUser)

/**
 * Finds a person by any name on either side; a mapped Salesforce user is found as the SalesScreen user. Throws `not-found`,
 * and `remote` if Salesforce users were never read.
 */
export async function findPerson(ledger: Ledger, text: string): Promise<PersonRef> {
  const isId = 'salesforceUserId' in parseSalesforceUserId(text)
  const record = isId ? undefined : await findUser(ledger, text)
  if (record !== undefined) return { record }
  const salesforceUser = await findSalesforceUser(ledger, text)
  if (salesforceUser === undefined) throw await personNotFound(ledger, text)
  const { salesforceUserId } = salesforceUser
  const [mapped] = await ledger.findUsers({ salesforceUserId })
  return mapped === undefined ? { record: null, ...salesforceUser } : { record: mapped }
}

async function personNotFound(ledger: Ledger, text: string): Promise<SfsyncError> {
  if ((await ledger.directory.lastRead()) === undefined)
    return new SfsyncError(
      'remote',
      `no SalesScreen user matches "${text}", and no Salesforce users have been read yet`,
      { actions: [commandLine('sf-users refresh'), commandLine('sf-users import', '<report.csv>')] },
    )
  return new SfsyncError('not-found', `no user in SalesScreen or Salesforce matches "${text}"`, {
    actions: [
      ...(await nearPeople(ledger, text)),
      commandLine('users list'),
      commandLine('sf-users find', text.split('@')[0] || text),
    ],
  })
}

/** The team that a text names: its name (case and accents aside), key or team ID. */
export async function findTeam(ledger: Ledger, text: string): Promise<TeamRecord | undefined> {
  return teamNamed(await ledger.teams(), text)
}

function teamNamed(teams: readonly TeamRecord[], text: string): TeamRecord | undefined {
  const wanted = fold(text)
  return (
    teams.find(({ team }) => fold(team.name) === wanted) ??
    teams.find(({ team }) => team.teamId === text || team.key === text)
  )
}

/** The same, but throws `not-found` with the nearest names; `create` says how to create the team. */
export async function resolveTeam(
  ledger: Ledger,
  text: string,
  create: Hint | null = commandLine('teams create', text),
): Promise<TeamRecord> {
  const teams = await ledger.teams()
  const found = teamNamed(teams, text)
  if (found !== undefined) return found
  const names = teams.map(({ team }) => team.name)
  throw new SfsyncError('not-found', `there is no team "${text}"`, {
    actions: [
      ...didYouMean(text, names),
      ...(teams.length > 0 ? [commandLine('teams list')] : []),
      ...(create === null ? [] : [create]),
    ],
  })
}

/** The team that a text names, or a new one if the admin confirmed that; `hint` says how to confirm it. */
export async function wishedTeam(
  ledger: Ledger,
  machine: Pick<Machine, 'newId'>,
  text: string,
  create: { readonly isConfirmed: boolean; readonly hint: Hint },
): Promise<TargetTeam> {
  const found = create.isConfirmed
    ? await findTeam(ledger, text)
    : await resolveTeam(ledger, text, create.hint)
  if (found !== undefined) return { team: found.team, isNew: false }
  return { team: newTeam(await teamIds(ledger, machine), text, null), isNew: true }
}

/** A team that does not exist yet. */
export function newTeam(ids: NewTeamIds, text: string, key: string | null): TargetTeam['team'] {
  const name = newTeamName(text)
  return { teamId: ids(name), name, key }
}

/** Gives a new team of this name its ID. */
export type NewTeamIds = (name: string) => TeamId

/** IDs of new teams: a team that was deleted but is still in SalesScreen gets its ID back, because it is the same team there. */
export async function teamIds(
  ledger: Pick<EnteredReader, 'teamTodoFacts'>,
  machine: Pick<Machine, 'newId'>,
): Promise<NewTeamIds> {
  const gone = new Map(
    (await ledger.teamTodoFacts()).flatMap(({ team, entered }) =>
      team === null && entered !== null ? [[fold(entered.name), entered.teamId] as const] : [],
    ),
  )
  return (name) => gone.get(fold(name)) ?? newTeamId(machine)
}

/** The name of a team as an admin typed it. Throws `usage` and `invalid`. */
export function newTeamName(text: string): string {
  const name = newName(text)
  if (name === '') throw new SfsyncError('usage', 'a team needs a name')
  return name
}

/** The key of a team as an admin typed it. Throws `usage` and `invalid`. */
export function newTeamKey(text: string): string {
  const key = newName(text)
  if (key !== '') return key
  throw new SfsyncError('usage', 'the key is empty', {
    actions: [
      { text: 'to remove a key', command: withOptions(commandLine('teams key', '<team>'), { none: true }) },
    ],
  })
}

/** A name to write, as an admin typed it; may be empty. Throws `invalid`. */
export function newName(text: string, beside?: string): string {
  const parsed = parseName(text, beside)
  if ('reason' in parsed) throw new SfsyncError('invalid', parsed.reason, { actions: ['enter another name'] })
  return parsed.name
}

/** A user ID that no user has. */
export function newUserId(machine: Pick<Machine, 'newId'>): UserId {
  const userId = `u-${machine.newId()}`
  if (!isUserId(userId)) throw new SfsyncError('failure', `${userId} is not a user ID`)
  return userId
}

/** A team ID that no team has. */
export function newTeamId(machine: Pick<Machine, 'newId'>): TeamId {
  const teamId = `t-${machine.newId()}`
  if (!isTeamId(teamId)) throw new SfsyncError('failure', `${teamId} is not a team ID`)
  return teamId
}
