import { describe, expect, test } from 'vitest'
import { candidatesOfUser, candidatesOfSalesforceUser, bestPair } from '../../../src/core/explain/facts.ts'
import type { Candidate, Suggestion } from '../../../src/core/match/suggestion.ts'
import { aSalesforceUser, aUser, salesforceUserIdOf } from '../../support/builders.ts'
import { alike } from './ada.ts'

function aCandidate(name: string, score: number, blockers: readonly string[] = []): Candidate {
  return {
    salesforceUser: aSalesforceUser(name),
    score,
    evidence: () => [],
    reasons: () => ['same name'],
    blockers,
  }
}

function aSuggestion(name: string, rest: Partial<Suggestion>): Suggestion {
  return { user: aUser(name), matchClass: 'unclear', notSure: null, gap: 0, candidates: [], ...rest }
}

function whyNot(rest: Partial<Suggestion>): (string | null)[] {
  return candidatesOfUser(aSuggestion('ada', rest)).map((candidate) => candidate.whyNot)
}

describe('a candidate', () => {
  test('has both names, the evidence in words, and a class only if it is the best', () => {
    const [bob, cleo] = candidatesOfUser(
      aSuggestion('ada', {
        matchClass: 'sure',
        candidates: [aCandidate('bob', 0.9), aCandidate('cleo', 0.3)],
      }),
    )
    expect(bob).toEqual({
      userId: aUser('ada').userId,
      userEmail: 'ada@example.com',
      userName: 'Ada Example',
      salesforceUserId: salesforceUserIdOf('bob'),
      salesforceName: 'Bob Example',
      score: 0.9,
      matchClass: 'sure',
      evidence: ['same name'],
      blockers: [],
      whyNot: null,
    })
    expect(cleo).toMatchObject({ matchClass: null, whyNot: 'less likely than Bob Example' })
  })

  test('that is sure has nothing against it; every other one says why not', () => {
    expect(whyNot({ matchClass: 'sure', candidates: [aCandidate('bob', 1)] })).toEqual([null])
    expect(whyNot({ gap: 0.4, candidates: [aCandidate('bob', 0.4)] })).toEqual([
      'not enough evidence to be sure',
    ])
    expect(whyNot({ gap: 0.1, candidates: [aCandidate('bob', 0.9), aCandidate('cleo', 0.8)] })).toEqual([
      'another user is almost as likely (gap 0.1)',
      'less likely than Bob Example',
    ])
    expect(whyNot({ candidates: [aCandidate('bob', 0.9), aCandidate('cleo', 0.9, ['inactive'])] })).toEqual([
      'another user is almost as likely (gap 0)',
      'inactive; as likely as Bob Example',
    ])
    expect(whyNot({ candidates: [aCandidate('bob', 1, ['inactive', 'a shared mailbox'])] })).toEqual([
      'inactive; a shared mailbox',
    ])
  })
})

test('the users who may be a Salesforce user come best first, then by e-mail address', () => {
  const suggestions = [
    aSuggestion('dan', { candidates: [aCandidate('bob', 0.5)] }),
    aSuggestion('ada', { candidates: [aCandidate('cleo', 1)] }),
    aSuggestion('eda', { candidates: [aCandidate('bob', 0.9)] }),
    aSuggestion('bob', { candidates: [aCandidate('cleo', 0.8), aCandidate('bob', 0.5)] }),
  ]
  const found = candidatesOfSalesforceUser(salesforceUserIdOf('bob'), suggestions)
  expect(found.map(({ userEmail, score, matchClass }) => [userEmail, score, matchClass])).toEqual([
    ['eda@example.com', 0.9, 'unclear'],
    ['bob@example.com', 0.5, null],
    ['dan@example.com', 0.5, 'unclear'],
  ])
})

test('the best pair is the only one that is sure or likely', () => {
  const likely = alike('bob')
  expect(bestPair([likely, alike('cleo', { matchClass: null })])).toBe(likely)
  expect(bestPair([likely, alike('cleo')])).toBeNull()
  expect(bestPair([alike('bob', { matchClass: 'unclear' })])).toBeNull()
  expect([bestPair([]), bestPair(null)]).toEqual([null, null])
})
