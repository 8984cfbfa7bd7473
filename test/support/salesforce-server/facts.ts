import type { IdOrder } from './data/id-order.ts'
import type { Population } from './data/people.ts'
import { wholeId } from './data/values.ts'
import type { Handler } from './request.ts'
import type { RawUser } from './users.ts'

/** What the asking identity may do. */
export interface Permissions {
  readonly apiEnabled: boolean
  readonly viewAllUsers: boolean
  readonly manageUsers: boolean
  /** This one and the next are had where nothing is said. */
  readonly editTasks?: boolean
  readonly editEvents?: boolean
}

/** A token that an app was given by a user. */
export interface OauthTokenRecord {
  readonly AppName: string
  readonly UserId: string
  readonly LastUsedDate: string | null
}

/** Who asks where a token was not issued for somebody of the org. */
export interface AskingUser {
  readonly userId: string
  readonly username: string
  readonly name: string
}

/** A record that somebody owns. */
export interface OwnedRecord {
  readonly Id: string
  readonly OwnerId: string
  readonly CreatedDate: string
  readonly LastModifiedDate: string
  readonly SystemModstamp?: string
  readonly IsDeleted?: boolean
}

/** The org itself. */
export interface Organization {
  readonly id: string
  readonly name: string
  readonly instanceName: string
  readonly isSandbox: boolean
  readonly type: string
}

/** What the org holds, who may ask, and how it answers. */
export interface OrgFacts {
  /** In the order in which they were made; as many as wanted where a number is given. */
  readonly users: readonly RawUser[] | Population
  readonly token: string
  /** The most users on a page; Salesforce itself allows 2,000. */
  readonly pageSize: number
  /** Whether some pages are smaller than they could be, as Salesforce reserves the right to. */
  readonly unevenPages: boolean
  /** Fields that the identity may not see. */
  readonly unreadable: readonly string[]
  /** API calls that are allowed in 24 hours. */
  readonly callLimit: number
  /** Asked before the org itself, one after another, about every request. */
  readonly extra: readonly Handler[]
  readonly identity: AskingUser
  readonly permissions: Permissions
  /** What other users than the asking one may do, by their IDs. */
  readonly permissionsOf: Readonly<Record<string, Permissions>>
  /** Permission sets of others that were taken away or have run out: their rows are there, and give nothing. */
  readonly expiredPermissionsOf: Readonly<Record<string, Permissions>>
  /** Whether the asking identity may see who is assigned what. */
  readonly viewSetup: boolean
  readonly oauthTokens: readonly OauthTokenRecord[]
  /** With "Customize Application" an identity sees the tokens of all, else its own. */
  readonly customizeApplication: boolean
  readonly organization: Organization
  /** With private sharing an identity without "View All Users" sees itself and a share of the others. */
  readonly sharing: 'public' | 'private'
  readonly visibleShare: number
  /** IDs of users whose log-in is frozen. */
  readonly frozen: readonly string[]
  readonly records: Partial<Readonly<Record<'Opportunity' | 'Task' | 'Event', readonly OwnedRecord[]>>>
  readonly idOrder: IdOrder
  /** How much the clock of the org is ahead. */
  readonly clockSkewSeconds: number
  /** How long every answer takes longer. */
  readonly delayMilliseconds: number
  /** Whether answers are compressed for clients that take that. */
  readonly gzip: boolean
  /** How many times a bulk job is still in progress when somebody asks. */
  readonly bulkPolls: number
  /** The most records on a page of a bulk job's results. */
  readonly bulkPageSize: number
  /** Why bulk jobs fail, where they do. */
  readonly bulkFailure: string | undefined
}

/** An org that shows everything to whoever asks. */
export const usualFacts: OrgFacts = {
  users: [],
  token: '00D5g0000001AbC!AQEAQFtestTokenThatNobodyMaySee',
  pageSize: 2_000,
  unevenPages: false,
  unreadable: [],
  callLimit: 15_000,
  extra: [],
  identity: { userId: wholeId('0055g00000000AA'), username: 'ada@acme.example', name: 'Ada Lovelace' },
  permissions: { apiEnabled: true, viewAllUsers: true, manageUsers: true },
  permissionsOf: {},
  expiredPermissionsOf: {},
  viewSetup: true,
  oauthTokens: [],
  customizeApplication: true,
  organization: {
    id: '00D5g0000001AbC',
    name: 'Acme',
    instanceName: 'EU42',
    isSandbox: false,
    type: 'Enterprise Edition',
  },
  sharing: 'public',
  visibleShare: 0.3,
  frozen: [],
  records: {},
  idOrder: 'ascii',
  clockSkewSeconds: 0,
  delayMilliseconds: 0,
  gzip: true,
  bulkPolls: 1,
  bulkPageSize: 50_000,
  bulkFailure: undefined,
}
