import type { EnteredTeam, EnteredUser } from '../entered.ts'
import type { Mapping, Team, User, UserState } from '../model.ts'
import type { SalesforceUserId } from '../salesforce-id.ts'
import type { Email } from '../text.ts'

/** A user as a workbook of SalesScreen has it; undefined where the workbook has no such column. */
export interface WorkbookUser {
  readonly line: number
  readonly email: Email
  /** As the workbook spells it. */
  readonly spelling: string
  readonly firstName: string
  readonly lastName: string
  readonly nickname: string | null | undefined
  readonly state: UserState | undefined
  /** The name of the team; null for none. */
  readonly team: string | null | undefined
  readonly salesforceUserId: SalesforceUserId | null | undefined
}

/** What the ledger knows of users and teams before a workbook is taken in. */
export interface AdoptFacts {
  /** As the admin gave it. */
  readonly file: string
  readonly users: readonly User[]
  readonly entered: readonly EnteredUser[]
  readonly teams: readonly Team[]
  readonly enteredTeams: readonly EnteredTeam[]
  readonly mappings: readonly Mapping[]
  /** null if no admin has set the number. */
  readonly licenses: number | null
  /** Whether Salesforce users have been read, which these can be compared with. */
  readonly isDirectoryRead: boolean
}
