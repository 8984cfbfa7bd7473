import { isDeepStrictEqual } from 'node:util'
import { type DirectoryRead, personKind, type SalesforceUser } from '../../src/core/salesforce-user.ts'
import { normaliseEmail, fold } from '../../src/core/text.ts'
import type { SalesforceUserOutline } from '../../src/core/match/suggestion.ts'
import { displayNameOf } from '../../src/core/match/names.ts'
import type {
  Directory,
  DirectoryChange,
  DirectoryEntry,
  DirectoryKey,
  DirectoryKeys,
  DirectoryLogEntry,
  DirectoryQuery,
  DirectoryReadRecord,
  DirectoryRefresh,
  PastDirectoryChange,
  RefreshScope,
  StagedRead,
} from '../../src/ledger/ledger.ts'
import { merged } from './fake-merge.ts'
import { FakeRefresh, type FakeState, type FakeWaiting } from './fake-refresh.ts'
import type { FakeRows } from './fake-rows.ts'
import { byText } from './order.ts'

/** The directory in memory. */
export class FakeDirectory implements Directory {
  #state: FakeState = { people: new Map(), lastRead: undefined, log: [] }
  #waiting: FakeWaiting | undefined
  readonly #rows: () => FakeRows

  /** Reads users and mappings through a function, for they change with every commit. */
  constructor(rows: () => FakeRows) {
    this.#rows = rows
  }

  /** The Salesforce user with exactly this ID, or null. */
  person(salesforceUserId: string): SalesforceUser | null {
    return this.#state.people.get(salesforceUserId)?.person ?? null
  }

  async find(key: DirectoryKey): Promise<readonly DirectoryEntry[]> {
    const found = this.#entries().filter(({ salesforceUser }) => fits(salesforceUser, key))
    return await Promise.resolve(found.toSorted(byName))
  }

  async findAll(keys: DirectoryKeys): Promise<readonly SalesforceUser[]> {
    const all: DirectoryKey[] = [
      ...(keys.salesforceUserIds ?? []).map((salesforceUserId) => ({ salesforceUserId })),
      ...(keys.usernames ?? []).map((username) => ({ username })),
      ...(keys.emails ?? []).map((email) => ({ email })),
      ...(keys.anyCaseIds ?? []).map((anyCaseId) => ({ anyCaseId })),
    ]
    const found = [...this.#state.people.values()].map(({ person }) => person)
    const wanted = found.filter((person) => all.some((key) => fits(person, key)))
    return await Promise.resolve(wanted.toSorted(byText(({ salesforceUserId }) => salesforceUserId)))
  }

  async outlines(): Promise<readonly SalesforceUserOutline[]> {
    const free = this.#entries().filter(({ mappedTo }) => mappedTo === null)
    return await Promise.resolve(
      free.map(
        ({
          salesforceUser: { salesforceUserId, email, username, federationId, employeeNumber, ...name },
        }) => ({
          salesforceUserId,
          called: displayNameOf(name),
          email,
          username,
          federationId,
          employeeNumber,
        }),
      ),
    )
  }

  async *list(query: DirectoryQuery): AsyncGenerator<readonly DirectoryEntry[]> {
    const found = await Promise.resolve(ordered(this.#wanted(query), query))
    const page = found.slice(0, query.limit)
    if (page.length > 0) yield page
  }

  async count(query: DirectoryQuery): Promise<number> {
    return await Promise.resolve(this.#wanted(query).length)
  }

  async lastRead(): Promise<DirectoryReadRecord | undefined> {
    return await Promise.resolve(this.#state.lastRead)
  }

  async stage(
    read: DirectoryRead,
    pages: AsyncIterable<readonly SalesforceUser[]>,
    mode: 'merge' | 'replace',
  ): Promise<StagedRead> {
    const rows: SalesforceUser[] = []
    for await (const page of pages) rows.push(...page)
    const old = this.#state
    const before = old.people
    const people = merged(before, rows, read.at, mode)
    const told = new Set(rows.map(({ salesforceUserId }) => salesforceUserId))
    const lastRead = { ...read, people: told.size, scope: null, newsFrom: null }
    const untold = { number: old.log.length + 1, added: null, changed: null, dropped: null }
    this.#state = { people, lastRead, log: [...old.log, { entry: { ...lastRead, ...untold }, changes: [] }] }
    return {
      received: rows.length,
      added: [...told].filter((id) => !before.has(id)).length,
      repeated: rows.length - told.size,
      changed: null,
      dropped: [...before.keys()].filter((id) => !people.has(id)).length,
      keep: () => Promise.resolve(),
      discard: async () => {
        this.#state = await Promise.resolve(old)
      },
    }
  }

  async refresh(aim: RefreshScope, startedAt: string, anew = false): Promise<DirectoryRefresh> {
    const waiting = this.#waiting
    this.#waiting = undefined
    const resumed =
      waiting !== undefined && !anew && isDeepStrictEqual(waiting.aim, aim) ? waiting : undefined
    const change = (state: FakeState) => (this.#state = state)
    const wait = (left: FakeWaiting) => (this.#waiting = left)
    return await Promise.resolve(new FakeRefresh(aim, startedAt, this.#state, resumed, change, wait))
  }

  async *log(): AsyncGenerator<readonly DirectoryLogEntry[]> {
    const entries = this.#state.log.map(({ entry }) => entry).toReversed()
    if (entries.length > 0) yield await Promise.resolve(entries)
  }

  async *changesOf(number: number): AsyncGenerator<readonly DirectoryChange[]> {
    const changes = this.#state.log.find(({ entry }) => entry.number === number)?.changes ?? []
    if (changes.length > 0) yield await Promise.resolve(changes)
  }

  async changesAbout(salesforceUserIds: readonly string[]): Promise<readonly PastDirectoryChange[]> {
    const past = this.#state.log
      .toReversed()
      .flatMap(({ entry, changes }) =>
        changes
          .filter((change) => salesforceUserIds.includes(change.salesforceUserId))
          .map((change) => ({ at: entry.at, ...change })),
      )
    return await Promise.resolve(past)
  }

  async refreshWaits(): Promise<boolean> {
    return await Promise.resolve(this.#waiting !== undefined)
  }

  #entries(): DirectoryEntry[] {
    const { user: users, mapping: mappings } = this.#rows()
    const holders = new Map([...mappings.values()].map((each) => [each.salesforceUserId, each.userId]))
    return [...this.#state.people.values()].map(({ person, at }) => {
      const userId = holders.get(person.salesforceUserId)
      const user = userId === undefined ? undefined : users.get(userId)
      return {
        salesforceUser: person,
        mappedTo: user === undefined ? null : { userId: user.userId, email: user.email },
        seenAt: at,
      }
    })
  }

  #wanted(query: DirectoryQuery): DirectoryEntry[] {
    const { user: users, mapping: mappings } = this.#rows()
    const waiting = new Set(
      [...users.values()].filter(({ userId }) => !mappings.has(userId)).map(({ email }) => String(email)),
    )
    return this.#entries()
      .filter((entry) => isWanted(entry, query))
      .filter(
        ({ salesforceUser: { email } }) =>
          query.withoutUser !== true || email === null || !waiting.has(email),
      )
  }
}

function fifteen(id: string): string {
  return id.slice(0, 15).toLowerCase()
}

function fits(person: SalesforceUser, key: DirectoryKey): boolean {
  if ('salesforceUserId' in key) return person.salesforceUserId === key.salesforceUserId
  if ('username' in key) return person.username === key.username.trim().toLowerCase()
  if ('email' in key) return person.email === normaliseEmail(key.email)
  if ('called' in key)
    return (
      person.username === key.called.trim().toLowerCase() ||
      person.email === normaliseEmail(key.called) ||
      fold(person.name) === fold(key.called)
    )
  return fifteen(person.salesforceUserId) === fifteen(key.anyCaseId)
}

function isSame(wanted: string | undefined, found: string | null): boolean {
  return wanted === undefined || (found !== null && fold(found) === fold(wanted))
}

function isWanted({ salesforceUser: person, mappedTo }: DirectoryEntry, query: DirectoryQuery): boolean {
  return (
    (query.active === undefined || (person.active !== false && person.frozen !== true) === query.active) &&
    (query.frozen === undefined || (person.frozen === true) === query.frozen) &&
    (query.people === undefined || (personKind(person) === 'person') === query.people) &&
    (query.mapped === undefined || (mappedTo !== null) === query.mapped) &&
    isSame(query.type, person.type) &&
    isSame(query.profile, person.profile) &&
    isSame(query.role, person.role) &&
    isSame(query.department, person.department) &&
    holdsWords(person, query.search ?? '')
  )
}

function holdsWords(person: SalesforceUser, search: string): boolean {
  const { name, username, email, alias, salesforceUserId } = person
  const texts = [name, username, email, alias].map((text) => fold(text ?? ''))
  const words = search.split(/\s+/).filter(Boolean)
  return words.every(
    (word) => beginsId(word, salesforceUserId) || texts.some((text) => text.includes(fold(word))),
  )
}

function beginsId(word: string, id: string): boolean {
  return word.startsWith('005') && id.startsWith(word)
}

function ordered(entries: readonly DirectoryEntry[], query: DirectoryQuery): DirectoryEntry[] {
  const { order = 'name', descending = false } = query
  const textOf = ({ salesforceUser }: DirectoryEntry) =>
    order === 'name' ? fold(salesforceUser.name) : salesforceUser[order]
  const told = entries.filter((entry) => textOf(entry) !== null)
  const untold = entries.filter((entry) => textOf(entry) === null)
  const sorted = [told, untold].map((group) => group.toSorted(byText((entry) => textOf(entry) ?? '', idOf)))
  return sorted.flatMap((group) => (descending ? group.toReversed() : group))
}

const idOf = ({ salesforceUser }: DirectoryEntry) => salesforceUser.salesforceUserId
const byName = byText<DirectoryEntry>(({ salesforceUser }) => fold(salesforceUser.name), idOf)
