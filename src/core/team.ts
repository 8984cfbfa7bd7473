declare const teamIdBrand: unique symbol

/** The ledger's own ID of a team: `t-` and eight characters. */
export type TeamId = string & { readonly [teamIdBrand]: true }

const shape = /^t-[0-9a-hjkmnp-tv-z]{8}$/

/** Whether a text has the form of a team ID; it may still belong to no team. */
export function isTeamId(text: string): text is TeamId {
  return shape.test(text)
}

/** One SalesScreen team. */
export interface Team {
  readonly teamId: TeamId
  /** Unique without regard to case and accents, so that no twin teams arise. */
  readonly name: string
  /** The key SalesScreen shows at Settings > Mappings; null until an admin enters it. */
  readonly key: string | null
}
