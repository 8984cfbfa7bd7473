import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { aStage } from '../../support/dependencies.ts'
import { MemoryLedger } from '../../support/memory-ledger.ts'
import { sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const inactive = '0055g0000004C92AAE'
const alsoInactive = '0055g0000004COnAAM'
const active = '0055g0000004K1XAAU'

/** Four active users: two inactive in Salesforce by now, one mapped and well, one without a mapping. */
async function aCompany() {
  const folder = temporaryFolder()
  const environment = { SFSYNC_STORE: join(folder, 'ledger.sqlite') }
  const run = async (...words: readonly string[]) => await sfsync(folder, words, { environment })
  const done = async (...words: readonly string[]) => {
    const { exitCode, stdout, stderr } = await run(...words)
    expect({ words, exitCode, stderr }).toMatchObject({ exitCode: 0 })
    return stdout
  }
  const file = (name: string, lines: readonly string[]) =>
    writeFileSync(join(folder, name), lines.map((line) => `${line}\n`).join(''))
  file('report.csv', [
    'User ID,Name,Email,Active',
    `${inactive},Ivy Inactive,ivy@acme.example,true`,
    `${alsoInactive},Fay Former,fay@acme.example,true`,
    `${active},Al Active,al@acme.example,true`,
  ])
  file('company.csv', [
    'Email,Name,External ID',
    `ivy@acme.example,Ivy Inactive,${inactive}`,
    `fay@acme.example,Fay Former,${alsoInactive}`,
    `al@acme.example,Al Active,${active}`,
    'una@acme.example,Una Unmapped,',
  ])
  file('later.csv', [
    'User ID,Name,Email,Active',
    `${inactive},Ivy Inactive,ivy@acme.example,false`,
    `${alsoInactive},Fay Former,fay@acme.example,false`,
  ])
  file('new.csv', [
    'Email,Name,Team',
    'n1@acme.example,New One,North',
    'n2@acme.example,New Two,North',
    'n3@acme.example,New Three,South',
  ])
  await done('sf-users', 'import', 'report.csv')
  await done('import', 'company.csv')
  await done('sf-users', 'import', 'later.csv')
  return { run, done, file }
}

describe('users licenses', () => {
  test('lists whose license could be freed, why and since when, and how many there are', async () => {
    const { run, done } = await aCompany()
    await done('settings', 'set', 'licenses', '5')
    await done('users', 'import', 'company.csv')
    await done('users', 'deactivate', 'al@acme.example')
    const { exitCode, stdout, stderr } = await run('users', 'licenses', '--json')
    const rows: { email: string; reason: string; since: string | null }[] = JSON.parse(stdout)
    expect(exitCode).toBe(0)
    expect(rows.map(({ email, reason }) => [email, reason])).toEqual([
      ['al@acme.example', 'to-deactivate'],
      ['fay@acme.example', 'inactive'],
      ['ivy@acme.example', 'inactive'],
      ['una@acme.example', 'unmapped'],
    ])
    const dated = expect.stringMatching(/^\d{4}-\d{2}-\d{2}T/)
    expect(rows.map(({ since }) => since)).toEqual([dated, dated, dated, dated])
    expect(stderr).toBe(
      `5 licenses, 4 in use, 1 free
3 licenses could be freed
next: sfsync users deactivate <user> --reason <text>
next: 1 user is not mapped yet; map them before you free their licenses: sfsync review
only SalesScreen's Account Owner can buy licenses, and deactivating a user does not always free one
`,
    )
  })

  test('says what is not known', async () => {
    const folder = temporaryFolder()
    const { exitCode, stdout, stderr } = await sfsync(folder, ['users', 'licenses', '--json'])
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '[]\n' })
    expect(stderr).toContain(
      '0 in use; the number of licenses is not known: sfsync settings set licenses <number>',
    )
    expect(stderr).toContain(
      'no Salesforce users have been read yet, so it is unknown who is inactive in Salesforce',
    )
  })
})

describe('more users than licenses', () => {
  test.each([
    ['import', 'new.csv', '--create-team'],
    ['create-user', '--file', 'new.csv', '--create-team'],
    ['plan', 'new.csv', '--create-team'],
  ])('%s %s warns once', async (...words) => {
    const { done, run } = await aCompany()
    await done('settings', 'set', 'licenses', '5')
    const { exitCode, stderr } = await run(...words)
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 })
    expect(stderr.split('\n').filter((line) => line.includes('Pending'))).toEqual([
      'warning: 2 of 3 new users would become Pending: 5 licenses, 1 free; to see whose license could be freed: sfsync users licenses',
    ])
  })

  test('users import warns where more are active than there are licenses', async () => {
    const { done, file, run } = await aCompany()
    await done('settings', 'set', 'licenses', '5')
    file('workbook.csv', ['Email,Name', 'w1@acme.example,W One', 'w2@acme.example,W Two'])
    const { stderr } = await run('users', 'import', 'workbook.csv')
    expect(stderr).toContain(
      'warning: 1 of 6 users would become Pending: 5 licenses; if that number is no longer right: sfsync settings set licenses <number>',
    )
    expect((await run('users', 'import', 'workbook.csv')).stderr).not.toContain('Pending')
  })
})

function planned(seats: number): string[] {
  return ['plan', 'new.csv', '--create-team', '--seats', String(seats), '--out', 'first.plan']
}

describe('plan --seats', () => {
  test('deactivates leavers first, plans who fits, and the same command plans the rest later', async () => {
    const { run, done } = await aCompany()
    const first = await run(...planned(4))
    expect(first.exitCode).toBe(0)
    expect(first.stdout).toMatch(
      /^~ user {5}fay@acme\.example .*deactivated\n~ user {5}ivy@acme\.example .*deactivated\n\+ team {5}North\n\+ user {5}n1@acme\.example .*\n\+ user {5}n2@acme\.example .*\n1 team and 2 users to add, 2 to deactivate\ndigest /,
    )
    expect(first.stderr).toContain(
      'warning: 2 users inactive or frozen in Salesforce are deactivated first; SalesScreen does not always free the license',
    )
    expect(first.stderr).toContain(
      'warning: 2 of 3 new users fit into 4 seats; 1 must wait. When licenses are free: sfsync plan new.csv --seats 4 --create-team',
    )
    await done('apply', 'first.plan')
    const full = await run(...planned(4))
    expect(full.stdout).toBe('')
    expect(full.stderr).not.toContain('already matches')
    expect(full.stderr).toContain('0 of 1 new user fit into 4 seats; 1 must wait')
    const second = await run(...planned(5))
    expect(second.stdout).toMatch(/^\+ team {5}South\n\+ user {5}n3@acme\.example /)
    expect(second.stderr).not.toContain('must wait')
    await done('apply', 'first.plan')
    const states = await done('users', 'list', '--format', 'csv', '--columns', 'email,state')
    expect(states.match(/,active/g)).toHaveLength(5)
    expect(states.match(/,deactivated/g)).toHaveLength(2)
  })

  test('is not applied when a leaver is back in Salesforce', async () => {
    const { run, done } = await aCompany()
    await done(...planned(4))
    await done('sf-users', 'import', 'report.csv')
    const refused = await run('apply', 'first.plan')
    expect(refused.exitCode).toBe(1)
    expect(refused.stderr).toMatch(
      /the Salesforce user was "Ivy Inactive, ivy@acme\.example, inactive.*" and is now "Ivy Inactive, ivy@acme\.example, active/,
    )
  })

  test('leaves a leaver alone whom the file names', async () => {
    const { run, file } = await aCompany()
    file('new.csv', [
      'Email,Name,Team',
      'ivy@acme.example,Ivy Inactive,North',
      'n1@acme.example,New One,North',
    ])
    const { stdout } = await run(...planned(4))
    expect(stdout).not.toMatch(/ivy@acme\.example.*deactivated/)
    expect(stdout).toMatch(/fay@acme\.example.*deactivated/)
    expect(stdout).toContain('n1@acme.example')
  })

  test('a user in several rows waits with all of them', async () => {
    const { run, file } = await aCompany()
    file('new.csv', [
      'Email,Name,Team',
      'n1@acme.example,New One,North',
      'n2@acme.example,New Two,North',
      'n3@acme.example,New Three,North',
      'n3@acme.example,New Three,North',
    ])
    const { stdout, stderr } = await run(...planned(4))
    expect(stdout).not.toContain('n3@acme.example')
    expect(stderr).toContain('2 of 3 new users fit into 4 seats; 1 must wait')
  })

  test('ignores the number that the ledger has, and does not plan Pending users', async () => {
    const { run, done } = await aCompany()
    await done('settings', 'set', 'licenses', '1')
    const { stdout, stderr } = await run(...planned(50))
    expect(stdout).toContain('n3@acme.example')
    expect(stdout + stderr).not.toMatch(/pending/i)
  })
})

test('who left without ever being mapped is a leaver in status, explain and a plan of seats', async () => {
  const { run, done, file } = await aCompany()
  file('left.csv', ['User ID,Name,Email,Active', '0055g0000004CdKAAU,Una Unmapped,una@acme.example,false'])
  await done('sf-users', 'import', 'left.csv')
  const status = await run('status', 'una@acme.example', '--json')
  expect(JSON.parse(status.stdout)).toMatchObject([
    { standing: 'salesforce-inactive', next: 'sfsync users deactivate una@acme.example' },
  ])
  const { stdout } = await run('explain', 'una@acme.example')
  expect(stdout).toContain('does not show up: Una Unmapped is inactive in Salesforce.')
  expect(stdout).toContain('the user has probably left.')
  expect(stdout).toContain('Next\n  sfsync users deactivate una@acme.example\n')
  const plan = await run('plan', 'new.csv', '--create-team', '--seats', '4')
  expect(plan.stdout).toContain('~ user     una@acme.example  state: active -> deactivated')
})

describe('settings set licenses', () => {
  test('says at once when more users hold a license', async () => {
    const { run } = await aCompany()
    const { stdout, stderr } = await run('settings', 'set', 'licenses', '3')
    expect(stdout).toMatch(/^\+ setting {2}licenses: 3 \(set by \w+\)\n/)
    expect(stderr).toBe(
      'warning: 4 active users already hold a license, 1 too many; to see whose could be freed: sfsync users licenses\n',
    )
  })

  test('warns of 0, which mostly means that the number is unknown', async () => {
    const { run } = await aCompany()
    expect((await run('settings', 'set', 'licenses', '0')).stderr).toBe(
      'warning: 0 licenses means that every new user becomes Pending; if the number is not known: sfsync settings unset licenses\n',
    )
  })

  test('asks about 0 on a terminal, and changes nothing if the answer is no', async () => {
    const ledger = new MemoryLedger()
    const question = '0 licenses means that every new user becomes Pending. Record that?'
    const stage = aStage({ ledger, asks: [{ yesNo: question, answer: false }] })
    const { exitCode } = await stage.run('settings', 'set', 'licenses', '0')
    expect({ exitCode, facts: await ledger.facts() }).toEqual({ exitCode: 6, facts: [] })
  })
})

test('settings set without a value shows the values there are', async () => {
  const { run } = await aCompany()
  expect((await run('settings', 'set', 'auto-sync')).stderr).toBe(
    'error: settings set auto-sync needs a value\ntry: sfsync settings set auto-sync off\ntry: sfsync settings set auto-sync on\n',
  )
})
