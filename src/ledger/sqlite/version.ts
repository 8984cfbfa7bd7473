/** Marks a SQLite file as a ledger of sfsync (`PRAGMA application_id`): the letters "sfsy". */
export const applicationId = 0x73667379

/** Number of migrations that this sfsync knows (`PRAGMA user_version` of an up-to-date ledger). */
export const schemaVersion = 3
