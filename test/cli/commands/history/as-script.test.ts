import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Change, planOf } from '../../../../src/core/change.ts'
import { all } from '../../../support/all.ts'
import {
  aFact,
  aMapping,
  aStamp,
  aTeam,
  aUser,
  email,
  salesforceUserIdOf,
} from '../../../support/builders.ts'
import { change } from '../../../support/changes.ts'
import { MemoryLedger } from '../../../support/memory-ledger.ts'
import { aStage } from '../../../support/dependencies.ts'
import { randomHistory, type Step } from './random-history.ts'
import { wordsOf } from './shell-words.ts'

async function contentOf(ledger: MemoryLedger) {
  const users = await all(ledger.users({}))
  return {
    users: users
      .map(({ user: { email: address, firstName, lastName, nickname, state }, team, mapping }) => ({
        email: address,
        firstName,
        lastName,
        nickname,
        state,
        team: team?.name ?? null,
        salesforceUserId: mapping?.salesforceUserId ?? null,
      }))
      .toSorted((left, right) => (left.email < right.email ? -1 : 1)),
    teams: (await ledger.teams()).map(({ team: { name, key }, members }) => ({ name, key, members })),
    facts: (await ledger.facts()).map(({ name, value, attestedBy }) => ({ name, value, attestedBy })),
  }
}

type Content = Awaited<ReturnType<typeof contentOf>>

// No command removes somebody: who was removed by an undo stays behind, with nothing.
function withoutLeftOver({ users, ...rest }: Content, lived: Content): Content {
  const known = new Set(lived.users.map((user) => user.email))
  const isLeftOver = (user: Content['users'][number]) =>
    !known.has(user.email) &&
    user.state === 'deactivated' &&
    user.team === null &&
    user.salesforceUserId === null
  return { ...rest, users: users.filter((user) => !isLeftOver(user)) }
}

async function live(ledger: MemoryLedger, steps: readonly Step[]): Promise<void> {
  for (const step of steps) {
    if ('undo' in step) {
      const { changeSets } = await ledger.counts()
      const newest = changeSets - step.after
      const numbers = Array.from({ length: step.undo }, (_, back) => newest - back).filter((each) => each > 0)
      await aStage({ ledger }).run('undo', ...numbers.map(String))
    } else await aStage({ ledger }).run(...step)
  }
}

async function scriptOf(ledger: MemoryLedger, ...flags: readonly string[]): Promise<string> {
  return (await aStage({ ledger }).run('history', '--as-script', ...flags)).stdout
}

async function play(script: string, ledger = new MemoryLedger()) {
  const failures: string[] = []
  for (const words of wordsOf(script)) {
    const { exitCode, stderr } = await aStage({ ledger }).run(...words)
    if (exitCode !== 0) failures.push(`${words.join(' ')}\n${stderr}`)
  }
  return { ledger, failures }
}

test('the script of any history, run on an empty ledger, gives the same people, teams, mappings and settings', async () => {
  await fc.assert(
    fc.asyncProperty(randomHistory, async (steps) => {
      const ledger = new MemoryLedger()
      await live(ledger, steps)
      const script = await scriptOf(ledger)
      const again = await play(script)
      const lived = await contentOf(ledger)
      const found = withoutLeftOver(await contentOf(again.ledger), lived)
      expect({ script, failures: again.failures, ...found }).toEqual({ script, failures: [], ...lived })
    }),
    { numRuns: 100 },
  )
})

async function aLedgerOf(...changeSets: readonly (readonly Change[])[]): Promise<MemoryLedger> {
  const ledger = new MemoryLedger()
  for (const changes of changeSets) await ledger.commit(planOf(changes), aStamp())
  return ledger
}

function commandsOf(script: string, changeSet: number): string[] {
  const [, told = ''] = script.split(`# ${changeSet}  `)
  const [, ...lines] = (told.split(/^# \d/m)[0] ?? '').trim().split('\n')
  return lines
}

const ada = aUser('ada')
const grace = aUser('grace')
const north = aTeam('North', { key: 'k1' })
const south = aTeam('South')

describe('what changes hands within one change set is given up first', () => {
  test('an e-mail address', async () => {
    const ledger = await aLedgerOf(
      [change.user(null, ada), change.user(null, grace)],
      [change.user(ada, { ...ada, email: grace.email }), change.user(grace, { ...grace, email: ada.email })],
    )
    const script = await scriptOf(ledger)
    expect(commandsOf(script, 2)).toEqual([
      `sfsync users edit grace@example.com --email aside-${grace.userId}@sfsync.invalid`,
      'sfsync users edit ada@example.com --email grace@example.com',
      `sfsync users edit aside-${grace.userId}@sfsync.invalid --email ada@example.com`,
    ])
    expect(await contentOf((await play(script)).ledger)).toEqual(await contentOf(ledger))
  })

  test('the name and the key of a team', async () => {
    const ledger = await aLedgerOf(
      [change.team(null, north), change.team(null, south)],
      [
        change.team(south, { ...south, name: 'North', key: 'k1' }),
        change.team(north, { ...north, name: 'South', key: null }),
      ],
    )
    const script = await scriptOf(ledger)
    expect(commandsOf(script, 2)).toEqual([
      `sfsync teams rename North 'aside ${north.teamId}'`,
      `sfsync teams key 'aside ${north.teamId}' --none`,
      'sfsync teams rename South North',
      'sfsync teams key North k1',
      `sfsync teams rename 'aside ${north.teamId}' South`,
    ])
    expect(await contentOf((await play(script)).ledger)).toEqual(await contentOf(ledger))
  })

  test('a Salesforce user', async () => {
    const [his, hers] = [aMapping('ada', 'x'), aMapping('grace', 'y')]
    const ledger = await aLedgerOf(
      [change.user(null, ada), change.user(null, grace)],
      [change.mapping(null, his), change.mapping(null, hers)],
      [
        change.mapping(his, { ...his, salesforceUserId: hers.salesforceUserId }),
        change.mapping(hers, { ...hers, salesforceUserId: his.salesforceUserId }),
      ],
    )
    const allowed = '--allow-unknown --allow-inactive --allow-non-person --allow-mismatch --allow-rejected'
    expect(commandsOf(await scriptOf(ledger), 3)).toEqual([
      'sfsync unmap ada@example.com',
      'sfsync unmap grace@example.com',
      `sfsync map ada@example.com ${salesforceUserIdOf('y')} ${allowed}`,
      `sfsync map grace@example.com ${salesforceUserIdOf('x')} ${allowed}`,
    ])
  })
})

describe('a user who was removed', () => {
  test('stays behind with nothing, and is taken up again by who has the address next', async () => {
    const member = { ...ada, teamId: north.teamId }
    const next = aUser('next', { email: ada.email })
    const ledger = await aLedgerOf(
      [change.team(null, north), change.user(null, member)],
      [change.user(member, null)],
      [change.user(null, next)],
    )
    const script = await scriptOf(ledger)
    expect(commandsOf(script, 2)).toEqual([
      '# no command removes a user: ada@example.com stays, deactivated and without a team',
      'sfsync users edit ada@example.com --state deactivated',
      'sfsync assign-team ada@example.com --none',
    ])
    expect(commandsOf(script, 3)).toEqual([
      'sfsync users edit ada@example.com --first-name Next --state active',
    ])
    expect(await contentOf((await play(script)).ledger)).toEqual(await contentOf(ledger))
  })

  test('gives up the address for a user who gets it by an edit', async () => {
    const ledger = await aLedgerOf(
      [change.user(null, ada), change.user(null, grace)],
      [change.user(ada, null)],
      [change.user(grace, { ...grace, email: ada.email })],
    )
    expect(commandsOf(await scriptOf(ledger), 3)).toEqual([
      `sfsync users edit ada@example.com --email aside-${ada.userId}@sfsync.invalid`,
      'sfsync users edit grace@example.com --email ada@example.com',
    ])
  })
})

test('a user who is removed twice is left over once', async () => {
  const next = aUser('next', { email: ada.email })
  const ledger = await aLedgerOf(
    [change.user(null, ada)],
    [change.user(ada, null)],
    [change.user(null, grace), change.user(null, ada)],
    [change.user(ada, null)],
    [change.user(grace, { ...grace, email: ada.email })],
    [change.user({ ...grace, email: ada.email }, grace)],
    [change.user(null, ada)],
    [change.user(ada, null)],
    [change.user(grace, { ...grace, email: ada.email })],
    [change.user({ ...grace, email: ada.email }, null), change.user(null, next)],
  )
  const { failures, ledger: again } = await play(await scriptOf(ledger))
  expect(failures).toEqual([])
  const lived = await contentOf(ledger)
  expect(withoutLeftOver(await contentOf(again), lived)).toEqual(lived)
})

test('a new user is in the state recorded then, whatever the number of licenses now gives new users', async () => {
  const ledger = await aLedgerOf(
    [change.fact(null, aFact('licenses', '0'))],
    [change.user(null, ada), change.user(null, grace)],
  )
  const script = await scriptOf(ledger)
  expect(await contentOf((await play(script)).ledger)).toEqual(await contentOf(ledger))
})

test('a part of the history calls people and teams as they were called then', async () => {
  const renamed = { ...ada, email: email('countess@example.com') }
  const ledger = await aLedgerOf(
    [change.user(null, ada), change.team(null, north)],
    [change.mapping(null, aMapping('ada'))],
    [change.user(ada, renamed), change.team(north, { ...north, name: 'Far North' })],
    [change.user(renamed, { ...renamed, teamId: north.teamId })],
    [change.team({ ...north, name: 'Far North' }, { ...north, name: 'Arctic' })],
  )
  const person = await scriptOf(ledger, '--person', salesforceUserIdOf('ada'))
  expect(commandsOf(person, 2)).toEqual([
    `sfsync map ada@example.com ${salesforceUserIdOf('ada')} --allow-unknown --allow-inactive --allow-non-person --allow-mismatch --allow-rejected`,
  ])
  expect(commandsOf(await scriptOf(ledger, '--limit', '2'), 4)).toEqual([
    "sfsync assign-team countess@example.com 'Far North' --move",
  ])
})

test('names are data: no shell and no profile changes them', async () => {
  const name = 'sfsync map "fans"; $(rm -rf .)'
  const ledger = await aLedgerOf([
    change.team(null, aTeam(name)),
    change.team(null, aTeam('<b>')),
    change.team(null, aTeam('-x')),
  ])
  const script = await scriptOf(ledger, '--store', '/tmp/other.db')
  expect(wordsOf(script)).toEqual([
    ['--store', '/tmp/other.db', 'teams', 'create', name],
    ['--store', '/tmp/other.db', 'teams', 'create', '<b>'],
    ['--store', '/tmp/other.db', 'teams', 'create', '--', '-x'],
  ])
})

test('a reason of several lines stays a comment', async () => {
  const ledger = new MemoryLedger()
  await ledger.commit(
    planOf([change.team(null, south)]),
    aStamp({ reason: 'one\nsfsync teams delete South\u2028two' }),
  )
  expect(await scriptOf(ledger)).toBe(
    '# 1  2026-11-23T12:00:00.000Z  ada: sfsync test (one sfsync teams delete South two)\nsfsync teams create South\n',
  )
})
