import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { withLock } from '../../../src/config/secrets/lock.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const source = join(import.meta.dirname, '..', '..', '..', 'src', 'config', 'secrets', 'lock.ts')

function another(lock: string, work: string) {
  const script = `import { withLock } from ${JSON.stringify(source)}\nawait withLock(${JSON.stringify(lock)}, async () => { ${work} })`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  return child
}

test('of many at once, one works at a time', async () => {
  const folder = temporaryFolder()
  const [lock, log] = [join(folder, 'profile', 'login.lock'), join(folder, 'log')]
  const here = Array.from({ length: 5 }, async () => {
    await withLock(lock, async () => {
      appendFileSync(log, 'in ')
      await new Promise((resolve) => setTimeout(resolve, 5))
      appendFileSync(log, 'out ')
    })
  })
  const write = (word: string) =>
    `(await import('node:fs')).appendFileSync(${JSON.stringify(log)}, '${word} ')`
  const elsewhere = Array.from({ length: 3 }, () => another(lock, `${write('in')}; ${write('out')}`))
  await Promise.all([...here, ...elsewhere.map(async (child) => await once(child, 'exit'))])
  expect(readFileSync(log, 'utf8')).toBe('in out '.repeat(8))
  expect(statSync(lock).mode & 0o777).toBe(0o600)
})

test('who is killed while working leaves no lock behind', async () => {
  const lock = join(temporaryFolder(), 'login.lock')
  const child = another(lock, `console.log('mine'); setInterval(() => {}, 1000); await new Promise(() => {})`)
  await once(child.stdout, 'data')
  const gone = once(child, 'exit')
  const waiting = withLock(lock, async () => await Promise.resolve('mine now'))
  child.kill('SIGKILL')
  await gone
  expect(await waiting).toBe('mine now')
})

test('who fails gives the lock back', async () => {
  const lock = join(temporaryFolder(), 'login.lock')
  await expect(withLock(lock, async () => await Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await withLock(lock, async () => await Promise.resolve('yes'))).toBe('yes')
})
