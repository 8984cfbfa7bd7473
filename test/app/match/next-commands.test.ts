import { expect, test } from 'vitest'
import type { User } from '../../../src/core/model.ts'
import type { SalesforceUser } from '../../../src/core/salesforce-user.ts'
import { aSalesforceUser, aTeam, aUser, email, userIdOf } from '../../support/builders.ts'
import { aStage, type Ended } from '../../support/dependencies.ts'
import { aLedger } from '../../support/seeded-ledger.ts'
import { company } from '../../core/match/company.ts'

const team = aTeam('North')

type Run = (...words: readonly string[]) => Promise<Ended>

async function running(users: readonly User[], people: readonly SalesforceUser[]): Promise<Run> {
  const placed = users.map((user) => ({ ...user, userId: userIdOf(user.email), teamId: team.teamId }))
  const ledger = await aLedger({ teams: [team], users: placed, people })
  return async (...words) => await aStage({ ledger }).run(...words)
}

/** What each command prints as the next command for every person of a ledger. */
async function nextCommands(run: Run): Promise<string[]> {
  const listed = [
    ['suggest', '--for-salesforce', '--columns', 'next', '--format', 'csv', '--quiet'],
    ['status', '--columns', 'next', '--format', 'csv', '--quiet'],
  ]
  const found: string[] = []
  for (const words of listed) found.push(...lines((await run(...words)).stdout).slice(1))
  const people = lines(
    (await run('status', '--columns', 'email,salesforceUserId', '--format', 'tsv', '--quiet')).stdout,
  )
  for (const person of people.slice(1)) {
    const name = person.split('\t').findLast((each) => each !== '') ?? ''
    const { stdout } = await run('explain', name, '--format', 'json', '--quiet')
    const { next } = JSON.parse(stdout)
    if (next !== null) found.push(next)
  }
  return [...new Set(found)].filter((each) => each !== '')
}

function lines(text: string): string[] {
  return text.split(/\r?\n/).slice(0, -1)
}

/** The commands that do not run as they are, with what they print; `review` and the list of `map` need a terminal and a user without a mapping. */
async function failing(run: Run): Promise<string[]> {
  const failed: string[] = []
  for (const next of await nextCommands(run)) {
    const [, command = '', ...words] = next.split(' ')
    const isAsked = command === 'review' || (command === 'map' && words.length === 1)
    const isWrite = command === 'map' || command === 'create-user'
    const { exitCode, stdout, stderr } = isAsked
      ? await run('suggest', ...words, '--columns', 'email', '--format', 'csv', '--quiet')
      : await run(command, ...words, ...(isWrite ? ['--dry-run'] : []))
    const isIdle = isAsked && lines(stdout).length < 2
    if (exitCode !== 0 || isIdle) failed.push(`${next}: ${stderr}`)
  }
  return failed
}

test.each([1, 2, 3])('every next command runs as it is printed: company %s', async (seed) => {
  const { facts } = company(seed, 60)
  const run = await running(
    facts.users.map(({ user }) => user),
    facts.salesforceUsers,
  )
  expect(await failing(run)).toEqual([])
})

function somebody(name: string, firstName: string, lastName: string, address: string): SalesforceUser {
  return aSalesforceUser(name, { name: `${firstName} ${lastName}`, firstName, lastName, email: address })
}

test('also for a nickname with a typo, a shared mailbox, and an address of somebody who left', async () => {
  const colleagues = ['ada', 'bob', 'cleo', 'dan', 'eda', 'finn']
  const zach = aUser('zunderhill', { firstName: 'Zach', lastName: 'Underhil' })
  const nicole = aUser('nicole', { lastName: 'Ferrante', email: email('inside@example.com') })
  const run = await running(
    [
      ...colleagues.map((name) => aUser(name)),
      zach,
      nicole,
      aUser('cdunn', { firstName: 'Christina', lastName: 'Dunning' }),
    ],
    [
      ...colleagues.map((name) => aSalesforceUser(name)),
      somebody('zachary', 'Zachary', 'Underhill', 'zachary.underhill@example.com'),
      somebody('nicole', 'Nicole', 'Ferrante', 'inside@example.com'),
      somebody('keith', 'Keith', 'Barlow', 'inside@example.com'),
      { ...somebody('left', 'Chris', 'Dunn', 'cdunn@example.com'), active: false },
      somebody('christina', 'Christina', 'Dunning', 'christina.dunning@example.com'),
      somebody('one', 'Rita', 'Moreno', 'orders@example.com'),
      somebody('two', 'Saul', 'Tanner', 'orders@example.com'),
    ],
  )
  expect(await failing(run)).toEqual([])
})
