import { expect, test } from 'vitest'
import { askForSalesforceUser, askForUser } from '../../../src/cli/questions.ts'
import { likelyMatches } from '../../../src/app/match/suggest.ts'
import type { Choice, Prompts } from '../../../src/app/ports.ts'
import { aMapping, aSalesforceUser, aUser } from '../../support/builders.ts'
import { aStage } from '../../support/dependencies.ts'
import { aLedger } from '../../support/seeded-ledger.ts'

const unasked = () => Promise.reject(new Error('only searches are expected'))

/** Prompts that keep what a search for a text offers. */
function offering(text: string): { readonly prompts: Prompts; readonly offered: () => readonly string[] } {
  let offered: readonly string[] = []
  const search = async <T>(_: string, find: (text: string) => Promise<readonly Choice<T>[]>): Promise<T> => {
    const choices = await find(text)
    offered = choices.map(({ name, description }) => `${name} (${description ?? ''})`)
    const [first] = choices
    if (first === undefined) throw new Error('nothing was offered')
    return first.value
  }
  const prompts = { search, text: unasked, secret: unasked, yesNo: unasked, choose: unasked }
  return { prompts, offered: () => offered }
}

const names = ['ada', 'bob', 'cleo']
const seed = {
  users: names.map((name) => aUser(name)),
  people: names.map((name) => aSalesforceUser(name)),
  mappings: [aMapping('ada')],
}

test('a picker of SalesScreen users offers those who are not mapped first, or only those who fit', async () => {
  const ledger = await aLedger(seed)
  const last = offering('')
  await askForUser(ledger, last.prompts, 'Who?', 'last')
  expect(last.offered()).toEqual([
    'Bob Example  bob@example.com (no team, not mapped)',
    'Cleo Example  cleo@example.com (no team, not mapped)',
    'Ada Example  ada@example.com (no team, mapped)',
  ])
  const mapped = offering('')
  await askForUser(ledger, mapped.prompts, 'Who?', true)
  expect(mapped.offered()).toEqual(['Ada Example  ada@example.com (no team, mapped)'])
})

test('a picker of Salesforce users offers who is likely meant, then who is not mapped', async () => {
  const ledger = await aLedger(seed)
  const context = await aStage({ ledger }).context()
  const likely = await likelyMatches(context, ledger, 'cleo@example.com')
  const untyped = offering('')
  await askForSalesforceUser(ledger, untyped.prompts, 'Who?', { likely })
  expect(untyped.offered().map((choice) => choice.split('  ')[0])).toEqual([
    'Cleo Example',
    'Bob Example',
    'Ada Example',
  ])
  expect(untyped.offered()[0]).toContain('(suggested, ')
  const typed = offering('example')
  await askForSalesforceUser(ledger, typed.prompts, 'Who?', { likely })
  expect(typed.offered().map((choice) => choice.split('  ')[0])).toEqual([
    'Bob Example',
    'Cleo Example',
    'Ada Example',
  ])
})

test('nobody is likely for a user who is unknown, nor before Salesforce users were read', async () => {
  const context = await aStage().context()
  expect(await likelyMatches(context, await aLedger(seed), 'zoe@example.com')).toEqual([])
  expect(await likelyMatches(context, await aLedger({ users: seed.users }), 'bob@example.com')).toEqual([])
})
