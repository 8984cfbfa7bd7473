import { expect, test } from 'vitest'
import { aMapping, aSalesforceUser, aUser, email } from '../../support/builders.ts'
import { aStage } from '../../support/dependencies.ts'
import { aLedger } from '../../support/seeded-ledger.ts'

const colleagues = ['cleo', 'dan', 'eda', 'finn'].map((name) => aUser(name))

test('a candidate whose address is that of another SalesScreen user is never sure, and says so', async () => {
  const ada = aUser('ada', { firstName: 'Ada', lastName: 'Lovelace' })
  const owner = aUser('owner', {
    firstName: 'Ida',
    lastName: 'Byron',
    email: email('a.lovelace@example.com'),
  })
  const person = aSalesforceUser('adas', {
    name: 'Ada Lovelace',
    firstName: 'Ada',
    lastName: 'Lovelace',
    email: 'a.lovelace@example.com',
    federationId: 'ada@example.com',
  })
  const other = aSalesforceUser('other', { email: 'ida@example.com' })
  const ledger = await aLedger({
    users: [ada, owner, ...colleagues],
    people: [person, other],
    mappings: [aMapping('owner', 'other')],
  })
  const { stdout } = await aStage({ ledger }).run('suggest', 'ada@example.com', '--format', 'json', '--quiet')
  expect(JSON.parse(stdout)).toMatchObject([
    {
      class: 'likely',
      candidates: [
        { blockers: ['a.lovelace@example.com is the address of another SalesScreen user, Ida Byron'] },
      ],
    },
  ])
})
