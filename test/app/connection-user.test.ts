import { timesInUtc } from '../../src/app/directory-age.ts'
import { describe, expect, test } from 'vitest'
import { connectionAnswers } from '../../src/app/connection-user.ts'
import { hintText } from '../../src/app/hints.ts'
import { SfsyncError } from '../../src/core/errors.ts'
import type { ConnectionUser } from '../../src/salesforce/salesforce.ts'
import { aFact, aSalesforceUser, salesforceUserIdOf, aUser } from '../support/builders.ts'
import { aStage, type Ended } from '../support/dependencies.ts'
import { aLedger } from '../support/seeded-ledger.ts'

const ida = aSalesforceUser('ida')
const id = ida.salesforceUserId
const other = salesforceUserIdOf('bob')
const yes = { known: true }
const no = { known: false }
const hidden = { unknownBecause: 'it needs more' }
const now = new Date('2026-11-28T12:00:00.000Z')

/** Ida holds the connection, and all is well. */
function aHolder(rest: Partial<ConnectionUser> = {}): ConnectionUser {
  return {
    salesforceUserId: id,
    name: ida.name,
    active: yes,
    frozen: no,
    rights: { 'API Enabled': yes, 'View All Users': yes, 'Edit Tasks': yes, 'Edit Events': yes },
    lastUse: { known: '2026-11-28T08:15:00.000Z' },
    newestUse: { salesforceUserId: id, lastUsedAt: '2026-11-28T08:15:00.000Z' },
    ...rest,
  }
}

/** The answers about a user, one line each. */
function linesOf(rest: Partial<ConnectionUser> = {}, known: 'set' | 'found' = 'set'): string[] {
  return connectionAnswers({ user: { known: aHolder(rest) }, known }, now, timesInUtc).map(
    ({ about, result, detail, actions }) =>
      [`${about} ${result}: ${detail}`, ...actions.map((action) => hintText(action))].join('; '),
  )
}

describe('each question has an answer of its own', () => {
  test('all is well', () => {
    expect(linesOf()).toEqual([
      `user ok: Ida Example (${id})`,
      'active ok: active in Salesforce',
      'login ok: not frozen',
      'API Enabled ok: yes',
      'View All Users ok: yes',
      'Edit Tasks ok: yes',
      'Edit Events ok: yes',
      'last use ok: 2026-11-28 08:15 UTC',
    ])
  })

  test('all is wrong', () => {
    const rights = { 'API Enabled': no, 'View All Users': yes, 'Edit Tasks': no, 'Edit Events': hidden }
    const record = 'sfsync settings set connection-user <salesforceUserId>'
    expect(linesOf({ active: no, frozen: yes, rights, lastUse: { known: null } }).slice(1)).toEqual([
      `active problem: inactive in Salesforce; ask a Salesforce admin to activate this user, or connect SalesScreen as another user and record it: ${record}`,
      `login problem: frozen in Salesforce; ask a Salesforce admin to unfreeze this user, or connect SalesScreen as another user and record it: ${record}`,
      'API Enabled problem: missing; give this user API Enabled with a permission set',
      'View All Users ok: yes',
      'Edit Tasks problem: missing; give this user Edit Tasks with a permission set',
      'Edit Events unknown: could not look: it needs more',
      'last use warning: never used; see in SalesScreen whether Salesforce is connected: Manage > Settings > Integrations > Manage Salesforce',
    ])
  })

  test('nothing could be looked at', () => {
    const rights = {
      'API Enabled': hidden,
      'View All Users': hidden,
      'Edit Tasks': hidden,
      'Edit Events': hidden,
    }
    const lines = linesOf({
      name: null,
      active: hidden,
      frozen: hidden,
      rights,
      lastUse: hidden,
      newestUse: null,
    })
    expect(lines[0]).toBe(`user ok: ${id}`)
    expect(lines.slice(1).every((line) => line.endsWith(' unknown: could not look: it needs more'))).toBe(
      true,
    )
  })

  test.each([
    ['2026-11-24T12:00:01.000Z', 'last use ok: 2026-11-24 12:00 UTC'],
    ['2026-11-24T12:00:00.000Z', 'last use warning: 2026-11-24 12:00 UTC, 4 days ago'],
    // A clock that is ahead.
    ['2026-11-29T12:00:00.000Z', 'last use ok: 2026-11-29 12:00 UTC'],
  ])('used last at %s', (known, line) => {
    expect(linesOf({ lastUse: { known } }).at(-1)?.split('; ')[0]).toBe(line)
  })

  test('who was found is to be recorded, and who was set may have been replaced', () => {
    expect(linesOf({}, 'found')[0]).toBe(
      `user ok: Ida Example (${id}), whose connection SalesScreen used last; if this is right, record it: sfsync settings set connection-user ${id}`,
    )
    expect(linesOf({ newestUse: { salesforceUserId: other, lastUsedAt: null } })[0]).toBe(
      `user warning: Ida Example (${id}), but SalesScreen last used a connection of ${other}; if that user holds the connection now, record it: sfsync settings set connection-user ${other}`,
    )
  })
})

const environment = {
  SF_ACCESS_TOKEN: 'a-token-of-some-length',
  SF_ORG_INSTANCE_URL: 'https://acme.my.salesforce.com',
}

interface Checked {
  readonly isSet?: boolean
  readonly directory?: Partial<typeof ida> | null
  readonly isSignedIn?: boolean
  readonly answer?: ConnectionUser | SfsyncError | string
}

/** Runs `check` where the org, or the directory alone, knows Ida. */
async function check(
  { isSet = true, directory = {}, isSignedIn = true, answer = aHolder() }: Checked,
  ...flags: readonly string[]
): Promise<Ended & { readonly asked: unknown[] }> {
  const ledger = await aLedger({
    users: [aUser('una')],
    ...(isSet ? { facts: [aFact('connection-user', id)] } : {}),
    ...(directory === null ? {} : { people: [{ ...ida, ...directory }] }),
  })
  const asked: unknown[] = []
  const stage = aStage({
    ledger,
    environment: isSignedIn ? environment : {},
    parts: {
      readConnectionUser: async (_, given) => {
        asked.push(given)
        if (answer instanceof SfsyncError) throw await Promise.resolve(answer)
        return typeof answer === 'string' ? { unknownBecause: answer } : { known: answer }
      },
    },
  })
  return { ...(await stage.run('check', ...flags)), asked }
}

const clean = { exitCode: 0, stdout: '', stderr: '' }
const inactive = `Ida Example (${id}) holds the connection to SalesScreen and is inactive in Salesforce: SalesScreen may get no data\n`

describe('check', () => {
  test('is silent where all is well, and where an answer is missing that needs a permission of its own', async () => {
    expect(await check({})).toEqual({ ...clean, asked: [id] })
    const holder = aHolder({ frozen: hidden, lastUse: hidden })
    expect(await check({ answer: holder })).toMatchObject(clean)
    expect((await check({ answer: holder }, '--verbose')).stderr).toContain(
      'connection login: could not look: it needs more',
    )
  })

  test('reports what keeps the connection from working, one line each, with exit code 10', async () => {
    const rights = { 'API Enabled': no, 'View All Users': no, 'Edit Tasks': no, 'Edit Events': hidden }
    const answer = aHolder({ active: no, frozen: yes, rights })
    expect(await check({ answer }, '--quiet')).toMatchObject({
      exitCode: 10,
      stdout: `${inactive}${inactive.replace('inactive', 'frozen')}${inactive.replace('is inactive', 'does not have API Enabled, View All Users and Edit Tasks')}`,
    })
    const script = await check({ answer: aHolder({ frozen: yes }) }, '--fix', '--quiet')
    expect(script.stdout).toBe(
      `# ${inactive.replace('inactive', 'frozen')}# ask a Salesforce admin to unfreeze this user, or connect SalesScreen as another user and record it: sfsync settings set connection-user <salesforceUserId>\n\n`,
    )
  })

  test('looks for the user where none is set, and is silent where none is found', async () => {
    expect(await check({ isSet: false, answer: 'no token' })).toEqual({ ...clean, asked: [null] })
    expect(await check({ isSet: false, answer: aHolder({ active: hidden }) })).toMatchObject(clean)
    expect(await check({ isSet: false, answer: aHolder({ active: no }) }, '--quiet')).toMatchObject({
      exitCode: 10,
      stdout: inactive.replace('the connection to SalesScreen', 'the connection that SalesScreen used last'),
    })
  })

  test.each([
    ['offline', { answer: aHolder() }, ['--offline']],
    ['not signed in', { isSignedIn: false }, []],
  ] as const)('%s: goes by the directory', async (_, scene, flags) => {
    const { exitCode, stdout, asked } = await check(
      { ...scene, directory: { active: false } },
      '--quiet',
      ...flags,
    )
    expect({ exitCode, stdout, asked }).toEqual({ exitCode: 10, stdout: inactive, asked: [] })
    expect(await check({ ...scene }, ...flags)).toMatchObject(clean)
    expect(await check({ ...scene, isSet: false, directory: { active: false } }, ...flags)).toMatchObject(
      clean,
    )
  })

  test('where nothing says whether the user is active, it could not check', async () => {
    const warning = 'warning: could not check the user who holds the connection to SalesScreen:'
    const offline = 'Salesforce was not contacted (--offline)'
    expect(await check({ directory: { active: null } }, '--offline')).toMatchObject({
      exitCode: 5,
      stdout: '',
      stderr: `${warning} ${offline}; users.csv, from which the directory was read, does not say it\n`,
    })
    expect(await check({ directory: null }, '--offline')).toMatchObject({
      exitCode: 5,
      stderr: `${warning} ${offline}\n`,
    })
    expect(await check({ answer: aHolder({ active: hidden }) })).toMatchObject({
      exitCode: 5,
      stderr: `${warning} it needs more\n`,
    })
  })

  test('an org that does not answer is no problem of the connection: the directory answers, and it is said', async () => {
    const answer = new SfsyncError('remote', 'acme did not answer')
    expect(await check({ answer, directory: { frozen: true } }, '--quiet')).toMatchObject({
      exitCode: 5,
      stdout: inactive.replace('inactive', 'frozen'),
      stderr:
        'warning: could not check the user who holds the connection to SalesScreen: acme did not answer\n',
    })
    expect(await check({ answer, isSet: false })).toMatchObject(clean)
  })
})
