import { describe, expect, test } from 'vitest'
import { hintText } from '../../src/app/hints.ts'
import {
  findPerson,
  resolveSalesforceUser,
  resolveUser,
  findTeam,
  resolveTeam,
  wishedTeam,
} from '../../src/app/resolve.ts'
import { resolveUsers } from '../../src/app/resolve-many.ts'
import { SfsyncError } from '../../src/core/errors.ts'
import { parseSalesforceUserId } from '../../src/core/salesforce-id.ts'
import { aMapping, aSalesforceUser, aTeam, aUser, salesforceUserIdOf, userIdOf } from '../support/builders.ts'
import { aStage } from '../support/dependencies.ts'
import { aLedger } from '../support/seeded-ledger.ts'

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  const error: unknown = await work.then(
    () => 'no failure',
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof SfsyncError)) return error
  const { code, message, rows, actions } = error
  return { code, message, rows, actions: actions.map((action) => hintText(action)) }
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

  test('with the full name of another is never guessed', async () => {
    expect(await failureOf(resolveUser(await people(), 'Kim Larsen'))).toEqual({
      code: 'decision-needed',
      message: '"Kim Larsen" matches 2 SalesScreen users',
      rows: [
        {
          value: 'kim2@example.com',
          reason: `Kim Larsen, kim2@example.com, ${userIdOf('kim2')}, team North`,
        },
        { value: 'kim@example.com', reason: `Kim Larsen, kim@example.com, ${userIdOf('kim')}, no team` },
      ],
      actions: ['use the e-mail address or user ID of one of them'],
    })
  })

  test('mistyped is not found, with the nearest names', async () => {
    expect(await failureOf(resolveUser(await people(), 'ada@exmaple.com'))).toEqual({
      code: 'not-found',
      message: 'no SalesScreen user matches "ada@exmaple.com"',
      rows: [],
      actions: [
        'did you mean Ada Example (ada@example.com) or Åsa Ørland (asa@example.com)?',
        'sfsync users list',
      ],
    })
  })

  test('who is in Salesforce only is not found, with the command that creates the user', async () => {
    expect(await failureOf(resolveUser(await people(), 'desk@example.com'))).toMatchObject({
      code: 'not-found',
      actions: expect.arrayContaining([`sfsync create-user --from-sf ${salesforceUserIdOf('cleo')}`]),
    })
  })

  test('named twice is one; all that are not found are reported at once', async () => {
    const ledger = await people()
    const found = await resolveUsers(ledger, ['countess', 'ada@example.com', 'asa ørland'])
    expect(found.map(({ user }) => user)).toEqual([ada, asa])
    expect(await failureOf(resolveUsers(ledger, ['countess', 'nobody@x.example', 'Kim Larsen']))).toEqual({
      code: 'not-found',
      message: '2 of 3 users could not be identified',
      rows: [
        { reason: 'no SalesScreen user matches "nobody@x.example"' },
        { reason: '"Kim Larsen" matches 2 SalesScreen users' },
        {
          value: 'kim2@example.com',
          reason: `Kim Larsen, kim2@example.com, ${userIdOf('kim2')}, team North`,
        },
        { value: 'kim@example.com', reason: `Kim Larsen, kim@example.com, ${userIdOf('kim')}, no team` },
      ],
      actions: ['sfsync users list', 'use the e-mail address or user ID of one of them'],
    })
  })
})

test('many users are looked up together, however they are named', async () => {
  const ledger = await people()
  const alone: unknown[] = []
  const findUsers = ledger.findUsers.bind(ledger)
  ledger.findUsers = async (key) => {
    alone.push(key)
    return await findUsers(key)
  }
  const names = ['Countess', 'ASA@example.com', userIdOf('kim'), 'kim2@example.com']
  const found = await resolveUsers(ledger, names)
  expect(found.map(({ user }) => user)).toEqual([ada, asa, kim, kimToo])
  expect(found.map(({ team }) => team?.name ?? null)).toEqual([null, null, null, 'North'])
  expect(alone).toEqual([])
  await expect(resolveUsers(ledger, ['', 'asa@example.com'])).rejects.toThrow(
    'no SalesScreen user matches ""',
  )
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

  test('whose ID lost its letter case is refused, with the ID as the directory has it', async () => {
    const lower = id.slice(0, 15).toLowerCase()
    expect(await failureOf(resolveSalesforceUser(await people(), lower))).toEqual({
      code: 'invalid',
      message: `"${lower}" has lost its letter case; in the directory it is ${id} (Ada Example, username ada@example.com.sales)`,
      rows: [],
      actions: [`use ${id} if that is the right user`],
    })
  })

  test('that a report without letter case left as a ghost is refused, with 15 and with 18 characters', async () => {
    const real = aSalesforceUser('ada')
    const parsed = parseSalesforceUserId(id.slice(0, 15).toLowerCase())
    if ('reason' in parsed) throw new Error(parsed.reason)
    const ghost = { ...real, salesforceUserId: parsed.salesforceUserId }
    const ledger = await aLedger({ people: [real, ghost] })
    for (const text of [parsed.salesforceUserId, parsed.salesforceUserId.slice(0, 15)])
      expect(await failureOf(resolveSalesforceUser(ledger, text))).toMatchObject({
        message: expect.stringContaining(`"${text}" has lost its letter case; in the directory it is ${id}`),
      })
    expect((await resolveSalesforceUser(ledger, id)).entry?.salesforceUser).toEqual(real)
    const other = await aLedger({ people: [real, { ...ghost, username: 'eve@example.com' }] })
    expect((await resolveSalesforceUser(other, parsed.salesforceUserId)).entry).not.toBeNull()
  })

  test.each(['desk@example.com', 'DESK@example.com', 'Cleo Example', 'cléo  example'])(
    'is found by a unique e-mail address or full name: %s',
    async (text) => {
      expect(await resolveSalesforceUser(await people(), text)).toMatchObject({
        salesforceUserId: salesforceUserIdOf('cleo'),
        entry: { salesforceUser: { name: 'Cleo Example' } },
      })
    },
  )

  test('with a username that is the e-mail address of another is the one with the username', async () => {
    const shared = aSalesforceUser('cleo', { email: 'ada@example.com.sales' })
    const ledger = await aLedger({ people: [aSalesforceUser('ada'), shared] })
    expect((await resolveSalesforceUser(ledger, 'ada@example.com.sales')).salesforceUserId).toBe(id)
  })

  test('whose e-mail address several have is refused, with all of them', async () => {
    const ledger = await aLedger({
      people: ['ada', 'cleo'].map((name) => aSalesforceUser(name, { email: 'desk@example.com' })),
    })
    expect(await failureOf(resolveSalesforceUser(ledger, 'desk@example.com'))).toMatchObject({
      code: 'decision-needed',
      message: '"desk@example.com" matches 2 Salesforce users',
      rows: expect.arrayContaining(
        ['ada', 'cleo'].map((name) => expect.objectContaining({ value: salesforceUserIdOf(name) })),
      ),
      actions: ['use the Salesforce User ID of one of them'],
    })
  })

  test.each(['cleo', 'Cleo', 'le'])(
    'is offered by a part of the name, and not taken for it: %s',
    async (text) => {
      expect(await failureOf(resolveSalesforceUser(await people(), text))).toMatchObject({
        code: 'not-found',
        message: `no Salesforce user has the User ID, username or name "${text}"`,
        actions: [
          `did you mean ${text === 'le' ? 'Ada Example (005' : `Cleo Example (${salesforceUserIdOf('cleo')})?`}`,
          `sfsync sf-users find ${text}`,
        ].map((action) => expect.stringContaining(action)),
      })
    },
  )

  test('before anyone was read leads to the report', async () => {
    expect(await failureOf(resolveSalesforceUser(await aLedger(), 'desk@example.com'))).toEqual({
      code: 'not-found',
      message: 'no Salesforce users have been read yet, so "desk@example.com" is unknown',
      rows: [],
      actions: ['sfsync sf-users import <report.csv>', 'sfsync sf-users refresh'],
    })
  })

  test('of another object is refused with the reason', async () => {
    expect(await failureOf(resolveSalesforceUser(await people(), '0015g00000AbCdE'))).toMatchObject({
      code: 'invalid',
      actions: ['sfsync sf-users find <name>'],
    })
  })
})

describe('a Salesforce user named by full name', () => {
  test('that several have is refused, with all of them', async () => {
    const ledger = await aLedger({
      people: [aSalesforceUser('cleo'), aSalesforceUser('cleo2', { name: 'Cleo Example' })],
    })
    expect(await failureOf(resolveSalesforceUser(ledger, 'cleo example'))).toMatchObject({
      code: 'decision-needed',
      message: '"cleo example" matches 2 Salesforce users',
      rows: [{ value: salesforceUserIdOf('cleo2') }, { value: salesforceUserIdOf('cleo') }],
    })
  })

  test('that nobody has is not taken for a damaged ID', async () => {
    expect(await failureOf(resolveSalesforceUser(await people(), 'Ada Exampel'))).toMatchObject({
      code: 'not-found',
      message: 'no Salesforce user has the User ID, username or name "Ada Exampel"',
      actions: [
        `did you mean Ada Example (${salesforceUserIdOf('ada')})?`,
        "sfsync sf-users find 'Ada Exampel'",
      ],
    })
  })
})

describe('a person on either side', () => {
  test.for(['cleo@example.com.SALES', 'DESK@example.com', 'cléo example', salesforceUserIdOf('cleo')])(
    'is found in Salesforce as "%s"',
    async (text) => {
      expect(await findPerson(await people(), text)).toMatchObject({
        record: null,
        salesforceUserId: salesforceUserIdOf('cleo'),
        entry: { salesforceUser: { name: 'Cleo Example' } },
      })
    },
  )

  test('who is mapped is the SalesScreen user', async () => {
    const ledger = await aLedger({
      users: [asa],
      mappings: [aMapping('asa', 'cleo')],
      people: [aSalesforceUser('cleo')],
    })
    expect(await findPerson(ledger, 'cleo@example.com.sales')).toMatchObject({ record: { user: asa } })
  })

  test('is never guessed among Salesforce users of one name', async () => {
    const ledger = await aLedger({
      people: [aSalesforceUser('cleo'), aSalesforceUser('cleo2', { name: 'Cleo Example' })],
    })
    expect(await failureOf(findPerson(ledger, 'Cleo Example'))).toMatchObject({
      code: 'decision-needed',
      message: '"Cleo Example" matches 2 Salesforce users',
      actions: ['use the Salesforce User ID of one of them'],
    })
  })

  test('is "not found" only where Salesforce users were read', async () => {
    expect(await failureOf(findPerson(await people(), 'zoe'))).toMatchObject({
      code: 'not-found',
      message: 'no user in SalesScreen or Salesforce matches "zoe"',
    })
    expect(await failureOf(findPerson(await aLedger(), 'zoe'))).toMatchObject({
      code: 'remote',
      message: 'no SalesScreen user matches "zoe", and no Salesforce users have been read yet',
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

  test('mistyped is not found, with the nearest name and how to create it', async () => {
    expect(
      await failureOf(resolveTeam(await people(), 'Nort', 'add --create-team to create the team')),
    ).toEqual({
      code: 'not-found',
      message: 'there is no team "Nort"',
      rows: [],
      actions: ['did you mean North?', 'sfsync teams list', 'add --create-team to create the team'],
    })
  })

  test('is not found where there are none: the command that creates it', async () => {
    expect(await failureOf(resolveTeam(await aLedger(), 'Far North'))).toMatchObject({
      actions: ["sfsync teams create 'Far North'"],
    })
  })

  test('is created only if the admin confirmed it, tidied, and not twice', async () => {
    const { parts } = aStage()
    const create = { isConfirmed: true, hint: 'add --create-team' }
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
