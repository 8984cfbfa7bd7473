import { expect, test } from 'vitest'
import { parseCondition } from '../../../src/core/match/condition.ts'

const suggestion = { matchClass: 'sure', score: 0.98, gap: 0.2 } as const

test.each([
  ['score>=0.97 and gap>=0.15', true],
  ['score > 0.98', false],
  ['score=0.98 AND gap!=0.3', true],
  ['gap<0.1 or class=sure', true],
  ['gap<0.1 or score<0.5 and class=sure', false],
  ['(gap<0.1 or score>0.5) and class=sure', true],
  ['not class=likely', true],
  ["class != 'sure'", false],
  ['not (score>=0.5 and gap>=0.5)', true],
])('%s is %s', (text, expected) => {
  const condition = parseCondition(text)
  expect('holds' in condition && condition.holds(suggestion)).toBe(expected)
})

test('whether it names classes is known', () => {
  expect(parseCondition('class=sure')).toMatchObject({ namesClass: true })
  expect(parseCondition('score>=0.9')).toMatchObject({ namesClass: false })
})

test.each([
  ['', 'score, gap or class is missing at the end'],
  ['score', 'a comparison after score is missing at the end'],
  ['score>=', 'a number after score>= is missing at the end'],
  ['score>=high', '"high" is not a number'],
  ['score>=97', 'score runs from 0 to 1, so 97 is out of range (for 97%, write 0.97)'],
  ['gap>1.5', 'gap runs from 0 to 1, so 1.5 is out of range (for 1.5%, write 0.015)'],
  ['score<970', 'score runs from 0 to 1, so 970 is out of range'],
  ['score~1', '"~" is not a comparison'],
  ['shoesize>1', 'unknown name "shoesize"; use score, gap or class'],
  ['class>sure', 'class can only be compared with = or !='],
  ['class=perhaps', 'unknown class "perhaps"; use sure, likely, unclear, none'],
  ['(score>0.5', 'a parenthesis is not closed'],
  ['score>0.5 gap>0.5', 'unexpected "gap"'],
])('%j is refused: %s', (text, reason) => {
  expect(parseCondition(text)).toEqual({ reason })
})

test.each([
  ['parentheses', `${'('.repeat(20_000)}score > 0${')'.repeat(20_000)}`, '40,003 words'],
  ['negations', `${'not '.repeat(20_000)}score > 0`, '20,003 words'],
  ['alternatives', `score > 0${' or score > 0'.repeat(20_000)}`, '80,003 words'],
])('a condition with too many %s is refused', (_, text, words) => {
  expect(parseCondition(text)).toEqual({ reason: `the condition has ${words}; at most 1,000 are allowed` })
})

test('a class is a class in any letter case', () => {
  expect(parseCondition('CLASS = sure')).toMatchObject({ namesClass: true })
})
