import { createHash } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Where this machine keeps what belongs to a ledger on a server, such as a refresh in progress: a path for endings. */
export function placeBeside(shown: string, dataFolder: string | undefined): string {
  const folder = join(dataFolder ?? tmpdir(), 'servers')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return join(folder, createHash('sha256').update(shown).digest('hex').slice(0, 16))
}
