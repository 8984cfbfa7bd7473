/** The pairs who may be one person, with the odds of each; in arrays of numbers, because a large company has millions. */
export class Arcs {
  /** How many users and Salesforce users there are. */
  readonly users: number
  readonly salesforceUsers: number
  /** Where the pairs of each user begin; one more for the end. */
  readonly #firsts: Int32Array
  #user = 0
  #length = 0
  #salesforceUsers = new Int32Array(1024)
  #odds = new Float64Array(1024)

  constructor(users: number, salesforceUsers: number) {
    this.users = users
    this.salesforceUsers = salesforceUsers
    this.#firsts = new Int32Array(users + 1)
  }

  /** Adds a pair of two numbered users, user after user, with the odds that they are one person against that the user has no match. */
  add(user: number, salesforceUser: number, odds: number): void {
    if (this.#length === this.#odds.length) this.#grow()
    this.#firsts.fill(this.#length, this.#user + 1, user + 1)
    this.#user = user
    this.#salesforceUsers[this.#length] = salesforceUser
    this.#odds[this.#length] = odds
    this.#length += 1
  }

  #grow(): void {
    const [salesforceUsers, odds] = [this.#salesforceUsers, this.#odds]
    this.#salesforceUsers = new Int32Array(2 * this.#length)
    this.#salesforceUsers.set(salesforceUsers)
    this.#odds = new Float64Array(2 * this.#length)
    this.#odds.set(odds)
  }

  get length(): number {
    return this.#length
  }

  /** Where the pairs of a user begin, when all are added; those of the next one begin where they end. */
  firstOf(user: number): number {
    return user > this.#user ? this.#length : (this.#firsts[user] ?? 0)
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
export function shares(arcs: Arcs): Float64Array<ArrayBuffer> {
  const ofUser = new Float64Array(arcs.length).fill(1)
  const ofSalesforceUser = new Float64Array(arcs.length).fill(1)
  passToUsers(arcs, ofSalesforceUser, ofUser)
  passToSalesforceUsers(arcs, ofUser, ofSalesforceUser)
  passToUsers(arcs, ofSalesforceUser, ofUser)
  return ofUser.map((share, at) => share * (ofSalesforceUser[at] ?? 1))
}

function passToUsers(arcs: Arcs, incoming: Float64Array, outgoing: Float64Array): void {
  for (let user = 0; user < arcs.users; user += 1) {
    const [first, end] = [arcs.firstOf(user), arcs.firstOf(user + 1)]
    let claims = 1
    for (let at = first; at < end; at += 1) claims += claimOf(arcs, incoming, at)
    for (let at = first; at < end; at += 1) outgoing[at] = shareOf(claims - claimOf(arcs, incoming, at))
  }
}

function passToSalesforceUsers(arcs: Arcs, incoming: Float64Array, outgoing: Float64Array): void {
  const claims = new Float64Array(arcs.salesforceUsers).fill(1)
  for (let at = 0; at < arcs.length; at += 1) {
    const end = arcs.salesforceUser(at)
    claims[end] = (claims[end] ?? 1) + claimOf(arcs, incoming, at)
  }
  for (let at = 0; at < arcs.length; at += 1)
    outgoing[at] = shareOf((claims[arcs.salesforceUser(at)] ?? 1) - claimOf(arcs, incoming, at))
}

function claimOf(arcs: Arcs, incoming: Float64Array, at: number): number {
  return arcs.odds(at) * (incoming[at] ?? 0)
}

function shareOf(claims: number): number {
  return 1 / Math.max(1, claims)
}
