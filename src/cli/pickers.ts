import { minuteText } from '../app/directory-age.ts'
import { nearest } from '../app/hints.ts'
import { missingChangeSet } from '../app/history.ts'
import type { Choice } from '../app/ports.ts'
import type { ChangeSetHead } from '../core/change.ts'
import { SfsyncError } from '../core/errors.ts'
import { commandLine, withOptions } from '../core/hint.ts'
import { fullName } from '../core/model.ts'
import { parseSalesforceUserId } from '../core/salesforce-id.ts'
import { whyInactive } from '../core/salesforce-user.ts'
import { countText, fold } from '../core/text.ts'
import { hasUncheckedCase, parseUserKey } from '../core/user-key.ts'
import type {
  Directory,
  DirectoryEntry,
  DirectoryQuery,
  Ledger,
  UserQuery,
  UserRecord,
} from '../ledger/ledger.ts'
import type { Context } from './context.ts'
import { displayWidth } from './output/text.ts'

// More are not read on a screen, and a few letters more find whoever is missing.
const mostListed = 15

/** Who is offered when a Salesforce user is asked for. */
export interface WantedSalesforceUser {
  readonly query?: DirectoryQuery
  /** Who is offered before anything is typed, best first: those who are likely meant. */
  readonly likely?: readonly DirectoryEntry[]
}

/** Asks for a Salesforce user, found by name, e-mail address, username or Salesforce User ID; who is not mapped yet comes first. */
export async function askForSalesforceUser(
  context: Context,
  message: string,
  wanted: WantedSalesforceUser = {},
): Promise<DirectoryEntry> {
  const ledger = await context.ledger()
  const prompts = await context.prompts()
  return await prompts.search(message, async (text) => {
    const { entries, total } = await salesforceUsers(ledger, text.trim(), wanted)
    const suggested = new Set(text.trim() === '' ? wanted.likely?.map(idOf) : [])
    const rows = entries.map((entry) => entryRow(entry, suggested.has(idOf(entry))))
    return { choices: aligned(rows, context.stderr.width), total }
  })
}

/**
 * A text that names a Salesforce user, as one that names only this one: where several have the name, or it is only a part of
 * names, a terminal asks who is meant.
 */
export async function onlySalesforceUser(context: Context, text: string): Promise<string> {
  if (!context.canAsk || 'salesforceUserId' in parseSalesforceUserId(text)) return text
  const { directory } = await context.ledger()
  const called = await directory.find({ called: text })
  if (called.length === 1 || (await directory.find({ username: text })).length === 1) return text
  const likely = called.length > 0 ? called : await havingWords(directory, text)
  if (likely.length === 0) return text
  const { salesforceUser } = await askForSalesforceUser(context, 'Which Salesforce user?', { likely })
  return salesforceUser.salesforceUserId
}

async function havingWords(directory: Directory, text: string): Promise<readonly DirectoryEntry[]> {
  const entries: DirectoryEntry[] = []
  if (text.trim() !== '')
    for await (const page of directory.list({ search: text, limit: mostListed })) entries.push(...page)
  return entries
}

/** The same, or the name of somebody who is not in the Salesforce directory, as it was typed; may be empty. */
export async function askForSalesforceUserOrName(
  context: Context,
  message: string,
): Promise<DirectoryEntry | string> {
  const ledger = await context.ledger()
  const prompts = await context.prompts()
  return await prompts.search<DirectoryEntry | string>(message, async (text) => {
    const typed = text.trim()
    const { entries, total } = await salesforceUsers(ledger, typed, {})
    const rows = entries.map((entry) => entryRow(entry, false))
    const name = typed === '' ? '(someone not in Salesforce)' : `${typed}, who is not in Salesforce`
    return {
      choices: [...aligned(rows, context.stderr.width), { name, value: typed }],
      total,
      hasOther: true,
    }
  })
}

interface Matching<Row> {
  readonly entries: readonly Row[]
  readonly total: number
}

async function salesforceUsers(
  { directory }: Ledger,
  text: string,
  { query = { active: true, people: true }, likely = [] }: WantedSalesforceUser,
): Promise<Matching<DirectoryEntry>> {
  const parsed = parseSalesforceUserId(text)
  if ('salesforceUserId' in parsed) {
    // Fifteen characters may have lost their letter case: whoever has the letters is shown by name.
    const key = hasUncheckedCase(parsed)
      ? { anyCaseId: parsed.salesforceUserId.slice(0, 15) }
      : { salesforceUserId: parsed.salesforceUserId }
    const entries = await directory.find(key)
    return { entries, total: entries.length }
  }
  const entries = text === '' ? [...likely] : []
  const isLikely = new Set(likely.map(idOf))
  for (const mapped of [false, true])
    for await (const page of directory.list({ ...query, mapped, search: text, limit: mostListed }))
      entries.push(...page.filter((entry) => text !== '' || !isLikely.has(idOf(entry))))
  if (entries.length > 0 || text === '')
    return { entries: entries.slice(0, mostListed), total: await directory.count({ ...query, search: text }) }
  const similar = await similarTo(text, directory.list(query), ({ salesforceUser: { name, email } }) => [
    name,
    email ?? '',
  ])
  return { entries: similar, total: similar.length }
}

function idOf({ salesforceUser }: DirectoryEntry): string {
  return salesforceUser.salesforceUserId
}

/** Which SalesScreen users are offered. */
export interface WantedUser {
  /** Only those who are mapped or not; `'last'`: those who are not mapped first. */
  readonly mapped?: boolean | 'last'
  readonly states?: UserQuery['states']
  /** Whether the command can do anything for a user. */
  fits?(record: UserRecord): boolean
  /** What is wrong if there is no such user. */
  readonly nobody?: string
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
  if ((await usersMatching(ledger, '', wanted)).total === 0)
    throw new SfsyncError('not-found', wanted.nobody ?? 'there is no such SalesScreen user', {
      actions: [commandLine('users list')],
    })
  const prompts = await context.prompts()
  return await prompts.search(message, async (text) => {
    const { entries, total } = await usersMatching(ledger, text.trim(), wanted)
    return { choices: aligned(entries.slice(0, mostListed).map(userRow), context.stderr.width), total }
  })
}

/** Asks for a person on either side; gives the e-mail address of a SalesScreen user, or else the Salesforce User ID. */
export async function askForPerson(context: Context, message: string): Promise<string> {
  const ledger = await context.ledger()
  if ((await ledger.directory.lastRead()) === undefined) return await askForUser(context, message)
  const prompts = await context.prompts()
  return await prompts.search(message, async (text) => {
    const { entries, total } = await usersMatching(ledger, text.trim(), {})
    // Who is mapped, or has the address of one who is not, is offered as the SalesScreen user.
    const query = { mapped: false, withoutUser: true }
    const others = await salesforceUsers(ledger, text.trim(), { query })
    const open = others.entries.filter(({ mappedTo }) => mappedTo === null)
    const rows = [
      ...entries.map(userRow),
      ...open.map((entry) => ({ ...entryRow(entry, false), value: idOf(entry), note: 'only in Salesforce' })),
    ]
    const choices = aligned(rows.slice(0, mostListed), context.stderr.width)
    return { choices, total: total + others.total }
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

async function usersMatching(
  ledger: Ledger,
  text: string,
  { mapped, states, fits = () => true }: WantedUser,
): Promise<Matching<UserRecord>> {
  const query: UserQuery = states === undefined ? {} : { states }
  const queries: readonly UserQuery[] =
    mapped === undefined
      ? [query]
      : mapped === 'last'
        ? [
            { ...query, mapped: false },
            { ...query, mapped: true },
          ]
        : [{ ...query, mapped }]
  const found = new Map<string, UserRecord>()
  const take = (records: readonly UserRecord[]) => {
    for (const record of records) if (isWanted(record)) found.set(record.user.userId, record)
  }
  const isWanted = (record: UserRecord) =>
    fits(record) &&
    (states?.includes(record.user.state) ?? true) &&
    (typeof mapped !== 'boolean' || mapped === (record.mapping !== null))
  for (const each of queries) for await (const page of ledger.users({ ...each, search: text })) take(page)
  if (text !== '') take(await byOtherSide(ledger, text))
  if (found.size === 0 && text !== '')
    take(
      await similarTo(text, ledger.users(query), ({ user }) => [
        fullName(user),
        user.email,
        user.nickname ?? '',
      ]),
    )
  return { entries: [...found.values()], total: found.size }
}

// By the user's own ID, and by what Salesforce calls whom the user is mapped to.
async function byOtherSide(ledger: Ledger, text: string): Promise<UserRecord[]> {
  const key = parseUserKey(text)
  if ('userId' in key) return [...(await ledger.findUsers(key))]
  const parsed = parseSalesforceUserId(text)
  if ('salesforceUserId' in parsed)
    return [...(await ledger.findUsers({ salesforceUserId: parsed.salesforceUserId }))]
  const records: UserRecord[] = []
  for await (const page of ledger.directory.list({ mapped: true, search: text, limit: mostListed }))
    for (const { mappedTo } of page)
      if (mappedTo !== null) records.push(...(await ledger.findUsers({ userId: mappedTo.userId })))
  return records
}

// Those whose name was mistyped, nearest first.
async function similarTo<Row>(
  text: string,
  pages: AsyncIterable<readonly Row[]>,
  namesOf: (row: Row) => readonly string[],
): Promise<Row[]> {
  const byName = new Map<string, Row[]>()
  for await (const page of pages)
    for (const row of page)
      for (const name of namesOf(row)) if (name !== '') byName.set(name, [...(byName.get(name) ?? []), row])
  return [...new Set(nearest(text, byName.keys()).flatMap((name) => byName.get(name) ?? []))].slice(
    0,
    mostListed,
  )
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
  const { name, email, username, profile, department, salesforceUserId } = entry.salesforceUser
  const isMapped = entry.mappedTo !== null
  return {
    name,
    email: email ?? username ?? 'no e-mail',
    note: isSuggested ? 'suggested' : isMapped ? 'mapped' : 'not mapped',
    details: [
      salesforceUserId,
      profile ?? 'no profile',
      department ?? 'no department',
      whyInactive(entry.salesforceUser) ?? 'active',
      ...(entry.mappedTo === null ? [] : [`mapped to ${entry.mappedTo.email}`]),
    ],
    value: entry,
  }
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

// Older ones are found by their number.
const mostChangeSets = 500

/** Asks for a change set, the newest first; gives its number. Throws `usage` on a ledger without any. */
export async function askForChangeSet(context: Context, command: string): Promise<string> {
  const ledger = await context.ledger()
  const heads: ChangeSetHead[] = []
  for await (const page of ledger.history({ limit: mostChangeSets })) heads.push(...page)
  if (heads.length === 0) throw await missingChangeSet(ledger, command)
  const prompts = await context.prompts()
  return await prompts.search('Which change set?', async (text) => {
    const words = fold(text).split(' ').filter(Boolean)
    const found = heads.filter((head) => words.every((word) => textOf(head).includes(word)))
    const choices = found.slice(0, mostListed).map(changeSetChoice)
    return await Promise.resolve({ choices, total: found.length })
  })
}

function textOf({ number, actor, command, reason, at }: ChangeSetHead): string {
  return fold(`${number} ${minuteText(at)} ${actor} ${command} ${reason ?? ''}`)
}

function changeSetChoice({ number, at, actor, command, reason, size }: ChangeSetHead): Choice<string> {
  return {
    name: `${number}  ${minuteText(at)}  ${command}`,
    value: String(number),
    description: [`${countText(size, 'change')} by ${actor}`, ...(reason === null ? [] : [reason])].join(
      ', ',
    ),
  }
}
