import type { Change } from '../change.ts'
import type { Mapping, UserId } from '../model.ts'
import type { SalesforceUserId } from '../salesforce-id.ts'
import type { AdoptFacts, WorkbookUser } from './adopt-facts.ts'

type MappingChange = Extract<Change, { readonly entity: 'mapping' }>

/** What a workbook says of mappings, beside what the ledger has. */
export class WorkbookMappings {
  readonly #before: ReadonlyMap<string, Mapping>
  readonly #takesOver: boolean
  readonly #wanted: { row: WorkbookUser; userId: UserId; isTaken: boolean }[] = []

  constructor(mappings: readonly Mapping[], takesOver: boolean) {
    this.#before = new Map<string, Mapping>(mappings.map((mapping) => [mapping.userId, mapping]))
    this.#takesOver = takesOver
  }

  /** One row, and whether its user is new to the ledger, which then has no mapping of its own to keep. */
  add(row: WorkbookUser, { userId, isNew }: { readonly userId: UserId; readonly isNew: boolean }): void {
    // An empty cell is what waits to be entered, not a decision against the mapping.
    if (row.salesforceUserId == null) return
    if ((this.#before.get(userId)?.salesforceUserId ?? null) === row.salesforceUserId) return
    this.#wanted.push({ row, userId, isTaken: isNew || this.#takesOver })
  }

  /** The mappings that the ledger takes over, removals first, and the differences that stay. */
  decided({ users }: Pick<AdoptFacts, 'users'>): {
    readonly changes: readonly (Omit<MappingChange, 'origin'> & { readonly row: WorkbookUser })[]
    readonly differences: readonly string[]
  } {
    const holders = new Map<SalesforceUserId, string>()
    for (const { userId, salesforceUserId } of this.#before.values()) holders.set(salesforceUserId, userId)
    const taken = this.#wanted.filter(({ isTaken }) => isTaken)
    for (const { userId } of taken) {
      const before = this.#before.get(userId)
      if (before !== undefined) holders.delete(before.salesforceUserId)
    }
    const differences = this.#wanted
      .filter(({ isTaken }) => !isTaken)
      .map(({ row, userId }) => this.#differenceText(row, userId))
    const after = new Map<string, SalesforceUserId | null>()
    for (const { row, userId } of taken) {
      const id = row.salesforceUserId ?? null
      const holder = id === null ? undefined : holders.get(id)
      if (id !== null && holder === undefined) holders.set(id, userId)
      if (holder === undefined) after.set(userId, id)
      else {
        const email = users.find((user) => user.userId === holder)?.email ?? holder
        differences.push(`${this.#differenceText(row, userId)}, where ${email} is mapped to it`)
      }
    }
    const changes = taken.flatMap(({ row, userId }) => {
      const id = after.get(userId)
      const before = this.#before.get(userId) ?? null
      if (id === undefined || (id === null && before === null)) return []
      const seen = { organizationId: null, seenName: null, seenEmail: null }
      const mapping = id === null ? null : { userId, salesforceUserId: id, ...seen }
      return [{ entity: 'mapping' as const, key: userId, before, after: mapping, row }]
    })
    return { changes, differences }
  }

  #differenceText({ email, salesforceUserId }: WorkbookUser, userId: UserId): string {
    const here = this.#before.get(userId)?.salesforceUserId
    return `${email}: ${mappedText(salesforceUserId)} in SalesScreen, ${mappedText(here)} here`
  }
}

function mappedText(salesforceUserId: SalesforceUserId | null | undefined): string {
  return salesforceUserId == null ? 'not mapped' : `mapped to ${salesforceUserId}`
}
