import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import { problemWithPlace } from '../../src/system/files.ts'
import { sfsync } from '../support/sfsync.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const findings = z.array(z.object({ check: z.string(), result: z.string(), detail: z.string() }))

test('what keeps a ledger from being opened or created at a path', async () => {
  const folder = temporaryFolder()
  const at = (name: string) => join(folder, name)
  symlinkSync('b', at('a'))
  symlinkSync('a', at('b'))
  symlinkSync('nowhere', at('dangling'))
  writeFileSync(at('file'), 'text')
  const problems = ['a', 'dangling', 'file/ledger.sqlite', 'file', 'new/folder/ledger.sqlite'].map(
    async (name) => await problemWithPlace(at(name)),
  )
  expect(await Promise.all(problems)).toEqual([
    `${at('a')} is a link that leads back to itself`,
    `${at('dangling')} is a link to nowhere, which does not exist or cannot be entered`,
    `${at('file')} is not a folder`,
    undefined,
    undefined,
  ])
})

test('doctor names a link of the ledger that leads nowhere, and a login that is open to others', async () => {
  const home = temporaryFolder()
  const folder = join(home, 'data', 'sfsync', 'default')
  mkdirSync(folder, { recursive: true })
  const login = join(folder, 'login.json')
  const record = {
    loginId: 'one',
    way: 'client-credentials',
    instanceUrl: 'https://127.0.0.1:1',
    identity: 'ada',
    organizationId: 'org',
    loginUrl: null,
    clientId: null,
    keyFile: null,
    targetOrg: null,
    signedInAt: '2026-11-28T12:00:00.000Z',
    secretStorage: 'file',
  }
  writeFileSync(login, JSON.stringify(record))
  chmodSync(login, 0o644)
  symlinkSync('nowhere', join(folder, 'ledger.sqlite'))
  const { exitCode, stdout } = await sfsync(home, ['doctor', '--json'], {
    environment: { SFSYNC_TIMEOUT_SECONDS: '1' },
  })
  const found = findings.parse(JSON.parse(stdout)).filter(({ check }) => /^(?:ledger|login p)/.test(check))
  expect({ exitCode, found }).toEqual({
    exitCode: 1,
    found: [
      {
        check: 'ledger',
        result: 'problem',
        detail: `${join(folder, 'ledger.sqlite')} is a link to nowhere, which does not exist or cannot be entered`,
      },
      {
        check: 'login permissions',
        result: 'warning',
        detail: `${login} is open to others (644): chmod 600 ${login}`,
      },
    ],
  })
})

test.for([
  ['$HOME/l.sqlite', '$HOME is not replaced here'],
  ['${XDG_DATA_HOME}/l.sqlite', '${XDG_DATA_HOME} is not replaced here'],
  ['%USERPROFILE%\\l.sqlite', '%USERPROFILE% is not replaced here'],
  ['C:\\Users\\jane\\l.sqlite', 'store is a Windows path here'],
  ['s3://bucket/l.sqlite', 'not the URL "s3://bucket/l.sqlite"'],
  ['postgre://db/people', 'must be the path of a file or begin with postgres://'],
  ['file:///tmp/l.sqlite', 'not the URL "file:///tmp/l.sqlite"'],
])('the store %s is not a file in this folder', async ([store = '', problem]) => {
  const { exitCode, stderr } = await sfsync(temporaryFolder(), ['teams', 'list'], {
    environment: { SFSYNC_STORE: store },
  })
  expect({ exitCode, stderr }).toEqual({ exitCode: 2, stderr: expect.stringContaining(problem ?? '') })
})

test.for([['users', 'show'], ['import'], []])(
  'an argument of 100,000 characters after %j is shortened',
  async (words) => {
    const { exitCode, stderr } = await sfsync(temporaryFolder(), [...words, 'x'.repeat(100_000)])
    expect({ isFailure: exitCode > 0, isShort: stderr.length < 2_000 }).toEqual({
      isFailure: true,
      isShort: true,
    })
    expect(stderr).toContain('characters left out')
  },
)
