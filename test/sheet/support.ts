import { expect } from 'vitest'
import { SfsyncError } from '../../src/core/errors.ts'
import type { FileOptions } from '../../src/sheet/open-file.ts'
import { readSheet } from '../../src/sheet/read-sheet.ts'
import type { Sheet } from '../../src/sheet/sheet.ts'

/** Reads a file called people.csv, or as it is called, given as text (UTF-8) or bytes. */
export async function read(
  content: string | Uint8Array,
  options: Partial<FileOptions> = {},
  name = 'people.csv',
): Promise<Sheet> {
  const input = { name, bytes: piecesOf(Buffer.from(content)) }
  return await readSheet(input, options)
}

// Cut at odd places: a letter or a line end may lie on both sides.
// oxlint-disable-next-line eslint/require-await -- a source of bytes is asynchronous, this one has no need to wait
async function* piecesOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7)
}

/** The rows as lists of cells, each after its line. */
export function table({ labels, rows }: Sheet): unknown {
  return [labels, ...rows.map(({ line, cells }) => [line, ...cells])]
}

/** The failure of a reading, as a script sees it. */
export async function failureOf(reading: Promise<unknown>): Promise<Pick<SfsyncError, 'code' | 'message'>> {
  const error: unknown = await reading.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(SfsyncError)
  if (!(error instanceof SfsyncError)) throw new Error('no SfsyncError')
  return { code: error.code, message: error.message }
}
