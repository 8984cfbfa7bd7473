import { describe, expect, test } from 'vitest'
import {
  type ReviewedDecision,
  optionsIn,
  type ReviewState,
  afterDecision,
  afterSearch,
  afterUndo,
} from '../../../src/app/review/session.ts'
import { type ReviewEffect, type Transition, applyKey } from '../../../src/app/review/keys.ts'
import { salesforceUserIdOf, userIdOf } from '../../support/builders.ts'
import { anOption, aSitting } from './states.ts'

const everything = { from: 0, to: 9 }
const named = new Set(['enter', 'escape', 'up', 'down', 'left', 'right', 'backspace', 'resized'])

/** Presses keys one after the other: single letters, or the name of a key. */
function pressed(sitting: ReviewState, ...presses: readonly string[]): Transition {
  let last: Transition = { sitting }
  for (const press of presses) {
    const key = named.has(press) ? { name: press, text: '' } : { name: 'text', text: press }
    last = applyKey(last.sitting, key, everything)
  }
  return last
}

function effectOf(...presses: readonly string[]): ReviewEffect | undefined {
  return pressed(aSitting(), ...presses).effect
}

const [ada, bea] = [anOption('ada'), anOption('bea')]
const mapped: ReviewedDecision = {
  changeSet: 7,
  userId: userIdOf('ada'),
  kind: 'mapped',
  salesforceUserId: salesforceUserIdOf('bea'),
  text: 'Ada is mapped to Bea',
}

describe('a key decides', () => {
  test.each<[string, readonly string[], ReviewEffect]>([
    ['1: the first candidate', ['1'], { do: 'map', option: ada, allowed: [] }],
    ['2: the second one', ['2'], { do: 'map', option: bea, allowed: [] }],
    ['n: never the highlighted one', ['down', 'n'], { do: 'never', option: bea }],
    ['l: later', ['l'], { do: 'later' }],
    ['p: not a person', ['p'], { do: 'not-a-person' }],
    ['q: the end', ['q'], { do: 'quit' }],
    ['q, also behind the last one', [' ', ' ', ' ', 'q'], { do: 'quit' }],
    ['/ and a text: a search', ['/', 'b', 'o', 'b', 'enter'], { do: 'search', text: 'bob' }],
    ['i and an ID: who that is', ['i', '0', '0', '5', 'backspace', 'enter'], { do: 'find', text: '00' }],
  ])('%s', (_, presses, effect) => {
    expect(effectOf(...presses)).toEqual(effect)
  })

  test.each<[string, readonly string[], string]>([
    ['a candidate that is not there', ['4'], 'there is no 4 here'],
    ['to reject nobody', [' ', ' ', 'n'], 'nobody to reject'],
    ['to go back from the first one', ['b'], 'this is the first one'],
    ['by a key that is none', ['x'], 'no such key here; ? tells them all'],
    ['by Enter', ['enter'], 'no such key here; ? tells them all'],
    ['to map behind the last one', [' ', ' ', ' ', '1'], 'no such key here; ? tells them all'],
    ['to undo nothing', ['u'], 'nothing was decided yet that could be undone'],
    ['more than there are', [' ', 'm'], 'there are no more; / searches the directory'],
  ])('nothing, and says so: %s', (_, presses, message) => {
    const { sitting, effect } = pressed(aSitting(), ...presses)
    expect({ message: sitting.message, effect }).toEqual({ message, effect: undefined })
  })

  test('only for somebody who stands on the screen', () => {
    const sitting = aSitting({ showsMore: true })
    const two = { name: 'text', text: '2' }
    expect(applyKey(sitting, two, { from: 2, to: 5 }).effect).toBeUndefined()
    expect(applyKey(sitting, two, { from: 1, to: 5 }).effect).toEqual({ do: 'map', option: bea, allowed: [] })
  })

  test('nothing about somebody who is decided about', () => {
    const sitting = aSitting({ done: [mapped] })
    for (const key of ['1', 'n', 'l', 'p'])
      expect(pressed(sitting, key)).toEqual({
        sitting: { ...sitting, message: 'Ada is mapped to Bea; u takes the last decision back' },
      })
  })

  test('nothing when it was pasted', () => {
    const { sitting, effect } = applyKey(aSitting(), { name: 'paste', text: '1' }, everything)
    expect(effect).toBeUndefined()
    expect(sitting.message).toContain('press i before you paste')
  })

  test('nothing in the list of keys but to close it', () => {
    expect(pressed(aSitting(), '?').sitting.showsKeys).toBe(true)
    expect(pressed(aSitting(), '?', '1')).toEqual({ sitting: aSitting() })
  })
})

describe('what is typed', () => {
  test('is no key, until it is entered or left', () => {
    expect(pressed(aSitting(), '/', 'q', '1').sitting.typing).toEqual({ what: 'search', text: 'q1' })
    expect(pressed(aSitting(), '/', 'q', 'escape')).toEqual({ sitting: aSitting() })
    expect(pressed(aSitting(), '/', ' ', 'enter')).toEqual({ sitting: aSitting() })
  })

  test('as a reason is kept until it is emptied', () => {
    const { sitting } = pressed(aSitting(), 'r', 'o', 'k', 'enter')
    expect(sitting.reason).toBe('ok')
    expect(pressed(sitting, ' ').sitting.reason).toBe('ok')
    expect(pressed(sitting, 'r', 'backspace', 'backspace', 'enter').sitting.reason).toBe('')
  })

  test('can be pasted, in one line', () => {
    const typing = pressed(aSitting(), 'i').sitting
    const { sitting } = applyKey(typing, { name: 'paste', text: '005\n1' }, everything)
    expect(sitting.typing?.text).toBe('005 1')
  })
})

describe('a doubt', () => {
  const doubt = { option: ada, question: 'Ada is inactive', confirmations: ['allow-inactive'] } as const

  test('is answered by y alone', () => {
    expect(pressed(aSitting({ doubt }), 'y')).toEqual({
      sitting: aSitting(),
      effect: { do: 'map', option: ada, allowed: ['allow-inactive'] },
    })
    for (const key of ['n', '1', 'enter', 'escape'])
      expect(pressed(aSitting({ doubt }), key)).toEqual({
        sitting: aSitting({ message: 'nothing was written' }),
      })
  })

  test('stays while the terminal changes its size', () => {
    expect(pressed(aSitting({ doubt }), 'resized')).toEqual({ sitting: aSitting({ doubt }) })
  })
})

function names(sitting: ReviewState): (string | null)[] {
  return optionsIn(sitting).map(({ salesforceUser }) => salesforceUser.firstName)
}

describe('who can be chosen', () => {
  test('is three of them, and all with m, the first new one highlighted', () => {
    expect(names(aSitting())).toEqual(['Ada', 'Bea', 'Cleo'])
    const { sitting } = pressed(aSitting(), 'm')
    expect(names(sitting)).toEqual(['Ada', 'Bea', 'Cleo', 'Dora', 'Eva'])
    expect(sitting.highlighted).toBe(3)
  })

  test('is not whom somebody else was given, nor who was rejected', () => {
    const rejected: ReviewedDecision = {
      ...mapped,
      kind: 'never',
      salesforceUserId: salesforceUserIdOf('ada'),
    }
    const taken: ReviewedDecision = { ...mapped, userId: userIdOf('bob') }
    expect(names(aSitting({ done: [rejected, taken] }))).toEqual(['Cleo', 'Dora', 'Eva'])
    expect(names(aSitting({ at: 1, done: [rejected, taken] }))).toEqual(['Bob'])
  })

  test('is highlighted within the list', () => {
    expect(pressed(aSitting(), 'up').sitting.highlighted).toBe(0)
    expect(pressed(aSitting(), 'down', 'down', 'down', 'down').sitting.highlighted).toBe(2)
    expect(pressed(aSitting({ at: 2 }), 'down').sitting.highlighted).toBe(0)
  })

  test('is whoever was found, until esc', () => {
    const sitting = afterSearch(aSitting(), 'zoe', [anOption('zoe')])
    expect(names(sitting)).toEqual(['Zoe'])
    expect(names(pressed(sitting, 'escape').sitting)).toEqual(['Ada', 'Bea', 'Cleo'])
    expect(names(afterSearch(aSitting(), 'nobody', []))).toEqual(['Ada', 'Bea', 'Cleo'])
  })
})

describe('after a decision', () => {
  test('comes the next one', () => {
    const sitting = afterDecision(aSitting({ showsMore: true, highlighted: 4 }), mapped)
    expect(sitting).toEqual(
      aSitting({ at: 1, done: [mapped], message: 'Ada is mapped to Bea (change set 7)' }),
    )
  })

  test('that these two are never the same stays the one, with the others', () => {
    const never: ReviewedDecision = { ...mapped, kind: 'never' }
    const sitting = afterDecision(aSitting({ highlighted: 2 }), never)
    expect(sitting).toMatchObject({ at: 0, highlighted: 2, done: [never] })
    expect(names(sitting)).toEqual(['Ada', 'Cleo', 'Dora'])
  })

  test('is taken back, with the one whom it was about', () => {
    const later: ReviewedDecision = { ...mapped, changeSet: 8, userId: userIdOf('bob'), kind: 'later' }
    const sitting = afterUndo(aSitting({ at: 2, done: [mapped, later] }), 9)
    expect(sitting).toMatchObject({ at: 1, done: [mapped] })
    expect(sitting.message).toContain('(change set 9)')
  })
})
