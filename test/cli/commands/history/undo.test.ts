import { describe, expect, test } from 'vitest'
import { type Change, planOf } from '../../../../src/core/change.ts'
import type { Decision } from '../../../../src/core/model.ts'
import { aFact, aMapping, aStamp, aTeam, aUser, salesforceUserIdOf } from '../../../support/builders.ts'
import { change } from '../../../support/changes.ts'
import { MemoryLedger } from '../../../support/memory-ledger.ts'
import { aStage } from '../../../support/dependencies.ts'

async function aLedgerWith(...changeSets: readonly (readonly Change[])[]): Promise<MemoryLedger> {
  const ledger = new MemoryLedger()
  for (const changes of changeSets) await ledger.commit(planOf(changes), aStamp())
  return ledger
}

const ada = aUser('ada')
const grace = aUser('grace')
const adaLater: Decision = {
  kind: 'later',
  userId: ada.userId,
  salesforceUserId: null,
  until: null,
  reason: null,
  decidedBy: 'kari',
  decidedAt: '2026-11-01T00:00:00.000Z',
}

test('a decision about somebody can be taken back, and again', async () => {
  const ledger = await aLedgerWith([change.user(null, ada)], [change.decision(null, adaLater)])
  expect(await aStage({ ledger }).run('undo', '2', '--quiet')).toEqual({
    exitCode: 0,
    stdout: '- decision ada@example.com: later\nchange set 3\n',
    stderr: '',
  })
  expect(await aStage({ ledger }).run('undo', '3', '--quiet')).toEqual({
    exitCode: 0,
    stdout: '+ decision ada@example.com: later\nchange set 4\n',
    stderr: '',
  })
})

describe('--only', () => {
  const north = aTeam('North')
  const everything = [
    change.team(null, north),
    change.user(null, ada),
    change.user(null, grace),
    change.mapping(null, aMapping('ada')),
    change.decision(null, adaLater),
    change.fact(null, aFact('auto-sync', 'off')),
  ]

  test.each([
    ['ada@example.com', ['decision', 'mapping', 'user']],
    ['Ada Example', ['decision', 'mapping', 'user']],
    [ada.userId, ['decision', 'mapping', 'user']],
    [salesforceUserIdOf('ada'), ['mapping']],
    ['north', ['team']],
    ['auto-sync', ['fact']],
  ])('%s takes back what was done to exactly that', async (name, entities) => {
    const ledger = await aLedgerWith(everything)
    const { exitCode, stdout } = await aStage({ ledger }).run('undo', '1', '--only', name, '--format', 'json')
    expect(exitCode).toBe(0)
    expect([...stdout.matchAll(/"entity": "(\w+)"/g)].map(([, entity]) => entity)).toEqual(entities)
  })

  test('of several names takes back all of them, and names whom it does not find', async () => {
    const ledger = await aLedgerWith(everything)
    const many = await aStage({ ledger }).run('undo', '1', '--only', 'North', 'auto-sync', '--quiet')
    expect(many.stdout).toBe('- setting  auto-sync: off -> not set\n- team     North\nchange set 2\n')
    expect((await aStage({ ledger }).run('undo', '1', '--only', 'nobody', 'ada', '--quiet')).stderr).toBe(
      'error: not changed by change set 1: "nobody", "ada"; nothing was undone\ntry: sfsync show 1\n',
    )
  })
})
