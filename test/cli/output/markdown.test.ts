import { describe, expect, test } from 'vitest'
import { commandColumn, numberColumn, textColumn } from '../../../src/cli/output/columns.ts'
import {
  listLines,
  markdownBlock,
  markdownCode,
  markdownTable,
  markdownText,
  renderMarkdown,
  tableLines,
} from '../../../src/cli/output/markdown.ts'
import { paper } from '../../support/surface.ts'

describe('a text in Markdown', () => {
  test.for([
    ['Ada Lovelace', 'Ada Lovelace'],
    ['ada_b@acme.example', 'ada_b@acme.example'],
    ['Smith & Sons -> North', 'Smith & Sons -> North'],
    ['a|b', String.raw`a\|b`],
    ['a\\|b', String.raw`a\\\|b`],
    ['`rm -rf`', '\\`rm -rf\\`'],
    ['two\nlines', 'two␊lines'],
    ['<script>', '&lt;script>'],
    ['</details>', '&lt;/details>'],
    ['&lt;b>', '&amp;lt;b>'],
    ['\u202eevas', '&lt;U+202E>evas'],
    ['**bold** _it_ ~~gone~~ $x$', String.raw`\*\*bold\*\* \_it\_ \~\~gone\~\~ \$x\$`],
    ['[win](https://evil.example)', String.raw`\[win\](https:&#8203;//evil.example)`],
    ['![x](y)', String.raw`!\[x\](y)`],
    ['www.evil.example', 'www&#8203;.evil.example'],
    ['@everyone in (@acme/all)', '@&#8203;everyone in (@&#8203;acme/all)'],
    ['fixes #12 of a/b#3', 'fixes #&#8203;12 of a/b#&#8203;3'],
    [':tada: at 10:15:30', ':&#8203;tada: at 10:15:30'],
    ['C #', String.raw`C \#`],
    ['# heading', String.raw`\# heading`],
    ['> quote', String.raw`\> quote`],
    ['- item', String.raw`\- item`],
    ['12. item', String.raw`12\. item`],
    ['    code', 'code'],
  ] as const)('%s is %s', ([text, expected]) => {
    expect(markdownText(text)).toBe(expected)
  })

  test('is code between more backticks than it holds', () => {
    expect(markdownCode('sfsync todo')).toBe('`sfsync todo`')
    expect(markdownCode('a ``b`')).toBe('``` a ``b` ```')
    expect(markdownBlock('sh', ['# ``', '```', 'ls'])).toEqual(['````sh', '# ``', '```', 'ls', '````'])
  })
})

const columns = [
  textColumn<string>('name', 'Name', (name) => name),
  numberColumn<string>('length', 'Length', (name) => name.length),
  commandColumn<string>('next', 'Next', (name) => (name === '' ? null : `sfsync show '${name}'`)),
]

/** So many rows as lines. */
async function linesOf(count: number, room: number, title?: string): Promise<string[]> {
  const rows = Array.from({ length: count }, (_, at) => `name ${at}`)
  return tableLines(await markdownTable(columns, [rows], (await paper()).surface, room), title)
}

describe('a table in Markdown', () => {
  test('has numbers on the right and commands as code, which no pipe can end', async () => {
    const { surface } = await paper()
    expect(tableLines(await markdownTable(columns, [['Ada', '', 'a|b*']], surface, 1000))).toEqual([
      '| Name | Length | Next |',
      '| --- | ---: | --- |',
      "| Ada | 3 | `sfsync show 'Ada'` |",
      '| - | 0 | - |',
      String.raw`| a\|b\* | 4 | <code>sfsync show 'a&#124;b\*'</code> |`,
    ])
  })

  test('is folded where it has more than 20 rows and a title', async () => {
    expect((await linesOf(20, 9999, '20 names'))[0]).toBe('| Name | Length | Next |')
    expect((await linesOf(21, 9999, '21 names')).slice(0, 4)).toEqual([
      '<details>',
      '<summary>21 names</summary>',
      '',
      '| Name | Length | Next |',
    ])
  })

  test('counts the rows that have no room, and says how to see them', async () => {
    expect(await linesOf(2000, 100)).toEqual([
      '| Name | Length | Next |',
      '| --- | ---: | --- |',
      "| name 0 | 6 | `sfsync show 'name 0'` |",
      '',
      '… and 1,999 more: to see all of them, use `--format csv` or `--json`',
    ])
  })

  test('of any list fits into a comment on GitHub', async () => {
    const { surface, text } = await paper()
    const rows = Array.from({ length: 9000 }, (_, at) => `name ${at}`)
    expect(await renderMarkdown(columns, [rows], surface)).toBe(9000)
    expect(text().length).toBeGreaterThan(64_000)
    expect(text().length).toBeLessThan(65_536)
    expect(text()).toMatch(/\n… and [\d,]+ more: /)
  })
})

test('a list of texts keeps what belongs together, and counts what has no room', () => {
  expect(listLines('Notes', [], 100)).toEqual([])
  expect(listLines('Notes', ['3 problems', '  people.csv:2'], 100)).toEqual([
    'Notes:',
    '',
    '- 3 problems',
    '  - people.csv:2',
  ])
  expect(listLines('Notes', ['one', 'two', 'three'], 13)).toEqual([
    'Notes:',
    '',
    '- one',
    '- two',
    '- … and 1 more: to see all of them, use `--format csv` or `--json`',
  ])
})
