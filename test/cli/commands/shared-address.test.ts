import { describe, expect, test } from 'vitest'
import { allReviewSubjects } from '../../../src/app/batch/review-sheet.ts'
import {
  aFact,
  aMapping,
  aSalesforceUser,
  aTeam,
  aUser,
  email,
  salesforceUserIdOf,
  teamIdOf,
} from '../../support/builders.ts'
import { aStage } from '../../support/dependencies.ts'
import { aLedger } from '../../support/seeded-ledger.ts'

const address = email('sales@example.com')
const [ada, grace] = [salesforceUserIdOf('ada'), salesforceUserIdOf('grace')]
const doubt = `${grace} is Grace Hopper, not Ada Lovelace, although the e-mail address is the same`

/** Ada and Grace share an address in Salesforce; in SalesScreen it is Ada's, if there is a user at all. */
async function aWorld({ hasUser = true, isOnTeam = true } = {}) {
  const teamId = isOnTeam ? teamIdOf('North') : null
  return await aLedger({
    facts: [aFact('auto-sync', 'off')],
    teams: [aTeam('North')],
    users: hasUser ? [aUser('ada', { lastName: 'Lovelace', email: address, teamId })] : [],
    people: [
      aSalesforceUser('ada', { name: 'Ada Lovelace', lastName: 'Lovelace', email: address }),
      aSalesforceUser('grace', { name: 'Grace Hopper', lastName: 'Hopper', email: address }),
    ],
  })
}

describe('guide', () => {
  test('asks before it takes the user of an address for somebody else, and once', async () => {
    const ledger = await aWorld()
    const stage = aStage({
      ledger,
      asks: [
        { yesNo: `Map Ada Lovelace to ${grace} anyway?`, answer: true, byDefault: false },
        { yesNo: 'Did you enter all of it?', answer: false },
      ],
    })
    const { exitCode, stderr } = await stage.run('guide', grace)
    expect(exitCode).toBe(0)
    expect(stderr).toContain(`sfsync map ${address} ${grace} --allow-mismatch\n`)
    expect(await ledger.counts()).toMatchObject({ mappings: 1 })
  })

  test('has nothing to ask about Ada, or about a mapping that was decided', async () => {
    const asks = [
      { yesNo: `Map Ada Lovelace to ${ada}?`, answer: true },
      { yesNo: 'Did you enter all of it?', answer: false },
    ] as const
    expect((await aStage({ ledger: await aWorld(), asks }).run('guide', ada)).exitCode).toBe(0)
    const decided = await aLedger({
      facts: [aFact('auto-sync', 'off')],
      teams: [aTeam('North')],
      users: [aUser('ada', { lastName: 'Lovelace', email: address, teamId: teamIdOf('North') })],
      mappings: [aMapping('ada', 'grace')],
      isEntered: true,
      people: [aSalesforceUser('grace', { name: 'Grace Hopper', lastName: 'Hopper', email: address })],
    })
    expect((await aStage({ ledger: decided, asks: [] }).run('guide', grace)).exitCode).toBe(0)
  })
})

describe('create-user --from-sf', () => {
  test('needs a confirmation for an address of several, and none for one that the admin gives', async () => {
    const typed = ['create-user', '--from-sf', grace, '--dry-run'] as const
    const { exitCode, stderr } = await aStage({ ledger: await aWorld({ hasUser: false }) }).run(...typed)
    expect(exitCode).toBe(6)
    expect(stderr).toContain(
      `${address} is the e-mail address of 2 Salesforce users: Ada Lovelace, Grace Hopper`,
    )
    for (const more of [['--allow-mismatch'], ['--email', 'grace@example.org']])
      expect(
        (await aStage({ ledger: await aWorld({ hasUser: false }) }).run(...typed, ...more)).exitCode,
      ).toBe(0)
  })

  test('does not take the user of an address for somebody else', async () => {
    const { exitCode, stderr } = await aStage({ ledger: await aWorld() }).run(
      'create-user',
      '--from-sf',
      grace,
    )
    expect(exitCode).toBe(6)
    expect(stderr).toContain(doubt)
    const own = await aStage({ ledger: await aWorld() }).run('create-user', '--from-sf', ada)
    expect(own.exitCode).toBe(0)
    expect(own.stderr).toContain('already exists')
  })
})

describe('what is suggested for Ada is never Grace', () => {
  test('by status', async () => {
    const { stdout } = await aStage({ ledger: await aWorld() }).run('status', address, '--columns', 'next')
    expect(stdout).toContain(`sfsync map ${address} ${ada}`)
  })

  test('by a review sheet, even if Ada is mapped to another user', async () => {
    const ledger = await aLedger({
      users: [aUser('ada', { lastName: 'Lovelace', email: address }), aUser('bob')],
      mappings: [aMapping('bob', 'ada')],
      people: [
        aSalesforceUser('ada', { name: 'Ada Lovelace', lastName: 'Lovelace', email: address }),
        aSalesforceUser('grace', { name: 'Grace Hopper', lastName: 'Hopper', email: address }),
      ],
    })
    const [subject] = await allReviewSubjects(ledger, { all: false, today: '2026-11-28' })
    expect([subject?.user?.email, subject?.salesforceUser]).toEqual([address, null])
  })
})

test('a prompt for a Salesforce user finds the letters of an ID whose case was lost', async () => {
  const lower = ada.slice(0, 15).toLowerCase()
  const stage = aStage({
    ledger: await aWorld(),
    asks: [
      { search: 'Which Salesforce user?', typed: lower, answer: `Ada Lovelace  ${address}` },
      { yesNo: `Map Ada Lovelace to ${ada}?`, answer: true },
    ],
  })
  expect((await stage.run('map', address)).exitCode).toBe(0)
})
