import type { UserId } from '../model.ts'
import type { SalesforceUserId } from '../salesforce-id.ts'
import { addressLocals, localOf, parseAddress, type Writing } from './address.ts'
import { FrequenciesOfFew } from './frequency.ts'
import { DirectoryIndex, directoryKeys, type SalesforceUserOutline, typoKeys, userKeys } from './index.ts'
import { NameTexts } from './name-texts.ts'
import { nameOfSalesforceUser, nameOfUser, writtenNameOfSalesforceUser, writtenNameOfUser } from './names.ts'
import { NearFilter, slips } from './near-filter.ts'
import { People } from './people.ts'
import { Domains, isRenamedAmong } from './renamed-domains.ts'
import { type MappedOutlines, noneMapped, type Whole } from './suggest.ts'
import type { UserOutline } from './suggestion.ts'

/** Both sides in outline: finds the users on which the suggestions for a few depend, and counts what they need of all. */
export class Neighborhood {
  readonly #texts = new NameTexts()
  readonly #users: People<UserOutline>
  readonly #salesforceUsers: People<SalesforceUserOutline>
  readonly #mapped: {
    readonly users: People<UserOutline>
    readonly salesforceUsers: People<SalesforceUserOutline>
  }
  readonly #candidates = new Map<UserId, ReadonlySet<SalesforceUserId>>()
  readonly #renamed = new Map<string, boolean>()
  #domains:
    | { readonly users: Domains<UserOutline>; readonly salesforceUsers: Domains<SalesforceUserOutline> }
    | undefined

  /** Outlines of all users who are matched and of those who are mapped already, in any order. */
  constructor(
    users: readonly UserOutline[],
    salesforceUsers: readonly SalesforceUserOutline[],
    mapped: MappedOutlines = noneMapped,
  ) {
    this.#users = this.#usersOf(users)
    this.#salesforceUsers = this.#salesforceUsersOf(salesforceUsers)
    this.#mapped = {
      users: this.#usersOf(mapped.users),
      salesforceUsers: this.#salesforceUsersOf(mapped.salesforceUsers),
    }
  }

  #usersOf(outlines: readonly UserOutline[]): People<UserOutline> {
    return new People<UserOutline>(outlines, this.#texts, {
      idOf: ({ userId }) => userId,
      writtenNameOf: writtenNameOfUser,
      nameOf: nameOfUser,
      calledOf: ({ nickname }) => nickname,
      othersOf: [],
    })
  }

  #salesforceUsersOf(outlines: readonly SalesforceUserOutline[]): People<SalesforceUserOutline> {
    return new People<SalesforceUserOutline>(outlines, this.#texts, {
      idOf: ({ salesforceUserId }) => salesforceUserId,
      writtenNameOf: writtenNameOfSalesforceUser,
      nameOf: nameOfSalesforceUser,
      calledOf: () => null,
      othersOf: [
        ({ username }) => username,
        ({ federationId }) => federationId,
        ({ employeeNumber }) => employeeNumber,
      ],
    })
  }

  /** All first and last names as they are written, each once. Scripts are loaded before any user is looked for. */
  get names(): readonly string[] {
    return this.#texts.all
  }

  /** The Salesforce users that some users are compared with. */
  candidatesOf(userIds: ReadonlySet<UserId>): ReadonlySet<SalesforceUserId> {
    const unknown = new Set([...userIds].filter((userId) => !this.#candidates.has(userId)))
    if (unknown.size > 0) this.#findCandidates(this.#users.placesOf(unknown))
    return new Set([...userIds].flatMap((userId) => [...(this.#candidates.get(userId) ?? [])]))
  }

  // Every user that shares a key is among those who may be near, so a key is shared by as many here as in the whole.
  #findCandidates(places: readonly number[]): void {
    const profiles = places.map((at) => {
      const outline = this.#users.outlineAt(at)
      return { ...writingOfUser(outline), userId: outline.userId, locals: [localOf(outline.email)] }
    })
    const index = this.#indexOf(new NearFilter(profiles, [0]))
    for (const profile of profiles) this.#candidates.set(profile.userId, candidateIds(index, profile))
  }

  /** The users who are compared with one of some Salesforce users. */
  usersNear(salesforceUserIds: ReadonlySet<SalesforceUserId>): ReadonlySet<UserId> {
    const profiles = this.#salesforceUsers.placesOf(salesforceUserIds).map((at) => {
      const salesforceUser = this.#salesforceUsers.outlineAt(at)
      return {
        salesforceUser,
        name: nameOfSalesforceUser(salesforceUser),
        email: parseAddress(salesforceUser.email),
        locals: addressLocals(salesforceUser),
      }
    })
    const keys = new Set(profiles.flatMap((profile) => [...directoryKeys(profile)]))
    const near = new NearFilter(profiles, slips)
      .among(this.#users)
      .filter((at) => sharesKey(writingOfUser(this.#users.outlineAt(at)), keys))
    this.#users.remember(near)
    // Who shares a key with one of them is in the index, so that such a key is shared by as many in it as in the whole.
    const index = this.#indexOf(new NearFilter(profiles, [0]))
    const users = near.map((at) => this.#users.outlineAt(at))
    return new Set(
      users
        .filter((each) =>
          [...candidateIds(index, writingOfUser(each))].some((id) => salesforceUserIds.has(id)),
        )
        .map(({ userId }) => userId),
    )
  }

  #indexOf(filter: NearFilter): OutlineIndex {
    const near = filter.among(this.#salesforceUsers)
    this.#salesforceUsers.remember(near)
    return new DirectoryIndex(near.map((at) => this.#salesforceUsers.outlineAt(at)))
  }

  /** The users with the same name as one of some users. */
  namesakesOf(userIds: ReadonlySet<UserId>): readonly UserId[] {
    const people = this.#users
    const found = people.bearersOf(people.namesOf(people.placesOf(userIds)))
    return found.map((at) => people.outlineAt(at).userId)
  }

  /** Some Salesforce users, and who has the same name or address as one of them, or the address of one of some users. */
  withNamesakes(
    salesforceUserIds: ReadonlySet<SalesforceUserId>,
    userIds: ReadonlySet<UserId>,
  ): ReadonlySet<SalesforceUserId> {
    const people = this.#salesforceUsers
    const found = this.#likeThem(people, salesforceUserIds, userIds)
    return new Set([...salesforceUserIds, ...found.map((at) => people.outlineAt(at).salesforceUserId)])
  }

  /** The mapped users with the same name as one of some users, and the mapped Salesforce users as `withNamesakes` finds them. */
  mappedLike(userIds: ReadonlySet<UserId>, salesforceUserIds: ReadonlySet<SalesforceUserId>): MappedOutlines {
    const { users, salesforceUsers } = this.#mapped
    const names = this.#users.namesOf(this.#users.placesOf(userIds))
    const found = this.#likeThem(salesforceUsers, salesforceUserIds, userIds)
    return {
      users: users.bearersOf(names).map((at) => users.outlineAt(at)),
      salesforceUsers: [...new Set(found)].map((at) => salesforceUsers.outlineAt(at)),
    }
  }

  #likeThem(
    people: People<SalesforceUserOutline>,
    salesforceUserIds: ReadonlySet<SalesforceUserId>,
    userIds: ReadonlySet<UserId>,
  ): number[] {
    const [users, salesforceUsers] = [this.#users, this.#salesforceUsers]
    const places = salesforceUsers.placesOf(salesforceUserIds)
    const locals = new Set(places.map((at) => salesforceUsers.locals[at]))
    for (const at of users.placesOf(userIds)) locals.add(users.locals[at])
    locals.delete(0)
    const found = people.bearersOf(salesforceUsers.namesOf(places))
    for (let at = 0; at < people.size; at += 1) if (locals.has(people.locals[at])) found.push(at)
    return found
  }

  /** What suggestions for some users, whose candidates are known, need to know of all. */
  whole(userIds: ReadonlySet<UserId>): Whole {
    const candidates = new Map<string, ReadonlySet<string>>(
      [...this.#candidates].filter(([userId]) => userIds.has(userId)),
    )
    return {
      users: this.#users.size + this.#mapped.users.size,
      salesforceUsers: this.#salesforceUsers.size + this.#mapped.salesforceUsers.size,
      frequencies: new FrequenciesOfFew(this.#texts, [
        this.#users,
        this.#salesforceUsers,
        this.#mapped.users,
        this.#mapped.salesforceUsers,
      ]),
      isRenamed: (one, other) => this.#isRenamed(one, other),
      // The others were loaded only to be counted.
      isCandidate: (userId, salesforceUserId) => candidates.get(userId)?.has(salesforceUserId) === true,
    }
  }

  #isRenamed(one: string, other: string): boolean {
    const pair = `${one} ${other}`
    const known = this.#renamed.get(pair)
    if (known !== undefined) return known
    this.#domains ??= {
      users: new Domains(
        [this.#users.outlines, this.#mapped.users.outlines],
        (each) => nameOfUser(each).last.key,
      ),
      salesforceUsers: new Domains(
        [this.#salesforceUsers.outlines, this.#mapped.salesforceUsers.outlines],
        (each) => nameOfSalesforceUser(each).last.key,
      ),
    }
    const found = isRenamedAmong(this.#domains.users, this.#domains.salesforceUsers, one, other)
    this.#renamed.set(pair, found)
    return found
  }
}

function writingOfUser(outline: UserOutline): Writing {
  return { name: nameOfUser(outline), email: parseAddress(outline.email) }
}

type OutlineIndex = DirectoryIndex<SalesforceUserOutline>

function candidateIds(index: OutlineIndex, user: Writing): ReadonlySet<SalesforceUserId> {
  const found = user.email === undefined ? [] : index.candidates(user)
  return new Set(found.map(({ salesforceUser }) => salesforceUser.salesforceUserId))
}

function sharesKey(user: Writing, keys: ReadonlySet<string>): boolean {
  for (const key of userKeys(user)) if (keys.has(key)) return true
  for (const key of typoKeys(user.name, slips)) if (keys.has(key)) return true
  return false
}
