/** The pairs who may be one person, with the odds of each; in arrays of numbers, because a large company has millions. */
export class Arcs {
  readonly #users: number[] = []
  readonly #salesforceUsers: number[] = []
  readonly #odds: number[] = []

  /** Adds a pair of two numbered users, with the odds that they are one person against that the user is nobody. */
  add(user: number, salesforceUser: number, odds: number): void {
    this.#users.push(user)
    this.#salesforceUsers.push(salesforceUser)
    this.#odds.push(odds)
  }

  get length(): number {
    return this.#odds.length
  }

  /** The SalesScreen user of a pair; undefined behind the last one. */
  user(at: number): number | undefined {
    return this.#users[at]
  }

  salesforceUser(at: number): number {
    return this.#salesforceUsers[at] ?? 0
  }

  odds(at: number): number {
    return this.#odds[at] ?? 0
  }
}

/**
 * How much of the odds of each pair is left when every user can be one Salesforce user at most and the other way around:
 * belief propagation on the pairs, each told by its two ends how little the other pairs there claim. So that the answer for
 * a few users is the answer among all, it looks one round far: at a user's other candidates, their other users, and the
 * candidates of those. More rounds change no class in the invented companies.
 */
export function shares(arcs: Arcs): Float64Array {
  const ofUser = new Float64Array(arcs.length).fill(1)
  const ofSalesforceUser = new Float64Array(arcs.length).fill(1)
  const user = (at: number) => arcs.user(at) ?? 0
  const salesforceUser = (at: number) => arcs.salesforceUser(at)
  pass(arcs, user, ofSalesforceUser, ofUser)
  pass(arcs, salesforceUser, ofUser, ofSalesforceUser)
  pass(arcs, user, ofSalesforceUser, ofUser)
  return ofUser.map((share, at) => share * (ofSalesforceUser[at] ?? 1))
}

function pass(arcs: Arcs, endOf: (at: number) => number, heard: Float64Array, told: Float64Array): void {
  const claims = new Map<number, number>()
  const claimOf = (at: number) => arcs.odds(at) * (heard[at] ?? 0)
  for (let at = 0; at < arcs.length; at += 1)
    claims.set(endOf(at), (claims.get(endOf(at)) ?? 1) + claimOf(at))
  for (let at = 0; at < arcs.length; at += 1)
    told[at] = 1 / Math.max(1, (claims.get(endOf(at)) ?? 1) - claimOf(at))
}
