/** Set by the build from the packages that the bundle contains. */
declare const SFSYNC_NOTICES: string

/** Names, versions and license texts of everything in sfsync that others have written. */
export const notices: string = SFSYNC_NOTICES
