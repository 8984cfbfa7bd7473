import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nextSlot, Pace } from '../../src/salesscreen/pace.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const never = new AbortController().signal

// A clock on which waiting takes no time.
function aClock(start = 1_000_000) {
  let now = start
  return {
    now: () => now,
    wait: async (milliseconds: number) => {
      now += milliseconds
      await Promise.resolve()
    },
    set: (time: number) => {
      now = time
    },
  }
}

function mostWithin(times: readonly number[], milliseconds: number): number {
  return Math.max(
    ...times.map((start) => times.filter((time) => time >= start && time < start + milliseconds).length),
  )
}

test('700 requests never exceed 15 a second and 200 a minute, and use what is allowed', async () => {
  const clock = aClock()
  const pace = new Pace(join(temporaryFolder(), 'ledger.push'), clock)
  const times: number[] = []
  for (let request = 0; request < 700; request += 1) {
    await pace.turn(never)
    times.push(clock.now())
  }
  expect([mostWithin(times, 1_000), mostWithin(times, 60_000)]).toEqual([15, 200])
  expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThan(4 * 61_000)
})

test('requests of a process that ended count for the next', async () => {
  const file = join(temporaryFolder(), 'ledger.push')
  const clock = aClock()
  const first = new Pace(file, clock)
  for (let request = 0; request < 15; request += 1) await first.turn(never)
  const began = clock.now()
  await new Pace(file, clock).turn(never)
  expect(clock.now() - began).toBe(1_200)
})

test('a pause of a second or more is reported', async () => {
  const file = join(temporaryFolder(), 'ledger.push')
  const clock = aClock()
  writeFileSync(file, JSON.stringify(Array.from({ length: 200 }, () => clock.now())))
  const told: number[] = []
  await new Pace(file, clock).turn(never, (seconds) => told.push(seconds))
  expect(told).toEqual([61])
})

test.each(['', 'nonsense', '{"a":1}'])('a file with %j counts nothing and is replaced', async (text) => {
  const file = join(temporaryFolder(), 'ledger.push')
  writeFileSync(file, text)
  const clock = aClock()
  await new Pace(file, clock).turn(never)
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual([1_000_000])
})

test('a clock that was set back costs a minute at most', async () => {
  const file = join(temporaryFolder(), 'ledger.push')
  const clock = aClock(9_000_000)
  const pace = new Pace(file, clock)
  for (let request = 0; request < 200; request += 1) await pace.turn(never)
  clock.set(1_000)
  await new Pace(file, clock).turn(never)
  expect(clock.now()).toBe(61_200)
})

test('fewer requests than allowed wait for nothing', () => {
  expect(nextSlot([1, 2, 3], 4)).toBe(4)
})
