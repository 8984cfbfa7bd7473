export { checkLive, type LiveCheck } from './check-live.ts'
export { type LiveConnection, parseConnection } from './connection.ts'
export type { LiveScope } from './fields.ts'
export { readLive } from './read-live.ts'
