import { isDeepStrictEqual } from 'node:util'
import type { SalesforceUser } from '../../src/core/salesforce-user.ts'
import type {
  DirectoryReadRecord,
  DirectoryRefresh,
  RefreshAim,
  RefreshedRead,
  StagedRead,
} from '../../src/ledger/ledger.ts'
import type { Seen } from './fake-merge.ts'

/** The whole content of a directory in memory. */
export interface FakeState {
  readonly people: ReadonlyMap<string, Seen>
  readonly lastRead: DirectoryReadRecord | undefined
}

/** What an interrupted refresh left. */
export interface FakeWaiting {
  readonly aim: RefreshAim
  readonly startedAt: string
  readonly people: ReadonlyMap<string, SalesforceUser>
  readonly pieces: ReadonlySet<string>
}

/** A refresh in memory. */
export class FakeRefresh implements DirectoryRefresh {
  readonly startedAt: string
  readonly resumed: DirectoryRefresh['resumed']
  readonly #aim: RefreshAim
  readonly #before: FakeState
  readonly #people: Map<string, SalesforceUser>
  readonly #pieces: Set<string>
  readonly #gone = new Set<string>()
  readonly #change: (state: FakeState) => void
  readonly #wait: (left: FakeWaiting) => void
  #frozen: ReadonlySet<string> | undefined

  constructor(
    aim: RefreshAim,
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

  update(people: readonly SalesforceUser[], gone: readonly string[]): number {
    const different = people.filter(
      (person) => !isDeepStrictEqual(this.#people.get(person.salesforceUserId), person),
    ).length
    for (const person of people) {
      this.#people.set(person.salesforceUserId, person)
      this.#gone.delete(person.salesforceUserId)
    }
    const removed = gone.filter((id) => this.#people.delete(id)).length
    for (const id of gone) this.#gone.add(id)
    return different + removed
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
    return await Promise.resolve({
      received: this.#people.size,
      added: people.size - wasThere.length,
      changed: wasThere.filter(([id, { person }]) => !isDeepStrictEqual(before.get(id)?.person, person))
        .length,
      repeated: 0,
      dropped: [...before.keys()].filter((id) => !people.has(id)).length,
      keep: async () => {
        await Promise.resolve(this.#change({ people, lastRead }))
      },
      discard: () => Promise.resolve(),
    })
  }

  async interrupt(): Promise<void> {
    if (this.#aim.kind === 'everybody' && this.#people.size > 0)
      this.#wait({ aim: this.#aim, startedAt: this.startedAt, people: this.#people, pieces: this.#pieces })
    await Promise.resolve()
  }

  #withFrozen(person: SalesforceUser, known: Seen | undefined): SalesforceUser {
    if (this.#frozen !== undefined) return { ...person, frozen: this.#frozen.has(person.salesforceUserId) }
    return this.#aim.kind === 'news' ? { ...person, frozen: known?.person.frozen ?? null } : person
  }
}
