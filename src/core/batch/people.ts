import { normaliseEmail } from '../email.ts'
import { parseSalesforceUserId, type SalesforceUserId } from '../salesforce-id.ts'
import type { SalesforceUser } from '../salesforce-user.ts'

/** The Salesforce users that a batch may speak of, as the directory saw them. */
export class People {
  readonly #byId = new Map<string, SalesforceUser>()
  readonly #byUsername = new Map<string, SalesforceUser>()
  readonly #byLetters = new Map<string, SalesforceUser[]>()

  constructor(people: Iterable<SalesforceUser>) {
    for (const person of people) {
      this.#byId.set(person.salesforceUserId, person)
      const letters = lettersOf(person.salesforceUserId)
      this.#byLetters.set(letters, [...(this.#byLetters.get(letters) ?? []), person])
      if (person.username !== null) this.#byUsername.set(person.username, person)
    }
  }

  withId(salesforceUserId: SalesforceUserId): SalesforceUser | null {
    return this.#byId.get(salesforceUserId) ?? null
  }

  withUsername(username: string): SalesforceUser | null {
    return this.#byUsername.get(username.trim().toLowerCase()) ?? null
  }

  /** Everybody who has these letters and digits as ID, whatever their case; two may differ in nothing else. */
  withLetters(text: string): readonly SalesforceUser[] {
    return this.#byLetters.get(lettersOf(text)) ?? []
  }
}

function lettersOf(text: string): string {
  return text.trim().slice(0, 15).toLowerCase()
}

/** The Salesforce user that a cell names, or why nobody can tell. */
export type NamedPerson =
  | { readonly salesforceUserId: SalesforceUserId; readonly person: SalesforceUser | null }
  | { readonly reason: string; readonly action: string }

/** Whether a cell names a Salesforce user by username rather than by ID or record address. */
export function isUsername(text: string): boolean {
  return text.includes('@') && !text.includes('/')
}

/**
 * Finds the Salesforce user that a text names: 15 or 18 characters, a record address, or a username. `isHeld` tells the
 * IDs that the ledger holds or that may be unknown: these are as they are written.
 */
export function personNamed(
  people: People,
  text: string,
  isHeld: (salesforceUserId: SalesforceUserId) => boolean,
): NamedPerson {
  if (isUsername(text)) {
    const person = people.withUsername(text)
    if (person !== null) return { salesforceUserId: person.salesforceUserId, person }
    return {
      reason: `no Salesforce user has the username "${normaliseEmail(text)}"`,
      action: 'name the person by Salesforce User ID',
    }
  }
  const parsed = parseSalesforceUserId(text)
  if ('reason' in parsed)
    return { reason: parsed.reason, action: 'copy the ID again: sfsync sf-users find <name>' }
  const { salesforceUserId, note } = parsed
  const person = people.withId(salesforceUserId)
  // Fifteen characters carry no check: the directory is the only one to tell that their letter case was lost.
  const twins =
    person === null && note === 'completed' && !isHeld(salesforceUserId)
      ? people.withLetters(salesforceUserId)
      : []
  if (twins.length === 0) return { salesforceUserId, person }
  const ids = twins.map((twin) => twin.salesforceUserId).join(' or ')
  const known = twins.map((twin) => `${twin.salesforceUserId} (${twin.name})`).join(' or ')
  return {
    reason: `"${text}" has lost its letter case: the directory knows it as ${known}`,
    action: `write ${ids}, if that is who is meant`,
  }
}
