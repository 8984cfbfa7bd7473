import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { launcher, ownEnvironment, type Run, sfsync } from '../../support/sfsync.ts'
import { startSalesforce } from '../../support/salesforce-server/server.ts'
import { salesforceUsers } from '../../support/salesforce-server/users.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const token = '00D5g0000000Dem!AQsecretTokenOfJane'

async function anOrg(count: number) {
  const org = await startSalesforce({ users: salesforceUsers(count), token, pageSize: 2000 })
  onTestFinished(async () => await org.close())
  return org
}

function signedIn(url: string): Record<string, string> {
  return { SF_ACCESS_TOKEN: token, SF_ORG_INSTANCE_URL: url, SFSYNC_TIMEOUT_SECONDS: '20' }
}

async function peopleIn(home: string): Promise<number> {
  const { stdout } = await sfsync(home, ['sf-users', 'list', '--all', '--format', 'ids', '-q'])
  return stdout.split('\n').length - 1
}

function expectNoToken({ stdout, stderr }: Run): void {
  expect(stdout + stderr).not.toContain('secretToken')
}

test('refresh reads every page of the live org', async () => {
  const home = temporaryFolder()
  const org = await anOrg(5321)
  const run = await sfsync(home, ['sf-users', 'refresh', '--all', '--json'], {
    environment: signedIn(org.url),
  })
  expect(run.exitCode).toBe(0)
  expect(JSON.parse(run.stdout)).toMatchObject({
    changeSet: null,
    read: { source: 'live', received: 5321, added: 5321, written: true },
  })
  expect(await peopleIn(home)).toBe(5321)
  expectNoToken(run)
})

test('a list that breaks off is no list: the directory stays as it was', async () => {
  const home = temporaryFolder()
  const org = await anOrg(5321)
  const environment = signedIn(org.url)
  await sfsync(home, ['sf-users', 'refresh', '--all'], { environment })
  org.fault({ page: 1 }, 'missing-row')
  const run = await sfsync(home, ['sf-users', 'refresh', '--all', '--full', '--debug'], { environment })
  expect(run).toMatchObject({ exitCode: 5, stdout: '' })
  expect(run.stderr).toContain('users but returned')
  expect(await peopleIn(home)).toBe(5321)
  expectNoToken(run)
})

test('a session that has ended asks for a new token', async () => {
  const home = temporaryFolder()
  const org = await anOrg(3)
  const environment = { ...signedIn(org.url), SF_ACCESS_TOKEN: '00D5g0000000Dem!ARsecretTokenOfMay' }
  const run = await sfsync(home, ['sf-users', 'refresh', '--debug'], { environment })
  expect(run).toMatchObject({ exitCode: 4, stdout: '' })
  expect(run.stderr).toContain('SF_ACCESS_TOKEN')
  expectNoToken(run)
})

test('another org is refused, because its IDs belong to other users', async () => {
  const home = temporaryFolder()
  const org = await anOrg(3)
  await sfsync(home, ['--store', 'ledger.sqlite', '--profile', 'demo', 'teams', 'create', 'North'])
  const run = await sfsync(home, ['--store', 'ledger.sqlite', 'sf-users', 'refresh'], {
    environment: signedIn(org.url),
  })
  expect(run).toMatchObject({ exitCode: 1, stdout: '' })
  expect(run.stderr).toMatch(
    /^error: \S+ belongs to org \w{18}, but this ledger belongs to org \w{18}\ntry: /,
  )
})

test('Ctrl-C ends a refresh that Salesforce keeps waiting', async () => {
  const home = temporaryFolder()
  const org = await anOrg(5321)
  org.fault({ page: 2 }, 'stall')
  const child = spawn(process.execPath, [launcher, 'sf-users', 'refresh', '--all'], {
    cwd: home,
    env: ownEnvironment(home, signedIn(org.url)),
  })
  const stderr = text(child.stderr)
  const asked = setInterval(() => {
    if (org.requests.length < 3) return
    clearInterval(asked)
    child.kill('SIGINT')
  }, 20)
  const [code]: unknown[] = await once(child, 'exit')
  expect({ code, stderr: await stderr }).toEqual({ code: 130, stderr: 'interrupted; nothing was changed\n' })
  expect(await peopleIn(home)).toBe(0)
})
