// Kills a batch of a hundred thousand rows a hundred times, at moments spread by chance over its whole run. Every time
// the ledger must be as it was before or as it is after; anything else ends with exit code 1.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { ownEnvironment } from '../support/sfsync.ts'
import { addUsers } from './ledger.ts'
import { writeMappings } from './mappings.ts'
import { costOf, sfsync } from './measure.ts'
import { writeReport } from './people.ts'

const rows = 100_000
const times = Number(process.argv[2] ?? 100)
const home = mkdtempSync(join(tmpdir(), 'sfsync-kill-'))
const [store, file, report] = ['ledger.sqlite', 'map.csv', 'people.csv'].map((name) => join(home, name))

/** Runs the batch on a fresh copy and kills it after so many milliseconds; gives what it left. */
async function killedAfter(milliseconds: number): Promise<string> {
  const copy = join(home, 'copy.sqlite')
  for (const suffix of ['', '-wal', '-shm']) rmSync(copy + suffix, { force: true })
  copyFileSync(store ?? '', copy)
  const [program, ...words] = sfsync('map', '--file', file ?? '', '--allow-inactive', '-q', '--store', copy)
  const child = spawn(program, words, { env: ownEnvironment(home), stdio: 'ignore' })
  const ended = once(child, 'close')
  await Promise.race([ended, setTimeout(milliseconds)])
  child.kill('SIGKILL')
  await ended
  return whatIsLeft(copy)
}

function whatIsLeft(path: string): string {
  const database = new Database(path)
  try {
    const count = (table: string) => database.prepare(`select count(*) from ${table}`).pluck().get()
    const left = [count('mapping'), count('change_set'), count('change where change_set = 2')].join(' ')
    const sound = database.pragma('quick_check', { simple: true })
    if (sound !== 'ok') return `damaged: ${String(sound)}`
    if (left === '0 1 0') return 'before'
    return left === `${rows} 2 ${rows}` ? 'after' : `between: ${left}`
  } finally {
    database.close()
  }
}

try {
  await addUsers(store ?? '', rows)
  await writeReport(report ?? '', rows)
  costOf(home, ['sf-users', 'import', report ?? '', '--store', store ?? ''])
  await writeMappings(file ?? '', rows)
  const began = performance.now()
  const whole = await killedAfter(600_000)
  const duration = performance.now() - began
  const found = new Map([[whole, 0]])
  for (let time = 0; time < times; time += 1) {
    const outcome = await killedAfter(Math.random() * duration * 1.05)
    found.set(outcome, (found.get(outcome) ?? 0) + 1)
  }
  const told = [...found].map(([outcome, count]) => `${outcome} ${count}`).join(', ')
  process.stdout.write(`${rows} rows in ${(duration / 1000).toFixed(1)} s, killed ${times} times: ${told}\n`)
  if ([...found.keys()].some((outcome) => outcome !== 'before' && outcome !== 'after')) process.exitCode = 1
} finally {
  rmSync(home, { recursive: true, force: true })
}
