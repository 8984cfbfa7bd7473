import type { SalesforceUser } from '../salesforce-user.ts'
import type { SalesforceUserId } from '../salesforce-id.ts'
import type { UserId } from '../user.ts'
import { address, localsOf } from './address.ts'
import { mayHold } from './may-hold.ts'
import { calledOf, personName, wordsOf } from './person-name.ts'
import type { PersonOutline, UserOutline } from './outline.ts'
import { isRenamedAmong } from './renamed.ts'
import type { MatchRules } from './rules.ts'
import { claimScore } from './suggest.ts'
import type { Suggestion } from './suggestion.ts'

/** Whom the suggestions for a few depend on. */
export interface Neighbours {
  readonly users: ReadonlySet<UserId>
  readonly people: ReadonlySet<SalesforceUserId>
}

/**
 * Finds for a few users everybody on whom their suggestions depend, so that these come out the same as among all; it looks
 * at outlines alone, for a hundred thousand whole people take seconds.
 */
export class Vicinity {
  readonly #users: readonly UserOutline[]
  readonly #people: readonly PersonOutline[]
  readonly #renamed = new Map<string, boolean>()
  #byLocal: ReadonlyMap<string, readonly PersonOutline[]> | undefined

  constructor(users: readonly UserOutline[], people: readonly PersonOutline[]) {
    this.#users = users
    this.#people = people
  }

  /** Everybody who may be a candidate of one of these, and the users who are called the same. */
  around(asked: readonly UserOutline[]): Neighbours {
    const words = new Set(asked.flatMap((user) => wordsOf(nameOf(user))))
    const locals = new Set(asked.flatMap(({ email }) => localOf(email)))
    const names = new Set(asked.map((user) => personName(nameOf(user)).sorted))
    const called = this.#called(words).filter((user) => names.has(personName(nameOf(user)).sorted))
    return {
      users: new Set([...asked, ...called].map(({ userId }) => userId)),
      people: idsOf([...this.#named(words), ...this.#withLocals(locals)]),
    }
  }

  /** Those on whom it depends besides how sure the suggestions are: namesakes of the candidates, shared addresses, rivals. */
  beyond(suggestions: readonly Suggestion[]): Neighbours {
    const candidates = suggestions.flatMap((each) =>
      each.candidates.map(({ salesforceUser }) => salesforceUser),
    )
    const namesakes = new Set(candidates.map((person) => personName(calledOf(person)).sorted))
    const claimed = new Set(
      suggestions.flatMap(({ candidates: [first] }) =>
        first === undefined ? [] : localsOf(first.salesforceUser),
      ),
    )
    // Around those who were asked for everybody is known already.
    const known = new Set(suggestions.map(({ user }) => user.userId))
    const rivals = this.#usersWith(claimed).filter(({ userId }) => !known.has(userId))
    const around = this.around(rivals)
    const words = new Set(candidates.flatMap((person) => wordsOf(calledOf(person))))
    const same = this.#named(words).filter(({ called }) => namesakes.has(personName(called).sorted))
    const shared = this.#withLocals(new Set(candidates.flatMap(({ email }) => localOf(email))))
    return {
      users: new Set(rivals.map(({ userId }) => userId)),
      people: new Set([...around.people, ...idsOf([...same, ...shared])]),
    }
  }

  /** Whether one domain became another one, as it is found among all; looked up when it matters. */
  isRenamed(one: string, other: string): boolean {
    const pair = `${one} ${other}`
    const known = this.#renamed.get(pair)
    if (known !== undefined) return known
    this.#byLocal ??= byLocals(this.#people)
    const byLocal = this.#byLocal
    const domainsWith = (local: string) =>
      (byLocal.get(local) ?? []).map(({ email }) => address(email)?.domain ?? '')
    const emails = this.#users.map(({ email }) => email)
    const found = isRenamedAmong(emails, domainsWith, one, other)
    this.#renamed.set(pair, found)
    return found
  }

  #named(words: ReadonlySet<string>): readonly PersonOutline[] {
    if (words.size === 0) return []
    const holds = mayHold(words)
    return this.#people.filter(({ called }) => holds(called))
  }

  #called(words: ReadonlySet<string>): readonly UserOutline[] {
    if (words.size === 0) return []
    const holds = mayHold(words)
    return this.#users.filter((user) => holds(nameOf(user)))
  }

  #usersWith(locals: ReadonlySet<string>): readonly UserOutline[] {
    const mayStart = beginsWithOneOf(locals)
    return this.#users.filter(({ email }) => mayStart(email) && locals.has(address(email)?.local ?? ''))
  }

  // A map of all would cost more than to walk past everybody once.
  #withLocals(locals: ReadonlySet<string>): readonly PersonOutline[] {
    if (locals.size === 0) return []
    const mayStart = beginsWithOneOf(locals)
    return this.#people.filter((person) => {
      const { email, username, federationId, employeeNumber } = person
      return (
        [email, username, federationId, employeeNumber].some(mayStart) &&
        localsOf(person).some((local) => locals.has(local))
      )
    })
  }
}

function beginsWithOneOf(starts: ReadonlySet<string>): (text: string | null) => boolean {
  const all = [...starts]
  return (text) => text !== null && all.some((start) => text.slice(0, start.length).toLowerCase() === start)
}

/** Everybody of whom a Salesforce user may be a candidate. */
export function usersAround(person: SalesforceUser, users: readonly UserOutline[]): readonly UserOutline[] {
  const holds = mayHold(new Set(wordsOf(calledOf(person))))
  const locals = new Set(localsOf(person))
  return users.filter((user) => holds(nameOf(user)) || localOf(user.email).some((local) => locals.has(local)))
}

/** Whether nobody claims anybody but by an address, as with the rules that sfsync comes with. */
export function claimsNeedAddresses({ weights }: MatchRules): boolean {
  const names = Object.entries(weights).flatMap(([rule, weight]) =>
    rule.startsWith('name-') ? [weight] : [],
  )
  const others = [
    // The title counts only where the department does not.
    Math.max(weights['team-department'], weights['team-title']),
    weights['team-manager'],
    weights['nickname-alias'],
    weights['email-numbered'],
  ]
  return others.reduce((sum, weight) => sum + Math.max(0, weight), Math.max(...names)) < claimScore
}

function nameOf({ firstName, lastName }: UserOutline): string {
  return `${firstName} ${lastName}`
}

function localOf(email: string | null): string[] {
  return [address(email)?.local ?? []].flat()
}

function idsOf(people: readonly PersonOutline[]): Set<SalesforceUserId> {
  return new Set(people.map(({ salesforceUserId }) => salesforceUserId))
}

function byLocals(people: readonly PersonOutline[]): Map<string, PersonOutline[]> {
  const groups = new Map<string, PersonOutline[]>()
  for (const person of people)
    for (const local of new Set(localsOf(person))) {
      const group = groups.get(local)
      if (group === undefined) groups.set(local, [person])
      else group.push(person)
    }
  return groups
}
