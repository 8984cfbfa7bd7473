import fc from 'fast-check'
import { damageOf } from '../../../src/core/written-text.ts'
import papaparse from 'papaparse'
import { describe, expect, test } from 'vitest'
import { salesforceUserColumns } from '../../../src/cli/output/record-columns.ts'
import type { Cell, Column, Format } from '../../../src/cli/output/columns.ts'
import { renderList } from '../../../src/cli/output/render.ts'
import type { SalesforceUser } from '../../../src/core/salesforce-user.ts'
import { hiddenCharacter } from '../../../src/core/text.ts'
import { aSalesforceUser } from '../../support/builders.ts'
import { paper } from '../../support/surface.ts'
import { read } from '../../salesforce/report/support.ts'
import { unguardFormula } from '../../../src/core/formula-guard.ts'

const pieces = [
  '=',
  '+',
  '-',
  '@',
  "'",
  '"',
  ',',
  ';',
  '\t',
  '|',
  '\n',
  ' ',
  '\u00a0',
  'Zoë',
  '日本',
  '👩‍🚀',
  'null',
  '0',
]
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.array(fc.constantFrom(...pieces), { maxLength: 8 }).map((parts) => parts.join('')),
)
const printable = anyText.filter(
  (text) =>
    !hiddenCharacter.test(text.replaceAll(/[\n\u200d]/g, '')) &&
    !/(?<!\p{Extended_Pictographic}\ufe0f?)\u200d/u.test(text),
)
const anyCell: fc.Arbitrary<Cell> = fc.oneof(printable, fc.integer(), fc.boolean(), fc.constant(null))

function columnsOf(count: number): Column<readonly Cell[]>[] {
  return Array.from({ length: count }, (_, at) => ({
    key: `column${at}`,
    label: `Column ${at}`,
    kind: 'text',
    value: (row) => row[at] ?? null,
  }))
}

async function written<Row>(columns: readonly Column<Row>[], rows: readonly Row[], format: Format) {
  const { surface, text } = await paper()
  await renderList(columns, [rows], format, surface)
  return text()
}

const anyTable = fc.integer({ min: 1, max: 4 }).chain((width) =>
  fc.record({
    width: fc.constant(width),
    rows: fc.array(fc.array(anyCell, { minLength: width, maxLength: width }), { maxLength: 6 }),
  }),
)

describe('whatever the cells hold', () => {
  test('json parses back to them', async () => {
    await fc.assert(
      fc.asyncProperty(anyTable, async ({ width, rows }) => {
        const parsed: unknown = JSON.parse(await written(columnsOf(width), rows, 'json'))
        expect(parsed).toEqual(rows.map((row) => objectOf(row)))
      }),
    )
  })

  test('each line of ndjson parses back to one row', async () => {
    await fc.assert(
      fc.asyncProperty(anyTable, async ({ width, rows }) => {
        const lines = (await written(columnsOf(width), rows, 'ndjson')).split('\n').slice(0, -1)
        expect(lines.map((line): unknown => JSON.parse(line))).toEqual(rows.map((row) => objectOf(row)))
      }),
    )
  })

  test('csv parses back to them as texts, with an apostrophe where a spreadsheet would run a formula', async () => {
    await fc.assert(
      fc.asyncProperty(anyTable, async ({ width, rows }) => {
        const text = await written(columnsOf(width), rows, 'csv')
        const { data, errors } = papaparse.parse<string[]>(text, { delimiter: ',', newline: '\n' })
        expect(errors).toEqual([])
        // What follows the last line end counts as a row, too.
        const [header, ...cells] = data.slice(0, -1)
        expect(header).toEqual(columnsOf(width).map(({ key }) => key))
        expect(cells.map((row) => row.map((cell) => unguardFormula(cell)))).toEqual(
          rows.map((row) => row.map((cell) => (cell === null ? '' : String(cell)))),
        )
        const texts = rows.flatMap((row, at) => row.map((cell, column) => [cell, cells[at]?.[column] ?? '']))
        for (const [cell, shown] of texts)
          if (typeof cell === 'string') expect(shown).not.toMatch(/^[=+\-@\t\r]/)
      }),
    )
  })

  test('tsv has a line for each row, and a tab between two cells only', async () => {
    await fc.assert(
      fc.asyncProperty(anyTable, async ({ width, rows }) => {
        const lines = (await written(columnsOf(width), rows, 'tsv')).split('\n').slice(0, -1)
        expect(lines.map((line) => line.split('\t').length)).toEqual([width, ...rows.map(() => width)])
      }),
    )
  })
})

function objectOf(row: readonly Cell[]): Record<string, Cell> {
  return Object.fromEntries(row.map((cell, at) => [`column${at}`, cell]))
}

describe('a list of Salesforce users as CSV', () => {
  const seenAt = '2026-11-23T12:00:00.000Z'
  // What is damaged is refused, wherever it comes from.
  const anyName = printable.filter((text) => text.trim() !== '' && damageOf(text) === undefined)
  const anyPerson = fc
    .record({
      login: fc.stringMatching(/^[a-z]{3,8}$/),
      name: anyName,
      firstName: fc.option(anyName),
      lastName: fc.option(anyName),
      title: fc.option(anyName),
      department: fc.option(anyName),
      manager: fc.option(anyName),
      profile: fc.option(anyName),
      employeeNumber: fc.option(fc.constantFrom('007', '1E5', '-12')),
      active: fc.constantFrom(true, false, null),
      type: fc.constantFrom('Standard', 'Guest', null),
      lastLoginAt: fc.constantFrom(null, '2026-11-20T09:15:00.000Z', '03/04/2026, 09:15'),
    })
    .map(({ login, ...told }) => aSalesforceUser(login, told))

  const csvOf = async (people: readonly SalesforceUser[]) =>
    await written(
      salesforceUserColumns,
      people.map((salesforceUser) => ({ salesforceUser, mappedTo: null, seenAt })),
      'csv',
    )

  test('survives its own re-import, whatever the people are called', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyPerson, { minLength: 1, maxLength: 5 }), async (people) => {
        const { people: found, problems } = await read(await csvOf(people))
        expect(problems).toEqual([])
        expect(found).toEqual(people.map((person) => trimmed(person)))
      }),
      { numRuns: 200 },
    )
  })

  test('guards what a spreadsheet would run, in names and titles alike', async () => {
    const person = aSalesforceUser('max', {
      name: '=HYPERLINK("http://x")',
      title: '-1+1',
      department: "'=a",
    })
    expect((await csvOf([person])).split('\n')[1]).toBe(
      `${person.salesforceUserId},"'=HYPERLINK(""http://x"")",max@example.com,true,Sales User,,max@example.com.sales,Max,Example,max,Standard,,''=a,'-1+1,,,,,${seenAt},`,
    )
  })
})

// A report's cells lose the blanks around them.
function trimmed(person: SalesforceUser): SalesforceUser {
  return {
    ...person,
    name: person.name.trim(),
    firstName: trimmedText(person.firstName),
    lastName: trimmedText(person.lastName),
    title: trimmedText(person.title),
    department: trimmedText(person.department),
    manager: trimmedText(person.manager),
    profile: trimmedText(person.profile),
  }
}

function trimmedText(value: string | null): string | null {
  return value === null ? null : value.trim()
}
