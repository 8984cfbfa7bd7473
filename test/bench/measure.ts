import { spawnSync } from 'node:child_process'
import { mkdirSync, openSync, readFileSync } from 'node:fs'
import { devNull } from 'node:os'
import { join } from 'node:path'
import { launcher, ownEnvironment } from '../support/sfsync.ts'

/** A command to measure: the program and its arguments; `round` is another one each time. */
export type Command = (round: number) => readonly [program: string, ...words: string[]]

/** What one run took. */
export interface Cost {
  readonly seconds: number
  readonly megabytes: number
}

/** The words that run the built program. */
export function sfsync(...words: readonly string[]): readonly [string, ...string[]] {
  return [process.execPath, launcher, ...words]
}

/** The median time in milliseconds of each command, run in turns: A B A B ...; the first turns do not count. */
export function mediansOf(home: string, rounds: number, commands: readonly Command[], warmUp = 2): number[] {
  const times: number[][] = commands.map(() => [])
  for (let round = -warmUp; round < rounds; round += 1)
    for (const [at, command] of commands.entries()) {
      const milliseconds = timeOf(home, command(round + warmUp))
      if (round >= 0) times[at]?.push(milliseconds)
    }
  return times.map((each) => each.toSorted((left, right) => left - right)[each.length >> 1] ?? 0)
}

function timeOf(home: string, [program, ...words]: readonly [string, ...string[]]): number {
  const began = performance.now()
  const { status, stderr } = spawnSync(program, words, {
    cwd: home,
    env: ownEnvironment(home),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const milliseconds = performance.now() - began
  if (status !== 0) throw new Error(`${program} ${words.join(' ')} failed: ${stderr.toString()}`)
  return milliseconds
}

/** Time and greatest memory of one run of the program, whose result goes nowhere. */
export function costOf(home: string, words: readonly string[]): Cost {
  return costOfCommand(home, [launcher, ...words], {})
}

/** The same of any program for Node.js, with an environment of its own. */
export function costOfCommand(
  home: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
): Cost {
  mkdirSync(home, { recursive: true })
  const file = join(home, 'memory.txt')
  const memory = join(import.meta.dirname, 'report-memory.js')
  const began = performance.now()
  const { status, stderr } = spawnSync(process.execPath, ['--import', memory, ...words], {
    cwd: home,
    env: ownEnvironment(home, { ...environment, BENCH_MEMORY_FILE: file }),
    stdio: ['ignore', openSync(devNull, 'w'), 'pipe'],
  })
  const seconds = (performance.now() - began) / 1000
  // 10: something was found, which is what was asked for.
  if (status !== 0 && status !== 10) throw new Error(`${words.join(' ')} failed: ${stderr.toString()}`)
  return { seconds, megabytes: Number(readFileSync(file, 'utf8')) / 1024 }
}

/** How the cost of each row grows with its size. */
export class Growth {
  readonly #smaller = new Map<string, readonly [size: number, seconds: number]>()

  /** The growth since the last size of a row as a power of n, where 1 is linear; empty for its first size. */
  of(row: string, size: number, { seconds }: Cost): string {
    const [before, took] = this.#smaller.get(row) ?? []
    this.#smaller.set(row, [size, seconds])
    if (before === undefined || took === undefined) return ''
    return `   growth n^${(Math.log(seconds / took) / Math.log(size / before)).toFixed(2)}`
  }
}
