import fc from 'fast-check'
import stringWidth from 'string-width'
import { beforeAll, describe, expect, test } from 'vitest'
import { layoutOf } from '../../../src/cli/review-screen/layout.ts'
import { currentPerson, type ReviewState, startReview } from '../../../src/app/review/session.ts'
import { renderScreen } from '../../../src/cli/review-screen/view.ts'
import { prepareWidths } from '../../../src/cli/output/text.ts'
import { plain } from '../../../src/cli/output/paint.ts'
import { aSalesforceUser, aUser } from '../../support/builders.ts'
import { anOption, aPerson, aSitting } from '../../app/review/states.ts'

beforeAll(async () => await prepareWidths(['…']))

const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.constantFrom(
    '',
    '山田太郎'.repeat(9),
    '👩‍👩‍👧 '.repeat(8),
    'von und zu Hohenstein-Wittelsbach',
    '\u001b[31m\n',
  ),
)

const option = fc
  .record({
    name: text,
    email: text,
    evidence: fc.array(text, { maxLength: 4 }),
    blockers: fc.array(text, { maxLength: 3 }),
  })
  .map(({ name, email, ...rest }) =>
    anOption('x', { salesforceUser: { ...aSalesforceUser('x'), name, email, title: name }, ...rest }),
  )

const sittings: fc.Arbitrary<ReviewState> = fc
  .record({
    firstName: text,
    options: fc.array(option, { maxLength: 12 }),
    found: fc.option(fc.array(option, { maxLength: 9 })),
    highlighted: fc.nat(8),
    message: text,
    typed: fc.option(text),
    showsMore: fc.boolean(),
    showsKeys: fc.boolean(),
    at: fc.constantFrom(0, 1),
  })
  .map(({ firstName, options, typed, ...rest }) => {
    const person = { ...aPerson('ada', options), user: aUser('ada', { firstName }) }
    return {
      ...startReview([person], ''),
      ...rest,
      typing: typed === null ? null : { what: 'search', text: typed },
    }
  })

function keysIn(sitting: ReviewState): string | undefined {
  return renderScreen(sitting, { columns: 200, rows: 24 }, plain).at(-1)
}

describe('a screen', () => {
  test('fits, whatever it shows and however small it is', () => {
    fc.assert(
      fc.property(
        sittings,
        fc.integer({ min: 20, max: 200 }),
        fc.integer({ min: 1, max: 60 }),
        (sitting, columns, rows) => {
          const lines = renderScreen(sitting, { columns, rows }, plain)
          expect(lines.length).toBeLessThanOrEqual(rows)
          for (const line of lines) {
            expect(stringWidth(line)).toBeLessThanOrEqual(columns)
            expect(line).not.toMatch(/\p{Cc}/u)
          }
        },
      ),
      { numRuns: 400 },
    )
  })

  test('has a line for the highlighted one, and offers no key for whom it does not show', () => {
    fc.assert(
      fc.property(
        sittings,
        fc.integer({ min: 20, max: 200 }),
        fc.integer({ min: 9, max: 60 }),
        (sitting, columns, rows) => {
          const person = currentPerson(sitting)
          if (person === undefined) return
          const { shown, options } = layoutOf(sitting, person, { columns, rows })
          const lines = renderScreen({ ...sitting, showsKeys: false }, { columns, rows }, plain)
          const numbered = lines.filter((line) => /^[> ][1-9] /.test(line))
          expect(shown.to).toBeLessThanOrEqual(options.length)
          expect(numbered.length).toBeGreaterThanOrEqual(shown.to - shown.from)
          const highlighted = Math.min(sitting.highlighted, options.length - 1)
          if (shown.to > shown.from && sitting.highlighted < options.length) {
            expect(highlighted).toBeGreaterThanOrEqual(shown.from)
            expect(highlighted).toBeLessThan(shown.to)
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  test('tells the keys that count, and no others', () => {
    expect(keysIn(aSitting())).toBe(
      '1-3 map  n never these two  l later  p not a person  space next  m more (2)  / search  i ID  r reason  b back  u undo  ? keys  q quit',
    )
    expect(keysIn(aSitting({ at: 1 }))).toMatch(/^1 map {2}n never these two/)
    expect(keysIn(aSitting({ at: 2 }))).toMatch(/^l later/)
    expect(keysIn(aSitting({ typing: { what: 'id', text: '' } }))).toBe('enter: done  esc: leave it')
  })
})
