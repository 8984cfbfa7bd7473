import type { OrgTables } from './data/org-tables.ts'
import { salesforceTime } from './data/values.ts'
import { flatUser, type RawUser } from './users.ts'

/** An org in which people come and change while somebody reads. */
export class MovingOrg {
  private readonly tables: OrgTables
  private readonly now: () => number
  private readonly planned = new Map<number, (() => void)[]>()
  private asked = 0

  constructor(tables: OrgTables, now: () => number) {
    this.tables = tables
    this.now = now
  }

  /** Changes somebody now, which moves their `SystemModstamp`. */
  change(userId: string, fields: Partial<RawUser>): void {
    const row = this.tables.users.rowOf(userId)
    if (row === undefined) throw new Error(`there is no user ${userId}`)
    this.tables.users.change(row, flatUser({ SystemModstamp: salesforceTime(this.now()), ...fields }))
  }

  /** Somebody new, made now. */
  add(user: RawUser): void {
    const now = salesforceTime(this.now())
    this.tables.add({ ...user, CreatedDate: now, SystemModstamp: now })
  }

  /** Freezes somebody's log-in, or lets it work again; the user record does not change. */
  freeze(userId: string, frozen = true): void {
    this.tables.freeze(userId, frozen)
  }

  /** Lets something happen just before the nth request for a query, or a further page of one, is answered; counted from 1. */
  between(nth: number, act: () => void): void {
    this.planned.set(nth, [...(this.planned.get(nth) ?? []), act])
  }

  /** Works out now what the first queries would wait for: in an org of a million that is a second. */
  warmUp(): void {
    for (const { name } of this.tables.users.type.fields.values()) this.tables.users.column(name)
  }

  /** Told by the server that a query is about to be answered. */
  queryComes(): void {
    this.asked += 1
    for (const act of this.planned.get(this.asked) ?? []) act()
  }
}
