import { expect, test } from 'vitest'
import { aSalesforceUser, aUser } from '../../support/builders.ts'
import { aStage } from '../../support/dependencies.ts'
import { aLedger } from '../../support/seeded-ledger.ts'

test.each([[[]], [['wang@example.com']]])(
  'suggest reads Chinese names, users asked for: %j',
  async (asked) => {
    const users = [aUser('wang', { firstName: 'Xiaoming', lastName: 'Wang' })]
    const called = {
      firstName: '小明',
      lastName: '王',
      name: '王小明',
      email: null,
      username: 'x1@example.org',
    }
    const ledger = await aLedger({ users, people: [aSalesforceUser('ming', called)] })
    const { stdout } = await aStage({ ledger }).run('suggest', ...asked, '--format', 'json', '--quiet')
    expect(stdout).toContain('same name (王小明)')
  },
)
