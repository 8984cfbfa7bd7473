import { expect, test } from 'vitest'
import type { Change } from '../../../src/core/change.ts'
import type { NamedPairDecision } from '../../../src/core/explain/facts.ts'
import { commandLineText } from '../../../src/app/hints.ts'
import { decisionText, forgetDecisionCommand, pastText } from '../../../src/core/explain/texts.ts'
import { aMapping, aUser, salesforceUserIdOf, teamIdOf } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'
import { ada, adaId, decided, noon } from './ada.ts'

const bobId = salesforceUserIdOf('bob')
const onSouth = { ...ada, teamId: teamIdOf('South') }
const teamNameOf = (teamId: string) => (teamId === ada.teamId ? 'North' : 'South')
const never = decided({ kind: 'never', userId: ada.userId, salesforceUserId: adaId }).decision

test.each<[string, Change]>([
  ['created as ada@example.com, no team', change.user(null, aUser('ada'))],
  ['created as ada@example.com, team North, pending', change.user(null, { ...ada, state: 'pending' })],
  ['removed from the ledger', change.user(ada, null)],
  ['team North became team South', change.user(ada, onSouth)],
  ['team South became no team', change.user(onSouth, aUser('ada'))],
  [
    'first name none became Ada, nickname countess became none',
    change.user({ ...ada, firstName: '', nickname: 'countess' }, ada),
  ],
  ['state active became deactivated', change.user(ada, { ...ada, state: 'deactivated' })],
  [`mapped to ${adaId}`, change.mapping(null, aMapping('ada'))],
  [`mapped to ${bobId}, was ${adaId}`, change.mapping(aMapping('ada'), aMapping('ada', 'bob'))],
  ['mapping seen anew', change.mapping(aMapping('ada'), aMapping('ada', 'ada', { seenName: 'Ada King' }))],
  [`unmapped from ${adaId}`, change.mapping(aMapping('ada'), null)],
  [`decided "never ${adaId}"`, change.decision(null, never)],
  [`took back "never ${adaId}"`, change.decision(never, null)],
  ['decided "later"', change.decision(null, { ...never, kind: 'later', salesforceUserId: null })],
])('the past tells: %s', (words, changed) => {
  const head = { number: 4, at: noon, actor: 'jane', command: 'sfsync something' }
  expect(pastText({ head, changes: [changed] }, teamNameOf)).toBe(
    `2026-11-23, jane: ${words} (change set 4).`,
  )
})

test('the past tells the command where a change set changed nothing of this person', () => {
  const head = { number: 4, at: noon, actor: 'jane', command: 'sfsync map --file m.csv' }
  expect(pastText({ head, changes: [] }, String)).toBe(
    '2026-11-23, jane: sfsync map --file m.csv (change set 4).',
  )
})

const aboutBoth = { userId: ada.userId, salesforceUserId: adaId } as const

test.each<[string, takenBack: string, NamedPairDecision]>([
  [
    `ada@example.com is never Ada Example (${adaId})`,
    `ada@example.com ${adaId}`,
    { ...decided({ ...aboutBoth, kind: 'never' }), salesforceName: 'Ada Example' },
  ],
  [`ada@example.com is never ${adaId}`, `ada@example.com ${adaId}`, decided({ ...aboutBoth, kind: 'never' })],
  ['nobody belongs to ada@example.com', 'ada@example.com', decided({ kind: 'never', userId: ada.userId })],
  [`${adaId} is not a person`, adaId, decided({ kind: 'not-a-person', salesforceUserId: adaId })],
  [
    `ada@example.com and ${adaId} are to be looked at later`,
    `ada@example.com ${adaId}`,
    decided({ ...aboutBoth, kind: 'later' }),
  ],
])('a decision tells: %s', (words, takenBack, told) => {
  expect([decisionText(told, '2026-11-23'), commandLineText(forgetDecisionCommand(told))]).toEqual([
    `grace decided on 2026-11-01 that ${words}.`,
    `sfsync decisions remove ${takenBack}`,
  ])
})
