import { expect, test } from 'vitest'
import { aWorkplace } from '../app/directory/live-support.ts'
import { keys, TerminalSession } from '../support/terminal-session.ts'

test('on a terminal a refresh shows its progress on one line and erases it at the end', async () => {
  const { home, environment } = await aWorkplace({ users: { count: 30_000 }, delayMilliseconds: 300 })
  const session = new TerminalSession(home, ['sf-users', 'refresh', '--all'], { environment })
  await session.sees(' of 30,000 users')
  await session.sees('30,000 users read from')
  expect(await session.ends()).toBe(0)
  expect(session.raw).toContain('\r\u001B[K')
  expect(session.text.split('\n').filter((line) => line.includes(' of 30,000 users')).length).toBe(1)
})

test('Ctrl-C erases the progress line and reports what is kept', async () => {
  const { home, environment } = await aWorkplace({ users: { count: 30_000 }, delayMilliseconds: 300 })
  const session = new TerminalSession(home, ['sf-users', 'refresh', '--all'], { environment })
  await session.sees(' of 30,000 users')
  session.types(keys.ctrlC)
  await session.sees('users); the next refresh resumes there')
  expect(await session.ends()).toBe(130)
  const [, ...afterward] = session.raw.split('\r\u001B[K')
  expect(afterward.at(-1)).toContain('kept what was read so far')
})
