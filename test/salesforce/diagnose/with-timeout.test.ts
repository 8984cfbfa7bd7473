import { expect, test } from 'vitest'
import { SfsyncError } from '../../../src/core/errors.ts'
import { withTimeout } from '../../../src/salesforce/diagnose/check.ts'

const interrupted = new AbortController().signal
const stopped = new SfsyncError('interrupted', 'interrupted; nothing was changed')

test('work that does not stop is given up anyway', async () => {
  const endless = new Promise<never>(() => undefined)
  await expect(withTimeout({ seconds: 0.01, interrupted }, async () => await endless)).rejects.toMatchObject({
    code: 'remote',
    message: 'no response within 0.01 seconds',
  })
})

test('work that fails because it was stopped reports why it was stopped', async () => {
  const controller = new AbortController()
  const work = async (stop: AbortSignal) =>
    await new Promise<never>((_, reject) => {
      stop.addEventListener('abort', () => reject(new Error('the socket was destroyed')))
      controller.abort(stopped)
    })
  await expect(withTimeout({ seconds: 60, interrupted: controller.signal }, work)).rejects.toBe(stopped)
})

test('work that fails by itself reports its error', async () => {
  const failure = new Error('refused')
  await expect(
    withTimeout({ seconds: 60, interrupted }, async () => await Promise.reject(failure)),
  ).rejects.toBe(failure)
})

test('after an interruption no work is begun', async () => {
  let begun = 0
  const work = async () => await Promise.resolve((begun += 1))
  await expect(withTimeout({ seconds: 60, interrupted: AbortSignal.abort(stopped) }, work)).rejects.toBe(
    stopped,
  )
  expect(begun).toBe(0)
})
