import { execFile } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { compileCache } from './sfsync.ts'

/** Builds the program once before all tests, so that they run what the sources say. */
export default async function build(): Promise<void> {
  const root = join(import.meta.dirname, '..', '..')
  rmSync(compileCache, { recursive: true, force: true })
  await promisify(execFile)(process.execPath, [join(root, '.ci', 'build.ts')], { cwd: root })
}
