import { expect, test } from 'vitest'
import { reviewSheetText } from '../../../src/app/batch/review-sheet.ts'
import { visibleLines } from '../../../src/core/visible-text.ts'
import { aSalesforceUser, aUser } from '../../support/builders.ts'

test('nothing in a review sheet is hidden', () => {
  const text = reviewSheetText([
    {
      user: aUser('ada', { lastName: 'Love\u202elace' }),
      teamName: 'No\u0007rth',
      mapping: null,
      salesforceUser: aSalesforceUser('ada', { title: 'CEO\u200b' }),
      decision: null,
    },
  ])
  const withoutMark = text.slice(1).replaceAll('\r\n', '\n')
  expect(visibleLines(withoutMark)).toBe(withoutMark)
  expect(text).toContain('Ada Love<U+202E>lace')
  expect(text).toContain('No␇rth')
  expect(text).toContain('CEO<U+200B>')
})
