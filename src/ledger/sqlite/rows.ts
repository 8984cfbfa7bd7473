import type { Entity, LedgerRow, Rows } from '../../core/change.ts'
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
import type { EnteredTeam, EnteredUser } from '../../core/entered.ts'
import type {
  CompanyFactTable,
  DecisionTable,
  EnteredTeamTable,
  EnteredUserTable,
  MappingTable,
  SalesforceUserTable,
  ScreenUserTable,
  TeamTable,
} from './schema.ts'

/** The user in a row of `screen_user`. */
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

/** The team in a row of `team`. */
export function teamOf(row: Omit<TeamTable, 'name_key'>): Team {
  return { teamId: row.team_id, name: row.name, key: row.key }
}

/** The mapping in a row of `mapping`. */
export function mappingOf(row: MappingTable): Mapping {
  return {
    userId: row.user_id,
    salesforceUserId: row.salesforce_user_id,
    organizationId: row.organization_id,
    seenName: row.seen_name,
    seenEmail: row.seen_email,
  }
}

/** The company setting in a row of `company_fact`. */
export function factOf(row: CompanyFactTable): CompanyFact {
  return { name: row.name, value: row.value, attestedBy: row.attested_by, attestedAt: row.attested_at }
}

/** The decision in a row of `decision`. */
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

/** The user in a row of `entered_user`. */
export function enteredUserOf(row: EnteredUserTable): EnteredUser {
  return {
    userId: row.user_id,
    email: row.email,
    firstName: row.first_name,
    lastName: row.last_name,
    nickname: row.nickname,
    state: row.state,
    teamId: row.team_id,
    salesforceUserId: row.salesforce_user_id,
    userSource: row.user_source,
    userBy: row.user_by,
    userAt: row.user_at,
    stateSource: row.state_source,
    stateBy: row.state_by,
    stateAt: row.state_at,
    teamSource: row.team_source,
    teamBy: row.team_by,
    teamAt: row.team_at,
    mappingSource: row.mapping_source,
    mappingBy: row.mapping_by,
    mappingAt: row.mapping_at,
  }
}

/** The team in a row of `entered_team`. */
export function enteredTeamOf({ team_id, name, source, by, at }: EnteredTeamTable): EnteredTeam {
  return { teamId: team_id, name, source, by, at }
}

/** How the rows of one kind are stored. */
export interface EntityTable<Row, TableRow> {
  readonly name: string
  /** The column of the key. */
  readonly key: string
  toTable(row: Row): TableRow
  fromTable(row: TableRow): Row
  ledgerRow(row: TableRow): LedgerRow
}

/** The columns of each kind of row. */
export interface EntityTableRows {
  readonly user: ScreenUserTable
  readonly team: TeamTable
  readonly mapping: MappingTable
  readonly fact: CompanyFactTable
  readonly decision: DecisionTable
  readonly enteredUser: EnteredUserTable
  readonly enteredTeam: EnteredTeamTable
}

/** The kinds of rows, in the order of a dump. */
export const entities = [
  'fact',
  'team',
  'user',
  'mapping',
  'decision',
  'enteredTeam',
  'enteredUser',
] as const satisfies readonly Entity[]

/** How each kind of row is stored; folded names are for look-ups that ignore case and accents. */
export const entityTables: { readonly [E in Entity]: EntityTable<Rows[E], EntityTableRows[E]> } = {
  user: {
    name: 'screen_user',
    key: 'user_id',
    toTable: (user) => ({
      user_id: user.userId,
      email: user.email,
      first_name: user.firstName,
      last_name: user.lastName,
      nickname: user.nickname,
      state: user.state,
      team_id: user.teamId,
      name_key: fold(`${user.firstName} ${user.lastName}`),
      nickname_key: user.nickname === null ? null : fold(user.nickname),
    }),
    fromTable: userOf,
    ledgerRow: (row) => ({ entity: 'user', key: row.user_id, row: userOf(row) }),
  },
  team: {
    name: 'team',
    key: 'team_id',
    toTable: ({ teamId, name, key }) => ({ team_id: teamId, name, name_key: fold(name), key }),
    fromTable: teamOf,
    ledgerRow: (row) => ({ entity: 'team', key: row.team_id, row: teamOf(row) }),
  },
  mapping: {
    name: 'mapping',
    key: 'user_id',
    toTable: (mapping) => ({
      user_id: mapping.userId,
      salesforce_user_id: mapping.salesforceUserId,
      organization_id: mapping.organizationId,
      seen_name: mapping.seenName,
      seen_email: mapping.seenEmail,
    }),
    fromTable: mappingOf,
    ledgerRow: (row) => ({ entity: 'mapping', key: row.user_id, row: mappingOf(row) }),
  },
  fact: {
    name: 'company_fact',
    key: 'name',
    toTable: (fact) => ({
      name: fact.name,
      value: fact.value,
      attested_by: fact.attestedBy,
      attested_at: fact.attestedAt,
    }),
    fromTable: factOf,
    ledgerRow: (row) => ({ entity: 'fact', key: row.name, row: factOf(row) }),
  },
  decision: {
    name: 'decision',
    key: 'decision_key',
    toTable: (decision) => ({
      decision_key: decisionKey(decision),
      kind: decision.kind,
      user_id: decision.userId,
      salesforce_user_id: decision.salesforceUserId,
      until: decision.until,
      reason: decision.reason,
      decided_by: decision.decidedBy,
      decided_at: decision.decidedAt,
    }),
    fromTable: decisionOf,
    ledgerRow: (row) => ({ entity: 'decision', key: row.decision_key, row: decisionOf(row) }),
  },
  enteredUser: {
    name: 'entered_user',
    key: 'user_id',
    toTable: (entered) => ({
      user_id: entered.userId,
      email: entered.email,
      first_name: entered.firstName,
      last_name: entered.lastName,
      nickname: entered.nickname,
      state: entered.state,
      team_id: entered.teamId,
      salesforce_user_id: entered.salesforceUserId,
      user_source: entered.userSource,
      user_by: entered.userBy,
      user_at: entered.userAt,
      state_source: entered.stateSource,
      state_by: entered.stateBy,
      state_at: entered.stateAt,
      team_source: entered.teamSource,
      team_by: entered.teamBy,
      team_at: entered.teamAt,
      mapping_source: entered.mappingSource,
      mapping_by: entered.mappingBy,
      mapping_at: entered.mappingAt,
    }),
    fromTable: enteredUserOf,
    ledgerRow: (row) => ({ entity: 'enteredUser', key: row.user_id, row: enteredUserOf(row) }),
  },
  enteredTeam: {
    name: 'entered_team',
    key: 'team_id',
    toTable: ({ teamId, ...rest }) => ({ team_id: teamId, ...rest }),
    fromTable: enteredTeamOf,
    ledgerRow: (row) => ({ entity: 'enteredTeam', key: row.team_id, row: enteredTeamOf(row) }),
  },
}

/** What 1 and 0 stand for. */
export function flagOf(value: number | null): boolean | null {
  return value === null ? null : value === 1
}

/** The Salesforce user in a row of `salesforce_user`. */
export function salesforceUserOf(row: Omit<SalesforceUserTable, 'name_key' | 'read_id'>): SalesforceUser {
  return {
    salesforceUserId: row.salesforce_user_id,
    name: row.name,
    firstName: row.first_name,
    lastName: row.last_name,
    username: row.username,
    email: row.email,
    alias: row.alias,
    active: flagOf(row.active),
    frozen: flagOf(row.frozen),
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

/** The columns of a Salesforce user, in the order of `salesforceUserValues`. */
export const salesforceUserColumnNames = [
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

/** A Salesforce user as the values of a row, in the order of `salesforceUserColumns`. */
export function salesforceUserValues(user: SalesforceUser): (string | number | null)[] {
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
