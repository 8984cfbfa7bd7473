export { checkLive } from './check-live.ts'
export { openReader } from './reader.ts'
