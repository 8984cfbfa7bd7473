import { expect, onTestFinished, test } from 'vitest'
import { driftOf } from '../../../src/core/drift.ts'
import { openSqliteLedger } from '../../../src/ledger/sqlite/open.ts'
import { all } from '../../support/all.ts'
import { aMapping, aSalesforceUser, aTeam, aUser, salesforceUserIdOf } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'
import { newLedgerPath, withDatabase } from '../../support/ledger-files.ts'
import { commit, keep } from '../steps.ts'

const north = aTeam('North')

// What a hand with another tool can leave behind: the table without its rule, and the row that breaks it.
const withoutTheRule = `
  pragma foreign_keys = off;
  create table rows as select * from mapping;
  drop table mapping;
  alter table rows rename to mapping;
  update mapping set salesforce_user_id = '${salesforceUserIdOf('ada')}'
    where salesforce_user_id = '${salesforceUserIdOf('bob')}';`

test('one Salesforce user who is mapped twice, which the ledger itself forbids, is found in a file that allows it', async () => {
  const path = newLedgerPath()
  const before = await openSqliteLedger(path)
  const people = ['ada', 'bob', 'cleo', 'dan']
  await keep(
    before,
    people.map((name) => aSalesforceUser(name)),
  )
  await commit(before, [
    change.team(null, north),
    ...people.map((name) =>
      change.user(
        null,
        aUser(name, { teamId: north.teamId, state: name === 'bob' ? 'deactivated' : 'active' }),
      ),
    ),
    ...people.map((name) => change.mapping(null, aMapping(name))),
  ])
  await before.close()
  withDatabase(path, (database) => database.exec(withoutTheRule))
  const ledger = await openSqliteLedger(path)
  onTestFinished(async () => {
    await ledger.close()
  })
  const found = await all(ledger.driftCandidates(null))
  expect(
    found.flatMap((facts) => driftOf({ ...facts, crossed: null }, { organizationId: null }).drifts),
  ).toMatchObject([
    {
      kind: 'id-used-twice',
      text: `shares ${salesforceUserIdOf('ada')} with bob@example.com: one Salesforce user is mapped twice`,
    },
    {
      kind: 'id-used-twice',
      text: `shares ${salesforceUserIdOf('ada')} with ada@example.com: one Salesforce user is mapped twice`,
    },
  ])
})
