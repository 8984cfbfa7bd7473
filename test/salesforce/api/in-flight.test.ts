import { expect, test } from 'vitest'
import { InFlight } from '../../../src/salesforce/api/in-flight.ts'

/** Forty requests that never end, and how many of them have begun. */
function requestsOf(inFlight: InFlight): () => Promise<number> {
  let begun = 0
  for (let request = 0; request < 40; request += 1)
    void inFlight.run(async () => {
      begun += 1
      await new Promise(() => undefined)
    })
  return async () => {
    await new Promise((resolve) => setImmediate(resolve))
    return begun
  }
}

test('eight requests begin, and one more after each quick answer, up to the cap', async () => {
  const inFlight = new InFlight(11)
  const begun = requestsOf(inFlight)
  expect(await begun()).toBe(8)
  inFlight.note({ seconds: 0.3, isBusy: false })
  expect(await begun()).toBe(9)
  inFlight.note({ seconds: 6, isBusy: false })
  expect(await begun()).toBe(9)
  for (let answer = 0; answer < 9; answer += 1) inFlight.note({ seconds: 0.3, isBusy: false })
  expect(await begun()).toBe(11)
})

test('a cap below eight counts from the start', async () => {
  expect(await requestsOf(new InFlight(3))()).toBe(3)
})

test('half as many are under way where Salesforce is busy, and one at least', async () => {
  const inFlight = new InFlight(20)
  const ends: (() => void)[] = []
  let running = 0
  const request = async () => {
    running += 1
    await new Promise<void>((resolve) => ends.push(resolve))
    running -= 1
  }
  for (let each = 0; each < 30; each += 1) void inFlight.run(request)
  const settled = async (count: number) => {
    for (const end of ends.splice(0, count)) end()
    await new Promise((resolve) => setImmediate(resolve))
    return running
  }
  inFlight.note({ seconds: 0.1, isBusy: true })
  expect([await settled(0), await settled(3), await settled(1), await settled(1)]).toEqual([8, 5, 4, 4])
  for (let each = 0; each < 5; each += 1) inFlight.note({ seconds: 0.1, isBusy: true })
  expect([await settled(3), await settled(1), await settled(1)]).toEqual([1, 1, 1])
})
