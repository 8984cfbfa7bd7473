import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sfsync, type Run } from '../support/sfsync.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

// Names and titles that look like secrets, and a line after them that must not be lost.
const jwt = 'eyJhbGciOiJIUzI.eyJpc3MiOiJh.c2lnbmF0dXJl'
const report = `User ID,First Name,Last Name,Email,Username,Active,Title
0055g0000004C92,Ada,Lovelace,ada@acme.example,ada@acme.example.prod,1,"-----BEGIN PRIVATE KEY----- club, 00D5g0000001AbC!AQEAQFtest"
0055g0000004COn,${jwt},Hopper,grace@acme.example,grace@acme.example.prod,1,Admiral
`

function place(): (...words: readonly string[]) => Promise<Run> {
  const home = temporaryFolder()
  writeFileSync(join(home, 'users.csv'), report)
  writeFileSync(join(home, 'not-a-key'), '-----BEGIN PRIVATE KEY-----\n    "code": "usage",\n  "error": {\n')
  return async (...words) => await sfsync(home, words)
}

test('results arrive as they are, whatever names look like', async () => {
  const run = place()
  await run('sf-users', 'import', 'users.csv')
  for (const format of ['csv', 'tsv', 'json', 'ndjson']) {
    const { stdout } = await run('sf-users', 'list', '--columns', 'name,title', '--format', format)
    expect(stdout).toContain('-----BEGIN PRIVATE KEY----- club, 00D5g0000001AbC!AQEAQFtest')
    expect(stdout).toContain(`${jwt} Hopper`)
  }
})

test('a copy of the ledger has the names that the ledger has', async () => {
  const run = place()
  await run('create-user', '--email', 'z@acme.example', '--first-name', jwt, '--last-name', 'X')
  expect((await run('history', '--as-script')).stdout).toContain(jwt)
  await run('dump', 'copy.dump')
  expect((await run('load', 'copy.dump', '--store', 'other.sqlite')).exitCode).toBe(0)
  expect((await run('users', 'list', '--json', '--store', 'other.sqlite')).stdout).toContain(`${jwt} X`)
})

test('what looks like a secret is in no part of a failure: not in the message, and not in the value of a row', async () => {
  const run = place()
  const secret = '00D5g0000001AbC!AQEAQFtest'
  const temporary = temporaryFolder()
  writeFileSync(join(temporary, 'people.csv'), `Email,Name\n${secret},Ada\n`)
  for (const words of [
    ['teams', 'delete', secret],
    ['import', join(temporary, 'people.csv')],
  ]) {
    const { exitCode, stdout, stderr } = await run(...words, '--json')
    expect(exitCode).toBe(1)
    expect(stdout + stderr).not.toContain(secret)
  }
})

test('a failure is one JSON document, even if a secret looks like a part of it', async () => {
  const run = place()
  const words = ['login', '--client-id', 'app', '--username', 'a@acme.example', '--jwt-key-file', 'not-a-key']
  const { exitCode, stdout } = await run(...words, '--json')
  expect(exitCode).toBe(2)
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'usage', message: expect.any(String) } })
})
