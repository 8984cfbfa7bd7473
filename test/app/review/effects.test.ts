import { describe, expect, test } from 'vitest'
import { ReviewEffects } from '../../../src/app/review/effects.ts'
import { planOf } from '../../../src/core/change.ts'
import { SfsyncError } from '../../../src/core/errors.ts'
import { aStamp, aUser } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'
import { MemoryLedger } from '../../support/memory-ledger.ts'
import { historyOf } from '../../support/history-of.ts'
import { aStage } from '../../support/dependencies.ts'
import { aSitting } from './states.ts'

/** A ledger with Ada that answers the next commit with a failure. */
class FailingLedger extends MemoryLedger {
  readonly #failure: Error

  constructor(failure: Error) {
    super()
    this.#failure = failure
  }

  async hasAda(): Promise<void> {
    await super.commit(planOf([change.user(null, aUser('ada'))]), aStamp())
  }

  override async commit(): Promise<never> {
    throw await Promise.resolve(this.#failure)
  }
}

describe('a decision that cannot be written', () => {
  test('because somebody else is writing is told, and the review goes on', async () => {
    const ledger = new FailingLedger(new SfsyncError('ledger-busy', 'somebody else is writing'))
    await ledger.hasAda()
    const effects = new ReviewEffects(await aStage({ ledger }).context(), ledger, '2026-12-23')
    expect(await effects.perform(aSitting(), { do: 'later' })).toEqual(
      aSitting({ message: 'somebody else is writing' }),
    )
    expect(await historyOf(ledger)).toHaveLength(1)
  })

  test('is told with commands as this admin would type them', async () => {
    const ledger = new MemoryLedger()
    const context = await aStage({ ledger }).context({ profile: 'north' })
    const effects = new ReviewEffects(context, ledger, '2026-12-23')
    const { message } = await effects.perform(aSitting(), { do: 'find', text: '0055g0000004C92AAE' })
    expect(message).toBe(
      '0055g0000004C92AAE is not in the directory: sfsync --profile north sf-users refresh',
    )
  })

  test('for another reason ends the review', async () => {
    const failure = new SfsyncError('disk-full', 'the disk is full')
    const ledger = new FailingLedger(failure)
    await ledger.hasAda()
    const effects = new ReviewEffects(await aStage({ ledger }).context(), ledger, '2026-12-23')
    await expect(effects.perform(aSitting(), { do: 'later' })).rejects.toBe(failure)
  })
})
