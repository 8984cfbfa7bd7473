import type { Change } from '../../core/change.ts'
import { type CommandLine, type Hint, commandLine } from '../../core/hint.ts'
import { displayNameOf } from '../../core/match/names.ts'
import { fullName, type User, type UserId } from '../../core/model.ts'
import { parseSalesforceUserId, type SalesforceUserId } from '../../core/salesforce-id.ts'
import { type SalesforceUser, whyInactive } from '../../core/salesforce-user.ts'
import { fold } from '../../core/text.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { AppContext } from '../context.ts'
import { addressForNew } from '../new-user.ts'
import { matchRulesOf, suggestionsTo } from './suggest.ts'

/** A user to create. */
export interface NewUserFacts {
  readonly user: Pick<User, 'userId' | 'email' | 'firstName' | 'lastName'>
  /** The Salesforce user it is made from or mapped to; null if none was named. */
  readonly salesforceUserId: SalesforceUserId | null
}

/** A user in SalesScreen who looks like a user to create. */
export interface Twin {
  readonly newUserId: UserId
  readonly reason: string
  /** What to do instead. */
  readonly action: { readonly text: string; readonly command: CommandLine }
  /** Whether it needs a confirmation: it is likely the same person, not only possible. */
  readonly isDoubt: boolean
}

/**
 * Who of these users may be in SalesScreen already under another name or address: a user who is mapped to the same Salesforce
 * user, or is matched with it. `changes` are what is planned: users mapped by them are decided.
 */
export async function twinsOf(
  context: AppContext,
  ledger: Ledger,
  newUsers: readonly NewUserFacts[],
  changes: readonly Change[],
): Promise<Twin[]> {
  if (newUsers.length === 0 || (await ledger.directory.lastRead()) === undefined) return []
  const found = await salesforceUsersOf(ledger, newUsers)
  const holderOf = await readHolders(ledger, [...found.values()], changes)
  const twins: Twin[] = []
  const compared = new Map<string, Compared>()
  for (const [at, { user }] of newUsers.entries()) {
    const known = found.get(user.userId)
    const holder = known === undefined ? undefined : holderOf(known.person)
    if (known === undefined || holder === undefined || holder.userId === user.userId) {
      const person = known?.person ?? standIn(user, at)
      compared.set(person.salesforceUserId, { user, person, isReal: known !== undefined })
    } else if (known.isCertain) twins.push(mappedTwin(user, known.person, holder))
  }
  if (compared.size === 0) return twins
  const decided = new Set<string>(changes.flatMap(({ entity, key }) => (entity === 'mapping' ? [key] : [])))
  const people = [...compared.values()].map(({ person }) => person)
  const { unclear } = matchRulesOf(context)
  for (const { user, matchClass, candidates } of await suggestionsTo(context, ledger, people))
    for (const [rank, { salesforceUser, score }] of decided.has(user.userId) ? [] : candidates.entries()) {
      const match = compared.get(salesforceUser.salesforceUserId)
      const isPossible = rank === 0 ? matchClass !== 'none' : score >= unclear
      if (match === undefined || !isPossible) continue
      const isDoubt = rank === 0 && matchClass !== 'unclear'
      twins.push(alikeTwin(match, user, score, isDoubt))
    }
  return twins
}

/**
 * The same for one user who is decided on again after each answer: no one is compared twice while ledger and directory are
 * as they were.
 */
export function twinFinder(
  context: AppContext,
  ledger: Ledger,
): (newUser: NewUserFacts) => Promise<readonly Twin[]> {
  let last: { readonly of: string; readonly twins: readonly Twin[] } | undefined
  return async (newUser) => {
    const { email, firstName, lastName } = newUser.user
    const of = JSON.stringify([
      [email, firstName, lastName, newUser.salesforceUserId],
      await newestChangeSet(ledger),
      (await ledger.directory.lastRead()) ?? null,
    ])
    if (last?.of !== of) last = { of, twins: await twinsOf(context, ledger, [newUser], []) }
    return last.twins
  }
}

async function newestChangeSet(ledger: Ledger): Promise<number> {
  for await (const [head] of ledger.history({ limit: 1 })) return head?.number ?? 0
  return 0
}

/** A twin as a warning. */
export function twinWarning({ reason, action: { text, command } }: Twin): Hint {
  return { text: `${reason}; ${text}`, command }
}

/** A Salesforce user that stands for a new one in matching. */
interface Compared {
  readonly user: NewUserFacts['user']
  readonly person: SalesforceUser
  /** Whether it is in the directory. */
  readonly isReal: boolean
}

interface KnownPerson {
  readonly person: SalesforceUser
  /** By ID or address; a name alone may be that of a namesake. */
  readonly isCertain: boolean
}

// By the ID that was named, then by an address or a name that exactly one active user has.
async function salesforceUsersOf(
  ledger: Ledger,
  newUsers: readonly NewUserFacts[],
): Promise<ReadonlyMap<UserId, KnownPerson>> {
  const emails = newUsers.map(({ user }) => user.email)
  const all = await ledger.directory.findAll({
    salesforceUserIds: newUsers.flatMap(({ salesforceUserId }) => salesforceUserId ?? []),
    emails: emails.flatMap((email) => [email, `${email}.invalid`]),
    called: newUsers.map(({ user }) => fullName(user)),
  })
  const byId = new Map<string, SalesforceUser>(all.map((each) => [each.salesforceUserId, each]))
  const active = all.filter((each) => whyInactive(each) === null)
  const byAddress = Map.groupBy(active, (each) => addressForNew(each))
  const byName = Map.groupBy(active, (each) => fold(displayNameOf(each)))
  return new Map(
    newUsers.flatMap(({ user, salesforceUserId }): [UserId, KnownPerson][] => {
      const certain = salesforceUserId === null ? only(byAddress.get(user.email)) : byId.get(salesforceUserId)
      const person = certain ?? only(byName.get(fold(fullName(user))))
      return person === undefined ? [] : [[user.userId, { person, isCertain: certain !== undefined }]]
    }),
  )
}

function only(found: readonly SalesforceUser[] = []): SalesforceUser | undefined {
  return found.length === 1 ? found[0] : undefined
}

// The user who is mapped to a Salesforce user when all of it is written.
async function readHolders(
  ledger: Ledger,
  known: readonly KnownPerson[],
  changes: readonly Change[],
): Promise<(person: SalesforceUser) => User | undefined> {
  const planned = changes.flatMap((change) => (change.entity === 'mapping' ? [change] : []))
  const userIds = planned.flatMap(({ after }) => after?.userId ?? [])
  const records = await ledger.usersOf({
    salesforceUserIds: known.map(({ person }) => person.salesforceUserId),
    userIds,
  })
  const moved = new Set<string>(planned.map(({ key }) => key))
  const holders = new Map<string, User>(
    records.flatMap(({ user, mapping }) =>
      mapping === null || moved.has(user.userId) ? [] : [[mapping.salesforceUserId, user] as const],
    ),
  )
  const users = new Map<string, User>(records.map(({ user }) => [user.userId, user]))
  for (const { entity, key, after } of changes) if (entity === 'user' && after !== null) users.set(key, after)
  for (const { key, after } of planned) {
    const user = users.get(key)
    if (after !== null && user !== undefined) holders.set(after.salesforceUserId, user)
  }
  return ({ salesforceUserId }) => holders.get(salesforceUserId)
}

function alikeTwin({ user, person, isReal }: Compared, known: User, score: number, isDoubt: boolean): Twin {
  return {
    newUserId: user.userId,
    reason: `${named(user)} may be in SalesScreen already, as ${named(known)}: score ${score}`,
    action: isReal
      ? {
          text: 'to map that user instead',
          command: commandLine('map', known.email, person.salesforceUserId),
        }
      : { text: 'to see that user', command: commandLine('users show', known.email) },
    isDoubt,
  }
}

function mappedTwin(user: NewUserFacts['user'], person: SalesforceUser, holder: User): Twin {
  return {
    newUserId: user.userId,
    reason: `${named(user)} is in SalesScreen already: ${person.salesforceUserId} is mapped to ${named(holder)}`,
    action: { text: 'to see that user', command: commandLine('explain', holder.email) },
    isDoubt: true,
  }
}

function named(user: Pick<User, 'firstName' | 'lastName' | 'email'>): string {
  return `${fullName(user)} (${user.email})`
}

// Users who are not in Salesforce are compared as if they were: by name and address.
function standIn({ email, firstName, lastName }: NewUserFacts['user'], at: number): SalesforceUser {
  const parsed = parseSalesforceUserId(`005zzzzzz${String(at).padStart(6, '0')}`)
  if ('reason' in parsed) throw new RangeError(parsed.reason)
  return {
    salesforceUserId: parsed.salesforceUserId,
    name: `${firstName} ${lastName}`.trim(),
    firstName,
    lastName,
    username: null,
    email,
    alias: null,
    active: true,
    frozen: null,
    type: null,
    profile: null,
    role: null,
    department: null,
    title: null,
    manager: null,
    employeeNumber: null,
    federationId: null,
    lastLoginAt: null,
  }
}
