import { describe, expect, test } from 'vitest'
import { isSandboxEmail, parseEmail, fold, hiddenCharacter, tidy } from '../../../src/core/text.ts'
import { isSalesforceUserId, parseSalesforceUserId } from '../../../src/core/salesforce-id.ts'
import { personKind, type SalesforceUser } from '../../../src/core/salesforce-user.ts'
import { readDemo } from '../../../src/salesforce/demo/demo.ts'
import { all } from '../../support/all.ts'

const people = await all(readDemo().pages)
const names = (wanted: (person: SalesforceUser) => boolean) => people.filter(wanted).map(({ name }) => name)

test('the sample org says where it is from, and how many people to expect', () => {
  const { pages: _, ...told } = readDemo()
  expect(told).toEqual({
    read: {
      source: 'demo',
      origin: 'the built-in sample org',
      identity: 'demo.admin@acme.example',
      organizationId: '00D5g0000000DemEAE',
    },
    total: people.length,
    problems: [],
    notices: [],
  })
  expect(people.length).toBe(48)
})

test('it is the same every time', async () => {
  expect(await all(readDemo().pages)).toEqual(people)
})

test('its first people keep their IDs, which the documents show', () => {
  expect(people.slice(0, 5).map(({ salesforceUserId, name }) => `${salesforceUserId} ${name}`)).toEqual([
    '0055g0000004C92AAE Ada Lovelace',
    '0055g0000004COnAAM Grace Hopper',
    '0055g0000004CeYAAU Alan Turing',
    '0055g0000004CuJAAU Kim Larsen',
    '0055g0000004DA4AAM Kim Larsen',
  ])
})

describe('every person', () => {
  test('has a valid ID of its own', () => {
    const ids = people.map(({ salesforceUserId }) => salesforceUserId)
    expect(ids.filter((id) => !isSalesforceUserId(id))).toEqual([])
    expect(ids.map((id) => parseSalesforceUserId(id.slice(0, 15)))).toEqual(
      ids.map((salesforceUserId) => ({ salesforceUserId, note: 'completed' })),
    )
    expect(new Set(ids.map((id) => id.toLowerCase())).size).toBe(people.length)
  })

  test('has a username of its own, in lower case', () => {
    const usernames = people.map(({ username }) => username ?? '')
    expect(usernames.filter((username) => !/^[a-z0-9.]+@acme\.example\.prod$/.test(username))).toEqual([])
    expect(new Set(usernames).size).toBe(people.length)
  })

  test('has texts or nothing, never an empty text', () => {
    const empty = people.flatMap((person) => Object.entries(person).filter(([, value]) => value === ''))
    expect(empty).toEqual([])
  })

  test('is invented: no address can ever receive mail', () => {
    const reachable = people.filter(
      ({ email }) => email !== null && !/\.example(?:\.invalid)?$|@00d5g0000000dem$/.test(email),
    )
    expect(reachable).toEqual([])
  })

  test('has a readable time of the last login, or none', () => {
    const times = people.flatMap(({ lastLoginAt }) => (lastLoginAt === null ? [] : [lastLoginAt]))
    expect(times.map((time) => new Date(time).toISOString())).toEqual(times)
  })

  test('hides nothing in a name', () => {
    expect(names(({ name }) => hiddenCharacter.test(name))).toEqual([])
  })
})

const script = (pattern: RegExp) => names(({ name }) => pattern.test(name))

describe('the oddities of real orgs are there', () => {
  const oddities: readonly (readonly [
    oddity: string,
    found: readonly string[],
    expected: readonly string[],
  ])[] = [
    [
      'inactive people',
      names(({ active }) => active === false),
      ['Alan Turing', 'Frances Allen', 'Lena Leaver', 'Otto Longgone'],
    ],
    [
      'integration users',
      names(
        ({ type, profile }) => profile?.includes('Integrations') === true || type === 'CloudIntegrationUser',
      ),
      ['Linus Integration', 'Platform Integration User'],
    ],
    ['an automated process', names(({ type }) => type === 'AutomatedProcess'), ['Automated Process']],
    [
      'community users',
      names((person) => personKind(person) === 'external'),
      ['Paula Partner', 'Carl Customer', 'Cora Customer'],
    ],
    ['a Chatter user', names((person) => personKind(person) === 'chatter'), ['Charlie Chatter']],
    ['a guest', names(({ type }) => type === 'Guest'), ['Partner Community Site Guest User']],
    [
      'a shared mailbox',
      names(({ email }) => email === 'sales@acme.example'),
      ['Sales Desk One', 'Sales Desk Two'],
    ],
    [
      'two people of one name',
      names(({ name }) => people.filter((other) => fold(other.name) === fold(name)).length > 1),
      ['Kim Larsen', 'Kim Larsen'],
    ],
    [
      'people without a profile',
      names(({ profile, type }) => profile === null && type === 'Standard'),
      ['Nora Noprofile'],
    ],
    ['people without an address', names(({ email }) => email === null), ['Emil Nomail']],
    [
      'addresses that are none',
      names(({ email }) => email !== null && 'reason' in parseEmail(email)),
      ['Automated Process', 'Platform Integration User'],
    ],
    ["a sandbox's address", names(({ email }) => email !== null && isSandboxEmail(email)), ['Sandy Boxer']],
    ['a user who never signed in', names(({ lastLoginAt }) => lastLoginAt === null), ['Newton Comer']],
    [
      'a user with one name only',
      names(({ firstName, type }) => firstName === null && type === 'Standard'),
      ['Cher'],
    ],
    ['Cyrillic', script(/\p{Script=Cyrillic}/u), ['Ольга Ладыженская']],
    ['Greek', script(/\p{Script=Greek}/u), ['Υπατία Αλεξανδρινή']],
    ['Japanese and Chinese', script(/\p{Script=Han}/u), ['花子 山田', '健雄 吳']],
    ['Korean', script(/\p{Script=Hangul}/u), ['지수 김']],
    ['right to left', script(/\p{Script=Arabic}/u), ['مريم ميرزاخاني']],
    ['a dotted capital I', script(/İ/u), ['İpek Yıldız']],
    ['emoji', script(/\p{Extended_Pictographic}/u), ['Rocky 🚀 Balboa']],
    ['decomposed marks', names(({ name }) => name !== tidy(name)), ['Zoë Brontë'.normalize('NFD')]],
    [
      'a name wider than a terminal',
      names(({ name }) => name.length > 70),
      ['Wolfeschlegelsteinhausenbergerdorff Featherstonehaugh-Cholmondeley-Marjoribanks'],
    ],
    ['an apostrophe in a name', script(/'/), ["Sinéad O'Brien"]],
  ]
  test.for(oddities)('%s', ([, found, expected]) => {
    expect(found).toEqual(expected)
  })

  test('and the list begins with plain people', () => {
    const [first = ''] = names(() => true).toSorted()
    expect(first).toMatch(/^[A-Z][a-z]+ [A-Z][a-z]+$/)
  })

  test('and most of them are people of the company who work today', () => {
    const workers = names((person) => person.active === true && personKind(person) === 'person')
    expect(workers.length).toBeGreaterThanOrEqual(30)
  })
})
