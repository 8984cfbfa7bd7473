import { expect, test } from 'vitest'
import { sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { anOrgWithPages, inFile, type PagesFacts, signedInByBrowser } from './support.ts'

async function anOrg(facts: PagesFacts = {}) {
  const home = temporaryFolder()
  const org = await anOrgWithPages(facts)
  const environment = { ...inFile, SF_ACCESS_TOKEN: org.token, SF_ORG_INSTANCE_URL: org.url }
  const whoami = async (...words: string[]) => await sfsync(home, ['whoami', ...words], { environment })
  return { home, org, whoami }
}

const ada = {
  username: 'ada@acme.example',
  name: 'Ada Lovelace',
  email: 'ada@acme.example',
  userId: '0055g00000000AAAAY',
  organizationId: '00D5g0000001AbCEAU',
  organizationName: 'Acme',
  sandbox: false,
  apiVersion: '68.0',
  callsLeft: expect.any(Number),
  callsAllowed: 15_000,
  apiEnabled: true,
  viewAllUsers: true,
  manageUsers: true,
  profile: 'default',
}

test('user, org, instance, version, calls left, permissions, and how one signed in', async () => {
  const { org, whoami } = await anOrg()
  const { exitCode, stdout, stderr } = await whoami('--json')
  expect({ exitCode, stderr, found: JSON.parse(stdout) }).toEqual({
    exitCode: 0,
    stderr: '',
    found: { ...ada, instanceUrl: org.url, way: 'environment', secretStorage: null, signedInAt: null },
  })
  const { callsLeft }: { callsLeft: number } = JSON.parse(stdout)
  expect([callsLeft <= 15_000, callsLeft > 14_990]).toEqual([true, true])
})

test('where the secrets of a login rest, and since when it is good', async () => {
  const { home, org } = await anOrg()
  await signedInByBrowser(home, org)
  const { stdout } = await sfsync(home, ['whoami', '--json'])
  expect(JSON.parse(stdout)).toEqual({
    ...ada,
    instanceUrl: org.url,
    way: 'browser',
    secretStorage: 'file',
    signedInAt: expect.stringMatching(/Z$/),
  })
  const table = await sfsync(home, ['whoami'])
  expect(table.stdout).toMatch(/^Sign-in method +the browser$/m)
  expect(table.stdout).toMatch(/^View All Users +yes$/m)
})

test('a missing permission is a no, and its consequence is shown', async () => {
  const { whoami } = await anOrg({
    permissions: { apiEnabled: true, viewAllUsers: false, manageUsers: false },
  })
  const { stdout, stderr } = await whoami('--json')
  expect(JSON.parse(stdout)).toMatchObject({ apiEnabled: true, viewAllUsers: false, manageUsers: false })
  expect(stderr).toBe('without View All Users, an org with private sharing may hide users from sfsync\n')
})

test('what could not be looked at is neither yes nor no', async () => {
  const { org, whoami } = await anOrg()
  org.fault('/services/data', {
    status: 400,
    body: [{ errorCode: 'INVALID_TYPE', message: "sObject type 'PermissionSet' is not supported." }],
  })
  const { exitCode, stdout } = await whoami('--json')
  expect({ exitCode, found: JSON.parse(stdout) }).toMatchObject({
    exitCode: 0,
    found: {
      username: 'ada@acme.example',
      organizationName: null,
      apiEnabled: null,
      viewAllUsers: null,
      manageUsers: null,
    },
  })
  expect((await whoami()).stdout).toMatch(/^View All Users +unknown$/m)
})

test('what could not be looked at has a reason, and what the API answered shows that it may be used', async () => {
  const { org, whoami } = await anOrg()
  org.fault(({ query }) => (query.get('q') ?? '').includes('PermissionSet'), {
    status: 400,
    body: [{ errorCode: 'INVALID_TYPE', message: "sObject type 'PermissionSet' is not supported." }],
  })
  const { stdout, stderr } = await whoami('--json')
  expect(JSON.parse(stdout)).toMatchObject({ apiEnabled: true, viewAllUsers: null })
  expect(stderr).toContain('could not check what this user may do: ')
  expect(stderr).toContain("sObject type 'PermissionSet' is not supported.")
})

test('a user without API access gets an error', async () => {
  const { whoami } = await anOrg({
    permissions: { apiEnabled: false, viewAllUsers: true, manageUsers: true },
  })
  const { exitCode, stdout, stderr } = await whoami('--json')
  expect({ exitCode, found: JSON.parse(stdout) }).toMatchObject({
    exitCode: 0,
    found: { apiEnabled: false, viewAllUsers: null },
  })
  expect(stderr).toContain('this user may not use the API')
})

test('a token that has ended is exit code 4', async () => {
  const { org, whoami } = await anOrg()
  org.tokens.revoke(org.token)
  expect(await whoami()).toMatchObject({ exitCode: 4, stdout: '' })
})
