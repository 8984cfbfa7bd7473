import { describe, expect, test } from 'vitest'
import type { SalesforceUser } from '../../../src/core/salesforce-user.ts'
import { pagesOf } from '../../support/all.ts'
import { aFact, aRead, aSalesforceUser, aUser, email } from '../../support/builders.ts'
import { aStage } from '../../support/dependencies.ts'
import type { MemoryLedger } from '../../support/memory-ledger.ts'
import { aLedger } from '../../support/seeded-ledger.ts'

const ada = aSalesforceUser('ada')
const gone = { active: false, name: 'zz Left', firstName: 'zz', lastName: 'Left' }
const text = (name: string) =>
  `ada@example.com (Ada Example) is not mapped, but ${name} (${ada.salesforceUserId}), who had the same e-mail address and name before, is inactive in Salesforce`

/** The unmapped user Ada; the Salesforce user Ada leaves as this one, beside these. */
async function adaLeavesAs(
  changed: Partial<SalesforceUser>,
  ...others: readonly SalesforceUser[]
): Promise<MemoryLedger> {
  const ledger = await aLedger({
    facts: [aFact('auto-sync', 'off')],
    users: [aUser('ada')],
    people: [ada, ...others],
  })
  const users = [{ ...ada, ...changed }, ...others]
  const staged = await ledger.directory.stage(aRead({ origin: 'new.csv' }), pagesOf(users), 'merge')
  await staged.keep()
  return ledger
}

const otherAddress = { active: false, email: email('archive@other.example') }
const second = aSalesforceUser('ada2', {
  ...ada,
  ...otherAddress,
  salesforceUserId: aSalesforceUser('ada2').salesforceUserId,
  username: 'ada2@x.example',
})

describe('whose match became unclear by leaving is named as what it was before', () => {
  test.each<[string, Partial<SalesforceUser>, readonly SalesforceUser[], string]>([
    ['with another address and name', { ...gone, email: email('archive@other.example') }, [], 'zz Left'],
    ['with another name', gone, [], 'zz Left'],
    ['without an address', { ...gone, email: null }, [], 'zz Left'],
    ['with a second account', otherAddress, [second], 'Ada Example'],
  ])('%s', async (_, changed, others, name) => {
    const ledger = await adaLeavesAs(changed, ...others)
    const { exitCode, stdout } = await aStage({ ledger }).run('check')
    expect(exitCode).toBe(10)
    expect(stdout).toContain(text(name))
    expect((await aStage({ ledger }).run('guide', '--monthly')).stdout).toContain(text(name))
  })
})

test('but not where someone active has the address', async () => {
  const ledger = await adaLeavesAs({ ...gone, email: null }, aSalesforceUser('eve', { email: ada.email }))
  expect((await aStage({ ledger }).run('check')).stdout).not.toContain(text('zz Left'))
})

test('and not once an admin said that it is someone else', async () => {
  const ledger = await adaLeavesAs({ ...gone, email: null })
  const fix = await aStage({ ledger }).run('check', '--fix')
  expect(fix.stdout).toContain(`# or: sfsync reject ada@example.com ${ada.salesforceUserId}`)
  await aStage({ ledger }).run('reject', 'ada@example.com', ada.salesforceUserId)
  expect((await aStage({ ledger }).run('check')).stdout).toBe('')
})
