import { describe, expect, test } from 'vitest'
import { commandLineText } from '../../../src/app/hints.ts'
import { explain } from '../../../src/core/explain/explain.ts'
import { type ExplanationFacts, rejectedByMatcher } from '../../../src/core/explain/facts.ts'
import { aSalesforceUser, salesforceUserIdOf } from '../../support/builders.ts'
import { ada, adaId, alike, decided, facts, notInSalesScreen, unmapped } from './ada.ts'

function lastWord(rest: Partial<ExplanationFacts>): string {
  const { sentences = [], commands = [] } = explain(facts(rest)).sections.at(-1) ?? {}
  return [...sentences, ...commands.map((command) => commandLineText(command))].join('\n')
}

const bobId = salesforceUserIdOf('bob')

describe('what comes next', () => {
  test.each<[string, Partial<ExplanationFacts>, string]>([
    [
      'the likely candidate is to be mapped',
      { ...unmapped, likenesses: [alike('bob')] },
      `sfsync map ada@example.com ${bobId}`,
    ],
    [
      'so it is when the Salesforce user was asked about',
      { ...notInSalesScreen, likenesses: [alike('ada', { matchClass: 'sure' })] },
      `sfsync map ada@example.com ${adaId}`,
    ],
    [
      'a candidate who is not at work is looked at, because map would ask for a decision',
      { ...unmapped, likenesses: [alike('bob', { isAtWork: false })] },
      'sfsync review ada@example.com',
    ],
    [
      'an unclear candidate is looked at',
      { ...unmapped, likenesses: [alike('bob', { matchClass: 'unclear' })] },
      'sfsync review ada@example.com',
    ],
    [
      'two users who look like one person are looked at, and no third is created',
      {
        ...notInSalesScreen,
        likenesses: [alike('ada'), alike('ada', { userEmail: 'eda@example.com' })],
      },
      'sfsync review ada@example.com',
    ],
    [
      'a user who looks more like somebody else is looked at before another is created',
      { ...notInSalesScreen, likenesses: [alike('ada', { matchClass: null })] },
      'sfsync review ada@example.com',
    ],
    [
      'who has the same e-mail address and is no candidate leaves the search to whoever asks',
      {
        ...unmapped,
        likenesses: [rejectedByMatcher(ada, aSalesforceUser('bob'), 'mapped to bob@example.com')],
      },
      'sfsync map ada@example.com <salesforceUserId>',
    ],
    [
      'a newcomer without an e-mail address needs one',
      { ...notInSalesScreen, salesforceUser: aSalesforceUser('ada', { email: null }) },
      `sfsync create-user --from-sf ${adaId} --email <email>`,
    ],
    [
      'no user is created for what is not a person',
      { ...notInSalesScreen, salesforceUser: aSalesforceUser('ada', { type: 'AutomatedProcess' }) },
      'Nothing: Ada Example is not a person (user type AutomatedProcess).',
    ],
    [
      'who is kept out of Salesforce is let in there',
      { ...notInSalesScreen, salesforceUser: aSalesforceUser('ada', { frozen: true }) },
      'Nothing can be done in sfsync: whoever administers Salesforce can let this user in again.',
    ],
    [
      'what is decided stays so',
      {
        ...unmapped,
        likenesses: [alike('bob')],
        decisions: [decided({ kind: 'never', userId: ada.userId })],
      },
      'Nothing, as long as that is decided.',
    ],
    [
      'what is decided about whom to map does not keep a deactivated user from coming back',
      {
        ...unmapped,
        user: { ...ada, state: 'deactivated' },
        decisions: [decided({ kind: 'never', userId: ada.userId })],
      },
      'sfsync users reactivate ada@example.com',
    ],
    [
      'nor a mapped one from being mended',
      {
        user: { ...ada, teamId: null },
        teamName: null,
        decisions: [decided({ kind: 'never', userId: ada.userId })],
      },
      'sfsync assign-team ada@example.com <team>',
    ],
    ['who shows up needs nothing', {}, 'Nothing is left to do.'],
  ])('%s', (_title, rest, told) => {
    expect(lastWord(rest)).toBe(told)
  })
})
