import type { Key } from 'node:readline'
import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { hastenEscape } from '../../src/system/escape-key.ts'

test('Esc is known before half a second is over, and keys that begin with it stay whole', async () => {
  const input = new PassThrough()
  const keys: (string | undefined)[] = []
  hastenEscape(input)
  input.on('keypress', (_text: string | undefined, { name }: Key) => keys.push(name))
  // Timers end in the order of their times, however busy the machine is.
  const { promise: isLater, resolve } = Promise.withResolvers<unknown>()
  input.write('\u001b[A')
  input.write('\u001b')
  setTimeout(resolve, 400)
  await isLater
  expect(keys).toEqual(['up', 'escape'])
})
