import { distance as levenshtein } from 'fastest-levenshtein'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isTypo } from '../../../src/core/match/names.ts'
import { suggest } from '../../../src/core/match/suggest.ts'
import type { SalesforceUser } from '../../../src/core/salesforce-user.ts'
import type { User } from '../../../src/core/model.ts'
import { aSalesforceUser, aUser } from '../../support/builders.ts'

/** The evidence for Ada and this Salesforce user besides address and name. */
function weakTexts(
  teamName: string | null,
  person: Partial<SalesforceUser>,
  user: Partial<User> = {},
): string[] {
  const [suggestion] = suggest({
    users: [{ user: aUser('ada', user), teamName }],
    salesforceUsers: [aSalesforceUser('ada', person)],
    isRejected: () => false,
  })
  return (suggestion?.candidates[0]?.reasons() ?? []).slice(2)
}

describe('weak evidence', () => {
  test.each<[string, string | null, Partial<SalesforceUser>, string[]]>([
    ['department', 'Sales Nord', { department: 'SALES  nord' }, ['team and department are Sales Nord']],
    ['manager', 'Åse Ødegård', { manager: 'åse ødegård' }, ['team is named after the manager']],
    ['title', 'Sales North', { title: 'Lead, Sales-North' }, ['title contains the team (Lead, Sales-North)']],
    ['part of a word', 'Sales', { title: 'Presales' }, []],
    [
      'title beside the department',
      'Sales',
      { title: 'Sales', department: 'Sales' },
      ['team and department are Sales'],
    ],
    ['other team', 'Support', { department: 'Sales', manager: 'Bob', title: 'Sales' }, []],
    ['no team', null, { department: 'Sales', title: 'Sales' }, []],
  ])('is the %s', (_, team, person, expected) => {
    expect(weakTexts(team, person)).toEqual(expected)
  })

  test('is the alias', () => {
    expect(weakTexts(null, { alias: 'Ádi' }, { nickname: 'adi' })).toEqual(['nickname and alias are Ádi'])
  })
})

describe('a typo', () => {
  const letters = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'n', 'r', 's', 't')
  const word = fc.array(letters, { minLength: 5, maxLength: 12 }).map((all) => all.join(''))

  test('is one letter more, less or another, or two swapped ones, wherever they stand', () => {
    fc.assert(
      fc.property(word, fc.nat(12), letters, (text, place, letter) => {
        const at = place % text.length
        const [before, after] = [text.slice(0, at), text.slice(at + 1)]
        const swapped = before + after.slice(0, 1) + (text[at] ?? '') + after.slice(1)
        for (const other of [
          before + after,
          before + letter + after,
          before + letter + text.slice(at),
          swapped,
        ])
          expect({ text, other, isNear: isTypo(text, other) }).toEqual({ text, other, isNear: true })
      }),
    )
  })

  test('is never more than that', () => {
    fc.assert(
      fc.property(word, word, (left, right) => {
        const most = Math.min(left.length, right.length) >= 8 ? 2 : 1
        expect(isTypo(left, right)).toBe(isTypo(right, left))
        // Swapping two letters is one slip, and two changes.
        if (isTypo(left, right)) expect(levenshtein(left, right)).toBeLessThanOrEqual(2 * most)
        else expect(levenshtein(left, right)).toBeGreaterThan(most)
      }),
      { numRuns: 2000 },
    )
  })
})
