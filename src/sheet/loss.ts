import { lossWords } from './line-words.ts'
import { type TextSource, unreadableFile } from './source.ts'
import { quotable, type TableRow } from './table.ts'

/** Whether a row is a line of text in which the program that wrote a table says that rows are missing. */
export function saysLoss({ cells }: Pick<TableRow, 'cells'>): boolean {
  // Nearly every row, decided at once.
  if (cells[0] !== '' && cells[1] !== '' && cells.length > 1) return false
  const [text = '', ...others] = cells.filter((cell) => cell !== '')
  return others.length === 0 && text.includes(' ') && lossWords.test(text)
}

/** The failure of a table that says itself that rows are missing: a partial list is an error, never a list. */
export function lossError({ name, texts }: TextSource, row: TableRow): Error {
  const reason = `"${quotable(row)}": the program that wrote the file says that rows are missing`
  return unreadableFile(
    texts,
    `${name}:${row.line}: ${reason}`,
    [`${texts.again}, with all rows`, 'if the file is complete, delete this line'],
    [{ file: name, line: row.line, reason }],
  )
}

/** Throws where a line above the header says that rows are missing, with their number: a title may be called so. */
export function refuseLossAbove({ name, texts }: TextSource, above: readonly string[]): void {
  const loss = above.find((text) => /\d{2}/.test(text) && saysLoss({ cells: [text] }))
  if (loss === undefined) return
  const reason = `"${loss}": the program that wrote the file says that rows are missing`
  throw unreadableFile(texts, `${name}: ${reason}`, [
    `${texts.again}, with all rows`,
    'if the file is complete, delete this line',
  ])
}
