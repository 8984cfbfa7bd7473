import type { UserId } from '../model.ts'
import type { SalesforceUserId } from '../salesforce-id.ts'
import { addressLocals, parseAddress, type Writing } from './address.ts'
import { NameFrequencies } from './frequency.ts'
import {
  DirectoryIndex,
  directoryKeys,
  type SalesforceUserOutline,
  typoKeys,
  userKeys,
  writtenNames,
} from './index.ts'
import { phoneticKey } from './latin.ts'
import { nameOfSalesforceUser, nameOfUser, type NamePart, type PersonName, sortedWords } from './names.ts'
import { isRenamedAmong } from './renamed-domains.ts'
import type { Whole } from './suggest.ts'
import type { UserOutline } from './suggestion.ts'

interface Named<Outline> {
  readonly outline: Outline
  readonly name: PersonName
  /** The part before the @, and its letters that no spelling changes: everybody is asked for them several times. */
  readonly local: string
  readonly skeleton: string
}

function named<Outline extends { readonly email: string | null }>(
  outline: Outline,
  name: PersonName,
): Named<Outline> {
  const local = localOf(outline.email)
  return { outline, name, local, skeleton: skeletonOf(local) }
}

/** Both sides in outline: finds those on whom the suggestions for a few users depend, and counts what they need of all. */
export class Neighborhood {
  readonly #users: readonly Named<UserOutline>[]
  readonly #salesforceUsers: readonly Named<SalesforceUserOutline>[]
  readonly #candidates = new Map<UserId, ReadonlySet<SalesforceUserId>>()
  readonly #renamed = new Map<string, boolean>()

  /** Outlines of all users who are matched, in any order. */
  constructor(users: readonly UserOutline[], salesforceUsers: readonly SalesforceUserOutline[]) {
    this.#users = users.map((outline) => named(outline, nameOfUser(outline)))
    this.#salesforceUsers = salesforceUsers.map((outline) => named(outline, nameOfSalesforceUser(outline)))
  }

  /** The Salesforce users with whom some users are compared. */
  candidatesOf(userIds: ReadonlySet<UserId>): ReadonlySet<SalesforceUserId> {
    const unknown = this.#users.filter(
      ({ outline: { userId } }) => userIds.has(userId) && !this.#candidates.has(userId),
    )
    if (unknown.length > 0) this.#findCandidates(unknown)
    return new Set([...userIds].flatMap((userId) => [...(this.#candidates.get(userId) ?? [])]))
  }

  // Everybody who shares a key is among those who may be near, so a key is shared by as many here as in the whole.
  #findCandidates(users: readonly Named<UserOutline>[]): void {
    const writings = users.map(writingOfUser)
    const filter = new NearFilter(
      writings.map((writing, at) => ({ ...writing, locals: [users[at]?.local ?? ''] })),
      [0],
    )
    const near = this.#salesforceUsers.filter((each) => {
      const { username, federationId, employeeNumber } = each.outline
      return filter.mayBeNear(each, [username, federationId, employeeNumber])
    })
    const index = new DirectoryIndex(near.map(({ outline }) => outline))
    for (const [at, { outline }] of users.entries()) {
      const writing = writings[at]
      const found = writing?.email === undefined ? [] : index.candidates(writing)
      this.#candidates.set(outline.userId, new Set(found.map((each) => each.salesforceUser.salesforceUserId)))
    }
  }

  /** The users who are compared with one of some Salesforce users. */
  usersNear(salesforceUserIds: ReadonlySet<SalesforceUserId>): ReadonlySet<UserId> {
    const wanted = this.#salesforceUsers.filter((each) =>
      salesforceUserIds.has(each.outline.salesforceUserId),
    )
    const writings = wanted.map(({ outline, name }) => ({
      salesforceUser: outline,
      name,
      email: parseAddress(outline.email),
      locals: addressLocals(outline),
    }))
    const filter = new NearFilter(writings, slips)
    const keys = new Set(writings.flatMap((writing) => [...directoryKeys(writing)]))
    const near = this.#users.filter(
      (each) => filter.mayBeNear(each, []) && sharesKey(writingOfUser(each), keys),
    )
    const ids = new Set(near.map(({ outline }) => outline.userId))
    this.candidatesOf(ids)
    const isNear = (userId: UserId) =>
      [...(this.#candidates.get(userId) ?? [])].some((each) => salesforceUserIds.has(each))
    return new Set([...ids].filter(isNear))
  }

  /** The users with the same name as one of some users. */
  namesakesOf(userIds: ReadonlySet<UserId>): readonly UserId[] {
    const some = this.#users.filter(({ outline }) => userIds.has(outline.userId))
    const isNamesake = namesakeTest(some)
    return this.#users.filter(isNamesake).map(({ outline }) => outline.userId)
  }

  /** Some Salesforce users, and who has the same name or address as one of them, or the address of one of some users. */
  withNamesakes(
    salesforceUserIds: ReadonlySet<SalesforceUserId>,
    userIds: ReadonlySet<UserId>,
  ): ReadonlySet<SalesforceUserId> {
    const some = this.#salesforceUsers.filter((each) => salesforceUserIds.has(each.outline.salesforceUserId))
    const isNamesake = namesakeTest(some)
    const users = this.#users.filter(({ outline }) => userIds.has(outline.userId))
    const locals = new Set([...some, ...users].map(({ local }) => local))
    locals.delete('')
    const all = this.#salesforceUsers.filter((each) => isNamesake(each) || locals.has(each.local))
    return new Set([...salesforceUserIds, ...all.map(({ outline }) => outline.salesforceUserId)])
  }

  /** What suggestions for some users, whose candidates are known, need to know of all. */
  whole(userIds: ReadonlySet<UserId>): Whole {
    const frequencies = new NameFrequencies()
    for (const { name } of this.#users) frequencies.add(name)
    for (const { name } of this.#salesforceUsers) frequencies.add(name)
    const candidates = new Map<string, ReadonlySet<string>>(
      [...this.#candidates].filter(([userId]) => userIds.has(userId)),
    )
    return {
      users: this.#users.length,
      salesforceUsers: this.#salesforceUsers.length,
      frequencies,
      isRenamed: (one, other) => this.#isRenamed(one, other),
      // The others were loaded only to be counted.
      isCandidate: (userId, salesforceUserId) => candidates.get(userId)?.has(salesforceUserId) === true,
    }
  }

  #isRenamed(one: string, other: string): boolean {
    const pair = `${one} ${other}`
    const known = this.#renamed.get(pair)
    if (known !== undefined) return known
    const found = isRenamedAmong(this.#users.map(addressed), this.#salesforceUsers.map(addressed), one, other)
    this.#renamed.set(pair, found)
    return found
  }
}

function addressed({ outline, local }: Named<{ readonly email: string | null }>) {
  return { email: outline.email ?? '', local }
}

function writingOfUser({ outline, name }: Named<UserOutline>): Writing {
  return { name, email: parseAddress(outline.email) }
}

function sharesKey(user: Writing, keys: ReadonlySet<string>): boolean {
  for (const key of userKeys(user)) if (keys.has(key)) return true
  for (const key of typoKeys(user.name, slips)) if (keys.has(key)) return true
  return false
}

function namesakeTest(some: readonly Named<unknown>[]): (each: Named<unknown>) => boolean {
  const names = new Set(some.map(({ name }) => sortedWords(name)))
  const parts = new Set(some.flatMap(({ name }) => [name.first.words[0], name.last.words[0]]))
  names.delete('')
  return ({ name }) =>
    (parts.has(name.first.words[0]) || parts.has(name.last.words[0])) && names.has(sortedWords(name))
}

// Without parsing the whole: this is asked of everybody.
function localOf(text: string | null): string {
  if (text === null) return ''
  const at = text.lastIndexOf('@')
  const local = at < 0 ? text : text.slice(0, at)
  const tag = local.indexOf('+')
  return (tag < 0 || at < 0 ? local : local.slice(0, tag)).toLowerCase()
}

// A typo makes a word one letter longer or shorter at most, or leaves its length.
const slips = [-1, 0, 1]

interface Profile extends Writing {
  readonly locals: readonly string[]
}

/** Tells quickly who may share a blocking key with one of a few users; who shares none may pass too. */
class NearFilter {
  readonly #words = new Set<string>()
  readonly #sounds = new Set<string>()
  readonly #locals = new Set<string>()
  readonly #skeletons = new Set<string>()
  readonly #typos = new Set<string>()
  readonly #lengthChanges: readonly number[]
  readonly #known = new Map<NamePart, NearPart>()

  /** The length changes are those of the typo keys of the ones that are tested. */
  constructor(profiles: readonly Profile[], lengthChanges: readonly number[]) {
    this.#lengthChanges = lengthChanges
    for (const { name, email, locals } of profiles) {
      for (const key of typoKeys(name, slips)) this.#typos.add(key)
      for (const { words, key, sounds } of [name.first, name.last]) {
        for (const word of [...words, key]) if (word !== '') this.#words.add(word)
        if (sounds !== '') this.#sounds.add(sounds)
      }
      if (name.called !== null) this.#words.add(name.called)
      for (const local of locals) if (local !== '') this.#locals.add(local)
      if (email !== undefined) this.#skeletons.add(skeletonOf(email.letters))
      for (const written of writtenNames(name)) this.#skeletons.add(skeletonOf(written))
    }
  }

  mayBeNear({ name, local, skeleton }: Named<unknown>, others: readonly (string | null)[]): boolean {
    const { first, last } = name
    const [one, two] = [this.#partOf(first), this.#partOf(last)]
    if (two.shared > 0 || two.isAlike || one.shared > 1) return true
    // Thousands share a first name alone.
    if (one.shared > 0 && (last.key === '' || this.#hasTypo(name))) return true
    if (local !== '' && (this.#locals.has(local) || this.#skeletons.has(skeleton))) return true
    for (const text of others) if (text !== null && this.#locals.has(localOf(text))) return true
    const [all, other] = [one.skeleton, two.skeleton]
    return (
      this.#skeletons.has(all + other) ||
      this.#skeletons.has(other + all) ||
      this.#skeletons.has(skeletonOf(first.key.slice(0, 1)) + other)
    )
  }

  #hasTypo(name: PersonName): boolean {
    for (const key of typoKeys(name, this.#lengthChanges)) if (this.#typos.has(key)) return true
    return false
  }

  #partOf(part: NamePart): NearPart {
    let known = this.#known.get(part)
    if (known === undefined) {
      const { words, key, sounds } = part
      const shared = words.filter((word) => this.#words.has(word)).length
      const isAlike = (sounds !== '' && this.#sounds.has(sounds)) || this.#words.has(key)
      known = { shared, isAlike, skeleton: skeletonOf(key) }
      this.#known.set(part, known)
    }
    return known
  }
}

interface NearPart {
  /** How many words of the part are among those of the few. */
  readonly shared: number
  readonly isAlike: boolean
  readonly skeleton: string
}

// Letters that no spelling of a name changes (latin.ts).
function skeletonOf(text: string): string {
  return ascii.test(text)
    ? text.replace(/[^bcdglmnrt]+/g, '')
    : phoneticKey(text).replace(/[^bcdglmnrt]+/g, '')
}

const ascii = /^[\x20-\x7e]*$/
