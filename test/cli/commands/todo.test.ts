import { describe, expect, test } from 'vitest'
import { planOf } from '../../../src/core/change.ts'
import { aMapping, anEnteredUser, aStamp, aTeam, aUser, salesforceUserIdOf } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'
import { aStage, type Stage } from '../../support/dependencies.ts'
import { anEnteredTeam, enteredRows, north } from '../../support/entered-worlds.ts'
import { aLedger } from '../../support/seeded-ledger.ts'

const adaId = salesforceUserIdOf('ada')
const ada = aUser('ada', { teamId: north.teamId })
const bob = aUser('bob')
const goneEve = anEnteredUser('eve', { teamId: aTeam('West').teamId })

/** Ada is on the team North and mapped; Bob is on no team. SalesScreen has only Eve, on the team West; the ledger has neither. */
async function world(): Promise<Stage> {
  const ledger = await aLedger({ teams: [north], users: [ada, bob], mappings: [aMapping('ada')] })
  const west = anEnteredTeam('West')
  const entered = { users: new Map([[goneEve.userId, goneEve]]), teams: new Map([[west.teamId, west]]) }
  await ledger.commit(planOf(enteredRows(entered)), aStamp())
  return aStage({ ledger })
}

/** What one run adds to what was printed before. */
async function run(stage: Stage, ...words: string[]) {
  const before = stage.printed()
  const { exitCode, stdout, stderr } = await stage.run(...words)
  return {
    exitCode,
    stdout: stdout.slice(before.stdout.length),
    stderr: stderr.slice(before.stderr.length),
  }
}

/** The list as kind and name. */
async function listed(stage: Stage, ...words: string[]): Promise<string[]> {
  const { stdout } = await run(stage, 'todo', ...words, '--format', 'csv', '--columns', 'kind,name')
  return stdout.trim().split('\n').slice(1)
}

const everything = [
  'deactivate,Eve Example',
  'create-team,North',
  'create-user,Ada Example',
  'create-user,Bob Example',
  'map,Ada Example',
  'delete-team,West',
]

describe('the list', () => {
  test('is in the order in which SalesScreen accepts it', async () => {
    expect(await listed(await world())).toEqual(everything)
  })

  test.each([
    [['ada@example.com'], ['create-team,North', 'create-user,Ada Example', 'map,Ada Example']],
    [['Eve Example'], ['deactivate,Eve Example']],
    [['EVE@example.com'], ['deactivate,Eve Example']],
    [
      ['--kind', 'map,deactivate'],
      ['deactivate,Eve Example', 'map,Ada Example'],
    ],
    [
      ['--team', 'north'],
      ['create-team,North', 'create-user,Ada Example', 'map,Ada Example'],
    ],
    [
      ['--team', 'West'],
      ['deactivate,Eve Example', 'delete-team,West'],
    ],
    [['--team', 'North', '--kind', 'map'], ['map,Ada Example']],
    [['--limit', '2'], everything.slice(0, 2)],
  ])('%j is a part of it', async (words, expected) => {
    expect(await listed(await world(), ...words)).toEqual(expected)
  })

  test('is a document, or a document a line, with the values to type', async () => {
    const stage = await world()
    const expected = {
      kind: 'create-user',
      user: { id: ada.userId, email: 'ada@example.com', name: 'Ada Example' },
      team: 'North',
      salesforceUserId: null,
      values: { firstName: 'Ada', lastName: 'Example', email: 'ada@example.com' },
      since: '2026-11-23T12:00:00.000Z',
    }
    const words = ['todo', 'ada@example.com', '--kind', 'create-user,map']
    const { stdout } = await run(stage, ...words, '--json')
    expect(JSON.parse(stdout)).toMatchObject([expected, { kind: 'map', salesforceUserId: adaId }])
    const lines = (await run(stage, ...words, '--format', 'ndjson')).stdout.trim().split('\n')
    expect(lines.map((line): unknown => JSON.parse(line))).toEqual(JSON.parse(stdout))
  })

  test('counts what waits, and says what to do when it is entered', async () => {
    const { stderr } = await run(await world(), 'todo', '--limit', '2')
    expect(stderr).toBe(
      '6 things to enter in SalesScreen; showing 2\nnext: when they are entered: sfsync todo done <user>\n',
    )
  })

  test('has an exit code of its own on request, while something waits', async () => {
    const stage = await world()
    expect((await run(stage, 'todo')).exitCode).toBe(0)
    expect((await run(stage, 'todo', '--exit-code')).exitCode).toBe(10)
    await run(stage, 'todo', 'done', '--all')
    expect(await run(stage, 'todo', '--exit-code')).toMatchObject({
      exitCode: 0,
      stderr: 'nothing to enter in SalesScreen\n',
    })
  })
})

describe('what is done', () => {
  test('leaves the list, and what is undone comes back as its reversal', async () => {
    const stage = await world()
    expect(await run(stage, 'todo', 'done', 'ada@example.com')).toMatchObject({ exitCode: 0 })
    expect(await listed(stage)).toEqual([
      'deactivate,Eve Example',
      'create-user,Bob Example',
      'delete-team,West',
    ])
    await run(stage, 'unmap', 'ada@example.com')
    expect(await listed(stage, 'ada@example.com')).toEqual(['unmap,Ada Example'])
    await run(stage, 'undo', '4')
    expect(await listed(stage, 'ada@example.com')).toEqual([])
  })

  test('is undone as any change set is, and is on the list again', async () => {
    const stage = await world()
    await run(stage, 'todo', 'done', '--all')
    expect(await listed(stage)).toEqual([])
    await run(stage, 'undo', '3')
    expect(await listed(stage)).toEqual(everything)
  })

  test('a user whose creation is undone is to be unmapped and deactivated, as SalesScreen keeps it', async () => {
    const stage = await world()
    await run(stage, 'todo', 'done', '--all')
    const { exitCode, stderr } = await run(stage, 'undo', '1')
    expect(stderr).toContain('4 things to enter in SalesScreen')
    expect(exitCode).toBe(0)
    expect(await listed(stage)).toEqual([
      'deactivate,Ada Example',
      'deactivate,Bob Example',
      'unmap,Ada Example',
      'delete-team,North',
    ])
  })

  test('of some kinds leaves the others', async () => {
    const stage = await world()
    await run(stage, 'todo', 'done', '--kind', 'create-team,create-user')
    expect(await listed(stage)).toEqual(['deactivate,Eve Example', 'map,Ada Example', 'delete-team,West'])
  })

  test('needs to be said', async () => {
    const { exitCode, stderr } = await run(await world(), 'todo', 'done')
    expect(exitCode).toBe(2)
    expect(stderr).toBe('error: todo done needs users, --kind, --team or --all\ntry: sfsync todo\n')
  })

  test('cannot be a mapping of a user who is not there yet', async () => {
    const stage = await world()
    const { exitCode, stderr } = await run(stage, 'todo', 'done', '--kind', 'map')
    expect(exitCode).not.toBe(0)
    expect(stderr).toContain('1 thing cannot be entered yet; nothing was changed')
    expect(await listed(stage)).toEqual(everything)
  })

  test('with --dry-run changes nothing', async () => {
    const stage = await world()
    expect((await run(stage, 'todo', 'done', '--all', '--dry-run')).exitCode).toBe(0)
    expect(await listed(stage)).toEqual(everything)
  })
})

describe('what is reopened', () => {
  test.each([
    [[], ['create-user,Ada Example', 'map,Ada Example']],
    [['--kind', 'map'], ['map,Ada Example']],
    [['--kind', 'assign-team'], ['assign-team,Ada Example']],
  ])('%j is on the list again', async (words, expected) => {
    const stage = await world()
    await run(stage, 'todo', 'done', '--all')
    expect((await run(stage, 'todo', 'reopen', 'ada@example.com', ...words)).exitCode).toBe(0)
    expect(await listed(stage)).toEqual(expected)
  })

  test('may be a user whom the ledger no longer has', async () => {
    const stage = await world()
    expect((await run(stage, 'todo', 'reopen', 'Eve Example')).exitCode).toBe(0)
    expect(await listed(stage, '--kind', 'deactivate')).toEqual([])
  })
})

test('a command that changes something says how much is to be entered', async () => {
  const stage = await world()
  await run(stage, 'todo', 'done', '--all')
  const { stderr } = await run(stage, 'users', 'edit', 'bob@example.com', '--first-name', 'Robert')
  expect(stderr).toContain('1 thing to enter in SalesScreen: sfsync todo\n')
  expect(await listed(stage)).toEqual(['edit-user,Bob Example'])
})

test.each([
  [['todo', 'nobody@example.com'], 'nobody@example.com'],
  [['todo', '--team', 'Nowhere'], 'Nowhere'],
  [['todo', '--kind', 'maps'], '"maps" is not a kind of to-do'],
  [['todo', 'reopen', 'ada@example.com', '--kind', 'deactivate'], '"deactivate" cannot be reopened'],
  [['todo', 'reopen'], 'todo reopen needs <user>'],
])('%j is refused', async (words, why) => {
  const { exitCode, stderr, stdout } = await run(await world(), ...words)
  expect(exitCode).not.toBe(0)
  expect(stdout).toBe('')
  expect(stderr).toContain(why)
})

test('a change of a user in the ledger shows with what SalesScreen has', async () => {
  const stage = await world()
  await run(stage, 'todo', 'done', '--all')
  await stage.ledger.commit(planOf([change.user(bob, { ...bob, state: 'deactivated' })]), aStamp())
  expect(await listed(stage)).toEqual(['deactivate,Bob Example'])
})

test('a team that is created again under its name is the team that SalesScreen still has', async () => {
  const stage = aStage({ ledger: await aLedger({ teams: [north] }) })
  await run(stage, 'todo', 'done', '--all')
  for (const again of [
    ['teams', 'create', 'NORTH'],
    [
      'create-user',
      '--email',
      'a@acme.example',
      '--first-name',
      'A',
      '--last-name',
      'B',
      '--team',
      'NORTH',
      '--create-team',
    ],
  ]) {
    await run(stage, 'teams', 'delete', 'North')
    expect(await listed(stage)).toEqual(['delete-team,North'])
    await run(stage, ...again)
    expect(
      (await listed(stage)).filter((line) => line.includes('North') && !line.startsWith('rename')),
    ).toEqual([])
    await run(stage, 'teams', 'rename', 'NORTH', 'North')
    await run(stage, 'todo', 'done', '--all')
    await run(stage, 'assign-team', 'a@acme.example', '--none')
  }
})
