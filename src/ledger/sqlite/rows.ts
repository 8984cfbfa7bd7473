import * as z from 'zod/mini'
import {
  type CompanyFact,
  type Decision,
  decisionKey,
  type Mapping,
  type Team,
  type User,
} from '../../core/model.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import { fold } from '../../core/text.ts'
import type {
  ChangeTable,
  CompanyFactTable,
  DecisionTable,
  MappingTable,
  SalesforceUserTable,
  ScreenUserTable,
  TeamTable,
} from './schema.ts'
import type { Change } from '../../core/change.ts'
import { SfsyncError } from '../../core/errors.ts'
import { changeSchema } from '../row-schemas.ts'

/** A user as its row, look-up keys included. */
export function userRow(user: User): ScreenUserTable {
  return {
    user_id: user.userId,
    email: user.email,
    first_name: user.firstName,
    last_name: user.lastName,
    nickname: user.nickname,
    state: user.state,
    team_id: user.teamId,
    name_key: fold(`${user.firstName} ${user.lastName}`),
    nickname_key: user.nickname === null ? null : fold(user.nickname),
  }
}

/** A row as the user it holds. */
export function userOf(row: Omit<ScreenUserTable, 'name_key' | 'nickname_key'>): User {
  return {
    userId: row.user_id,
    email: row.email,
    firstName: row.first_name,
    lastName: row.last_name,
    nickname: row.nickname,
    state: row.state,
    teamId: row.team_id,
  }
}

/** A team as its row. */
export function teamRow(team: Team): TeamTable {
  return { team_id: team.teamId, name: team.name, name_key: fold(team.name), key: team.key }
}

/** A row as the team it holds. */
export function teamOf(row: Omit<TeamTable, 'name_key'>): Team {
  return { teamId: row.team_id, name: row.name, key: row.key }
}

/** A mapping as its row. */
export function mappingRow(mapping: Mapping): MappingTable {
  return {
    user_id: mapping.userId,
    salesforce_user_id: mapping.salesforceUserId,
    organization_id: mapping.organizationId,
    seen_name: mapping.seenName,
    seen_email: mapping.seenEmail,
  }
}

/** A row as the mapping it holds. */
export function mappingOf(row: MappingTable): Mapping {
  return {
    userId: row.user_id,
    salesforceUserId: row.salesforce_user_id,
    organizationId: row.organization_id,
    seenName: row.seen_name,
    seenEmail: row.seen_email,
  }
}

/** A company fact as its row. */
export function factRow(fact: CompanyFact): CompanyFactTable {
  return { name: fact.name, value: fact.value, attested_by: fact.attestedBy, attested_at: fact.attestedAt }
}

/** A row as the company fact it holds. */
export function factOf(row: CompanyFactTable): CompanyFact {
  return { name: row.name, value: row.value, attestedBy: row.attested_by, attestedAt: row.attested_at }
}

/** A decision as its row. */
export function decisionRow(decision: Decision): DecisionTable {
  return {
    decision_key: decisionKey(decision),
    kind: decision.kind,
    user_id: decision.userId,
    salesforce_user_id: decision.salesforceUserId,
    until: decision.until,
    reason: decision.reason,
    decided_by: decision.decidedBy,
    decided_at: decision.decidedAt,
  }
}

/** A row as the decision it holds. */
export function decisionOf(row: DecisionTable): Decision {
  return {
    kind: row.kind,
    userId: row.user_id,
    salesforceUserId: row.salesforce_user_id,
    until: row.until,
    reason: row.reason,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
  }
}

/** A row as the Salesforce user it holds. */
export function salesforceUserOf(row: Omit<SalesforceUserTable, 'name_key' | 'read_id'>): SalesforceUser {
  return {
    salesforceUserId: row.salesforce_user_id,
    name: row.name,
    firstName: row.first_name,
    lastName: row.last_name,
    username: row.username,
    email: row.email,
    alias: row.alias,
    active: row.active === null ? null : row.active === 1,
    frozen: row.frozen === null ? null : row.frozen === 1,
    type: row.type,
    profile: row.profile,
    role: row.role,
    department: row.department,
    title: row.title,
    manager: row.manager,
    employeeNumber: row.employee_number,
    federationId: row.federation_id,
    lastLoginAt: row.last_login_at,
  }
}

/** A row of `change` as the change it holds; throws `ledger-unusable` where it cannot be read. */
export function storedChange(row: Omit<ChangeTable, 'position'>): Change {
  const json = `{"entity":${JSON.stringify(row.entity)},"key":${JSON.stringify(row.key)},"before":${row.before ?? 'null'},"after":${row.after ?? 'null'}}`
  return {
    ...parsed(changeSchema, json, row.change_set),
    ...(row.origin === null ? {} : { origin: row.origin }),
    ...(row.evidence === null ? {} : { evidence: row.evidence }),
  }
}

const evidence = z.array(z.string())

/** The evidence of a change set, kept as a JSON array of sentences. */
export function storedEvidence(json: string, number: number): readonly string[] {
  return parsed(evidence, json, number)
}

function parsed<S extends z.ZodMiniType>(schema: S, json: string, number: number): z.output<S> {
  const result = schema.safeParse(parsedJson(json))
  if (result.success) return result.data
  throw new SfsyncError('ledger-unusable', `change set ${number} in the ledger's history cannot be read`, {
    actions: ['run: sfsync doctor'],
    cause: result.error,
  })
}

function parsedJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/** What `salesforce_user` tells of a person, in the order of `personValues`. */
export const personColumns = [
  'salesforce_user_id',
  'name',
  'name_key',
  'first_name',
  'last_name',
  'username',
  'email',
  'alias',
  'active',
  'frozen',
  'type',
  'profile',
  'role',
  'department',
  'title',
  'manager',
  'employee_number',
  'federation_id',
  'last_login_at',
] as const

/** A person as the values of a row, in the order of `personColumns`. */
export function personValues(user: SalesforceUser): (string | number | null)[] {
  return [
    user.salesforceUserId,
    user.name,
    fold(user.name),
    user.firstName,
    user.lastName,
    user.username,
    user.email,
    user.alias,
    user.active === null ? null : Number(user.active),
    user.frozen === null ? null : Number(user.frozen),
    user.type,
    user.profile,
    user.role,
    user.department,
    user.title,
    user.manager,
    user.employeeNumber,
    user.federationId,
    user.lastLoginAt,
  ]
}
