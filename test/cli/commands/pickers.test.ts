import { expect, test } from 'vitest'
import { likelyMatches } from '../../../src/app/match/suggest.ts'
import type { Found } from '../../../src/app/ports.ts'
import type { Context } from '../../../src/cli/context.ts'
import { askForPerson, askForSalesforceUser, askForUser, type WantedUser } from '../../../src/cli/pickers.ts'
import {
  aMapping,
  aSalesforceUser,
  aTeam,
  aUser,
  salesforceUserIdOf,
  teamIdOf,
  userIdOf,
} from '../../support/builders.ts'
import { aStage } from '../../support/dependencies.ts'
import type { MemoryLedger } from '../../support/memory-ledger.ts'
import { aLedger } from '../../support/seeded-ledger.ts'

const unasked = () => Promise.reject(new Error('only a search for the first rows is expected'))

/** A terminal that keeps what a search for a text offers, and takes the first. */
async function offering(
  ledger: MemoryLedger,
  text: string,
  pick: (context: Context) => Promise<unknown>,
): Promise<readonly string[]> {
  let offered: readonly string[] = []
  const search = async <T>(_: string, find: (text: string) => Promise<Found<T>>): Promise<T> => {
    const { choices, total } = await find(text)
    offered = [
      ...choices.map(({ name, description }) => `${name} (${description ?? ''})`),
      `${choices.length} of ${total}`,
    ]
    const [first] = choices
    if (first === undefined) throw new Error('nothing was offered')
    return first.value
  }
  const prompts = { search, text: unasked, secret: unasked, yesNo: unasked, choose: unasked }
  const stage = aStage({ ledger, parts: { prompts: async () => await Promise.resolve(prompts) } })
  await pick(await stage.context())
  return offered
}

const picking = (wanted?: WantedUser) => async (context: Context) => await askForUser(context, 'Who?', wanted)

const pickingPerson = async (context: Context) => await askForPerson(context, 'Who?')
const pickingSalesforceUser = async (context: Context) => await askForSalesforceUser(context, 'Who?')

const names = ['ada', 'bob', 'cleo']
const seed = {
  users: names.map((name) => aUser(name)),
  people: names.map((name) => aSalesforceUser(name)),
  mappings: [aMapping('ada')],
}

test('a picker of SalesScreen users offers those who are not mapped first, or only those who fit', async () => {
  const ledger = await aLedger(seed)
  expect(await offering(ledger, '', picking({ first: 'not-mapped' }))).toEqual([
    'Bob Example   bob@example.com   not mapped (no team)',
    'Cleo Example  cleo@example.com  not mapped (no team)',
    'Ada Example   ada@example.com   mapped (no team, mapped to Ada Example)',
    '3 of 3',
  ])
  expect(await offering(ledger, '', picking({ mapped: true }))).toEqual([
    'Ada Example  ada@example.com  mapped (no team, mapped to Ada Example)',
    '1 of 1',
  ])
})

test.for([
  ['name', 'ada exa'],
  ['e-mail address', 'ada@example.com'],
  ['user ID', userIdOf('ada')],
  ['Salesforce User ID', salesforceUserIdOf('ada')],
  ['Salesforce username', 'ada@example.com.prod'],
  ['mistyped name', 'Ada Exmaple'],
])('a SalesScreen user is found by %s', async ([, text = '']) => {
  const ledger = await aLedger({
    ...seed,
    people: [aSalesforceUser('ada', { username: 'ada@example.com.prod' })],
  })
  const offered = await offering(ledger, text, async (context) => await askForUser(context, 'Who?'))
  expect(offered[0]).toContain('Ada Example')
})

test('who is not on a team comes first where a team is wanted, also in a longer list', async () => {
  const teams = [aTeam('north')]
  const onTeam = { teamId: teamIdOf('north') }
  const small = await aLedger({ teams, users: [aUser('ada', onTeam), aUser('zoe')] })
  expect((await offering(small, '', picking({ first: 'without-team' })))[0]).toContain('Zoe Example')
  const many = Array.from({ length: 20 }, (_, at) => aUser(`p${at + 10}`, onTeam))
  const large = await aLedger({ teams, users: [...many, aUser('zoe'), aUser('yara')] })
  const offered = await offering(large, '', picking({ first: 'without-team' }))
  expect(offered.slice(0, 3).map((row) => row.split(' ')[0])).toEqual(['Yara', 'Zoe', 'P10'])
  expect(offered.at(-1)).toBe('15 of 22')
})

test('a Salesforce user is shown with the names of what is known', async () => {
  const people = [
    aSalesforceUser('ada', { role: 'Account Executive', profile: 'Standard User', department: null }),
  ]
  const [row] = await offering(await aLedger({ people }), '', pickingSalesforceUser)
  expect(row).toContain(`${salesforceUserIdOf('ada')}, role Account Executive, profile Standard User, active`)
})

test('a command for which there is nobody says so instead of asking', async () => {
  const ledger = await aLedger({ users: [aUser('ada')] })
  const pick = picking({ mapped: true, ifNone: 'no SalesScreen user is mapped' })
  await expect(offering(ledger, '', pick)).rejects.toThrow('no SalesScreen user is mapped')
})

test('a picker of people offers each person once, on whatever side', async () => {
  const ledger = await aLedger({ ...seed, users: [aUser('ada')] })
  const offered = await offering(ledger, 'example', async (context) => await askForPerson(context, 'Who?'))
  expect(offered).toEqual([
    'Ada Example   ada@example.com   mapped (no team, mapped to Ada Example)',
    expect.stringMatching(/^Bob Example {3}bob@example.com {3}only in Salesforce \(/),
    expect.stringMatching(/^Cleo Example {2}cleo@example.com {2}only in Salesforce \(/),
    '3 of 3',
  ])
})

test('a picker reads the first who match, counts all, and never lists everybody', async () => {
  const many = Array.from({ length: 20 }, (_, at) => aUser(`p${at + 10}`, { firstName: 'Ada' }))
  const ledger = await aLedger({ users: [aUser('bob'), ...many], people: [aSalesforceUser('bob')] })
  Object.assign(ledger, { users: unasked })
  Object.assign(ledger.directory, { list: unasked })
  expect((await offering(ledger, 'ada', picking())).at(-1)).toBe('15 of 20')
  expect((await offering(ledger, 'p1', picking())).at(-1)).toBe('10 of 10')
  expect((await offering(ledger, 'Adda Example', picking())).at(-1)).toBe('15 of 15')
  expect((await offering(ledger, 'bob', pickingSalesforceUser)).at(-1)).toBe('1 of 1')
})

test('each key that follows a mistyped name finds by all that was typed', async () => {
  const ledger = await aLedger(seed)
  const seen: string[] = []
  const search = async <T>(_: string, find: (text: string) => Promise<Found<T>>): Promise<T> => {
    for (const text of ['bpb', 'bpb e', 'bpb ex', 'bpb exampl', 'zzz', 'zzzz', 'bob', 'cleo']) {
      const { choices } = await find(text)
      seen.push(`${text}: ${choices.map(({ name }) => name.split('  ')[0]).join(', ')}`)
    }
    const [first] = (await find('')).choices
    if (first === undefined) throw new Error('nothing was offered')
    return first.value
  }
  const prompts = { search, text: unasked, secret: unasked, yesNo: unasked, choose: unasked }
  const stage = aStage({ ledger, parts: { prompts: async () => await Promise.resolve(prompts) } })
  await askForUser(await stage.context(), 'Who?')
  expect(seen).toEqual([
    'bpb: ',
    'bpb e: ',
    'bpb ex: ',
    'bpb exampl: Bob Example',
    'zzz: ',
    'zzzz: ',
    'bob: Bob Example',
    'cleo: Cleo Example',
  ])
})

test('who is found on one side is offered without those who are only near on the other', async () => {
  const ledger = await aLedger({ users: [aUser('ada')], people: [aSalesforceUser('adda')] })
  expect((await offering(ledger, 'ada example', pickingPerson)).at(-1)).toBe('1 of 1')
  expect((await offering(ledger, 'adaa example', pickingPerson)).at(-1)).toBe('2 of 2')
})

test('a picker of Salesforce users offers who is likely meant, then who is not mapped', async () => {
  const ledger = await aLedger(seed)
  const context = await aStage({ ledger }).context()
  const likely = await likelyMatches(context, ledger, 'cleo@example.com')
  const pick = async (at: Context) => await askForSalesforceUser(at, 'Who?', { likely })
  expect((await offering(ledger, '', pick)).map((line) => line.replace(/ \(.*/, ''))).toEqual([
    'Cleo Example  cleo@example.com  suggested',
    'Bob Example   bob@example.com   suggested',
    'Ada Example   ada@example.com   mapped',
    '3 of 3',
  ])
  expect((await offering(ledger, 'example', pick)).map((line) => line.split('  ')[0])).toEqual([
    'Bob Example',
    'Cleo Example',
    'Ada Example',
    '3 of 3',
  ])
})

test('nobody is likely for a user who is unknown, nor before Salesforce users were read', async () => {
  const context = await aStage().context()
  expect(await likelyMatches(context, await aLedger(seed), 'zoe@example.com')).toEqual([])
  expect(await likelyMatches(context, await aLedger({ users: seed.users }), 'bob@example.com')).toEqual([])
})
