import { join } from 'node:path'
import { readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const [first, second] = ['0055g0000004997AAA', '0055g0000005034AAA']
const swap = `email,salesforce id\ndavid.lee@acme.example,${second}\ndavid.lee2@acme.example,${first}\n`
const reason = `David Lee (${second}) has the address of another SalesScreen user, David Lee (david.lee2@acme.example); david.lee@acme.example is the address of David Lee (${first})`

/** Two users of one name on both sides, each with an address of its own. */
async function aHome(): Promise<string> {
  const home = temporaryFolder()
  writeFileSync(
    join(home, 'report.csv'),
    `User ID,Full Name,Email,Active\n${first},David Lee,david.lee@acme.example,1\n${second},David Lee,david.lee2@acme.example,1\n`,
  )
  await ran(home, ['sf-users', 'import', 'report.csv'])
  const users =
    'email,name,team\ndavid.lee@acme.example,David Lee,West\ndavid.lee2@acme.example,David Lee,West\n'
  await ran(home, ['import', '-', '--create-team'], users)
  return home
}

async function ran(home: string, words: readonly string[], stdin = '') {
  const run = await sfsync(home, words, { stdin })
  if (run.exitCode !== 0) throw new Error(run.stderr)
  return run
}

describe('two users of one name are not swapped without a confirmation', () => {
  test('by map', async () => {
    const home = await aHome()
    const refused = await sfsync(home, ['map', 'david.lee@acme.example', second])
    expect(refused.exitCode).toBe(6)
    expect(refused.stderr).toContain(`${reason}  (--allow-mismatch)`)
    const { stderr } = await ran(home, ['map', 'david.lee@acme.example', second, '--allow-mismatch'])
    expect(stderr).toContain(`warning: ${reason}`)
    await ran(home, ['map', 'david.lee@acme.example', first, '--replace'])
  })

  test.each(['import', 'map --file'])('by %s', async (command) => {
    const home = await aHome()
    const refused = await sfsync(home, [...command.split(' '), '-'], { stdin: swap })
    expect(refused.exitCode).toBe(6)
    expect(refused.stderr).toContain(`${reason}\n`)
    expect(refused.stderr).toContain('add --allow-mismatch\n')
    expect(refused.stderr).toContain('2 rows have the Salesforce user of another row')
    const { stderr } = await ran(home, [...command.split(' '), '-', '--allow-mismatch'], swap)
    expect(stderr).toContain(`warning: standard input:2: ${reason}`)
  })
})

test('those who are swapped are named until the admin rules the other one out', async () => {
  const home = await aHome()
  await ran(home, ['import', '-', '--allow-mismatch'], swap)
  const line = `david.lee@acme.example (David Lee) may be mapped to a namesake: ${reason}`
  const found = await sfsync(home, ['check', '--fix'])
  expect(found.exitCode).toBe(10)
  expect(found.stdout).toContain(`# ${line}\n`)
  expect(found.stdout).toContain(`# or: sfsync map david.lee@acme.example ${first} --replace\n`)
  expect((await ran(home, ['explain', 'david.lee@acme.example'])).stdout).toContain(line)
  expect((await ran(home, ['mappings', 'audit'])).stderr).toContain(`warning: ${line}`)
  await ran(home, ['reject', 'david.lee@acme.example', first])
  await ran(home, ['reject', 'david.lee2@acme.example', second])
  expect(await sfsync(home, ['check'])).toMatchObject({ exitCode: 0, stdout: '' })
})

describe('whoever is in SalesScreen under a nickname is not created again by a file', () => {
  const id = '0055g0000004109AAA'
  const bob = 'bob.castellano@acme.example'
  const rows = [
    'email,name,salesforce id',
    `${bob},Bob Castellano,${id}`,
    'robert.castellano@acme.example,Robert Castellano,',
    'newcomer@acme.example,Xenia Quist,',
    '',
  ].join('\n')

  async function bobsHome(): Promise<string> {
    const home = temporaryFolder()
    const others = ['ada', 'cleo', 'dora', 'eva', 'finn', 'gus']
    const inSalesforce = others.map(
      (name, at) => `0055g00000042${at}A,${name} Of${name},${name}@acme.example,1`,
    )
    const person = `${id},Robert Castellano,robert.castellano@acme.example,1`
    const report = ['User ID,Full Name,Email,Active', person, ...inSalesforce].join('\n')
    writeFileSync(join(home, 'report.csv'), `${report}\n`)
    await ran(home, ['sf-users', 'import', 'report.csv'])
    const users = others.map((name) => `${name}@acme.example,${name} Of${name}`)
    await ran(home, ['import', '-'], `email,name\n${bob},Bob Castellano\n${users.join('\n')}\n`)
    return home
  }

  test('which maps the Salesforce user to that one', async () => {
    const home = await bobsHome()
    const refused = await sfsync(home, ['import', '-'], { stdin: rows })
    expect(refused.exitCode).toBe(6)
    expect(refused.stderr).toContain(
      `Robert Castellano (robert.castellano@acme.example) is in SalesScreen already: ${id} is mapped to Bob Castellano (${bob})`,
    )
    expect(refused.stderr).toContain('1 new user may exist already: add --new\n')
    expect((await sfsync(home, ['import', '-', '--keep-going'], { stdin: rows })).exitCode).toBe(3)
    const { stdout } = await ran(home, ['users', 'list', '--format', 'csv', '--columns', 'email'])
    expect(stdout).toContain('newcomer@acme.example\n')
    expect(stdout).not.toContain('robert.castellano@acme.example')
    await ran(home, ['import', '-', '--new'], rows)
  })

  test('or a review sheet', async () => {
    const home = await bobsHome()
    await ran(home, ['export', '--for-review', 'review.csv'])
    const sheet = readFileSync(join(home, 'review.csv'), 'utf8')
    const decided = sheet.replace(/^([^,\n]*),(,[^\n]*Robert Castellano)/m, '$1,new$2')
    const refused = await sfsync(home, ['import', '-'], { stdin: decided })
    expect(refused.stderr).toContain(`may be in SalesScreen already, as Bob Castellano (${bob})`)
  })
})
