export { checkLive } from './check-live.ts'
export { type LiveConnection, parseConnection } from './connection.ts'
export { readLive } from './read-live.ts'
