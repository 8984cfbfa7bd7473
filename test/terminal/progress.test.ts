import { expect, test } from 'vitest'
import { aWorkplace } from '../app/directory/live-support.ts'
import { keys, TerminalSession } from '../support/terminal-session.ts'

test('on a terminal a refresh tells how far it is, on one line that is gone afterwards', async () => {
  const { home, environment } = await aWorkplace({ users: { count: 30_000 }, delayMilliseconds: 300 })
  const session = new TerminalSession(home, ['sf-users', 'refresh', '--all'], { environment })
  await session.sees(' of 30000 people')
  await session.sees('30000 people read from')
  expect(await session.ends()).toBe(0)
  expect(session.raw).toContain('\r\u001B[K')
  expect(session.text.split('\n').filter((line) => line.includes(' of 30000 people')).length).toBe(1)
})

test('Ctrl-C in the middle of it takes the line away and says what is kept', async () => {
  const { home, environment } = await aWorkplace({ users: { count: 30_000 }, delayMilliseconds: 300 })
  const session = new TerminalSession(home, ['sf-users', 'refresh', '--all'], { environment })
  await session.sees(' of 30000 people')
  session.types(keys.ctrlC)
  await session.sees('is kept: the next refresh goes on')
  expect(await session.ends()).toBe(130)
  const [, ...afterwards] = session.raw.split('\r\u001B[K')
  expect(afterwards.at(-1)).toContain('what was read so far')
})
