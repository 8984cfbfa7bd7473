import { areOtherNames } from './identity.ts'
import type { SalesforceUserId } from '../salesforce-id.ts'
import { ownNameOf, type SalesforceUser } from '../salesforce-user.ts'

/** Whether an ID has letters of one case only, as after a spreadsheet or a database changed them. */
export function hasOneCase(id: string): boolean {
  const fifteen = id.slice(0, 15)
  return /[a-z]/.test(fifteen) !== /[A-Z]/.test(fifteen)
}

/**
 * The Salesforce users whose ID without its letter case an ID of 15 characters is; none if it may be right. Nothing
 * checks these IDs: only what is known of users can show it.
 */
export function lostCaseOf(
  salesforceUserId: SalesforceUserId,
  known: SalesforceUser | null,
  sameLetters: readonly SalesforceUser[],
): readonly SalesforceUser[] {
  const others = sameLetters.filter((each) => each.salesforceUserId !== salesforceUserId)
  if (known === null) return others
  // The directory may have both since a report without letter case was read into it.
  return hasOneCase(salesforceUserId) ? others.filter((other) => mayBeSameRecord(known, other)) : []
}

/** Whether two users whose IDs differ in letter case alone may be one: Salesforce gives a username only once. */
export function mayBeSameRecord(one: SalesforceUser, other: SalesforceUser): boolean {
  if (one.username !== null && other.username !== null) return one.username === other.username
  if (one.email !== null && one.email === other.email) return true
  const [name, otherName] = [ownNameOf(one), ownNameOf(other)]
  return name === null || otherName === null || !areOtherNames(name, otherName)
}

// Fewer IDs, or fewer letters that differ between them, can be of one case by chance.
const fewestIds = 5
const fewestLetters = 10
const fewestSuspiciousIds = 2
const fewestSuspiciousLetters = 3

/** What the letters of many IDs say about their case. */
export interface LetterCaseVerdict {
  /** "suspicious" may be chance. */
  readonly verdict: 'lost' | 'suspicious'
  readonly letterCase: 'upper' | 'lower'
  /** How many IDs of 15 characters there are. */
  readonly ids: number
}

/**
 * Checks the letter case of many 15-character IDs. Their case is significant; once a spreadsheet or a database changed it,
 * every ID looks valid but belongs to another user or to none. Longer IDs carry a check of their own and do not count.
 */
export class LetterCaseCheck {
  private ids = 0
  private sawUpper = false
  private sawLower = false
  private shared = ''
  private readonly letters = Array.from({ length: 15 }, () => 0)

  add(id: string): void {
    if (id.length !== 15 || (this.sawUpper && this.sawLower)) return
    this.ids += 1
    if (this.ids === 1) this.shared = id
    while (!id.startsWith(this.shared)) this.shared = this.shared.slice(0, -1)
    for (let position = 0; position < id.length; position += 1) this.count(position, id[position] ?? '')
  }

  private count(position: number, character: string): void {
    const upper = character >= 'A' && character <= 'Z'
    const lower = character >= 'a' && character <= 'z'
    this.sawUpper ||= upper
    this.sawLower ||= lower
    if (upper || lower) this.letters[position] = (this.letters[position] ?? 0) + 1
  }

  /** Whether all letters so far have the same case. */
  get hasOneCase(): boolean {
    return this.sawUpper !== this.sawLower
  }

  /** undefined if there is no reason to doubt the case. */
  verdict(): LetterCaseVerdict | undefined {
    if (!this.hasOneCase) return undefined
    const varying = this.letters.slice(this.shared.length).reduce((sum, count) => sum + count, 0)
    const fact = { letterCase: this.sawUpper ? 'upper' : 'lower', ids: this.ids } as const
    if (this.ids >= fewestIds && varying >= fewestLetters) return { verdict: 'lost', ...fact }
    return this.ids < fewestSuspiciousIds || varying < fewestSuspiciousLetters
      ? undefined
      : { verdict: 'suspicious', ...fact }
  }
}
