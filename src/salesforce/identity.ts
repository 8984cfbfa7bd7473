/** Who asks, and in which org. */
export interface Identity {
  /** The username. */
  readonly identity: string
  /** 18 characters. */
  readonly organizationId: string
}
