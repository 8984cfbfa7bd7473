import { createHash } from 'node:crypto'
import type { ChangeSet, Plan, Stamp } from '../../src/core/change.ts'
import { type EnteredUser, knownAs, newlyEntered } from '../../src/core/entered.ts'
import {
  type CompanyFact,
  type CompanyFactName,
  type Mapping,
  isTeamId,
  type Team,
  type TeamId,
  isUserId,
  type User,
  type UserId,
} from '../../src/core/model.ts'
import type { DirectoryRead, SalesforceUser } from '../../src/core/salesforce-user.ts'
import { type Email, parseEmail } from '../../src/core/text.ts'
import { parseSalesforceUserId, type SalesforceUserId } from '../../src/core/salesforce-id.ts'
// The time at which everything in a story happens.
const noon = '2026-11-23T12:00:00.000Z'

/** The same user ID for the same name, always. */
export function userIdOf(name: string): UserId {
  const userId = `u-${hash(name, 'hex').slice(0, 8)}`
  if (isUserId(userId)) return userId
  throw new Error(`no user ID can be made of ${name}`)
}

/** The same team ID for the same name, always. */
export function teamIdOf(name: string): TeamId {
  const teamId = `t-${hash(name, 'hex').slice(0, 8)}`
  if (isTeamId(teamId)) return teamId
  throw new Error(`no team ID can be made of ${name}`)
}

/** The same complete Salesforce User ID for the same name, always. */
export function salesforceUserIdOf(name: string): SalesforceUserId {
  return salesforceUserId(
    `005${hash(name, 'base64')
      .replaceAll(/[^0-9A-Za-z]/g, '')
      .slice(0, 12)}`,
  )
}

function salesforceUserId(text: string): SalesforceUserId {
  const parsed = parseSalesforceUserId(text)
  if ('salesforceUserId' in parsed) return parsed.salesforceUserId
  throw new Error(parsed.reason)
}

/** An e-mail address out of its text, which must be one. */
export function email(text: string): Email {
  const parsed = parseEmail(text)
  if ('email' in parsed) return parsed.email
  throw new Error(parsed.reason)
}

/** `aUser('ada')` is Ada Example, ada@example.com, active, on no team. */
export function aUser(name: string, rest: Partial<User> = {}): User {
  return {
    userId: userIdOf(name),
    email: email(`${name}@example.com`),
    firstName: capitalized(name),
    lastName: 'Example',
    nickname: null,
    state: 'active',
    teamId: null,
    ...rest,
  }
}

/** `aTeam('North')` has no key. */
export function aTeam(name: string, rest: Partial<Team> = {}): Team {
  return { teamId: teamIdOf(name), name, key: null, ...rest }
}

/** `aSalesforceUser('ada')` is the same person as `aUser('ada')`: an active Standard user. */
export function aSalesforceUser(name: string, rest: Partial<SalesforceUser> = {}): SalesforceUser {
  return {
    salesforceUserId: salesforceUserIdOf(name),
    name: `${capitalized(name)} Example`,
    firstName: capitalized(name),
    lastName: 'Example',
    username: `${name}@example.com.sales`,
    email: `${name}@example.com`,
    alias: name.slice(0, 8),
    active: true,
    frozen: null,
    type: 'Standard',
    profile: 'Sales User',
    role: null,
    department: null,
    title: null,
    manager: null,
    employeeNumber: null,
    federationId: null,
    lastLoginAt: null,
    ...rest,
  }
}

/** `aMapping('ada')` ties `aUser('ada')` to `aSalesforceUser('ada')`, `aMapping('ada', 'bob')` to Bob's. */
export function aMapping(user: string, salesforceUser: string = user, rest: Partial<Mapping> = {}): Mapping {
  return {
    userId: userIdOf(user),
    salesforceUserId: salesforceUserIdOf(salesforceUser),
    organizationId: null,
    seenName: null,
    seenEmail: null,
    ...rest,
  }
}

/** A user as SalesScreen has it, confirmed by Ada at noon in every part. */
export function anEnteredUser(name: string, rest: Partial<EnteredUser> = {}): EnteredUser {
  const known = { source: 'confirmed', by: 'ada', at: noon } as const
  return {
    ...newlyEntered(aUser(name), known),
    ...knownAs.state(known),
    ...knownAs.team(known),
    ...knownAs.mapping(known),
    ...rest,
  }
}

/** A fact that Ada attested at noon. */
export function aFact(name: CompanyFactName, value: string, rest: Partial<CompanyFact> = {}): CompanyFact {
  return { name, value, attestedBy: 'ada', attestedAt: noon, ...rest }
}

/** Ada commits at noon, without a reason. */
export function aStamp(rest: Partial<Stamp> = {}): Stamp {
  return { actor: 'ada', at: noon, command: 'sfsync test', reason: null, ...rest }
}

/** Change set 1: this plan, committed by Ada at noon. */
export function aChangeSet(plan: Plan, rest: Partial<ChangeSet> = {}): ChangeSet {
  return { ...aStamp(), number: 1, evidence: plan.evidence, changes: plan.changes, ...rest }
}

/** A reading of a report at noon, which tells neither identity nor org. */
export function aRead(rest: Partial<DirectoryRead> = {}): DirectoryRead {
  return { source: 'report', origin: 'users.csv', identity: null, organizationId: null, at: noon, ...rest }
}

function capitalized(name: string): string {
  return name.slice(0, 1).toUpperCase() + name.slice(1)
}

function hash(text: string, encoding: 'hex' | 'base64'): string {
  return createHash('sha256').update(text).digest(encoding)
}
