import fc from 'fast-check'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { type Column, fit } from '../../../src/cli/output/columns.ts'
import { displayWidth, prepareWidths } from '../../../src/cli/output/text.ts'
import { renderList } from '../../../src/cli/output/render.ts'
import { paper } from '../../support/surface.ts'
import { aPerson, columns, rendered } from './columns-of-people.ts'
import { visible } from '../../../src/core/visible-text.ts'

const scripts = {
  ascii: 'Ada',
  cjk: '日本語',
  halfwidth: 'ｱﾞｶﾞ',
  family: '👨‍👩‍👧‍👦 Ada',
  flag: '🇳🇴 Åse',
  keycap: '1️⃣ first',
  skin: '👍🏽 Kim',
  heart: '❤️ Zoe',
  text: '☎︎ desk',
  decomposed: 'Zoë Brontë'.normalize('NFD'),
  stacked: 'e\u0301\u0320\u0333x',
  devanagari: 'हिन्दी नाम',
  tamil: 'தமிழ் பெயர்',
  thai: 'น้ำทิพย์ ปิ่น',
  arabic: 'مريم ميرزاخاني',
  hebrew: 'שָׁרָה',
  hangul: '지수',
  jamo: '지수'.normalize('NFD'),
  astral: '𠮷野',
  ambiguous: '①½±',
} as const

const shown = columns.filter(({ key }) => key !== 'seenAt')
const people = Object.values(scripts).map((name) => aPerson(name))

/** Where each line has its last columns, in columns of the terminal. */
function placesOf(text: string): number[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => stringWidth(line.replace(/(?:yes +7|Active +Calls)$/, '')))
}

describe('columns stay in line for every script', () => {
  for (const terminal of [undefined, 80, 48])
    test(terminal === undefined ? 'in a pipe' : `on a terminal of ${terminal} columns`, async () => {
      const places = placesOf(await rendered('table', [people], terminal, shown))
      expect(places).toHaveLength(people.length + 1)
      expect(new Set(places).size).toBe(1)
    })

  test('as an admin sees it', async () => {
    expect(await rendered('table', [people], 80, shown))
      .toBe(`Person ID           Name            Active  Calls
0055g0000000q1oAAA  Ada             yes     7
0055g0000000q1oAAA  日本語          yes     7
0055g0000000q1oAAA  ｱﾞｶﾞ            yes     7
0055g0000000q1oAAA  👨‍👩‍👧‍👦 Ada          yes     7
0055g0000000q1oAAA  🇳🇴 Åse          yes     7
0055g0000000q1oAAA  1️⃣ first        yes     7
0055g0000000q1oAAA  👍🏽 Kim          yes     7
0055g0000000q1oAAA  ❤️ Zoe          yes     7
0055g0000000q1oAAA  ☎︎ desk          yes     7
0055g0000000q1oAAA  ${scripts.decomposed}      yes     7
0055g0000000q1oAAA  ${scripts.stacked}              yes     7
0055g0000000q1oAAA  हिन्दी नाम       yes     7
0055g0000000q1oAAA  தமிழ் பெயர்       yes     7
0055g0000000q1oAAA  น้ำทิพย์ ปิ่น        yes     7
0055g0000000q1oAAA  مريم ميرزاخاني  yes     7
0055g0000000q1oAAA  ${scripts.hebrew}             yes     7
0055g0000000q1oAAA  지수            yes     7
0055g0000000q1oAAA  ${scripts.jamo}            yes     7
0055g0000000q1oAAA  𠮷野            yes     7
0055g0000000q1oAAA  ①½±             yes     7
`)
  })
})

describe('a text is cut', () => {
  const cuts = [
    ['Ada Lovelace', 12, 'Ada Lovelace'],
    ['Ada Lovelace', 11, 'Ada Lovela…'],
    ['日本語日本語', 5, '日本…'],
    ['日本語日本語', 6, '日本…'],
    ['👨‍👩‍👧‍👦👨‍👩‍👧‍👦', 3, '👨‍👩‍👧‍👦…'],
    ['🇳🇴🇸🇪🇩🇰', 5, '🇳🇴🇸🇪…'],
    ['Zoë Brontë'.normalize('NFD'), 4, 'Zoë…'.normalize('NFD')],
    ['हिन्दी नाम', 4, 'हि…'],
    ['हिन्दी नाम', 6, 'हिन्दी…'],
    ['Ada', 1, '…'],
  ] as const
  test.for(cuts)('"%s" to %i columns', async ([text, width, cut]) => {
    await prepareWidths([text])
    expect(fit(text, width)).toBe(cut)
  })

  test('never wider than asked, whatever it holds', async () => {
    await prepareWidths(['日'])
    fc.assert(
      fc.property(anyText, fc.integer({ min: 1, max: 30 }), (text, width) => {
        expect(displayWidth(fit(text, width))).toBeLessThanOrEqual(width)
      }),
    )
  })
})

describe('a narrow terminal', () => {
  const long = [aPerson('Featherstonehaugh-Cholmondeley', { id: '0055g0000000q1oAAA' }), aPerson('日本語')]

  test('of 50 columns cuts texts, never IDs', async () => {
    expect(await rendered('table', [long], 50, shown))
      .toBe(`Person ID           Name             Active  Calls
0055g0000000q1oAAA  Featherstoneha…  yes     7
0055g0000000q1oAAA  日本語           yes     7
`)
  })

  test('that a table just fits shows it whole, and one column less cuts', async () => {
    const ada = [[aPerson('Ada Lovelace')]]
    expect(await rendered('table', ada, 47, shown)).toBe(`Person ID           Name          Active  Calls
0055g0000000q1oAAA  Ada Lovelace  yes     7
`)
    expect(await rendered('table', ada, 46, shown)).toBe(`Person ID           Name         Active  Calls
0055g0000000q1oAAA  Ada Lovela…  yes     7
`)
  })

  test('of 40 columns gets blocks, in which nothing is cut', async () => {
    expect(await rendered('table', [long], 40, shown)).toBe(`Person ID  0055g0000000q1oAAA
Name
  Featherstonehaugh-Cholmondeley
Active     yes
Calls      7

Person ID  0055g0000000q1oAAA
Name       日本語
Active     yes
Calls      7
`)
  })

  test('keeps a blank line between the blocks of two pages', async () => {
    const pages = [Array.from({ length: 1000 }, () => aPerson('Ada')), [aPerson('Bob')]]
    const text = await rendered('table', pages, 20, shown)
    expect(text.split('\n\n')).toHaveLength(1001)
  })

  test('that the first page fits and a later one does not gets blocks from there on', async () => {
    const early = Array.from({ length: 1000 }, () => aPerson('Ada', { id: null }))
    const text = await rendered('table', [early, long], 40, shown)
    const lines = text.split('\n')
    expect(lines.slice(0, 2)).toEqual(['Person ID  Name  Active  Calls', '-          Ada   yes     7'])
    expect(lines.slice(1000)).toEqual([
      '-          Ada   yes     7',
      '',
      'Person ID  0055g0000000q1oAAA',
      'Name',
      '  Featherstonehaugh-Cholmondeley',
      'Active     yes',
      'Calls      7',
      '',
      'Person ID  0055g0000000q1oAAA',
      'Name       日本語',
      'Active     yes',
      'Calls      7',
      '',
    ])
  })
})

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.array(fc.constantFrom(...Object.values(scripts)), { maxLength: 6 }).map((parts) => parts.join('')),
)

const anyRow = fc.record({
  id: fc.option(fc.stringMatching(/^[0-9A-Za-z]{1,24}$/)),
  texts: fc.array(anyText, { minLength: 4, maxLength: 4 }),
})
type AnyRow = typeof anyRow extends fc.Arbitrary<infer Row> ? Row : never
const idColumn: Column<AnyRow> = { key: 'id', label: 'ID', kind: 'id', value: ({ id }) => id }
const textColumn = (_: unknown, at: number): Column<AnyRow> => ({
  key: `text${at}`,
  label: `Text ${at}`,
  kind: 'text',
  value: ({ texts }) => texts[at] ?? null,
})

// A sentence may be broken between words.
function withoutSpaces(text: string): string {
  return text.replaceAll(/\s/g, '')
}

describe('any rows on any terminal', () => {
  test('no line of a table is wider than the terminal, no ID is cut, and blocks hold every cell whole', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(anyRow, { maxLength: 6 }), { maxLength: 3 }),
        fc.integer({ min: 0, max: 4 }),
        fc.integer({ min: 1, max: 130 }),
        async (pages, texts, terminal) => {
          const chosen = [idColumn, ...Array.from({ length: texts }, textColumn)]
          const { surface, text } = await paper(terminal)
          const rows = await renderList(chosen, pages, 'table', surface)
          const lines = text().split('\n').slice(0, -1)
          const ids = pages.flat().map(({ id }) => id ?? '-')
          expect(rows).toBe(ids.length)
          if (isTable(lines)) {
            expect(lines.slice(1).map((line) => line.split(/ {2}|$/)[0])).toEqual(ids)
            expect(Math.max(0, ...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(terminal)
          } else {
            const shownIds = [...text().matchAll(/^ID(?: {2,}|\n {2})(.*)$/gm)].map(([, id]) => id)
            expect(shownIds).toEqual(ids)
            const cells = pages.flatMap((page) => page.flatMap((row) => row.texts.slice(0, texts)))
            const printed = withoutSpaces(text())
            for (const cell of cells) expect(printed).toContain(withoutSpaces(visible(cell) || '-'))
          }
        },
      ),
      { numRuns: 300 },
    )
  })
})

function isTable(lines: readonly string[]): boolean {
  const [first = '', second = ''] = lines
  return !/^ID +\S+$/.test(first) && !(first === 'ID' && second.startsWith('  '))
}
