import type { EnteredUser } from './entered.ts'
import { addressKey } from './text.ts'
import type { UserTodoFacts } from './todo.ts'

/**
 * Pairs users page by page, after those that the ledger no longer has. A user who was removed and created again is one
 * person in SalesScreen, where the e-mail address still exists.
 */
export class AddressPairing {
  readonly #gone = new Map<string, EnteredUser>()
  readonly #left = new Map<EnteredUser, UserTodoFacts>()

  /** The users of the ledger among these, with what SalesScreen has. */
  add(users: readonly UserTodoFacts[]): UserTodoFacts[] {
    return users.flatMap((facts) => {
      const { user, entered } = facts
      if (user !== null) return this.#paired(facts, user.email)
      if (entered !== null) {
        this.#gone.set(addressKey(entered.email), entered)
        this.#left.set(entered, facts)
      }
      return []
    })
  }

  #paired(facts: UserTodoFacts, email: string): UserTodoFacts {
    if (facts.entered !== null) return facts
    const entered = this.enteredAt(email)
    if (entered === undefined) return facts
    this.#left.delete(entered)
    return { ...facts, entered }
  }

  /** The user that SalesScreen has at this address and the ledger no longer has. */
  enteredAt(email: string): EnteredUser | undefined {
    return this.#gone.size === 0 ? undefined : this.#gone.get(addressKey(email))
  }

  /** Those that the ledger no longer has, and who are no one else. */
  left(): UserTodoFacts[] {
    return [...this.#left.values()]
  }
}

/** Pairs users in any order, by the ID of the ledger's user, or SalesScreen's where the ledger no longer has it. */
export function pairedByAddress(users: readonly UserTodoFacts[]): Map<string, UserTodoFacts> {
  const pairing = new AddressPairing()
  const gone = users.filter(({ user }) => user === null)
  pairing.add(gone)
  const own = gone.length === 0 ? users : users.filter(({ user }) => user !== null)
  return new Map(
    [...pairing.add(own), ...pairing.left()].flatMap((facts) => {
      const id = userIdIn(facts)
      return id === undefined ? [] : [[id, facts]]
    }),
  )
}

/** The ID of a user on either side. */
export function userIdIn({ user, entered }: Pick<UserTodoFacts, 'user' | 'entered'>): string | undefined {
  return (user ?? entered)?.userId
}
