import { describe, expect, test } from 'vitest'
import type { ErrorRow } from '../../../src/core/errors.ts'
import { sameProblems } from '../../../src/cli/output/error-rows.ts'

const row = (line: number, rest: Partial<ErrorRow> = {}): ErrorRow => ({
  file: 'people.csv',
  line,
  column: 'Team',
  value: `West ${line}`,
  reason: 'the team "West" does not exist',
  ...rest,
})

function places(rows: readonly ErrorRow[]): string[] {
  return sameProblems(rows).map(({ place, count }) => `${place} (${count})`)
}

describe('rows with the same problem', () => {
  test('are one, with all their lines', () => {
    expect(places([2, 3, 4, 7, 9, 10].map((line) => row(line)))).toEqual(['people.csv:2-4, 7, 9-10 (6)'])
  })

  test('have their first lines where there are many gaps', () => {
    expect(places([2, 4, 6, 8, 10, 12, 13].map((line) => row(line)))).toEqual([
      'people.csv:2, 4, 6, 8, 10 and 2 more (7)',
    ])
  })

  test('are not those of another column, with another flag or another advice', () => {
    expect(
      places([
        row(2),
        row(3, { column: 'Squad' }),
        row(4, { confirmation: 'create-team' }),
        row(5, { action: 'remove the line' }),
        row(6),
      ]),
    ).toEqual(['people.csv:2, 6 (2)', 'people.csv:3 (1)', 'people.csv:4 (1)', 'people.csv:5 (1)'])
  })

  test('that are not of a file stay apart', () => {
    expect(places([{ reason: 'same' }, { reason: 'same' }])).toEqual([' (1)', ' (1)'])
  })
})
