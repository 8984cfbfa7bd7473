import fc from 'fast-check'
import stringWidth from 'string-width'
import { beforeAll, describe, expect, test } from 'vitest'
import { commandLine, withOptions } from '../../../src/core/hint.ts'
import { hintParts } from '../../../src/app/hints.ts'
import { currentUser, optionsIn, type ReviewState, startReview } from '../../../src/app/review/session.ts'
import { renderScreen } from '../../../src/cli/review-screen/view.ts'
import { prepareWidths } from '../../../src/cli/output/text.ts'
import { plain } from '../../../src/cli/output/paint.ts'
import { aSalesforceUser, aUser, salesforceUserIdOf } from '../../support/builders.ts'
import { anOption, aReviewUser, aReview } from '../../app/review/states.ts'

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

const reviews: fc.Arbitrary<ReviewState> = fc
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
    const current = { ...aReviewUser('ada', options), user: aUser('ada', { firstName }) }
    return {
      ...startReview([current], { reason: '', laterUntil: '2026-12-23' }),
      ...rest,
      typing: typed === null ? null : { what: 'search', text: typed },
    }
  })

const style = { paint: plain, parts: hintParts }

function keysIn(state: ReviewState): string | undefined {
  return renderScreen(state, { columns: 200, rows: 24 }, style).lines.at(-1)
}

describe('a screen', () => {
  test('fits, whatever it shows and however small it is', () => {
    fc.assert(
      fc.property(
        reviews,
        fc.integer({ min: 20, max: 200 }),
        fc.integer({ min: 1, max: 60 }),
        (state, columns, rows) => {
          const { lines } = renderScreen(state, { columns, rows }, style)
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

  test('has a line for the highlighted option, and offers only options that it shows', () => {
    fc.assert(
      fc.property(
        reviews,
        fc.integer({ min: 20, max: 200 }),
        fc.integer({ min: 9, max: 60 }),
        (state, columns, rows) => {
          const current = currentUser(state)
          if (current === undefined) return
          const options = optionsIn(state)
          const { lines, shown } = renderScreen({ ...state, showsKeys: false }, { columns, rows }, style)
          const numbered = lines.filter((line) => /^[> ][1-9] /.test(line))
          expect(shown.to).toBeLessThanOrEqual(options.length)
          expect(numbered.length).toBeGreaterThanOrEqual(shown.to - shown.from)
          const highlighted = Math.min(state.highlighted, options.length - 1)
          if (shown.to > shown.from && state.highlighted < options.length) {
            expect(highlighted).toBeGreaterThanOrEqual(shown.from)
            expect(highlighted).toBeLessThan(shown.to)
          }
        },
      ),
      { numRuns: 300 },
    )
  })

  test('keeps a command whole, on a line of its own where it has no room beside its sentence', () => {
    const command = withOptions(commandLine('map', 'ada@example.com', '0055g0000000q1oAAA'), {
      replace: true,
    })
    const state = aReview({ message: { text: 'not mapped: the user is mapped; to map anyway', command } })
    const shown = (columns: number) =>
      renderScreen(state, { columns, rows: 24 }, style).lines.filter((line) => /mapped|sfsync/.test(line))
    const typed = 'sfsync map ada@example.com 0055g0000000q1oAAA --replace'
    expect(shown(80)).toEqual(['not mapped: the user is mapped; to map anyway:', typed])
    expect(shown(120)).toEqual([`not mapped: the user is mapped; to map anyway: ${typed}`])
  })

  test('shows the keys that can be pressed, and no others', () => {
    expect(keysIn(aReview())).toBe(
      '1-3 map  n not the same person  l later  space next  p not a person  m more (2)  / search  i ID  r reason  b back  u undo  ? keys  q quit',
    )
    expect(keysIn(aReview({ at: 1 }))).toMatch(/^1 map {2}n not the same person/)
    expect(keysIn(aReview({ at: 2 }))).toMatch(/^l later/)
    expect(keysIn(aReview({ typing: { what: 'id', text: '' } }))).toBe('Enter: done  Esc: cancel')
  })
})

function narrowOptions(...people: readonly { name: string; email: string | null }[]): string[] {
  const options = people.map((person, at) =>
    anOption(`x${at}`, { salesforceUser: { ...aSalesforceUser(`x${at}`), ...person } }),
  )
  const state = startReview([aReviewUser('ada', options)], { reason: '', laterUntil: '2026-12-23' })
  const { lines } = renderScreen(state, { columns: 40, rows: 20 }, style)
  return lines.filter((line) => /^[> ]\d \d?\.\d\d /.test(line)).map((line) => line.trimEnd())
}

test('on a narrow screen an option shows what tells it from the others', () => {
  const maria = 'Maria Garcia'
  expect(narrowOptions({ name: 'Kim Lee', email: 'kal@acme.example' })).toEqual([
    '>1 0.50 Kim Lee kal@acme.example',
  ])
  expect(
    narrowOptions(
      { name: maria, email: 'maria.garcia@brightpath.com' },
      { name: maria, email: 'maria.fernanda.garcia.lopez@corvane.io' },
      { name: 'Mario Garcia', email: 'mario.garcia@brightpath.com' },
    ),
  ).toEqual([
    '>1 0.50 maria.garcia@brightpath.com',
    ' 2 0.50 …ernanda.garcia.lopez@corvane.io',
    ' 3 0.50 Mario Garcia',
  ])
})

test('namesakes who share a mailbox are told apart by their IDs', () => {
  const desk = { name: 'The Sales Desk of the North', email: 'sales.desk@brightpath.com' }
  expect(narrowOptions(desk, desk)).toEqual([
    `>1 0.50 ${salesforceUserIdOf('x0')}`,
    ` 2 0.50 ${salesforceUserIdOf('x1')}`,
  ])
})
