import { planOf } from '../../../../src/core/change.ts'
import type { Decision } from '../../../../src/core/model.ts'
import {
  aFact,
  aSalesforceUser,
  aStamp,
  aTeam,
  aUser,
  salesforceUserIdOf,
} from '../../../support/builders.ts'
import { change } from '../../../support/changes.ts'
import type { MemoryLedger } from '../../../support/memory-ledger.ts'
import { aStage, type Ended } from '../../../support/dependencies.ts'
import { aLedger, type Seed } from '../../../support/seeded-ledger.ts'

/** Ada's team. */
export const north = aTeam('North')
/** Ada, active, on the team North. */
export const ada = aUser('ada', { teamId: north.teamId })
/** Ada's Salesforce User ID. */
export const adaId = salesforceUserIdOf('ada')

/** Ada is on the team North, and in Salesforce; automatic sync is off. */
export async function aWorld(
  rest: Seed = {},
  decisions: readonly Partial<Decision>[] = [],
): Promise<MemoryLedger> {
  const ledger = await aLedger({
    teams: [north],
    users: [ada],
    people: [aSalesforceUser('ada')],
    facts: [aFact('auto-sync', 'off')],
    isEntered: true,
    ...rest,
  })
  if (decisions.length > 0)
    await ledger.commit(planOf(decisions.map((each) => change.decision(null, decided(each)))), aStamp())
  return ledger
}

/** The same without a directory. */
export async function anUnreadWorld(): Promise<MemoryLedger> {
  return await aLedger({ teams: [north], users: [ada], facts: [aFact('auto-sync', 'off')] })
}

/** Runs explain. */
export async function explained(ledger: MemoryLedger, ...words: readonly string[]): Promise<Ended> {
  return await aStage({ ledger }).run('explain', ...words)
}

function decided(rest: Partial<Decision>): Decision {
  return {
    kind: 'never',
    userId: null,
    salesforceUserId: null,
    until: null,
    reason: null,
    decidedBy: 'grace',
    decidedAt: '2026-11-01T00:00:00.000Z',
    ...rest,
  }
}

/** One section as printed, without its heading. */
export function part({ stdout }: Ended, heading: string): readonly string[] {
  const paragraph = stdout.split('\n\n').find((each) => each.startsWith(`${heading}\n`)) ?? ''
  return paragraph
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.trim())
}
