import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { launcher, ownEnvironment } from '../../support/sfsync.ts'
import { aWorkplace, type Workplace } from './live-support.ts'

const count = 30_000
const staging = ({ home }: Workplace) => join(home, 'data', 'sfsync', 'default', 'ledger.sqlite.refresh-full')

/** A refresh that a signal ends when the org has been asked so many times. */
async function interrupted(place: Workplace, requests: number, signal: NodeJS.Signals): Promise<string> {
  const child = spawn(process.execPath, [launcher, 'sf-users', 'refresh', '--all'], {
    cwd: place.home,
    env: ownEnvironment(place.home, { ...place.environment, SFSYNC_REQUESTS_AT_ONCE: '2' }),
  })
  const stderr = text(child.stderr)
  const before = place.org.requests.length
  const watch = setInterval(() => {
    if (place.org.requests.length - before >= requests) child.kill(signal)
  }, 5)
  await once(child, 'exit')
  clearInterval(watch)
  return await stderr
}

test('Ctrl-C loses nothing: the next refresh resumes and completes the directory', async () => {
  const place = await aWorkplace({ users: { count }, delayMilliseconds: 50 })
  const stderr = await interrupted(place, 12, 'SIGINT')
  expect(stderr).toMatch(
    /^kept what was read so far \([\d,]+ users\); the next refresh resumes there\ninterrupted; nothing was changed\n$/,
  )
  expect(await place.people()).toEqual([])
  const asked = place.org.requests.length
  const run = await place.run('sf-users', 'refresh', '--all')
  expect(run).toMatchObject({
    exitCode: 0,
    stdout: `30,000 users read from ${new URL(place.org.url).host}: 30,000 new\n`,
  })
  expect(run.stderr).toContain('resuming the interrupted refresh: ')
  expect(place.org.requests.length - asked).toBeLessThan(20)
  expect(await place.people()).toHaveLength(count)
  expect(existsSync(staging(place))).toBe(false)
})

test('a process killed at any point leaves the directory as it was, and the next refresh reads every user', async () => {
  const place = await aWorkplace({ users: { count }, delayMilliseconds: 30 })
  for (const requests of [3, 5, 6, 9, 13]) {
    await interrupted(place, requests, 'SIGKILL')
    expect(await place.people()).toEqual([])
  }
  const run = await place.run('sf-users', 'refresh', '--all')
  expect(run).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('30,000 users read') })
  expect(await place.people()).toHaveLength(count)
})

test('a user changed while a refresh is interrupted is read as changed', async () => {
  const place = await aWorkplace({ users: { count }, delayMilliseconds: 30 })
  await interrupted(place, 12, 'SIGKILL')
  const ids = await idsOf(place)
  for (const id of ids) place.org.org.change(id, { Title: 'Changed' })
  await place.run('sf-users', 'refresh', '--all')
  const { stdout } = await place.run(
    'sf-users',
    'list',
    '--all',
    '--offline',
    '--format',
    'csv',
    '--columns',
    'salesforceUserId,title',
    '-q',
  )
  const titles = new Map(stdout.split('\n').map((line) => [line.slice(0, 18), line.slice(19)]))
  expect(ids.filter((id) => titles.get(id) !== 'Changed')).toEqual([])
})

test.each([[], ['--full']])(
  'two refreshes at once (%j): each reads or is refused, and no user is lost',
  async (...flags) => {
    const place = await aWorkplace({ users: { count: 9_000 }, delayMilliseconds: 100 })
    const runs = await Promise.all([
      place.run('sf-users', 'refresh', '--all', ...flags),
      place.run('sf-users', 'refresh', '--all', ...flags),
    ])
    // On a busy machine the second may begin when the first is done.
    const refused = runs.filter(({ exitCode }) => exitCode !== 0)
    expect(refused.length).toBeLessThan(2)
    for (const { stderr } of refused) expect(stderr).toContain('is locked by another process')
    expect(await place.people()).toHaveLength(9_000)
  },
)

test('many incremental refreshes at once succeed or report that another is running', async () => {
  const place = await aWorkplace({ users: { count: 300 } })
  await place.run('sf-users', 'refresh', '--all')
  const runs = await Promise.all(
    Array.from({ length: 6 }, async () => await place.run('sf-users', 'refresh', '--all')),
  )
  const another = /is locked by another process|replaced what this one had read/
  const odd = runs.filter(({ exitCode, stderr }) => exitCode !== 0 && !another.test(stderr))
  expect(odd).toEqual([])
  expect(await place.people()).toHaveLength(300)
})

test('a dry run leaves what an interrupted refresh had kept', async () => {
  const place = await aWorkplace({ users: { count }, delayMilliseconds: 30 })
  await interrupted(place, 12, 'SIGINT')
  await place.run('sf-users', 'refresh', '--all', '--dry-run')
  expect(existsSync(staging(place))).toBe(true)
  expect((await place.run('sf-users', 'refresh', '--all')).stderr).toContain(
    'resuming the interrupted refresh: ',
  )
  expect(await place.people()).toHaveLength(count)
})

// A few of the first thousand, as an integration would ask.
async function idsOf({ org }: Workplace): Promise<string[]> {
  const soql = encodeURIComponent('SELECT Id FROM User ORDER BY Id LIMIT 1000')
  const response = await fetch(`${org.url}/services/data/v68.0/query?q=${soql}`, {
    headers: { authorization: `Bearer ${org.token}` },
  })
  const { records }: { records: { Id: string }[] } = JSON.parse(await response.text())
  return records.map(({ Id }) => Id).filter((_, index) => index % 100 === 0)
}
