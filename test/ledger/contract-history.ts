import { describe, expect, test } from 'vitest'
import { planOf } from '../../src/core/change.ts'
import type { HistoryQuery, Ledger } from '../../src/ledger/ledger.ts'
import { aFact, aMapping, aStamp, aTeam, aUser } from '../support/builders.ts'
import { change } from '../support/changes.ts'
import type { OpenLedger } from './contract.ts'
import { historyOf } from '../support/history-of.ts'
import { commit } from './steps.ts'

async function numbers(ledger: Ledger, query: HistoryQuery): Promise<number[]> {
  const found = []
  for await (const page of ledger.history(query)) found.push(...page.map(({ number }) => number))
  return found
}

export function historyContract(open: OpenLedger): void {
  describe('the history', () => {
    test('of a new ledger is empty', async () => {
      expect(await numbers(await open(), {})).toEqual([])
    })

    test('tells a change set as it was committed', async () => {
      const ledger = await open()
      const team = aTeam('Nörd')
      const ada = aUser('ada', { nickname: '"Countess"\n', teamId: team.teamId })
      const plan = planOf(
        [
          change.team(null, team),
          change.user(null, ada),
          change.mapping(null, aMapping('ada', 'ada', { organizationId: '00DD0000000CpKpMAK' })),
          change.fact(null, aFact('auto-sync', 'off')),
        ],
        { evidence: ['one', 'two'] },
      )
      const stamp = aStamp({ reason: 'because' })
      const committed = await ledger.commit(plan, stamp)
      const removal = await commit(ledger, [change.fact(aFact('auto-sync', 'off'), null)])
      expect(await historyOf(ledger)).toEqual([removal, committed])
    })

    test.each<[HistoryQuery, readonly number[]]>([
      [{}, [4, 3, 2, 1]],
      [{ limit: 2 }, [4, 3]],
      [{ limit: 1 }, [4]],
      [{ limit: 0 }, []],
      [{ limit: 99 }, [4, 3, 2, 1]],
      [{ number: 2 }, [2]],
      [{ number: 5 }, []],
      [{ number: 0 }, []],
    ])('with %j is newest first', async (query, expected) => {
      const ledger = await open()
      for (const name of ['a', 'b', 'c', 'd']) await commit(ledger, [change.user(null, aUser(name))])
      expect(await numbers(ledger, query)).toEqual(expected)
    })
  })
}
