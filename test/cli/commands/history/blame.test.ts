import { expect, test } from 'vitest'
import { type Change, planOf } from '../../../../src/core/change.ts'
import type { Decision } from '../../../../src/core/model.ts'
import { aMapping, aStamp, aTeam, aUser, salesforceUserIdOf } from '../../../support/builders.ts'
import { change } from '../../../support/changes.ts'
import { MemoryLedger } from '../../../support/memory-ledger.ts'
import { aStage } from '../../../support/dependencies.ts'

const north = aTeam('North')
const ada = aUser('ada')
const onTeam = { ...ada, teamId: north.teamId }
const never: Decision = {
  kind: 'never',
  userId: ada.userId,
  salesforceUserId: salesforceUserIdOf('bob'),
  until: null,
  reason: null,
  decidedBy: 'grace',
  decidedAt: '2026-11-01T00:00:00.000Z',
}

async function aPast(): Promise<MemoryLedger> {
  const ledger = new MemoryLedger()
  const commit = async (command: string, changes: readonly Change[], reason: string | null = null) =>
    await ledger.commit(planOf(changes, { evidence: [`seen by ${command}`] }), aStamp({ command, reason }))
  await commit('sfsync create-user', [change.team(null, north), change.user(null, ada)], 'starts on Monday')
  await commit('sfsync assign-team', [{ ...change.user(ada, onTeam), origin: 'teams.csv:3' }])
  await commit('sfsync map', [
    { ...change.mapping(null, aMapping('ada')), origin: 'people.csv:12', evidence: 'the same e-mail' },
  ])
  await commit('sfsync import', [{ ...change.decision(null, never), origin: 'review.csv:7' }], 'reviewed')
  return ledger
}

const columns = ['--columns', 'what,value,changeSet,actor,command,origin,reason,evidence', '--format', 'csv']

test('each thing about somebody is told by who made it what it is, from which line, on what evidence', async () => {
  const { stdout } = await aStage({ ledger: await aPast() }).run('blame', 'ada@example.com', ...columns)
  expect(stdout.trim().split(/\r?\n/)).toEqual([
    'what,value,changeSet,actor,command,origin,reason,evidence',
    'e-mail,ada@example.com,1,ada,sfsync create-user,,starts on Monday,seen by sfsync create-user',
    'first name,Ada,1,ada,sfsync create-user,,starts on Monday,seen by sfsync create-user',
    'last name,Example,1,ada,sfsync create-user,,starts on Monday,seen by sfsync create-user',
    'nickname,,1,ada,sfsync create-user,,starts on Monday,seen by sfsync create-user',
    'state,active,1,ada,sfsync create-user,,starts on Monday,seen by sfsync create-user',
    'team,North,2,ada,sfsync assign-team,teams.csv:3,,seen by sfsync assign-team',
    `mapping,${salesforceUserIdOf('ada')},3,ada,sfsync map,people.csv:12,,the same e-mail`,
    `decision about ${salesforceUserIdOf('bob')},never,4,grace,sfsync import,review.csv:7,reviewed,seen by sfsync import`,
  ])
})

test('a Salesforce user is blamed on whoever is mapped to it', async () => {
  const stage = aStage({ ledger: await aPast() })
  const { stdout } = await stage.run(
    'blame',
    salesforceUserIdOf('ada'),
    '--columns',
    'value',
    '--limit',
    '1',
    '--format',
    'tsv',
  )
  expect(stdout).toBe('value\nada@example.com\n')
})
