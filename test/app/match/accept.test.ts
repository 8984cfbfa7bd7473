import { expect, test } from 'vitest'
import { aSalesforceUser, aUser } from '../../support/builders.ts'
import { aStage } from '../../support/dependencies.ts'
import { aLedger } from '../../support/seeded-ledger.ts'
import { company } from '../../core/match/company.ts'

const documented = 'score>=0.97 and gap>=0.15'
const plain = ['ada', 'bob', 'cleo', 'dan', 'eda', 'finn'].map((name) => ({
  user: aUser(name),
  salesforceUser: aSalesforceUser(name),
}))
// A nickname and one letter: likely, and yet not a name that `map` takes without a word.
const zach = {
  user: aUser('zunderhill', { firstName: 'Zach', lastName: 'Underhil' }),
  salesforceUser: aSalesforceUser('zachary', {
    name: 'Zachary Underhill',
    firstName: 'Zachary',
    lastName: 'Underhill',
    email: 'zachary.underhill@example.com',
  }),
}
const harold = {
  user: aUser('harold', { lastName: 'Quimby' }),
  salesforceUser: aSalesforceUser('harold', { name: 'Harold Quimby', lastName: 'Quimby', active: false }),
}

async function accepting(condition: string, ...flags: readonly string[]) {
  const pairs = [...plain, zach, harold]
  const ledger = await aLedger({
    users: pairs.map(({ user }) => user),
    people: pairs.map(({ salesforceUser }) => salesforceUser),
  })
  const words = ['suggest', '--accept', condition, '--format', 'json', ...flags]
  const { exitCode, stdout } = await aStage({ ledger }).run(...words)
  const { changes, warnings } = JSON.parse(stdout)
  const skipped = warnings.filter((text: string) => text.startsWith('skipped: '))
  return { exitCode, mapped: changes.length, skipped }
}

const whyZach = `skipped: Zach Underhil (zunderhill@example.com): ${zach.salesforceUser.salesforceUserId} is Zachary Underhill (zachary.underhill@example.com), not Zach Underhil (zunderhill@example.com) (--allow-mismatch)`
const whyHarold =
  'skipped: Harold Quimby (harold@example.com): Harold Quimby is inactive in Salesforce (--allow-inactive)'

test.each([
  [documented, [], 6, [whyHarold, whyZach]],
  ['class=sure or class=likely', [], 6, [whyHarold, whyZach]],
  [documented, ['--allow-mismatch'], 7, [whyHarold]],
  [documented, ['--allow-inactive'], 7, [whyZach]],
  ['class=likely', ['--allow-inactive', '--allow-mismatch'], 2, []],
] as const)(
  'suggest --accept %s %j skips whoever map would ask about',
  async (condition, flags, mapped, skipped) => {
    expect(await accepting(condition, ...flags)).toMatchObject({ exitCode: 0, mapped, skipped })
  },
)

test.each([1, 2, 3, 4])('the documented conditions map a whole company: %s', async (seed) => {
  const { facts } = company(seed, 150)
  const users = facts.users.map(({ user }) => user)
  for (const condition of [documented, 'class=sure', 'class=sure or class=likely']) {
    const ledger = await aLedger({ users, people: facts.salesforceUsers })
    const words = ['suggest', '--accept', condition, '--format', 'json']
    const { exitCode, stdout } = await aStage({ ledger }).run(...words)
    expect([condition, exitCode]).toEqual([condition, 0])
    expect(JSON.parse(stdout).changes.length).toBeGreaterThan(users.length / 3)
  }
})
