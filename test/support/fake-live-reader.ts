import { isInScope, type DirectoryScope, type SalesforceUser } from '../../src/core/salesforce-user.ts'
import type { SalesforceUserId } from '../../src/core/salesforce-id.ts'
import type {
  Identity,
  FullReading,
  LiveReader,
  DirectoryDelta,
  SalesforceUserPage,
} from '../../src/salesforce/salesforce.ts'
import { pagesOf } from './all.ts'

/** A live org in memory: one person a page, and whatever a story lets happen between the pages. */
export class FakeLiveReader implements LiveReader {
  readonly origin: string = 'acme.my.salesforce.com'
  people: SalesforceUser[]
  /** Who changed lately, whenever anybody asks. */
  changed: SalesforceUser[] = []
  frozenIds: SalesforceUserId[] | null = []
  hidden: string[] = []
  mayViewAll: boolean | null = null
  who: Identity = { identity: 'ada@acme.example', organizationId: '00D5g0000001AbCEAU' }
  /** How far the org's clock is ahead. */
  aheadMilliseconds = 0
  /** Called before each page, counted from 1. */
  beforePage: (page: number) => void = () => undefined
  /** Everything that was asked, in order. */
  readonly asked: string[] = []
  #pages = 0

  constructor(people: readonly SalesforceUser[]) {
    this.people = [...people]
  }

  async identity(): Promise<Identity> {
    this.asked.push('identity')
    return await Promise.resolve(this.who)
  }

  timeAt(here: Date): string {
    return new Date(here.getTime() + this.aheadMilliseconds).toISOString()
  }

  async count(scope: DirectoryScope): Promise<number> {
    this.asked.push(`count ${scope}`)
    return await Promise.resolve(this.people.filter((person) => isInScope(person, scope)).length)
  }

  async readAll(scope: DirectoryScope, remaining?: readonly string[]): Promise<FullReading> {
    this.asked.push(remaining === undefined ? `all ${scope}` : `all ${scope} from ${remaining.join(' ')}`)
    const total = this.people.filter((person) => isInScope(person, scope)).length
    const start = remaining === undefined ? 0 : Number(remaining[0] ?? this.people.length)
    return await Promise.resolve({ total, way: 'rest', pages: this.#from(start, scope) })
  }

  async changedSince(since: string): Promise<DirectoryDelta> {
    this.asked.push(`changes ${since}`)
    return await Promise.resolve({ total: this.changed.length, pages: pagesOf(this.changed) })
  }

  async frozen(): Promise<readonly SalesforceUserId[] | null> {
    this.asked.push('frozen')
    return await Promise.resolve(this.frozenIds)
  }

  async viewAllUsers(): Promise<boolean | null> {
    return await Promise.resolve(this.mayViewAll)
  }

  hiddenFields(): readonly string[] {
    return this.hidden
  }

  async *#from(start: number, scope: DirectoryScope): AsyncGenerator<SalesforceUserPage> {
    for (let index = start; index < this.people.length; index += 1) {
      this.beforePage((this.#pages += 1))
      const person = this.people[index]
      const users = person !== undefined && isInScope(person, scope) ? [person] : []
      const remaining = index + 1 < this.people.length ? [String(index + 1)] : []
      yield await Promise.resolve({ users, piece: String(index), remaining })
    }
  }
}
