import { describe, expect, test } from 'vitest'
import { aMapping, aSalesforceUser, aTeam, aUser, email } from '../../support/builders.ts'
import { Canceled } from '../../../src/app/interrupts.ts'
import type { Found } from '../../../src/app/ports.ts'
import { aStage } from '../../support/dependencies.ts'
import { aLedger } from '../../support/seeded-ledger.ts'

const people = ['ada', 'bob', 'cleo', 'dan'].map((name) =>
  aSalesforceUser(name, {
    lastName: `Of${name}`,
    name: `${name[0]?.toUpperCase()}${name.slice(1)} Of${name}`,
  }),
)
const world = () => ({ teams: [aTeam('North'), aTeam('South')], people })
const adaId = people[0]?.salesforceUserId ?? ''

describe('on a terminal, add asks only what is missing', () => {
  test('the person and the team of somebody new', async () => {
    const stage = aStage({
      ledger: await aLedger(world()),
      asks: [
        { search: 'Which Salesforce user?', typed: 'ada', answer: 'Ada Ofada  ada@example.com' },
        { choose: 'Which team?', answer: 'North' },
        { yesNo: `Create Ada Ofada on North and map Ada Ofada to ${adaId}?`, answer: true, byDefault: true },
      ],
    })
    const { exitCode, stdout, stderr } = await stage.run('add')
    expect(exitCode).toBe(0)
    expect(stdout).toContain('+ user     ada@example.com  Ada Ofada, team North\n')
    expect(stderr).toContain(`sfsync add ${adaId} --team North`)
  })

  test('who is meant by one word, with the team that is proposed', async () => {
    const stage = aStage({
      ledger: await aLedger({
        ...world(),
        people: people.map((each) => ({ ...each, department: 'East' })),
      }),
      asks: [
        { search: 'Which Salesforce user?', typed: '', answer: 'Ada Ofada  ada@example.com' },
        { choose: 'Which team?', answer: 'East (a new team)' },
        {
          yesNo: `Create the team East, create Ada Ofada on East, and map Ada Ofada to ${adaId}?`,
          answer: true,
          byDefault: true,
        },
      ],
    })
    const { exitCode, stderr } = await stage.run('add', 'ofada')
    expect(exitCode).toBe(0)
    expect(stderr).toContain(`sfsync add ${adaId} --team East --create-team`)
  })

  test('nothing of somebody who is on a team already', async () => {
    const north = aTeam('North')
    const ledger = await aLedger({ ...world(), users: [aUser('ada', { teamId: north.teamId })] })
    const { exitCode, stdout } = await aStage({ ledger, asks: [] }).run('add', 'ada@example.com')
    expect([exitCode, stdout]).toEqual([
      0,
      `+ mapping  ada@example.com -> ${adaId}\nchange set 2: 1 user mapped\n`,
    ])
  })

  test('which of several is meant, and whether somebody alike is the same person', async () => {
    const alike = aUser('a.ofada', {
      firstName: 'Ada',
      lastName: 'Ofada',
      email: email('ada.ofada@private.example'),
      teamId: aTeam('North').teamId,
    })
    const ledger = await aLedger({ ...world(), users: [alike] })
    const stage = aStage({
      ledger,
      asks: [
        {
          choose: 'Is Ada Ofada one of these SalesScreen users?',
          answer: 'Ada Ofada  ada.ofada@private.example',
        },
        { yesNo: `Map Ada Ofada to ${adaId}?`, answer: true },
      ],
    })
    const { exitCode, stderr } = await stage.run('add', 'Ada Ofada')
    expect(exitCode).toBe(0)
    expect(stderr).toContain("sfsync add 'Ada Ofada' --user ada.ofada@private.example")
  })
})

describe('on a terminal, add also', () => {
  const zoe = aSalesforceUser('zoe', { email: null, name: 'Zoe Quist', firstName: 'Zoe', lastName: 'Quist' })

  test('asks for the address that Salesforce does not have', async () => {
    const stage = aStage({
      ledger: await aLedger({ ...world(), people: [zoe] }),
      asks: [
        { text: 'E-mail address', answer: 'zoe@example.com' },
        { choose: 'Which team?', answer: 'North' },
        {
          yesNo: `Create Zoe Quist on North and map Zoe Quist to ${zoe.salesforceUserId}?`,
          answer: true,
          byDefault: true,
        },
      ],
    })
    const { exitCode, stderr } = await stage.run('add', 'Zoe Quist')
    expect(exitCode).toBe(0)
    expect(stderr).toContain('warning: Zoe Quist has no e-mail address in Salesforce\n? E-mail address')
    const typed = `create-user --from-sf ${zoe.salesforceUserId} --email zoe@example.com --map --team North`
    expect(stderr).toContain(`sfsync ${typed}`)
    const again = aStage({ ledger: await aLedger({ ...world(), people: [zoe] }) })
    expect((await again.run(...typed.split(' '))).exitCode).toBe(0)
  })

  test('offers a team with a similar name first', async () => {
    const stage = aStage({
      ledger: await aLedger(world()),
      asks: [
        { choose: 'There is no team "Soth". Which team?', answer: 'South' },
        { yesNo: `Create Ada Ofada on South and map Ada Ofada to ${adaId}?`, answer: true },
      ],
    })
    const { exitCode, stderr } = await stage.run('add', 'Ada', 'Ofada', '--team', 'Soth')
    expect([exitCode, stderr]).toEqual([0, expect.stringMatching(/sfsync add .*Ada.* --team South/)])
  })

  test('says that somebody is inactive before it asks for the team', async () => {
    const stage = aStage({
      ledger: await aLedger({ ...world(), people: people.map((each) => ({ ...each, active: false })) }),
      asks: [{ choose: 'Which team?', answer: 'North' }, 'escape'],
    })
    const { stderr } = await stage.run('add', 'ada@example.com')
    expect(stderr).toContain('warning: Ada Ofada is inactive in Salesforce\n? Which team?')
  })
})

test('nobody is moved, nor loses a mapping, without being asked', async () => {
  const [north, south] = [aTeam('North'), aTeam('South')]
  const ledger = await aLedger({
    ...world(),
    teams: [north, south],
    users: [aUser('ada', { teamId: north.teamId }), aUser('bob')],
    mappings: [aMapping('bob', 'ada')],
  })
  const moved = await aStage({ ledger }).run(
    'add',
    'ada@example.com',
    '--user',
    'ada@example.com',
    '--team',
    'South',
  )
  expect(moved.exitCode).toBe(6)
  expect(moved.stderr).toContain('--take-over')
  expect(moved.stderr).toContain('--move')
})

test('whoever has no address in Salesforce needs one', async () => {
  const ledger = await aLedger({
    ...world(),
    people: [aSalesforceUser('zoe', { email: null, name: 'Zoe Quist', lastName: 'Quist' })],
  })
  const { exitCode, stderr } = await aStage({ ledger }).run('add', 'Zoe Quist', '--team', 'North')
  expect(exitCode).toBe(1)
  expect(stderr).toContain('Zoe Quist')
  expect(stderr).toContain('--email <address>')
})

test.each([
  ['South', 'suggested team (the department in Salesforce): sfsync add ada@example.com --team South'],
  [
    'East Coast',
    "suggested team (the department in Salesforce): sfsync add ada@example.com --team 'East Coast' --create-team",
  ],
  [null, 'add --team <team>'],
])('where nobody can be asked, the error names the team that is proposed: %s', async (department, hint) => {
  const ledger = await aLedger({ ...world(), people: people.map((each) => ({ ...each, department })) })
  expect(await aStage({ ledger }).run('add', 'ada@example.com')).toMatchObject({
    exitCode: 2,
    stderr: `error: add needs --team <team>\ntry: ${hint}\ntry: sfsync add --help\n`,
  })
})

const unasked = () => Promise.reject(new Error('only a search is expected'))

test('only those who have the name are offered, active ones first, until another one is typed', async () => {
  const offered: string[][] = []
  const search = async <T>(_: string, find: (text: string) => Promise<Found<T>>): Promise<T> => {
    for (const text of ['', 'bob']) {
      const { choices, total } = await find(text)
      offered.push([String(total), ...choices.map(({ description = '' }) => description.slice(0, 18))])
    }
    throw new Canceled()
  }
  const prompts = { search, text: unasked, secret: unasked, yesNo: unasked, choose: unasked }
  const twins = ['vlad', 'vladimir'].map((name) =>
    aSalesforceUser(name, { name: 'Vlad Smith', lastName: 'Smith', active: name === 'vladimir' }),
  )
  const stage = aStage({
    ledger: await aLedger({ ...world(), people: [...people, ...twins] }),
    asks: [],
    parts: { prompts: async () => await Promise.resolve(prompts) },
  })
  await stage.run('add', 'Vlad Smith')
  const [inactive, active] = twins.map(({ salesforceUserId }) => salesforceUserId)
  expect(offered).toEqual([
    ['2', active, inactive],
    ['1', people[1]?.salesforceUserId],
  ])
})

describe('--yes with a team that does not exist', () => {
  test('creates it, unless another team may be meant', async () => {
    const ledger = await aLedger(world())
    const mistyped = await aStage({ ledger }).run('add', 'ada@example.com', '--team', 'Nroth', '--yes')
    expect(mistyped.exitCode).toBe(6)
    expect(mistyped.stderr).toContain('did you mean North?')
    expect(mistyped.stderr).toContain('--create-team')
    expect((await ledger.teams()).map(({ team }) => team.name)).toEqual(['North', 'South'])
    expect(
      (await aStage({ ledger }).run('add', 'ada@example.com', '--team', 'Canada', '--yes')).exitCode,
    ).toBe(0)
  })

  test('asks on a terminal which one is meant', async () => {
    const question = 'There is no team "Nroth". Which team?'
    const stage = aStage({ ledger: await aLedger(world()), asks: [{ choose: question, answer: 'North' }] })
    const { exitCode, stderr } = await stage.run('add', 'ada@example.com', '--team', 'Nroth', '--yes')
    expect([exitCode, stderr]).toEqual([0, expect.stringContaining('--team North')])
  })

  test('asks on a terminal about one that is called like no other', async () => {
    const question = `Create the team Overseas, create Ada Ofada on Overseas, and map Ada Ofada to ${adaId} anyway?`
    const stage = aStage({ ledger: await aLedger(world()), asks: [{ yesNo: question, answer: false }] })
    const { exitCode } = await stage.run('add', 'ada@example.com', '--team', 'Overseas')
    expect(exitCode).toBe(6)
  })
})
