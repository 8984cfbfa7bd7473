import { type FoldedNames, foldedNames, nearestOf } from '../app/hints.ts'
import type { Choice } from '../app/ports.ts'
import { SfsyncError } from '../core/errors.ts'
import { commandLine, withOptions } from '../core/hint.ts'
import { fullName, type UserState } from '../core/model.ts'
import { parseSalesforceUserId, type SalesforceUserId } from '../core/salesforce-id.ts'
import { whyInactive } from '../core/salesforce-user.ts'
import { hasUncheckedCase, parseUserKey } from '../core/user-key.ts'
import { given } from '../core/values.ts'
import type {
  DirectoryEntry,
  DirectoryQuery,
  FirstQuery,
  FirstRows,
  Ledger,
  UserQuery,
  UserRecord,
} from '../ledger/ledger.ts'
import type { Context } from './context.ts'
import { displayWidth } from './output/text.ts'

/** More are not read on a screen, and a few letters more find the others. */
export const mostListed = 15

/** Who is offered when a Salesforce user is asked for. */
export interface WantedSalesforceUser {
  readonly query?: DirectoryQuery
  /** Who is offered before anything is typed, best first: those who are likely meant. */
  readonly likely?: readonly DirectoryEntry[]
  /** How many of these there are, where no one else is offered before anything is typed. */
  readonly total?: number
}

/** Asks for a Salesforce user, found by name, e-mail address, username or Salesforce User ID; who is not mapped yet comes first. */
export async function askForSalesforceUser(
  context: Context,
  message: string,
  wanted: WantedSalesforceUser = {},
): Promise<DirectoryEntry> {
  const find = salesforceUserFinder(await context.ledger(), wanted)
  const prompts = await context.prompts()
  return await prompts.search(message, async (text) => {
    const { rows, total, isFound } = await find(text.trim())
    const suggested = new Set(text.trim() === '' ? wanted.likely?.map(idOf) : [])
    const people = rows.map((entry) => entryRow(entry, suggested.has(idOf(entry))))
    return { choices: aligned(people, context.stderr.width), total, isNear: !isFound }
  })
}

/** Asks for a Salesforce user, or the name of someone who is not in the Salesforce directory, as it was typed; may be empty. */
export async function askForSalesforceUserOrName(
  context: Context,
  message: string,
): Promise<DirectoryEntry | string> {
  const find = salesforceUserFinder(await context.ledger(), {})
  const prompts = await context.prompts()
  return await prompts.search<DirectoryEntry | string>(message, async (text) => {
    const typed = text.trim()
    const { rows, total } = await find(typed)
    const people = rows.map((entry) => entryRow(entry, false))
    const name = typed === '' ? '(someone not in Salesforce)' : `${typed}, who is not in Salesforce`
    return {
      choices: [...aligned(people, context.stderr.width), { name, value: typed }],
      total,
      hasOther: true,
    }
  })
}

function salesforceUserFinder(
  { directory }: Ledger,
  { query = { active: true, people: true }, likely = [], total }: WantedSalesforceUser,
): FindRows<DirectoryEntry> {
  const isLikely = new Set(likely.map(idOf))
  return finder({
    keyed: async (text) => {
      const parsed = parseSalesforceUserId(text)
      if ('reason' in parsed) return undefined
      // Fifteen characters may have lost their letter case: everyone with these letters is shown by name.
      return await directory.find(
        hasUncheckedCase(parsed)
          ? { anyCaseId: parsed.salesforceUserId.slice(0, 15) }
          : { salesforceUserId: parsed.salesforceUserId },
      )
    },
    search: async (text) => {
      if (text === '' && total !== undefined) return { rows: likely.slice(0, mostListed), total }
      const first = await directory.first({ ...query, search: text, limit: mostListed, unmappedFirst: true })
      if (text !== '') return first
      const rows = [...likely, ...first.rows.filter((entry) => !isLikely.has(idOf(entry)))]
      return { ...first, rows: rows.slice(0, mostListed) }
    },
    names: async () =>
      (await directory.names(query)).map(({ salesforceUserId, name, email }) => ({
        key: salesforceUserId,
        names: [name, email ?? ''],
      })),
    rowOf: async (salesforceUserId) => await directory.find({ salesforceUserId }),
  })
}

function idOf({ salesforceUser }: DirectoryEntry): SalesforceUserId {
  return salesforceUser.salesforceUserId
}

/** Which SalesScreen users are offered. */
export interface WantedUser {
  /** Only those who are mapped, or who are not. */
  readonly mapped?: boolean
  /** Which users come first: the ones that the command is most likely about. */
  readonly first?: 'not-mapped' | 'without-team'
  readonly states?: readonly UserState[]
  readonly onTeam?: boolean
  /** What is wrong if there is no such user. */
  readonly ifNone?: string
  /** Who is offered before anything is typed, and no one else. */
  readonly likely?: readonly UserRecord[]
}

/**
 * Asks for a SalesScreen user, found by the names, addresses and IDs that it has on either side; gives the e-mail address.
 * Throws `not-found` if there is no user to offer.
 */
export async function askForUser(
  context: Context,
  message: string,
  wanted: WantedUser = {},
): Promise<string> {
  const ledger = await context.ledger()
  await requireUsers(ledger)
  const find = userFinder(ledger, wanted)
  if ((await find('')).total === 0)
    throw new SfsyncError('not-found', wanted.ifNone ?? 'there is no such SalesScreen user', {
      actions: [commandLine('users list')],
    })
  const prompts = await context.prompts()
  const { likely } = wanted
  return await prompts.search(message, async (text) => {
    const isOffered = likely !== undefined && text.trim() === ''
    const { rows, total, isFound } = isOffered ? offered(likely) : await find(text.trim())
    return { choices: aligned(rows.map(userRow), context.stderr.width), total, isNear: !isFound }
  })
}

function offered<Row>(rows: readonly Row[]): FoundRows<Row> {
  return { rows, total: rows.length, isFound: true }
}

/** Who is offered when a person of either side is asked for, before anything is typed. */
export interface LikelyPeople {
  readonly users: readonly UserRecord[]
  readonly others: readonly DirectoryEntry[]
}

/** Asks for a person on either side; gives the e-mail address of a SalesScreen user, or else the Salesforce User ID. */
export async function askForPerson(
  context: Context,
  message: string,
  likely?: LikelyPeople,
): Promise<string> {
  const ledger = await context.ledger()
  if ((await ledger.directory.lastRead()) === undefined) return await askForUser(context, message)
  const prompts = await context.prompts()
  const findUsers = userFinder(ledger, {})
  // Who is mapped, or has the address of one who is not, is offered as the SalesScreen user.
  const findOthers = salesforceUserFinder(ledger, { query: { mapped: false, withoutUser: true } })
  return await prompts.search(message, async (text) => {
    const isOffered = likely !== undefined && text.trim() === ''
    const users = isOffered ? offered(likely.users) : await findUsers(text.trim())
    const others = isOffered ? offered(likely.others) : await findOthers(text.trim(), !users.isFound)
    const rows = [
      ...users.rows.map(userRow),
      ...others.rows
        .filter(({ mappedTo }) => mappedTo === null)
        .map((entry) => ({ ...entryRow(entry, false), value: idOf(entry), note: 'only in Salesforce' })),
    ]
    const choices = aligned(rows.slice(0, mostListed), context.stderr.width)
    return { choices, total: users.total + others.total, isNear: !users.isFound && !others.isFound }
  })
}

async function requireUsers(ledger: Ledger): Promise<void> {
  if ((await ledger.counts()).users > 0) return
  throw new SfsyncError('not-found', 'the ledger has no SalesScreen users yet', {
    actions: [
      withOptions(commandLine('create-user'), { 'from-sf': '<salesforceUserId>' }),
      commandLine('guide'),
    ],
  })
}

function userFinder(
  ledger: Ledger,
  { mapped, states, onTeam, first: comesFirst }: WantedUser,
): FindRows<UserRecord> {
  const query: UserQuery = given({ states, onTeam, mapped })
  const first = { ...query, limit: mostListed, unmappedFirst: comesFirst === 'not-mapped' }
  const isWanted = ({ user, team, mapping }: UserRecord) =>
    (states?.includes(user.state) ?? true) &&
    (onTeam === undefined || onTeam === (team !== null)) &&
    (mapped === undefined || mapped === (mapping !== null))
  return finder({
    keyed: async (text) => {
      const key = parseUserKey(text)
      const parsed = parseSalesforceUserId(text)
      if ('userId' in key) return (await ledger.findUsers(key)).filter(isWanted)
      if ('salesforceUserId' in parsed)
        return (await ledger.findUsers({ salesforceUserId: parsed.salesforceUserId })).filter(isWanted)
      return undefined
    },
    search: async (text) => {
      const all = await ledger.firstUsers({ ...first, search: text })
      const own = comesFirst === 'without-team' ? await withoutTeamFirst(ledger, first, text, all) : all
      if (text === '' || mapped === false || own.rows.length === mostListed) return own
      return await ledger.firstUsers({ ...first, search: text, eitherSide: true })
    },
    names: async () =>
      (await ledger.userNames(query)).map(({ userId, name, email, nickname }) => ({
        key: userId,
        names: [name, email, nickname ?? ''],
      })),
    rowOf: async (userId) => await ledger.findUsers({ userId }),
  })
}

// A list that is shown whole is only sorted; of a longer one, those without a team are looked up.
async function withoutTeamFirst(
  ledger: Ledger,
  query: UserQuery & FirstQuery,
  search: string,
  all: FirstRows<UserRecord>,
): Promise<FirstRows<UserRecord>> {
  const { rows: likely } =
    all.total > mostListed ? await ledger.firstUsers({ ...query, search, onTeam: false }) : all
  const rows = [
    ...likely.filter(({ team }) => team === null),
    ...all.rows.filter(({ team }) => team !== null),
  ]
  return { ...all, rows: rows.slice(0, mostListed) }
}

/** The rows for a text; those whose name is near if there are none, unless that is not wanted. */
type FindRows<Row> = (text: string, mayBeMistyped?: boolean) => Promise<FoundRows<Row>>

interface FoundRows<Row> extends FirstRows<Row> {
  /** Whether they are what was typed, and not only near. */
  readonly isFound: boolean
}

/** Where the rows of a question come from. */
interface RowSource<Row, Key> {
  /** Those whose ID was typed; undefined if the text is not an ID. */
  keyed(text: string): Promise<readonly Row[] | undefined>
  search(text: string): Promise<FirstRows<Row>>
  /** What everyone is called. */
  names(): Promise<readonly { readonly key: Key; readonly names: readonly string[] }[]>
  rowOf(key: Key): Promise<readonly Row[]>
}

// One for each question: it keeps the names of all once a name was mistyped, for the keys that follow.
function finder<Row, Key>({ keyed, search, names, rowOf }: RowSource<Row, Key>): FindRows<Row> {
  let unknown: string | undefined
  let known: { readonly keysOf: ReadonlyMap<string, Key[]>; readonly folded: FoldedNames } | undefined
  return async (text, mayBeMistyped = true) => {
    const named = text === '' ? undefined : await keyed(text)
    if (named !== undefined)
      return { rows: named.slice(0, mostListed), total: named.length, isFound: named.length > 0 }
    // No one who is not found is found by more letters.
    if (unknown === undefined || !text.startsWith(unknown)) {
      const found = await search(text)
      if (found.total > 0 || text === '') return { ...found, isFound: true }
      unknown = text
    }
    if (!mayBeMistyped) return { rows: [], total: 0, isFound: false }
    known ??= byName(await names())
    const { keysOf, folded } = known
    const similar = new Set(nearestOf(text, folded).flatMap((name) => keysOf.get(name) ?? []))
    const rows: Row[] = []
    for (const key of [...similar].slice(0, mostListed)) rows.push(...(await rowOf(key)))
    return { rows, total: rows.length, isFound: false }
  }
}

function byName<Key>(all: readonly { readonly key: Key; readonly names: readonly string[] }[]): {
  readonly keysOf: ReadonlyMap<string, Key[]>
  readonly folded: FoldedNames
} {
  const keysOf = new Map<string, Key[]>()
  for (const { key, names } of all)
    for (const name of names) {
      const same = keysOf.get(name)
      if (same !== undefined) same.push(key)
      else if (name !== '') keysOf.set(name, [key])
    }
  return { keysOf, folded: foldedNames(keysOf.keys()) }
}

/** A person as a line of a list. */
interface PersonRow<T> {
  readonly name: string
  readonly email: string
  readonly note: string
  readonly details: readonly string[]
  readonly value: T
}

function entryRow(entry: DirectoryEntry, isSuggested: boolean): PersonRow<DirectoryEntry> {
  const { name, email, username, profile, role, department, salesforceUserId } = entry.salesforceUser
  const isMapped = entry.mappedTo !== null
  return {
    name,
    email: email ?? username ?? 'no e-mail',
    note: isSuggested ? 'suggested' : isMapped ? 'mapped' : 'not mapped',
    details: [
      salesforceUserId,
      ...labeled({ role, profile, department }),
      whyInactive(entry.salesforceUser) ?? 'active',
      ...(entry.mappedTo === null ? [] : [`mapped to ${entry.mappedTo.email}`]),
    ],
    value: entry,
  }
}

// What Salesforce says about a user, each with its name: a role and a profile may read alike.
function labeled(values: Readonly<Record<string, string | null>>): string[] {
  return Object.entries(values).flatMap(([label, value]) => (value === null ? [] : [`${label} ${value}`]))
}

function userRow({ user, team, mapping, salesforceUser }: UserRecord): PersonRow<string> {
  const mapped = salesforceUser?.name ?? mapping?.salesforceUserId
  return {
    name: fullName(user),
    email: user.email,
    note: mapping === null ? 'not mapped' : 'mapped',
    details: [
      team?.name ?? 'no team',
      ...(user.state === 'active' ? [] : [user.state]),
      ...(mapped === undefined ? [] : [`mapped to ${mapped}`]),
    ],
    value: user.email,
  }
}

// Columns where the terminal has room for them; the note is below the list where it has none.
function aligned<T>(rows: readonly PersonRow<T>[], columns: number): Choice<T>[] {
  const widest = (field: 'name' | 'email' | 'note') =>
    Math.max(0, ...rows.map((row) => displayWidth(row[field])))
  const room = columns - '> '.length
  const [names, emails] = [widest('name'), widest('email')]
  const hasNotes = names + emails + widest('note') + 4 <= room
  const isAligned = names + emails + 2 <= room
  return rows.map(({ name, email, note, details, value }) => {
    const first = isAligned ? name + ' '.repeat(names - displayWidth(name)) : name
    const second = hasNotes ? `${email + ' '.repeat(emails - displayWidth(email))}  ${note}` : email
    return {
      name: `${first}  ${second}`,
      value,
      description: (hasNotes ? details : [note, ...details]).join(', '),
    }
  })
}
