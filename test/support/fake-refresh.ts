import { isDeepStrictEqual } from 'node:util'
import type { SalesforceUserId } from '../../src/core/salesforce-id.ts'
import type { SalesforceUser } from '../../src/core/salesforce-user.ts'
import type {
  DirectoryChange,
  DirectoryLogEntry,
  DirectoryReadRecord,
  DirectoryRefresh,
  RefreshScope,
  RefreshedRead,
  StagedRead,
} from '../../src/ledger/ledger.ts'
import { byText } from './order.ts'
import type { Seen } from './fake-merge.ts'

/** The whole content of a directory in memory. */
export interface FakeState {
  readonly people: ReadonlyMap<string, Seen>
  readonly lastRead: DirectoryReadRecord | undefined
  /** Every reading, oldest first. */
  readonly log: readonly { readonly entry: DirectoryLogEntry; readonly changes: readonly DirectoryChange[] }[]
}

/** What an interrupted refresh left. */
export interface FakeWaiting {
  readonly aim: RefreshScope
  readonly startedAt: string
  readonly people: ReadonlyMap<string, SalesforceUser>
  readonly pieces: ReadonlySet<string>
}

/** A refresh in memory. */
export class FakeRefresh implements DirectoryRefresh {
  readonly startedAt: string
  readonly resumed: DirectoryRefresh['resumed']
  readonly #aim: RefreshScope
  readonly #before: FakeState
  readonly #people: Map<string, SalesforceUser>
  readonly #pieces: Set<string>
  readonly #gone = new Set<string>()
  readonly #change: (state: FakeState) => void
  readonly #wait: (left: FakeWaiting) => void
  #frozen: ReadonlySet<string> | undefined

  constructor(
    aim: RefreshScope,
    startedAt: string,
    before: FakeState,
    waiting: FakeWaiting | undefined,
    change: (state: FakeState) => void,
    wait: (left: FakeWaiting) => void,
  ) {
    this.#aim = aim
    this.#before = before
    this.#change = change
    this.#wait = wait
    this.startedAt = waiting?.startedAt ?? startedAt
    this.#people = new Map(waiting?.people)
    this.#pieces = new Set(waiting?.pieces)
    this.resumed =
      waiting === undefined ? undefined : { people: this.#people.size, left: [...this.#pieces].toSorted() }
  }

  add(people: readonly SalesforceUser[], done: string, left: readonly string[]): void {
    for (const person of people)
      if (!this.#people.has(person.salesforceUserId)) this.#people.set(person.salesforceUserId, person)
    this.#pieces.delete(done)
    for (const piece of left) this.#pieces.add(piece)
  }

  update(people: readonly SalesforceUser[], gone: readonly SalesforceUserId[]): readonly SalesforceUserId[] {
    const different = people
      .filter((person) => !isDeepStrictEqual(this.#people.get(person.salesforceUserId), person))
      .map((person) => person.salesforceUserId)
    for (const person of people) {
      this.#people.set(person.salesforceUserId, person)
      this.#gone.delete(person.salesforceUserId)
    }
    for (const id of gone) this.#gone.add(id)
    return [...different, ...gone.filter((id) => this.#people.delete(id))]
  }

  frozen(everyFrozen: readonly string[]): void {
    this.#frozen = new Set(everyFrozen)
  }

  people(): number {
    return this.#people.size
  }

  async finish(read: RefreshedRead): Promise<StagedRead> {
    const { people: before } = this.#before
    const everybody = this.#aim.kind === 'everybody'
    const people = new Map<string, Seen>(everybody ? [] : before)
    const told = [...this.#people.values()].map((person) =>
      this.#withFrozen(person, before.get(person.salesforceUserId)),
    )
    for (const id of this.#gone) people.delete(id)
    for (const person of told) people.set(person.salesforceUserId, { person, at: read.at })
    if (this.#frozen !== undefined)
      for (const [id, { person }] of people)
        if ((person.frozen ?? false) !== this.#frozen.has(id))
          people.set(id, { person: { ...person, frozen: this.#frozen.has(id) }, at: read.at })
    for (const [id, { person }] of people) people.set(id, { person, at: read.at })
    const lastRead: DirectoryReadRecord = {
      source: 'live',
      origin: this.#aim.origin,
      identity: this.#aim.identity,
      organizationId: this.#aim.organizationId,
      at: read.at,
      people: this.#people.size,
      scope: this.#aim.scope,
      newsFrom: read.newsFrom,
    }
    const wasThere = [...people].filter(([id]) => before.has(id))
    const changed = wasThere.filter(([id, { person }]) => !isDeepStrictEqual(before.get(id)?.person, person))
    const added = people.size - wasThere.length
    const dropped = [...before.keys()].filter((id) => !people.has(id)).length
    return await Promise.resolve({
      received: this.#people.size,
      added,
      changed: changed.length,
      repeated: 0,
      dropped,
      keep: async () => {
        const entry = {
          number: this.#before.log.length + 1,
          ...lastRead,
          added,
          changed: changed.length,
          dropped,
        }
        const changes = before.size === 0 ? [] : differences(before, people)
        await Promise.resolve(
          this.#change({ people, lastRead, log: [...this.#before.log, { entry, changes }] }),
        )
      },
      discard: () => Promise.resolve(),
    })
  }

  async interrupt(): Promise<void> {
    if (this.#aim.kind === 'everybody' && this.#people.size > 0)
      this.#wait({ aim: this.#aim, startedAt: this.startedAt, people: this.#people, pieces: this.#pieces })
    await Promise.resolve()
  }

  async forget(): Promise<void> {
    await Promise.resolve()
  }

  #withFrozen(person: SalesforceUser, known: Seen | undefined): SalesforceUser {
    if (this.#frozen !== undefined) return { ...person, frozen: this.#frozen.has(person.salesforceUserId) }
    return this.#aim.kind === 'news' ? { ...person, frozen: known?.person.frozen ?? null } : person
  }
}

type People = FakeState['people']

function differences(before: People, after: People): DirectoryChange[] {
  const changes = [...new Set([...before.keys(), ...after.keys()])].flatMap((id): DirectoryChange[] => {
    const [was, is] = [before.get(id)?.person, after.get(id)?.person]
    const person = is ?? was
    if (person === undefined || isDeepStrictEqual(was, is)) return []
    const what = was === undefined ? 'added' : is === undefined ? 'dropped' : 'changed'
    return [
      {
        salesforceUserId: person.salesforceUserId,
        name: person.name,
        what,
        fields: was === undefined || is === undefined ? [] : fieldsThatDiffer(was, is),
      },
    ]
  })
  return changes.toSorted(byText((change) => change.salesforceUserId))
}

function fieldsThatDiffer(was: SalesforceUser, is: SalesforceUser): DirectoryChange['fields'] {
  const before = new Map(Object.entries(was))
  return Object.entries(is).flatMap(([field, value]) => {
    const old: unknown = before.get(field)
    return old === value ? [] : [{ field, before: textOf(old), after: textOf(value) }]
  })
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' || typeof value === 'boolean' ? String(value) : null
}
