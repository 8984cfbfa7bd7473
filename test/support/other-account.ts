import { chmodSync, copyFileSync, cpSync, mkdirSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import type { Start } from './processes.ts'

const nobodyAccount = 65_534
const root = join(import.meta.dirname, '..', '..')

/**
 * How to start the program as someone whom file modes bind. For the superuser, whom they do not, that is another
 * account, with a copy of Node and of the program in a folder which that account may read.
 */
export function boundByModes(folder: string): Start {
  if (process.getuid?.() !== 0) return {}
  const place = join(folder, 'program')
  mkdirSync(place)
  for (const part of ['bin', 'dist', 'package.json', 'node_modules/better-sqlite3'])
    cpSync(realpathSync(join(root, part)), join(place, part), { recursive: true })
  const node = join(place, 'node')
  copyFileSync(realpathSync(process.execPath), node)
  for (const each of [folder, place]) chmodSync(each, 0o755)
  return { program: node, launcher: join(place, 'bin', 'sfsync.js'), account: nobodyAccount }
}
