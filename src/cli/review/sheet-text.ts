import {
  type ReviewColumn,
  reviewCells,
  reviewColumns,
  type ReviewSubject,
  subjectDigest,
  subjectKey,
} from '../../core/review/review-row.ts'
import { rowKeyText } from '../../core/review/row-key.ts'
import { csvLine } from '../../sheet/write-sheet.ts'

/** The columns of a review sheet, in order. */
export const reviewColumnNames: readonly ReviewColumn[] = [
  'rowKey',
  'decision',
  'salesforceUserId',
  'user',
  'name',
  'team',
  'state',
  'salesforceName',
  'salesforceEmail',
  'username',
  'title',
  'department',
  'profile',
  'salesforceState',
  'decided',
  'reason',
]

/** A review sheet as spreadsheets like it: CSV with a byte order mark, CRLF and guarded formulas. */
export function reviewText(subjects: readonly ReviewSubject[]): string {
  const lines = [
    csvLine(
      reviewColumnNames.map((column) => reviewColumns[column]),
      ',',
    ),
  ]
  for (const [index, subject] of subjects.entries()) {
    const about = subjectKey(subject)
    if (about === undefined) continue
    const rowKey = rowKeyText({
      place: index + 1,
      total: subjects.length,
      about,
      digest: subjectDigest(subject),
    })
    const cells = { rowKey, ...reviewCells(subject) }
    lines.push(
      csvLine(
        reviewColumnNames.map((column) => cells[column]),
        ',',
      ),
    )
  }
  return `\uFEFF${lines.map((line) => `${line}\r\n`).join('')}`
}
