import fc from 'fast-check'
import Papa from 'papaparse'
import { expect, test } from 'vitest'
import { csvSlices } from '../../../src/salesforce/api/read-bulk.ts'

const megabyte = 1024 * 1024

test('a small table is one slice, with or without a line end behind its last record', () => {
  for (const table of ['Id,Name\n1,Ada\n', 'Id,Name\n1,Ada'])
    expect([...csvSlices(Buffer.from(table))]).toEqual([table])
  expect([...csvSlices(Buffer.from(''))]).toEqual([])
})

test('a large table is cut behind records, never inside quotes or a letter of several bytes', () => {
  const row = `005,"Åse ""the"" Ørland,\nSales ${'é'.repeat(200)}"\n`
  const table = row.repeat(3 * Math.ceil(megabyte / row.length))
  const cut = [...csvSlices(Buffer.from(table))]
  expect(cut.join('')).toBe(table)
  expect(cut.length).toBeGreaterThan(3)
  for (const slice of cut) expect(slice.length % row.length).toBe(0)
})

test('whatever the cells hold, the records of the slices are those of the table', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ',', '\n', 'é', '🙂'), maxLength: 8 })
  const rows = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 20 })
  fc.assert(
    fc.property(rows, (data) => {
      const table = `${Papa.unparse(data, { newline: '\n', quotes: true })}\n`
      const padded = table + `"x","${'y'.repeat(megabyte)}"\n` + table
      const parsed = [...csvSlices(Buffer.from(padded))].flatMap(
        (slice) => Papa.parse<string[]>(slice, { newline: '\n', skipEmptyLines: true }).data,
      )
      expect(parsed).toEqual(Papa.parse<string[]>(padded, { newline: '\n', skipEmptyLines: true }).data)
    }),
    { numRuns: 30 },
  )
})
