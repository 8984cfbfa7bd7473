import { timesInUtc } from '../../../src/app/directory-age.ts'
import { expect, test } from 'vitest'
import { commandLineText } from '../../../src/app/hints.ts'
import type { Change } from '../../../src/core/change.ts'
import type { NamedDecision } from '../../../src/core/explain/facts.ts'
import { decisionText, removeDecisionCommand, pastText } from '../../../src/core/explain/texts.ts'
import { aMapping, aUser, salesforceUserIdOf, teamIdOf } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'
import { ada, adaId, decided, noon } from './ada.ts'

const dayOf = timesInUtc.day

const bobId = salesforceUserIdOf('bob')
const onSouth = { ...ada, teamId: teamIdOf('South') }
const teamNameOf = (teamId: string) => (teamId === ada.teamId ? 'North' : 'South')
const never = decided({ kind: 'never', userId: ada.userId, salesforceUserId: adaId }).decision

test.each<[string, Change]>([
  ['created as ada@example.com, no team', change.user(null, aUser('ada'))],
  ['created as ada@example.com, team North, pending', change.user(null, { ...ada, state: 'pending' })],
  ['removed from the ledger', change.user(ada, null)],
  ['team changed from North to South', change.user(ada, onSouth)],
  ['team changed from South to none', change.user(onSouth, aUser('ada'))],
  [
    'first name changed from none to Ada, nickname changed from countess to none',
    change.user({ ...ada, firstName: '', nickname: 'countess' }, ada),
  ],
  ['state changed from active to deactivated', change.user(ada, { ...ada, state: 'deactivated' })],
  [`mapped to ${adaId}`, change.mapping(null, aMapping('ada'))],
  [`mapped to ${bobId} instead of ${adaId}`, change.mapping(aMapping('ada'), aMapping('ada', 'bob'))],
  ['mapping confirmed', change.mapping(aMapping('ada'), aMapping('ada', 'ada', { seenName: 'Ada King' }))],
  [`unmapped from ${adaId}`, change.mapping(aMapping('ada'), null)],
  [`decided "never ${adaId}"`, change.decision(null, never)],
  [`removed the decision "never ${adaId}"`, change.decision(never, null)],
  ['decided "later"', change.decision(null, { ...never, kind: 'later', salesforceUserId: null })],
])('history: %s', (words, changed) => {
  const head = { number: 4, at: noon, actor: 'jane', command: 'sfsync something' }
  expect(pastText({ head, changes: [changed] }, { teamNameOf, dayOf })).toBe(
    `2026-11-23, jane: ${words} (change set 4).`,
  )
})

test('history shows the command if a change set has no change of this person', () => {
  const head = { number: 4, at: noon, actor: 'jane', command: 'sfsync map --file m.csv' }
  expect(pastText({ head, changes: [] }, { teamNameOf, dayOf })).toBe(
    '2026-11-23, jane: sfsync map --file m.csv (change set 4).',
  )
})

const aboutBoth = { userId: ada.userId, salesforceUserId: adaId } as const

test.each<[string, removedBy: string, NamedDecision]>([
  [
    `ada@example.com and Ada Example (${adaId}) are not the same person`,
    `ada@example.com ${adaId}`,
    { ...decided({ ...aboutBoth, kind: 'never' }), salesforceName: 'Ada Example' },
  ],
  [
    `ada@example.com and ${adaId} are not the same person`,
    `ada@example.com ${adaId}`,
    decided({ ...aboutBoth, kind: 'never' }),
  ],
  ['ada@example.com has no match', 'ada@example.com', decided({ kind: 'never', userId: ada.userId })],
  [`${adaId} is not a person`, adaId, decided({ kind: 'not-a-person', salesforceUserId: adaId })],
  [
    `ada@example.com and ${adaId} should be reviewed later`,
    `ada@example.com ${adaId}`,
    decided({ ...aboutBoth, kind: 'later' }),
  ],
])('a decision: %s', (words, removedBy, decision) => {
  expect([
    decisionText(decision, { today: '2026-11-23', dayOf }),
    commandLineText(removeDecisionCommand(decision)),
  ]).toEqual([`grace decided on 2026-11-01 that ${words}.`, `sfsync decisions remove ${removedBy}`])
})
