import { describe, expect, test } from 'vitest'
import {
  aMapping,
  aSalesforceUser,
  aUser,
  salesforceUserIdOf,
  teamIdOf,
  aTeam,
} from '../../support/builders.ts'
import { aStage } from '../../support/dependencies.ts'
import { aLedger, type Seed } from '../../support/seeded-ledger.ts'

const robertId = salesforceUserIdOf('robert')
const colleagues = ['ada', 'cleo', 'dora', 'eva', 'finn', 'gus']
const bob = aUser('bob.castellano', { firstName: 'Bob', lastName: 'Castellano', teamId: teamIdOf('East') })
const robert = aSalesforceUser('robert', {
  name: 'Robert Castellano',
  lastName: 'Castellano',
  email: 'robert.castellano@example.com',
})
const doubt =
  /^ {2}Robert Castellano \(robert\.castellano@example\.com\) may be in SalesScreen already, as Bob Castellano \(bob\.castellano@example\.com\): score 0\.\d+ {2}\(--new; to map that user instead: sfsync map bob\.castellano@example\.com \w+\)$/m

/** Bob Castellano in SalesScreen, and Robert Castellano in Salesforce. */
async function aCompany(rest: Seed = {}) {
  return await aLedger({
    teams: [aTeam('East')],
    users: [bob, ...colleagues.map((name) => aUser(name))],
    people: [robert, ...colleagues.map((name) => aSalesforceUser(name))],
    ...rest,
  })
}

const creating = ['create-user', '--from-sf', robertId] as const

describe('create-user', () => {
  test('needs a confirmation for a user who is probably in SalesScreen already', async () => {
    const ledger = await aCompany()
    const { exitCode, stderr } = await aStage({ ledger }).run(...creating)
    expect(exitCode).toBe(6)
    expect(stderr).toMatch(doubt)
    expect((await ledger.counts()).users).toBe(7)
    expect((await aStage({ ledger }).run(...creating, '--new')).exitCode).toBe(0)
  })

  test.each([
    [[...creating], ['--create-team', '--new']],
    [
      [...creating, '--map'],
      ['--create-team', '--new'],
    ],
    [
      ['add', robertId, '--user', 'bob.castellano@example.com'],
      ['--create-team', '--move'],
    ],
  ])('names every doubt at once: %s', async (words, flags) => {
    const ledger = await aCompany()
    const { exitCode, stderr } = await aStage({ ledger }).run(...words, '--team', 'West')
    expect(exitCode).toBe(6)
    for (const flag of flags) expect(stderr).toContain(flag)
    expect((await aStage({ ledger }).run(...words, '--team', 'West', ...flags)).exitCode).toBe(0)
  })

  test('asks on a terminal, and shows what to do instead', async () => {
    const question = 'Create Robert Castellano without a team anyway?'
    const stage = aStage({ ledger: await aCompany(), asks: [{ yesNo: question, answer: false }] })
    const { exitCode, stderr } = await stage.run(...creating)
    expect(exitCode).toBe(6)
    expect(stderr).toContain(
      `(to map that user instead):\n  sfsync map bob.castellano@example.com ${robertId}`,
    )
  })

  test('does not compare everybody again after an answer', async () => {
    const ledger = await aCompany()
    let read = 0
    const outlines = ledger.outlines.bind(ledger)
    Object.assign(ledger, {
      outlines: async (query: Parameters<typeof outlines>[0]) => {
        read += 1
        return await outlines(query)
      },
    })
    const question = 'Create Robert Castellano without a team anyway?'
    const stage = aStage({ ledger, asks: [{ yesNo: question, answer: true }] })
    expect((await stage.run(...creating)).exitCode).toBe(0)
    // Mapped users and the others, once each.
    expect(read).toBe(2)
  })

  test('compares a user who is not in Salesforce as well', async () => {
    const ledger = await aCompany({ people: [aSalesforceUser('ada')] })
    const typed = [
      '--first-name',
      'Robert',
      '--last-name',
      'Castellano',
      '--email',
      'rc@example.org',
    ] as const
    const { exitCode, stderr } = await aStage({ ledger }).run('create-user', ...typed)
    expect(exitCode).toBe(6)
    expect(stderr).toContain('(--new; to see that user: sfsync users show bob.castellano@example.com)')
  })

  test('names the user to whom the Salesforce user is mapped', async () => {
    const ledger = await aCompany({ mappings: [aMapping('bob.castellano', 'robert')] })
    const { exitCode, stderr } = await aStage({ ledger }).run(...creating)
    expect(exitCode).toBe(6)
    expect(stderr).toContain(
      `Robert Castellano (robert.castellano@example.com) is in SalesScreen already: ${robertId} is mapped to Bob Castellano (bob.castellano@example.com)`,
    )
  })

  test('only warns where it is not clear', async () => {
    const twins = ['one', 'two'].map((name) =>
      aSalesforceUser(name, {
        name: 'Robert Castellano',
        firstName: 'Robert',
        lastName: 'Castellano',
        email: `${name}@elsewhere.example`,
      }),
    )
    const ledger = await aCompany({ people: twins })
    const { exitCode, stderr } = await aStage({ ledger }).run(
      'create-user',
      '--from-sf',
      salesforceUserIdOf('one'),
    )
    expect(exitCode).toBe(0)
    expect(stderr).toMatch(
      /^warning: .* may be in SalesScreen already, as Bob Castellano .*: score 0\.\d+; to map that user instead: /m,
    )
  })
})

test('status names whom to map, not whom to create', async () => {
  const ledger = await aCompany()
  const next = `sfsync map bob.castellano@example.com ${robertId}`
  const columns = ['--columns', 'next'] as const
  expect((await aStage({ ledger }).run('status', robertId, ...columns)).stdout).toContain(next)
  const { stdout } = await aStage({ ledger }).run('status', ...columns)
  expect(stdout).toContain(next)
  expect(stdout).not.toContain('create-user')
})

test('an integration user is not offered for creation, and needs a confirmation', async () => {
  const profile = 'Minimum Access - API Only Integrations'
  const id = salesforceUserIdOf('sync')
  const run = async (...words: readonly string[]) => {
    const ledger = await aLedger({ people: [aSalesforceUser('sync', { profile })] })
    return await aStage({ ledger }).run(...words)
  }
  const reason = `Sync Example looks like an integration user (profile ${profile})`
  const refused = await run('create-user', '--from-sf', id)
  expect(refused.exitCode).toBe(6)
  expect(refused.stderr).toContain(`${reason}  (--allow-non-person)`)
  expect((await run('create-user', '--from-sf', id, '--allow-non-person')).exitCode).toBe(0)
  expect((await run('status', '--columns', 'next')).stdout).toContain(`sfsync explain ${id}`)
  expect((await run('explain', id)).stdout).toContain(`Nothing to do: ${reason}.`)
  const reverse = await run('suggest', '--for-salesforce', '--format', 'csv', '--columns', 'name')
  expect(reverse.stdout).toBe('name\n')
})

test('explain names who of a similar name is mapped to another user', async () => {
  const twin = aUser('robert.castellano', { firstName: 'Robert', lastName: 'Castellano' })
  const ledger = await aCompany({ users: [bob, twin], mappings: [aMapping('robert.castellano', 'robert')] })
  const { stdout } = await aStage({ ledger }).run('explain', bob.email)
  expect(stdout).toContain(
    `Robert Castellano (${robertId}) has a similar name, but is ruled out: mapped to robert.castellano@example.com.`,
  )
})
