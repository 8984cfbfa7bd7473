import { describe, expect, test } from 'vitest'
import {
  afterDecision,
  afterSearch,
  afterUndo,
  isComplete,
  optionsIn,
  type ReviewedDecision,
  type ReviewState,
} from '../../../src/app/review/session.ts'
import { salesforceUserIdOf, userIdOf } from '../../support/builders.ts'
import { anOption, aReview } from './states.ts'

const mapped: ReviewedDecision = {
  changeSet: 7,
  userId: userIdOf('ada'),
  kind: 'mapped',
  salesforceUserId: salesforceUserIdOf('bea'),
  text: 'ada@example.com → Bea',
}

function names(state: ReviewState): (string | null)[] {
  return optionsIn(state).map(({ salesforceUser }) => salesforceUser.firstName)
}

describe('the options', () => {
  test('are the three best candidates, or all of them', () => {
    expect(names(aReview())).toEqual(['Ada', 'Bea', 'Cleo'])
    expect(names(aReview({ showsMore: true }))).toEqual(['Ada', 'Bea', 'Cleo', 'Dora', 'Eva'])
  })

  test('leave out who was mapped to another user, and who was rejected', () => {
    const rejected: ReviewedDecision = {
      ...mapped,
      kind: 'never',
      salesforceUserId: salesforceUserIdOf('ada'),
    }
    const taken: ReviewedDecision = { ...mapped, userId: userIdOf('bob') }
    expect(names(aReview({ done: [rejected, taken] }))).toEqual(['Cleo', 'Dora', 'Eva'])
    expect(names(aReview({ at: 1, done: [rejected, taken] }))).toEqual(['Bob'])
  })

  test('are the search results where there are any', () => {
    expect(names(afterSearch(aReview(), 'zoe', [anOption('zoe')]))).toEqual(['Zoe'])
    const state = afterSearch(aReview(), 'nobody', [])
    expect(names(state)).toEqual(['Ada', 'Bea', 'Cleo'])
    expect(state.message).toBe('no Salesforce user matches "nobody"')
  })
})

describe('after a decision', () => {
  test('comes the next user', () => {
    const state = afterDecision(aReview({ showsMore: true, highlighted: 4 }), mapped)
    expect(state).toEqual(aReview({ at: 1, done: [mapped], message: 'ada@example.com → Bea (change set 7)' }))
  })

  test('that two are not the same person, the user stays with the other candidates', () => {
    const never: ReviewedDecision = { ...mapped, kind: 'never' }
    const state = afterDecision(aReview({ highlighted: 2 }), never)
    expect(state).toMatchObject({ at: 0, highlighted: 2, done: [never] })
    expect(names(state)).toEqual(['Ada', 'Cleo', 'Dora'])
  })

  test('that rejects the last candidate, comes the next user; search results stay on the screen', () => {
    const bob = aReview({ at: 1 })
    const never: ReviewedDecision = {
      ...mapped,
      userId: userIdOf('bob'),
      salesforceUserId: salesforceUserIdOf('bob'),
      kind: 'never',
    }
    expect(afterDecision(bob, never).at).toBe(2)
    expect(afterDecision({ ...bob, found: [anOption('bob')] }, never).at).toBe(1)
  })

  test('about each user a review is complete; a rejected candidate is not enough', () => {
    const decided = ['ada', 'bob', 'robot'].map((name) => ({ ...mapped, userId: userIdOf(name) }))
    expect(isComplete(aReview({ done: decided }))).toBe(true)
    expect(isComplete(aReview({ done: decided.slice(1) }))).toBe(false)
    const [first, ...others] = decided
    expect(isComplete(aReview({ done: [{ ...mapped, ...first, kind: 'never' }, ...others] }))).toBe(false)
  })

  test('undo brings its user back', () => {
    const later: ReviewedDecision = { ...mapped, changeSet: 8, userId: userIdOf('bob'), kind: 'later' }
    const state = afterUndo(aReview({ at: 2, done: [mapped, later] }), 9)
    expect(state).toMatchObject({ at: 1, done: [mapped] })
    expect(state.message).toBe('undone: ada@example.com → Bea (change set 9)')
  })
})
