import { describe, expect, test } from 'vitest'
import { hintText } from '../../../src/app/hints.ts'
import { applyEffect } from '../../../src/app/review/effects.ts'
import type { ReviewState } from '../../../src/app/review/session.ts'
import { type ChangeSet, type Plan, planOf, type Stamp } from '../../../src/core/change.ts'
import { SfsyncError } from '../../../src/core/errors.ts'
import { commandLine, withOptions } from '../../../src/core/hint.ts'
import type { Decision } from '../../../src/core/model.ts'
import type { CommitConflict } from '../../../src/ledger/ledger.ts'
import { pagesOf } from '../../support/all.ts'
import {
  aMapping,
  aRead,
  aSalesforceUser,
  aStamp,
  aUser,
  salesforceUserIdOf,
  userIdOf,
} from '../../support/builders.ts'
import { change } from '../../support/changes.ts'
import { aStage } from '../../support/dependencies.ts'
import { MemoryLedger } from '../../support/memory-ledger.ts'
import { historyOf } from '../../support/history-of.ts'
import { anOption, aReview } from './states.ts'

/** A ledger in which something happens between reading and the next commit. */
class BusyLedger extends MemoryLedger {
  #meanwhile: (() => Promise<void>) | undefined

  before(meanwhile: () => Promise<void>): void {
    this.#meanwhile = meanwhile
  }

  override async commit(plan: Plan, stamp: Stamp): Promise<ChangeSet | CommitConflict> {
    const meanwhile = this.#meanwhile
    this.#meanwhile = undefined
    await meanwhile?.()
    return await super.commit(plan, stamp)
  }
}

const ada = salesforceUserIdOf('ada')
const bea = salesforceUserIdOf('bea')

/** Ada and Bob in SalesScreen; Ada, an inactive Ada with the ID of Bea, and Cleo in Salesforce. */
async function aBusyLedger(): Promise<BusyLedger> {
  const ledger = new BusyLedger()
  await ledger.commit(planOf([change.user(null, aUser('ada')), change.user(null, aUser('bob'))]), aStamp())
  const inactive = aSalesforceUser('bea', { name: 'Ada Example', firstName: 'Ada', active: false })
  const active = aSalesforceUser('ada', { email: 'ada@example.org', username: null })
  const people = [active, inactive, aSalesforceUser('cleo')]
  const staged = await ledger.directory.stage(aRead(), pagesOf(people), 'replace')
  await staged.keep()
  return ledger
}

async function changeSets(ledger: MemoryLedger): Promise<number> {
  return (await historyOf(ledger)).length
}

async function contextOf(ledger: MemoryLedger) {
  return await aStage({ ledger }).context()
}

/** Settings that no admin can have: a limit on removals that stops every one of them. */
async function strictContextOf(ledger: MemoryLedger) {
  const { parts } = aStage({ ledger })
  const loadConfiguration = async () => {
    const configuration = await parts.loadConfiguration({})
    const { settings } = configuration
    const limit = { ...settings['removal-limit'], value: '0' }
    return { ...configuration, settings: { ...settings, 'removal-limit': limit } }
  }
  return await aStage({ ledger, parts: { loadConfiguration } }).context()
}

const mapAda = { do: 'map', option: anOption('ada'), confirmed: [] } as const
const mapBea = { do: 'map', option: anOption('bea'), confirmed: [] } as const

async function messageOf(state: Promise<ReviewState>) {
  return (await state).message
}

describe('a mapping by one key', () => {
  test('is a change set of its own, with its origin and evidence', async () => {
    const ledger = await aBusyLedger()
    const state = await applyEffect(await contextOf(ledger), aReview({ reason: 'by phone' }), mapAda)
    expect(state).toMatchObject({ at: 1, message: 'ada@example.com → Ada Example (change set 2)' })
    const [newest] = await historyOf(ledger)
    expect(newest).toMatchObject({
      command: 'sfsync review ada@example.com',
      reason: 'by phone',
      changes: [{ key: userIdOf('ada'), origin: 'review', evidence: 'score 0.5: same name' }],
    })
  })

  test('that needs a confirmation asks, and is written with a yes', async () => {
    const ledger = await aBusyLedger()
    const context = await contextOf(ledger)
    const asked = await applyEffect(context, aReview(), mapBea)
    expect(asked.pending).toEqual({
      option: mapBea.option,
      question: 'Ada Example is inactive in Salesforce',
      confirmations: ['allow-inactive'],
    })
    expect(await changeSets(ledger)).toBe(1)
    const confirmed = { ...mapBea, confirmed: asked.pending?.confirmations ?? [] }
    expect((await applyEffect(context, { ...asked, pending: null }, confirmed)).at).toBe(1)
    expect(await changeSets(ledger)).toBe(2)
  })

  test('that would take something away is left to the typed command', async () => {
    const ledger = await aBusyLedger()
    await ledger.commit(planOf([change.mapping(null, aMapping('ada'))]), aStamp())
    const message = await messageOf(applyEffect(await contextOf(ledger), aReview(), mapBea))
    expect(message).toEqual({
      text: `not mapped: Ada Example is inactive in Salesforce; ada@example.com is already mapped to ${ada}; that mapping would be removed; to map anyway`,
      command: withOptions(commandLine('map', 'ada@example.com', bea), {
        'allow-inactive': true,
        replace: true,
      }),
    })
    expect(await changeSets(ledger)).toBe(2)
  })

  test('keeps the confirmations that were given before', async () => {
    const ledger = await aBusyLedger()
    const rejected = aDecision({ kind: 'never', salesforceUserId: bea })
    await ledger.commit(planOf([change.decision(null, rejected)]), aStamp())
    const confirmed = { ...mapBea, confirmed: ['allow-inactive'] } as const
    const { pending } = await applyEffect(await contextOf(ledger), aReview(), confirmed)
    expect(pending?.confirmations).toEqual(['allow-inactive', 'allow-rejected'])
  })
})

function aDecision(rest: Partial<Decision>): Decision {
  return {
    kind: 'later',
    userId: userIdOf('ada'),
    salesforceUserId: null,
    until: null,
    reason: null,
    decidedBy: 'bob',
    decidedAt: '2026-11-01T00:00:00.000Z',
    ...rest,
  }
}

describe('where another process commits between reading and writing', () => {
  test('a decision is read and decided again', async () => {
    const ledger = await aBusyLedger()
    const theirs = aDecision({ until: '2026-12-31' })
    ledger.before(async () => {
      await ledger.commit(planOf([change.decision(null, theirs)]), aStamp())
    })
    const state = await applyEffect(await contextOf(ledger), aReview(), { do: 'not-a-person' })
    expect(state.message).toBe('ada@example.com is not a person (change set 3)')
    const [newest] = await historyOf(ledger)
    expect(newest?.changes).toMatchObject([{ before: theirs, after: { kind: 'not-a-person' } }])
  })

  test('a mapping that now takes another one away is not written', async () => {
    const ledger = await aBusyLedger()
    ledger.before(async () => {
      await ledger.commit(planOf([change.mapping(null, aMapping('ada', 'cleo'))]), aStamp())
    })
    const state = await applyEffect(await contextOf(ledger), aReview(), mapAda)
    expect(state).toMatchObject({
      at: 0,
      message: { command: withOptions(commandLine('map', 'ada@example.com', ada), { replace: true }) },
    })
    expect(await changeSets(ledger)).toBe(2)
  })

  test('the same mapping is not written twice', async () => {
    const ledger = await aBusyLedger()
    ledger.before(async () => {
      await ledger.commit(planOf([change.mapping(null, aMapping('ada'))]), aStamp())
    })
    const state = await applyEffect(await contextOf(ledger), aReview(), mapAda)
    expect(state).toMatchObject({ at: 0, done: [] })
    expect(await changeSets(ledger)).toBe(2)
  })
})

async function afterMapping(contextFor = contextOf) {
  const ledger = await aBusyLedger()
  const context = await contextFor(ledger)
  return { ledger, context, state: await applyEffect(context, aReview(), mapAda) }
}

describe('undo by one key', () => {
  test('is a change set, too, and brings the user back', async () => {
    const { ledger, context, state } = await afterMapping()
    const undone = await applyEffect(context, state, { do: 'undo' })
    expect(undone).toMatchObject({
      at: 0,
      done: [],
      message: 'undone: ada@example.com → Ada Example (change set 3)',
    })
    const [newest] = await historyOf(ledger)
    expect(newest?.command).toBe('sfsync undo 2')
  })

  test('stops at the limit on removals, and names the typed command', async () => {
    const { ledger, context, state } = await afterMapping(strictContextOf)
    const stopped = await applyEffect(context, state, { do: 'undo' })
    expect(stopped).toMatchObject({
      at: 1,
      done: state.done,
      message: { command: withOptions(commandLine('undo', '2'), { 'allow-removals': '1' }) },
    })
    expect(hintText(stopped.message)).toMatch(
      /would lose: mapping; to undo anyway: sfsync undo 2 --allow-removals 1$/,
    )
    expect(await changeSets(ledger)).toBe(2)
  })

  test('of what changed since is refused, and names the command with the details', async () => {
    const { ledger, context, state } = await afterMapping()
    const [record] = await ledger.findUsers({ userId: userIdOf('ada') })
    const theirs = change.mapping(record?.mapping ?? null, aMapping('ada', 'cleo'))
    await ledger.commit(planOf([theirs]), aStamp())
    expect(await messageOf(applyEffect(context, state, { do: 'undo' }))).toEqual({
      text: 'not undone: later changes depend on it; for details',
      command: commandLine('undo', '2'),
    })
    expect(await changeSets(ledger)).toBe(3)
  })
})

describe('a decision that cannot be written', () => {
  test('because another process is writing is reported, and the review goes on', async () => {
    const ledger = await aBusyLedger()
    ledger.before(async () => {
      throw await Promise.resolve(new SfsyncError('ledger-busy', 'the ledger is busy'))
    })
    expect(await applyEffect(await contextOf(ledger), aReview(), { do: 'later' })).toEqual(
      aReview({ message: 'the ledger is busy' }),
    )
    expect(await changeSets(ledger)).toBe(1)
  })

  test('for another reason ends the review', async () => {
    const failure = new SfsyncError('disk-full', 'the disk is full')
    const ledger = await aBusyLedger()
    ledger.before(async () => {
      throw await Promise.resolve(failure)
    })
    await expect(applyEffect(await contextOf(ledger), aReview(), { do: 'later' })).rejects.toBe(failure)
  })
})

test('an ID that the directory does not know is reported with the command that may find it', async () => {
  const context = await contextOf(await aBusyLedger())
  const unknown = { do: 'find', text: '0055g0000004C92AAE' } as const
  expect(await messageOf(applyEffect(context, aReview(), unknown))).toEqual({
    text: '0055g0000004C92AAE is not in the Salesforce directory; try',
    command: commandLine('sf-users import', '<report.csv>'),
  })
})
