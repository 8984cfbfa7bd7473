/** Whom an org sees when it is asked who is asking, and what they may do. Null where sfsync could not look. */
export interface WhoAmI {
  readonly username: string
  readonly name: string | null
  readonly email: string | null
  /** 18 characters. */
  readonly userId: string
  readonly organizationId: string
  readonly organizationName: string | null
  readonly sandbox: boolean | null
  readonly instanceUrl: string
  readonly apiVersion: string
  /** API calls that are left in these 24 hours, and how many there are. */
  readonly callsLeft: number | null
  readonly callsAllowed: number | null
  readonly apiEnabled: boolean | null
  readonly viewAllUsers: boolean | null
  readonly manageUsers: boolean | null
}
