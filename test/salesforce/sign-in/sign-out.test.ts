import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { anOrgWithPages, inFile, profileFolder, secretIn, signedInByBrowser } from './support.ts'

test('signing out forgets the login here and at Salesforce; the ledger stays', async () => {
  const home = temporaryFolder()
  const org = await anOrgWithPages()
  await signedInByBrowser(home, org)
  await sfsync(home, ['sf-users', 'refresh'])
  const token = String(secretIn(home)['accessToken'])
  expect(org.tokens.has(token)).toBe(true)
  expect(await sfsync(home, ['logout'])).toEqual({
    exitCode: 0,
    stdout: 'signed out ada@acme.example (the browser)\n',
    stderr: '',
  })
  expect(org.tokens.has(token)).toBe(false)
  expect(readdirSync(profileFolder(home)).filter((name) => !name.startsWith('ledger.sqlite'))).toEqual([
    'login.lock',
  ])
  expect((await sfsync(home, ['whoami'])).exitCode).toBe(4)
  expect(
    (await sfsync(home, ['sf-users', 'list', '--format', 'ids', '-q'])).stdout.split('\n').length,
  ).toBeGreaterThan(3)
  expect(await sfsync(home, ['logout'])).toEqual({
    exitCode: 0,
    stdout: 'this profile had no login\n',
    stderr: '',
  })
})

test('Salesforce need not be there to sign out', async () => {
  const home = temporaryFolder()
  const org = await anOrgWithPages()
  await signedInByBrowser(home, org)
  await org.close()
  const run = await sfsync(home, ['logout', '--json'])
  expect({ ...run, stdout: JSON.parse(run.stdout) }).toMatchObject({
    exitCode: 0,
    stdout: { signedOut: true, way: 'browser', revoked: false, stillSignedInBy: null },
    stderr: expect.stringContaining('did not confirm'),
  })
  expect((await sfsync(home, ['whoami'])).exitCode).toBe(4)
})

test('a token of the environment is forgotten, but not revoked', async () => {
  const home = temporaryFolder()
  const org = await anOrgWithPages()
  const environment = { ...inFile, SF_ACCESS_TOKEN: org.token, SF_ORG_INSTANCE_URL: org.url }
  await sfsync(home, ['login'], { environment })
  const run = await sfsync(home, ['logout', '--json'], { environment })
  expect(JSON.parse(run.stdout)).toMatchObject({
    signedOut: true,
    revoked: null,
    stillSignedInBy: 'environment',
  })
  expect(org.tokens.has(org.token)).toBe(true)
})
