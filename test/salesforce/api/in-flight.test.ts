import { createServer, type ServerResponse } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { sendWithRetry } from '../../../src/salesforce/api/http.ts'
import { InFlight, type Strain } from '../../../src/salesforce/api/in-flight.ts'

const turn = async () => await new Promise((resolve) => setImmediate(resolve))

/** Forty requests at once, of which a test ends the oldest with a sign of strain; gives how many are under way then. */
function requestsOf(inFlight: InFlight): (...signs: readonly Strain[]) => Promise<number> {
  const ends: ((strain: Strain) => void)[] = []
  let running = 0
  const request = async () => {
    running += 1
    const strain = await new Promise<Strain>((resolve) => ends.push(resolve))
    running -= 1
    return strain
  }
  for (let each = 0; each < 40; each += 1) void inFlight.run(request, (strain) => strain)
  return async (...signs) => {
    for (const sign of signs) ends.shift()?.(sign)
    await turn()
    return running
  }
}

test('eight requests begin, and one more after each answer without strain, up to the cap', async () => {
  const end = requestsOf(new InFlight(11))
  expect(await end()).toBe(8)
  expect(await end('none')).toBe(9)
  expect(await end('unknown')).toBe(9)
  expect(await end('none', 'none', 'none', 'none')).toBe(11)
})

test('a cap below eight counts from the start', async () => {
  expect(await requestsOf(new InFlight(3))()).toBe(3)
})

test('a burst of strain halves the limit once, and the next one again', async () => {
  const end = requestsOf(new InFlight(20))
  expect(await end('some', 'some', 'some', 'some')).toBe(4)
  // These began before the limit was halved.
  expect(await end('some', 'some', 'some', 'some')).toBe(4)
  expect(await end('some')).toBe(3)
  expect(await end('unknown', 'unknown')).toBe(2)
  expect(await end('unknown')).toBe(2)
  expect(await end('some')).toBe(1)
  expect(await end('some')).toBe(1)
  expect(await end('none')).toBe(2)
})

test('an attempt that fails gives its turn to the next', async () => {
  const inFlight = new InFlight(1)
  const failing = inFlight.run(
    async () => await Promise.reject(new Error('broken')),
    () => 'unknown',
  )
  const next = inFlight.run(
    async () => await Promise.resolve('next'),
    () => 'unknown',
  )
  await expect(failing).rejects.toThrow('broken')
  expect(await next).toBe('next')
})

test('eight requests that a busy service refused are not sent again together', async () => {
  const held: ServerResponse[] = []
  const released = Promise.withResolvers<number>()
  let requests = 0
  const server = createServer((_, response) => {
    requests += 1
    held.push(response)
    // All eight have to be under way before the first is refused.
    if (requests === 8) for (const each of held.splice(0)) each.writeHead(503, { 'retry-after': '0' }).end()
    // None is answered until all that may be sent again have been.
    if (requests === 9)
      setTimeout(() => {
        released.resolve(held.length)
        for (const each of held.splice(0)) each.writeHead(200).end()
      }, 200)
    if (requests > 12) for (const each of held.splice(0)) each.writeHead(200).end()
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const request = { url: `http://127.0.0.1:${port}/`, method: 'GET', headers: {}, body: undefined }
  const policy = { timeoutSeconds: 20, retrySeconds: 20, inFlight: new InFlight(20) }
  const answers = await Promise.all(
    Array.from({ length: 8 }, async () => await sendWithRetry(request, policy)),
  )
  expect(await released.promise).toBe(4)
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 8 }, () => 200))
})
