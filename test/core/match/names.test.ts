import { describe, expect, test } from 'vitest'
import { compareNames } from '../../../src/core/match/name-levels.ts'
import { isTypo, nameOfParts, personName, wordsOf } from '../../../src/core/match/names.ts'
import { phoneticKey, transliterateWith } from '../../../src/core/match/latin.ts'

test.each([
  ['Åse', 'Aase', 'Ase'],
  ['Müller', 'Mueller', 'Muller'],
  ['Ødegård', 'Oedegaard', 'Odegard'],
  ['Weiß', 'Weiss'],
  ['Юлия', 'Iuliia', 'Julia', 'Yulia'],
  ['Сергей', 'Sergei', 'Sergey', 'Sergej'],
  ['Γεώργιος', 'Georgios'],
  ['Łukasz', 'Lukasz'],
  ['Zoë', 'Zoe', 'Zoë'],
])('%s has several spellings', (...spellings) => {
  expect(new Set(spellings.map((each) => phoneticKey(each))).size).toBe(1)
})

test.each<[string, string, string, string]>([
  ['Ada Lovelace', 'ADA  LOVELACE', 'exact', 'exact'],
  ['Zoë Brontë', 'Zoe Bronte', 'exact', 'exact'],
  ['Åse Ødegård', 'Aase Oedegaard', 'exact', 'exact'],
  ['Lovelace, Ada', 'Ada Lovelace', 'exact', 'exact'],
  ['Ada MacDonald', 'Ada Mac Donald', 'exact', 'exact'],
  ['Vincent van Gogh', 'Vincent Gogh', 'near', 'exact'],
  ['Bob Smith', 'Robert Smith', 'exact', 'nickname'],
  ['Katja Schmidt', 'Ekaterina Schmidt', 'exact', 'nickname'],
  ['Vova Petrov', 'Владимир Петров', 'exact', 'nickname'],
  ['Jean-Baptiste Moreau', 'Jean Moreau', 'exact', 'first'],
  ['Ada Maria Lovelace', 'Ada Lovelace', 'exact', 'first'],
  ['Ada Maria Lovelace', 'Maria Lovelace', 'exact', 'other'],
  ['Grace Hoper', 'Grace Hopper', 'near', 'exact'],
  ['Garce Hopper', 'Grace Hopper', 'exact', 'near'],
  ['Yousef Khalidi', 'Yusuf Khaledy', 'near', 'nickname'],
  ['G. Hopper', 'Grace Hopper', 'exact', 'initial'],
  ['Grace H.', 'Grace Hopper', 'initial', 'exact'],
  ['Dr. Grace Hopper', 'Grace Hopper', 'exact', 'exact'],
  ['Gundula Hopper', 'Gun Hopper', 'exact', 'prefix'],
  ['Ada King', 'Ada Lovelace', 'differs', 'exact'],
  ['Grace Lovelace', 'Ada Lovelace', 'exact', 'differs'],
  ['Alan Turing', 'Ada Lovelace', 'differs', 'differs'],
  ['Cher', 'Cher', 'exact', 'unknown'],
  ['Cher', 'Ada Lovelace', 'differs', 'unknown'],
  ['', 'Ada Lovelace', 'unknown', 'unknown'],
])('%j and %j: last name %s, first name %s', (left, right, last, first) => {
  const [one, other] = [personName(left), personName(right)]
  expect(compareNames(one, other)).toEqual({ last, first, swapped: false })
  expect(compareNames(other, one)).toEqual({ last, first, swapped: false })
})

test.each([
  ['Lovelace Ada', 'Ada Lovelace', 'exact', 'exact'],
  ['Hoper Grace', 'Grace Hopper', 'near', 'exact'],
])('%j and %j are swapped', (left, right, last, first) => {
  const levels = compareNames(personName(left), personName(right))
  expect([new Set([levels.last, levels.first]), levels.swapped]).toEqual([new Set([last, first]), true])
})

const ana = (last: string) => nameOfParts('Ana', last)

test('of two last names one may be missing, and two who share one of two are only similar', () => {
  expect(compareNames(ana('García López'), ana('García')).last).toBe('subset')
  expect(compareNames(ana('García López'), ana('López')).last).toBe('subset')
  expect(compareNames(ana('García López'), ana('García Ruiz')).last).toBe('similar')
})

test('a nickname counts like a first name', () => {
  const levels = compareNames(personName('Robert Smith', 'Liz'), personName('Elizabeth Smith'))
  expect(levels.first).toBe('nickname')
})

test('a name in another script that cannot be read says nothing, instead of no', () => {
  transliterateWith((letter) => (letter === '健' ? 'jian' : 'x'))
  expect(compareNames(nameOfParts('健', '中'), nameOfParts('Ken', 'Naka'))).toEqual({
    last: 'unknown',
    first: 'unknown',
    swapped: false,
  })
})

describe('a typo is', () => {
  test.each([
    ['hoper', 'hopper', true],
    ['hpoper', 'hopper', true],
    ['lovelace', 'lovalice', true],
    ['lovelace', 'lavolice', false],
    ['kim', 'tim', false],
    ['moe', 'moen', false],
    ['', '', false],
  ])('%s for %s: %s', (left, right, expected) => {
    expect(isTypo(left, right)).toBe(expected)
  })
})
test('a title is no part of a name', () => {
  for (const name of ['Ada Lovelace Jr', 'Ada Lovelace, PhD', 'Ada Lovelace Junior'])
    expect([name, wordsOf(name)]).toEqual([name, ['ada', 'lovelace'].map(phoneticKey)])
})
