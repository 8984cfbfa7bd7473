import { describe, expect, test } from 'vitest'
import {
  afterSearch,
  optionsIn,
  type ReviewedDecision,
  type ReviewState,
} from '../../../src/app/review/session.ts'
import { applyKey, type Transition } from '../../../src/cli/review-screen/keys.ts'
import { salesforceUserIdOf, userIdOf } from '../../support/builders.ts'
import { anOption, aReview } from '../../app/review/states.ts'

const everything = { from: 0, to: 9 }
const named = new Set(['enter', 'escape', 'up', 'down', 'left', 'right', 'backspace'])

/** Presses keys one after the other: single letters, or the name of a key. */
function pressed(state: ReviewState, ...presses: readonly string[]): Transition {
  let last: Transition = { state }
  for (const press of presses) {
    const key = named.has(press) ? { name: press, text: '' } : { name: 'text', text: press }
    last = applyKey(last.state, key, everything)
  }
  return last
}

function effectOf(...presses: readonly string[]): Transition['effect'] {
  return pressed(aReview(), ...presses).effect
}

const [ada, bea] = [anOption('ada'), anOption('bea')]
const mapped: ReviewedDecision = {
  changeSet: 7,
  userId: userIdOf('ada'),
  kind: 'mapped',
  salesforceUserId: salesforceUserIdOf('bea'),
  text: 'ada@example.com → Bea',
}

describe('a key decides', () => {
  test.each<[string, readonly string[], Transition['effect']]>([
    ['1: the first candidate', ['1'], { do: 'map', option: ada, confirmed: [] }],
    ['2: the second one', ['2'], { do: 'map', option: bea, confirmed: [] }],
    ['n: not the same person as the highlighted one', ['down', 'n'], { do: 'never', option: bea }],
    ['l: later', ['l'], { do: 'later' }],
    ['p: not a person', ['p'], { do: 'not-a-person' }],
    ['q: the end', ['q'], { do: 'quit' }],
    ['Enter, after the last user', [' ', ' ', ' ', 'enter'], { do: 'quit' }],
    ['Esc, after the last user', [' ', ' ', ' ', 'escape'], { do: 'quit' }],
    ['q, also after the last user', [' ', ' ', ' ', 'q'], { do: 'quit' }],
    ['/ and a text: a search', ['/', 'b', 'o', 'b', 'enter'], { do: 'search', text: 'bob' }],
    [
      'i and an ID: that Salesforce user',
      ['i', '0', '0', '5', 'backspace', 'enter'],
      { do: 'find', text: '00' },
    ],
  ])('%s', (_, presses, effect) => {
    expect(effectOf(...presses)).toEqual(effect)
  })

  test.each<[string, readonly string[], string]>([
    ['a candidate that is not there', ['4'], 'there is no candidate 4'],
    ['to reject without candidates', [' ', ' ', 'n'], 'no candidate to reject'],
    ['to go back from the first user', ['b'], 'this is the first user'],
    ['an unknown key', ['x'], 'this key does nothing here; press ? for help'],
    ['Enter', ['enter'], 'this key does nothing here; press ? for help'],
    ['to map after the last user', [' ', ' ', ' ', '1'], 'this key does nothing here; press ? for help'],
    ['to undo nothing', ['u'], 'nothing to undo yet'],
    ['more than there are', [' ', 'm'], 'no more candidates; press / to search the directory'],
  ])('nothing, and says so: %s', (_, presses, message) => {
    const { state, effect } = pressed(aReview(), ...presses)
    expect({ message: state.message, effect }).toEqual({ message, effect: undefined })
  })

  test('only about a candidate on the screen', () => {
    const state = aReview({ showsMore: true })
    const two = { name: 'text', text: '2' }
    expect(applyKey(state, two, { from: 2, to: 5 }).effect).toBeUndefined()
    expect(applyKey(state, two, { from: 1, to: 5 }).effect).toEqual({ do: 'map', option: bea, confirmed: [] })
  })

  test('nothing about a user who is decided about', () => {
    const state = aReview({ done: [mapped] })
    for (const key of ['1', 'n', 'l', 'p'])
      expect(pressed(state, key)).toEqual({
        state: { ...state, message: 'already decided: ada@example.com → Bea; u undoes the last decision' },
      })
  })

  test('nothing when it was pasted', () => {
    const { state, effect } = applyKey(aReview(), { name: 'paste', text: '1' }, everything)
    expect(effect).toBeUndefined()
    expect(state.message).toContain('press i first to paste an ID')
  })

  test('nothing but to close the list of keys', () => {
    expect(pressed(aReview(), '?').state.showsKeys).toBe(true)
    expect(pressed(aReview(), '?', '1')).toEqual({ state: aReview() })
    // The list says that q quits.
    expect(pressed(aReview(), '?', 'q').effect).toEqual({ do: 'quit' })
  })
})

describe('what is typed', () => {
  test('is text, until it is entered or canceled', () => {
    expect(pressed(aReview(), '/', 'q', '1').state.typing).toEqual({ what: 'search', text: 'q1' })
    expect(pressed(aReview(), '/', 'q', 'escape')).toEqual({ state: aReview() })
    expect(pressed(aReview(), '/', ' ', 'enter')).toEqual({ state: aReview() })
  })

  test('as a reason is recorded until it is emptied', () => {
    const { state } = pressed(aReview(), 'r', 'o', 'k', 'enter')
    expect(state.reason).toBe('ok')
    expect(pressed(state, ' ').state.reason).toBe('ok')
    expect(pressed(state, 'r', 'backspace', 'backspace', 'enter').state.reason).toBe('')
  })

  test('can be pasted, in one line', () => {
    const typing = pressed(aReview(), 'i').state
    const { state } = applyKey(typing, { name: 'paste', text: '005\n1' }, everything)
    expect(state.typing?.text).toBe('005 1')
  })
})

describe('a pending confirmation', () => {
  const pending = { option: ada, question: 'Ada is inactive', confirmations: ['allow-inactive'] } as const

  test('is given by y alone', () => {
    expect(pressed(aReview({ pending }), 'y')).toEqual({
      state: aReview(),
      effect: { do: 'map', option: ada, confirmed: ['allow-inactive'] },
    })
    for (const key of ['n', '1', 'enter', 'escape'])
      expect(pressed(aReview({ pending }), key)).toEqual({
        state: aReview({ message: 'not mapped' }),
      })
    expect(applyKey(aReview({ pending }), { name: 'paste', text: 'y' }, everything).effect).toBeUndefined()
  })
})

describe('the highlighted candidate', () => {
  test('stays within the list', () => {
    expect(pressed(aReview(), 'up').state.highlighted).toBe(0)
    expect(pressed(aReview(), 'down', 'down', 'down', 'down').state.highlighted).toBe(2)
    expect(pressed(aReview({ at: 2 }), 'down').state.highlighted).toBe(0)
  })

  test('is the first of the new ones after m', () => {
    const { state } = pressed(aReview(), 'm')
    expect(optionsIn(state).map(({ salesforceUser }) => salesforceUser.firstName)).toEqual([
      'Ada',
      'Bea',
      'Cleo',
      'Dora',
      'Eva',
    ])
    expect(state.highlighted).toBe(3)
  })

  test('is a search result until Esc', () => {
    const state = afterSearch(aReview(), 'zoe', [anOption('zoe')])
    expect(optionsIn(state)).toEqual([anOption('zoe')])
    expect(optionsIn(pressed(state, 'escape').state)).toHaveLength(3)
  })
})
