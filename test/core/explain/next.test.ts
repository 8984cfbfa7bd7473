import { describe, expect, test } from 'vitest'
import { commandLineText } from '../../../src/app/hints.ts'
import { explain } from '../../../src/core/explain/explain.ts'
import { type ExplanationFacts, ruledOut } from '../../../src/core/explain/facts.ts'
import { aSalesforceUser, salesforceUserIdOf } from '../../support/builders.ts'
import { ada, adaId, alike, decided, facts, notInSalesScreen, unmapped } from './ada.ts'

function lastSection(rest: Partial<ExplanationFacts>): string {
  const { sentences = [], commands = [] } = explain(facts(rest)).sections.at(-1) ?? {}
  return [...sentences, ...commands.map((command) => commandLineText(command))].join('\n')
}

const bobId = salesforceUserIdOf('bob')

describe('what comes next', () => {
  test.each<[string, Partial<ExplanationFacts>, string]>([
    [
      'the likely candidate is mapped',
      { ...unmapped, candidates: [alike('bob')] },
      `sfsync map ada@example.com ${bobId}`,
    ],
    [
      'also when the Salesforce user was asked about',
      { ...notInSalesScreen, candidates: [alike('ada', { matchClass: 'sure' })] },
      `sfsync map ada@example.com ${adaId}`,
    ],
    [
      'an inactive candidate is reviewed, because map would need a confirmation',
      { ...unmapped, candidates: [alike('bob')], asked: ['allow-inactive'] },
      'sfsync review ada@example.com',
    ],
    [
      'a likely candidate with another name is mapped with the flag that map needs',
      { ...unmapped, candidates: [alike('bob')], asked: ['allow-mismatch'] },
      `sfsync map ada@example.com ${bobId} --allow-mismatch`,
    ],
    [
      'unless there is a blocker',
      {
        ...unmapped,
        candidates: [alike('bob', { blockers: ['2 users share this name'] })],
        asked: ['allow-mismatch'],
      },
      'sfsync review ada@example.com',
    ],
    [
      'an unclear candidate is reviewed',
      { ...unmapped, candidates: [alike('bob', { matchClass: 'unclear' })] },
      'sfsync review ada@example.com',
    ],
    [
      'two users who look like one person are reviewed, and no third is created',
      {
        ...notInSalesScreen,
        candidates: [alike('ada'), alike('ada', { userEmail: 'eda@example.com' })],
      },
      'sfsync review ada@example.com',
    ],
    [
      'a user who looks more like another person is reviewed before a new one is created',
      { ...notInSalesScreen, candidates: [alike('ada', { matchClass: null })] },
      'sfsync review ada@example.com',
    ],
    [
      'a ruled-out user with the same e-mail address leaves the search to the admin',
      {
        ...unmapped,
        candidates: [ruledOut(ada, aSalesforceUser('bob'), 'mapped to bob@example.com')],
      },
      'sfsync map ada@example.com',
    ],
    [
      'a new user without an e-mail address needs one',
      { ...notInSalesScreen, salesforceUser: aSalesforceUser('ada', { email: null }) },
      `sfsync create-user --from-sf ${adaId} --email <email>`,
    ],
    [
      'a new user who may be somebody else is a decision of the admin',
      { ...notInSalesScreen, creationDoubt: 'ada@example.com is the e-mail address of 2 Salesforce users' },
      'ada@example.com is the e-mail address of 2 Salesforce users. To create a user anyway, give create-user another address with --email, or add --allow-mismatch.',
    ],
    [
      'no user is created for a Salesforce user who is not a person',
      { ...notInSalesScreen, salesforceUser: aSalesforceUser('ada', { type: 'AutomatedProcess' }) },
      'Nothing to do: Ada Example is not a person (user type AutomatedProcess).',
    ],
    [
      'a frozen user is unfrozen in Salesforce',
      { ...notInSalesScreen, salesforceUser: aSalesforceUser('ada', { frozen: true }) },
      'Nothing to do in sfsync: a Salesforce admin can reactivate or unfreeze the user.',
    ],
    [
      'a decision leaves nothing to do',
      {
        ...unmapped,
        candidates: [alike('bob')],
        decisions: [decided({ kind: 'never', userId: ada.userId })],
      },
      'Nothing to do while that decision is in force.',
    ],
    [
      'a decision about matches does not keep a deactivated user from coming back',
      {
        ...unmapped,
        user: { ...ada, state: 'deactivated' },
        decisions: [decided({ kind: 'never', userId: ada.userId })],
      },
      'sfsync users reactivate ada@example.com',
    ],
    [
      'nor a mapped user from being fixed',
      {
        user: { ...ada, teamId: null },
        teamName: null,
        decisions: [decided({ kind: 'never', userId: ada.userId })],
      },
      'sfsync assign-team ada@example.com <team>',
    ],
    ['a person who shows up needs nothing', {}, 'Nothing to do.'],
  ])('%s', (_title, rest, next) => {
    expect(lastSection(rest)).toBe(next)
  })
})
