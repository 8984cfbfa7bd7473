import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { aDesktop, anOrgWithPages, clientId, clientSecret, keys, recordIn } from './support.ts'

test('browser', async () => {
  const home = temporaryFolder()
  const org = await anOrgWithPages()
  const run = await sfsync(
    home,
    ['login', '--client-id', clientId, '--login-url', org.url, '--port', String(org.port)],
    { environment: aDesktop(home) },
  )
  console.log(run, recordIn(home))
  console.log(await sfsync(home, ['whoami']))
  console.log(await sfsync(home, ['sf-users', 'refresh']))
  console.log(await sfsync(home, ['logout']))
  console.log(await sfsync(home, ['whoami', '--json']))
})
test('jwt', async () => {
  const home = temporaryFolder()
  const org = await anOrgWithPages()
  writeFileSync(join(home, 'key.pem'), keys.privateKey, { mode: 0o600 })
  console.log(
    await sfsync(home, [
      'login',
      '--client-id',
      clientId,
      '--login-url',
      org.url,
      '--username',
      'ada@acme.example',
      '--jwt-key-file',
      'key.pem',
      '--json',
    ]),
    recordIn(home),
  )
})
test('client credentials', async () => {
  const home = temporaryFolder()
  const org = await anOrgWithPages({ secret: true })
  console.log(
    await sfsync(
      home,
      ['login', '--client-id', clientId, '--instance-url', org.url, '--client-secret-file', '-'],
      { stdin: clientSecret + '\n' },
    ),
    recordIn(home),
  )
})
test('environment', async () => {
  const home = temporaryFolder()
  const org = await anOrgWithPages({ secret: true })
  console.log(
    await sfsync(home, ['login'], {
      environment: { SF_ACCESS_TOKEN: org.token, SF_ORG_INSTANCE_URL: org.url },
    }),
    recordIn(home),
  )
  console.log(await sfsync(home, ['login']))
})
