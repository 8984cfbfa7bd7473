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

test('the undo of a decision can be undone, too', async () => {
  const ledger = await aLedgerWith([change.user(null, ada)], [change.decision(null, adaLater)])
  expect(await aStage({ ledger }).run('undo', '2', '--quiet')).toEqual({
    exitCode: 0,
    stdout: '- decision ada@example.com: later\nchange set 3: 1 decision removed\n',
    stderr: '',
  })
  expect(await aStage({ ledger }).run('undo', '3', '--quiet')).toEqual({
    exitCode: 0,
    stdout: '+ decision ada@example.com: later\nchange set 4: 1 decision recorded\n',
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

  test('of several names undoes all of them, and names those it does not find', async () => {
    const ledger = await aLedgerWith(everything)
    const many = await aStage({ ledger }).run('undo', '1', '--only', 'North', 'auto-sync', '--quiet')
    expect(many.stdout).toBe(
      '- setting  auto-sync: off -> not set\n- team     North\nchange set 2: 1 team removed, 1 setting unset\n',
    )
    expect((await aStage({ ledger }).run('undo', '1', '--only', 'nobody', 'ada', '--quiet')).stderr).toBe(
      'error: not changed by change set 1: "nobody", "ada"; nothing was undone\ntry: sfsync show 1\n',
    )
  })
})

describe('without the number of a change set', () => {
  test.each(['undo', 'show'])('%s names the latest one and the command for it', async (command) => {
    const ledger = await aLedgerWith([change.user(null, ada)], [change.user(null, grace)])
    expect(await aStage({ ledger }).run(command)).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `error: ${command} needs the number of a change set
  the latest is change set 2, 1 change by ${aStamp().actor}, 2026-11-23 12:00 UTC: ${aStamp().command}
try: sfsync ${command} 2
try: sfsync history
`,
    })
  })

  test('an empty history leads to the first step', async () => {
    expect((await aStage().run('undo')).stderr).toBe(
      'error: undo needs the number of a change set, and there is no change set yet\ntry: sfsync guide\n',
    )
  })
})

describe('where a later change set changed the same rows', () => {
  const countess = { ...ada, nickname: 'countess' }

  test('the others are undone, and the end says how many were left, why, and what undoes them', async () => {
    const ledger = await aLedgerWith(
      [change.user(null, ada), change.user(null, grace)],
      [change.user(ada, countess)],
    )
    const { exitCode, stderr } = await aStage({ ledger }).run('undo', '1')
    expect(exitCode).toBe(3)
    expect(stderr).toMatch(
      /warning: only part of change set 1 was undone; 1 change was left alone because change set 2 came later\nnext: to undo the later changes, too: sfsync undo 1 2\n$/,
    )
    // The command does what it promises.
    expect((await aStage({ ledger }).run('undo', '1', '2')).exitCode).toBe(0)
    expect((await ledger.counts()).users).toBe(0)
  })

  test('a dry run says what would be left', async () => {
    const ledger = await aLedgerWith(
      [change.user(null, ada), change.user(null, grace)],
      [change.user(ada, countess)],
    )
    expect(
      (await aStage({ ledger }).run('undo', '1', '--dry-run', '--only', ada.email, grace.email)).stderr,
    ).toMatch(
      /only part of change set 1 would be undone; 1 change is left alone because change set 2 came later\n.*sfsync undo 1 2 --only ada@example\.com --only grace@example\.com\n$/,
    )
  })

  test('where nothing can be undone, the command for both is offered', async () => {
    const ledger = await aLedgerWith([change.user(null, ada)], [change.user(ada, countess)])
    expect((await aStage({ ledger }).run('undo', '1')).stderr).toMatch(
      /try: undo the later changes, too: sfsync undo 1 2\n$/,
    )
  })
})
