import { describe, expect, test } from 'vitest'
import { exitCodes } from '../../src/app/exit-codes.ts'
import type { Found } from '../../src/app/ports.ts'
import { SfsyncError } from '../../src/core/errors.ts'
import { aMapping, aSalesforceUser, aTeam, aUser, salesforceUserIdOf } from '../support/builders.ts'
import { aStage } from '../support/dependencies.ts'
import { aLedger } from '../support/seeded-ledger.ts'

const kim = { firstName: 'Kim', lastName: 'Larsen' }
const inSalesforce = { ...kim, name: 'Kim Larsen' }

/** Two SalesScreen users and two more Salesforce users called Kim Larsen, one of all of whom is mapped. */
async function larsens() {
  return await aLedger({
    teams: [aTeam('North')],
    users: [aUser('kim1', kim), aUser('kim2', kim), aUser('ada'), aUser('kimberly', { lastName: 'Larsen' })],
    mappings: [aMapping('kim1')],
    people: [
      aSalesforceUser('kim1', inSalesforce),
      aSalesforceUser('kim3', inSalesforce),
      aSalesforceUser('kim4', inSalesforce),
      aSalesforceUser('ada'),
    ],
  })
}

interface Question {
  readonly message: string
  readonly offered: readonly string[]
}

const stop = async () => await Promise.reject(new SfsyncError('interrupted', 'interrupted'))

/** The questions of a command line on a terminal; each takes the last choice, and whatever else is asked ends it. */
async function asked(line: string): Promise<readonly Question[]> {
  const questions: Question[] = []
  const search = async <T>(message: string, find: (text: string) => Promise<Found<T>>): Promise<T> => {
    const { choices } = await find('')
    questions.push({ message, offered: choices.map(({ name }) => name.split(/ {2,}/)[1] ?? '').toSorted() })
    const last = choices.at(-1)
    if (last === undefined || questions.length > 1) throw new SfsyncError('interrupted', 'interrupted')
    return last.value
  }
  const prompts = { search, text: stop, secret: stop, yesNo: stop, choose: stop }
  const stage = aStage({
    ledger: await larsens(),
    asks: [],
    parts: { prompts: async () => await Promise.resolve(prompts), openScreen: stop },
  })
  await stage.run(...wordsOf(line))
  return questions
}

function wordsOf(line: string): string[] {
  return line.split(' ').map((word) => word.replace('_', ' '))
}

const users = ['kim1@example.com', 'kim2@example.com']
const salesforceUsers = ['kim1@example.com', 'kim3@example.com', 'kim4@example.com']
const people = [...users, 'kim3@example.com', 'kim4@example.com']

describe('of several people with one name a terminal asks who is meant, among them alone', () => {
  test.each([
    ['users show Kim_Larsen', '2 SalesScreen users', users],
    ['users edit Kim_Larsen --nickname kim --yes', '2 SalesScreen users', users],
    ['users deactivate Kim_Larsen --yes', '2 SalesScreen users', users],
    ['assign-team Kim_Larsen North --yes', '2 SalesScreen users', users],
    ['map Kim_Larsen --yes', '2 SalesScreen users', users],
    ['unmap Kim_Larsen --yes', '2 SalesScreen users', users],
    ['reject Kim_Larsen', '2 SalesScreen users', users],
    ['blame Kim_Larsen', '2 SalesScreen users', users],
    ['history --person Kim_Larsen', '2 SalesScreen users', users],
    ['decisions list --about Kim_Larsen', '2 SalesScreen users', users],
    ['decisions remove Kim_Larsen --yes', '2 SalesScreen users', users],
    ['suggest Kim_Larsen', '2 SalesScreen users', users],
    ['review Kim_Larsen', '2 SalesScreen users', users],
    ['review --from Kim_Larsen', '2 SalesScreen users', users],
    ['todo Kim_Larsen', '2 SalesScreen users', users],
    ['todo walk Kim_Larsen', '2 SalesScreen users', users],
    ['todo done Kim_Larsen --yes', '2 SalesScreen users', users],
    ['todo reopen Kim_Larsen --yes', '2 SalesScreen users', users],
    ['todo push Kim_Larsen --dry-run', '2 SalesScreen users', users],
    ['add ada@example.com --user Kim_Larsen --yes', '2 SalesScreen users', users],
    ['add Kim_Larsen --yes', '3 Salesforce users', salesforceUsers],
    ['map ada@example.com Kim_Larsen --yes', '3 Salesforce users', salesforceUsers],
    ['create-user --from-sf Kim_Larsen --yes', '3 Salesforce users', salesforceUsers],
    ['sf-users show Kim_Larsen', '3 Salesforce users', salesforceUsers],
    ['suggest --for-salesforce Kim_Larsen', '3 Salesforce users', salesforceUsers],
    ['guide Kim_Larsen', '3 Salesforce users', salesforceUsers],
    ['status Kim_Larsen', '4 people', people],
    ['explain Kim_Larsen', '4 people', people],
  ])('sfsync %s', async (line, several, offered) => {
    expect((await asked(line))[0]).toEqual({
      message: `${several} are called "Kim Larsen". Which one do you mean?`,
      offered: offered.toSorted(),
    })
  })
})

test.each([
  ['blame Kim_Larsen', '"Kim Larsen" matches 2 SalesScreen users'],
  ['users deactivate Kim_Larsen --yes', '"Kim Larsen" matches 2 SalesScreen users'],
  ['sf-users show Kim_Larsen', '"Kim Larsen" matches 3 Salesforce users'],
])('without a terminal the error of %s names them', async (line, error) => {
  const { exitCode, stderr } = await aStage({ ledger: await larsens() }).run(...wordsOf(line))
  expect(exitCode).toBe(exitCodes.confirmationNeeded)
  expect(stderr).toContain(error)
})

test('the chosen one is shown, with the command that names this one', async () => {
  const stage = aStage({
    ledger: await larsens(),
    asks: [
      {
        search: '4 people are called "Kim Larsen". Which one do you mean?',
        typed: '',
        answer: 'Kim Larsen  kim4@example.com',
      },
    ],
  })
  const { stdout, stderr } = await stage.run('explain', 'Kim Larsen')
  expect(stdout).toContain('Kim Larsen')
  expect(stderr).toContain(`equivalent command: sfsync explain ${salesforceUserIdOf('kim4')}`)
})

test.each([
  ['a user who is gone from the ledger', 'todo gone@example.com', 'no SalesScreen user matches'],
  ['an address of which the history may know', 'history --person gone@example.com', ''],
])('%s is not asked for', async (_, line, error) => {
  const { stderr } = await aStage({ ledger: await larsens(), asks: [] }).run(...wordsOf(line))
  expect(stderr).toContain(error)
  expect(stderr).not.toContain('Which one do you mean?')
})
