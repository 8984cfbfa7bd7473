import { describe, expect, test } from 'vitest'
import {
  didYouMean,
  nearest,
  resolveSalesforceUser,
  resolveUser,
  resolveUsers,
  findTeam,
  resolveTeam,
  wishedTeam,
} from '../../src/app/resolve.ts'
import { SfsyncError } from '../../src/core/errors.ts'
import { aSalesforceUser, aTeam, aUser, salesforceUserIdOf, userIdOf } from '../support/builders.ts'
import { aStage } from '../support/dependencies.ts'
import { aLedger } from '../support/seeded-ledger.ts'

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  const error: unknown = await work.then(
    () => 'no failure',
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof SfsyncError)) return error
  const { code, message, rows, actions } = error
  return { code, message, rows, actions }
}

const ada = aUser('ada', { nickname: 'Countess' })
const asa = aUser('asa', { firstName: 'Åsa', lastName: 'Ørland' })
const kim = aUser('kim', { lastName: 'Larsen' })
const kimToo = aUser('kim2', { firstName: 'Kim', lastName: 'Larsen', teamId: aTeam('North').teamId })

async function people() {
  return await aLedger({
    teams: [aTeam('North', { key: 'team-n' }), aTeam('Südwest')],
    users: [ada, asa, kim, kimToo],
    people: [aSalesforceUser('ada'), aSalesforceUser('cleo', { email: 'desk@example.com' })],
  })
}

describe('a SalesScreen user', () => {
  const names = [
    { text: 'ada@example.com', found: ada },
    { text: '  ADA@Example.COM ', found: ada },
    { text: ada.userId, found: ada },
    { text: 'countess', found: ada },
    { text: 'Ada Example', found: ada },
    { text: 'ada  EXAMPLE', found: ada },
    { text: 'asa Ørland', found: asa },
    { text: 'A\u030Asa ørland', found: asa },
  ]
  test.for(names)('is found as "$text"', async ({ text, found }) => {
    expect((await resolveUser(await people(), text)).user).toEqual(found)
  })

  test('of two people of one name is never guessed', async () => {
    expect(await failureOf(resolveUser(await people(), 'Kim Larsen'))).toEqual({
      code: 'decision-needed',
      message: '"Kim Larsen" fits 2 SalesScreen users; nothing was written',
      rows: [
        {
          value: 'kim2@example.com',
          reason: `Kim Larsen, kim2@example.com, ${userIdOf('kim2')}, team North`,
        },
        { value: 'kim@example.com', reason: `Kim Larsen, kim@example.com, ${userIdOf('kim')}, no team` },
      ],
      actions: ['name one of them by e-mail address or user ID'],
    })
  })

  test('mistyped is not found, with the nearest names', async () => {
    expect(await failureOf(resolveUser(await people(), 'ada@exmaple.com'))).toEqual({
      code: 'not-found',
      message: 'no SalesScreen user is called "ada@exmaple.com"',
      rows: [],
      actions: ['did you mean ada@example.com or asa@example.com?', 'sfsync users list'],
    })
  })

  test('a user that only Salesforce has is not found; the hint creates it', async () => {
    expect(await failureOf(resolveUser(await people(), 'desk@example.com'))).toMatchObject({
      code: 'not-found',
      actions: expect.arrayContaining([`sfsync create-user --from-sf ${salesforceUserIdOf('cleo')}`]),
    })
  })

  test('a user named twice counts once; all users not found are reported at once', async () => {
    const ledger = await people()
    const found = await resolveUsers(ledger, ['countess', 'ada@example.com', 'asa ørland'])
    expect(found.map(({ user }) => user)).toEqual([ada, asa])
    expect(await failureOf(resolveUsers(ledger, ['countess', 'nobody@x.example', 'Kim Larsen']))).toEqual({
      code: 'not-found',
      message: '2 users could not be found; nothing was written',
      rows: [
        { reason: 'no SalesScreen user is called "nobody@x.example"' },
        { reason: '"Kim Larsen" fits 2 SalesScreen users; nothing was written' },
        {
          value: 'kim2@example.com',
          reason: `Kim Larsen, kim2@example.com, ${userIdOf('kim2')}, team North`,
        },
        { value: 'kim@example.com', reason: `Kim Larsen, kim@example.com, ${userIdOf('kim')}, no team` },
      ],
      actions: ['sfsync users list', 'name one of them by e-mail address or user ID'],
    })
  })
})

describe('a Salesforce user', () => {
  const id = salesforceUserIdOf('ada')
  const texts = [
    id,
    id.slice(0, 15),
    ` ${id} `,
    'ada@example.com.sales',
    'ADA@example.com.SALES',
    `https://acme.lightning.force.com/lightning/r/User/${id}/view`,
  ]
  test.for(texts)('is found as "%s"', async (text) => {
    const { salesforceUserId, entry } = await resolveSalesforceUser(await people(), text)
    expect({ salesforceUserId, name: entry?.salesforceUser.name }).toEqual({
      salesforceUserId: id,
      name: 'Ada Example',
    })
  })

  test('unknown to the directory is an ID without an entry: "not found" is for others to judge', async () => {
    expect(await resolveSalesforceUser(await people(), '0055g0000000q1o')).toEqual({
      salesforceUserId: '0055g0000000q1oAAA',
      entry: null,
    })
  })

  test('whose ID lost its letter case is refused, with the ID as the directory writes it', async () => {
    const lower = id.slice(0, 15).toLowerCase()
    expect(await failureOf(resolveSalesforceUser(await people(), lower))).toEqual({
      code: 'invalid',
      message: `"${lower}" has lost its letter case: the directory knows it written otherwise`,
      rows: [{ value: id, reason: `${id} is Ada Example` }],
      actions: ['use the ID as the directory writes it'],
    })
  })

  test('named by an e-mail address that is no username is refused, with who has it', async () => {
    expect(await failureOf(resolveSalesforceUser(await people(), 'desk@example.com'))).toEqual({
      code: 'not-found',
      message: 'no Salesforce user has the username "desk@example.com"',
      rows: [
        {
          value: salesforceUserIdOf('cleo'),
          reason: `Cleo Example has it as e-mail address: ${salesforceUserIdOf('cleo')}, username cleo@example.com.sales`,
        },
      ],
      actions: ['name the person by Salesforce User ID or username', 'sfsync sf-users find desk'],
    })
  })

  test('of another object is refused with the reason', async () => {
    expect(await failureOf(resolveSalesforceUser(await people(), '0015g00000AbCdE'))).toMatchObject({
      code: 'invalid',
      actions: ['sfsync sf-users find <name>'],
    })
  })
})

describe('a team', () => {
  test.for(['North', 'north', ' NORTH ', 'team-n', aTeam('North').teamId])(
    'is found as "%s"',
    async (text) => {
      expect((await findTeam(await people(), text))?.team.name).toBe('North')
    },
  )

  test('is found without its accents', async () => {
    expect((await findTeam(await people(), 'sudwest'))?.team.name).toBe('Südwest')
  })

  test('mistyped is not found, with the nearest name and the flag that would make it', async () => {
    expect(await failureOf(resolveTeam(await people(), 'Nort', '--create'))).toEqual({
      code: 'not-found',
      message: 'there is no team "Nort"',
      rows: [],
      actions: ['did you mean North?', 'sfsync teams list', 'add --create to make the team'],
    })
  })

  test('is not found where there is none: the command that makes it', async () => {
    expect(await failureOf(resolveTeam(await aLedger(), 'Far North'))).toMatchObject({
      actions: ["sfsync teams create 'Far North'"],
    })
  })

  test('is made only where the admin says so, tidied, and not twice', async () => {
    const { parts } = aStage()
    const create = { flag: '--create', given: true }
    expect(await wishedTeam(await people(), parts, '  Far   East ', create)).toEqual({
      team: { teamId: 't-00000001', name: 'Far East', key: null },
      isNew: true,
    })
    expect(await wishedTeam(await people(), parts, 'NORTH', create)).toEqual({
      team: aTeam('North', { key: 'team-n' }),
      isNew: false,
    })
    expect(await failureOf(wishedTeam(await people(), parts, '  ', create))).toMatchObject({ code: 'usage' })
  })
})

describe('the nearest names', () => {
  test('are at most three, nearest first, without regard to case and accents', () => {
    const names = ['South', 'Norse', 'NÖRD', 'Norway', 'North', 'Nora']
    expect(nearest('nort', names)).toEqual(['Nora', 'North', 'NÖRD'])
  })

  test('ignore the mail domain that all users share', () => {
    expect(
      nearest('max@acme.example', ['ada@acme.example', 'bob@acme.example', 'maxi@acme.example']),
    ).toEqual(['maxi@acme.example'])
  })

  test('are empty where nothing is similar', () => {
    expect(didYouMean('zzzzzz', ['North', ''])).toEqual([])
  })
})
