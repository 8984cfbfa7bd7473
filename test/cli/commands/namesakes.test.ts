import { join } from 'node:path'
import { writeFileSync } from 'node:fs'
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
