export { openReader } from './reader.ts'
export { whoAmI } from './who-am-i.ts'
export { openActivityReader } from './activity.ts'
