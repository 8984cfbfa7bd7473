import type { Entity } from '../../core/change.ts'
import type { EnteredSource } from '../../core/entered.ts'
import type { CompanyFactName, DecisionKind, TeamId, UserId, UserState } from '../../core/model.ts'
import type { DirectoryScope, DirectorySource } from '../../core/salesforce-user.ts'
import type { Email } from '../../core/text.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'

/** Columns of `screen_user`; the keys are folded names, for look-ups that ignore case and accents. */
export interface ScreenUserTable {
  user_id: UserId
  email: Email
  first_name: string
  last_name: string
  nickname: string | null
  state: UserState
  team_id: TeamId | null
  name_key: string
  nickname_key: string | null
}

/** Columns of `team`. */
export interface TeamTable {
  team_id: TeamId
  name: string
  name_key: string
  key: string | null
}

/** Columns of `mapping`. */
export interface MappingTable {
  user_id: UserId
  salesforce_user_id: SalesforceUserId
  organization_id: string | null
  seen_name: string | null
  seen_email: string | null
}

/** Columns of `company_fact`. */
export interface CompanyFactTable {
  name: CompanyFactName
  value: string
  attested_by: string
  attested_at: string
}

/** Columns of `decision`; the key consists of the two IDs. */
export interface DecisionTable {
  decision_key: string
  kind: DecisionKind
  user_id: UserId | null
  salesforce_user_id: SalesforceUserId | null
  until: string | null
  reason: string | null
  decided_by: string
  decided_at: string
}

/** Columns of `entered_user`, each part with how it is known. */
export interface EnteredUserTable {
  user_id: UserId
  email: string
  first_name: string
  last_name: string
  nickname: string | null
  state: UserState
  team_id: TeamId | null
  salesforce_user_id: SalesforceUserId | null
  user_source: EnteredSource | null
  user_by: string | null
  user_at: string | null
  state_source: EnteredSource | null
  state_by: string | null
  state_at: string | null
  team_source: EnteredSource | null
  team_by: string | null
  team_at: string | null
  mapping_source: EnteredSource | null
  mapping_by: string | null
  mapping_at: string | null
}

/** Columns of `entered_team`. */
export interface EnteredTeamTable {
  team_id: TeamId
  name: string
  source: EnteredSource
  by: string
  at: string
}

/** Columns of `change_set`; `evidence` is a JSON array of sentences. */
export interface ChangeSetTable {
  number: number
  at: string
  actor: string
  command: string
  reason: string | null
  evidence: string
  role: string | null
}

/** Columns of `change`; `before` and `after` are JSON rows. */
export interface ChangeTable {
  change_set: number
  position: number
  entity: Entity
  key: string
  before: string | null
  after: string | null
  origin: string | null
  evidence: string | null
}

/** Columns of `directory_read`. */
export interface DirectoryReadTable {
  read_id: number
  source: DirectorySource
  origin: string
  identity: string | null
  organization_id: string | null
  at: string
  people: number
  scope: DirectoryScope | null
  news_from: string | null
  continues: number | null
  added: number | null
  changed: number | null
  dropped: number | null
}

/** Columns of `directory_change`; `before` and `after` are JSON rows. */
export interface DirectoryChangeTable {
  read_id: number
  salesforce_user_id: SalesforceUserId
  before: string | null
  after: string | null
}

/** Columns of `salesforce_user`; booleans are 1 and 0. */
export interface SalesforceUserTable {
  salesforce_user_id: SalesforceUserId
  name: string
  name_key: string
  first_name: string | null
  last_name: string | null
  username: string | null
  email: string | null
  alias: string | null
  active: number | null
  frozen: number | null
  type: string | null
  profile: string | null
  role: string | null
  department: string | null
  title: string | null
  manager: string | null
  employee_number: string | null
  federation_id: string | null
  last_login_at: string | null
  read_id: number
}

/** A row of an outer join. */
export type Nullable<Row> = { readonly [Name in keyof Row]: Row[Name] | null }

/** Every table of the ledger, for Kysely. */
export interface LedgerTables {
  screen_user: ScreenUserTable
  team: TeamTable
  mapping: MappingTable
  company_fact: CompanyFactTable
  decision: DecisionTable
  entered_user: EnteredUserTable
  entered_team: EnteredTeamTable
  change_set: ChangeSetTable
  change: ChangeTable
  directory_read: DirectoryReadTable
  directory_change: DirectoryChangeTable
  salesforce_user: SalesforceUserTable
}

/** The file beside the ledger in which a refresh keeps what it has read; it is deleted when the refresh is complete. */
export function stagingPath(ledgerPath: string, kind: 'full' | 'delta'): string {
  return `${ledgerPath}.refresh-${kind}`
}

/** Marks a SQLite file as an sfsync ledger (`PRAGMA application_id`): the letters "sfsy". */
export const applicationId = 0x73667379

/** The number of migrations, which is the `PRAGMA user_version` of a current ledger. */
export const schemaVersion = 6
