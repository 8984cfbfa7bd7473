import { describe, expect, test } from 'vitest'
import { chooseColumns } from '../../../src/cli/output/columns.ts'
import { textFormats } from './text-formats.ts'
import { renderList, renderRecord } from '../../../src/cli/output/render.ts'
import { SfsyncError } from '../../../src/core/errors.ts'
import { paper } from '../../support/surface.ts'
import { aPerson, columns, rendered } from './columns-of-people.ts'

const people = [
  [aPerson('Ada'), aPerson('Bo "the" Bob, jr.', { id: null, active: false, calls: 0, seenAt: null })],
  [aPerson('=1+1', { active: null })],
]

describe('a list in each format', () => {
  const texts = {
    table: `Person ID           Name               Active  Calls  Seen
0055g0000000q1oAAA  Ada                yes     7      2026-11-22 11:00 UTC
-                   Bo "the" Bob, jr.  no      0      -
0055g0000000q1oAAA  =1+1               -       7      2026-11-22 11:00 UTC
`,
    markdown: `| Person ID | Name | Active | Calls | Seen |
| --- | --- | --- | ---: | --- |
| 0055g0000000q1oAAA | Ada | yes | 7 | 2026-11-22 11:00 UTC |
| - | Bo "the" Bob, jr. | no | 0 | - |
| 0055g0000000q1oAAA | \\=1+1 | - | 7 | 2026-11-22 11:00 UTC |
`,
    json: `[
  {"personId":"0055g0000000q1oAAA","name":"Ada","active":true,"calls":7,"seenAt":"2026-11-22T11:00:00.000Z"},
  {"personId":null,"name":"Bo \\"the\\" Bob, jr.","active":false,"calls":0,"seenAt":null},
  {"personId":"0055g0000000q1oAAA","name":"=1+1","active":null,"calls":7,"seenAt":"2026-11-22T11:00:00.000Z"}
]
`,
    ndjson: `{"personId":"0055g0000000q1oAAA","name":"Ada","active":true,"calls":7,"seenAt":"2026-11-22T11:00:00.000Z"}
{"personId":null,"name":"Bo \\"the\\" Bob, jr.","active":false,"calls":0,"seenAt":null}
{"personId":"0055g0000000q1oAAA","name":"=1+1","active":null,"calls":7,"seenAt":"2026-11-22T11:00:00.000Z"}
`,
    csv: `personId,name,active,calls,seenAt
0055g0000000q1oAAA,Ada,true,7,2026-11-22T11:00:00.000Z
,"Bo ""the"" Bob, jr.",false,0,
0055g0000000q1oAAA,'=1+1,,7,2026-11-22T11:00:00.000Z
`,
    tsv: [
      'personId\tname\tactive\tcalls\tseenAt',
      '0055g0000000q1oAAA\tAda\ttrue\t7\t2026-11-22T11:00:00.000Z',
      '\tBo "the" Bob, jr.\tfalse\t0\t',
      `0055g0000000q1oAAA\t'=1+1\t\t7\t2026-11-22T11:00:00.000Z`,
      '',
    ].join('\n'),
    ids: '0055g0000000q1oAAA\n0055g0000000q1oAAA\n',
  } as const
  test.for(textFormats)('%s', async (format) => {
    expect(await rendered(format, people)).toBe(texts[format])
  })

  test.for(textFormats)('%s counts the rows', async (format) => {
    const { surface } = await paper()
    expect(await renderList(columns, people, format, surface)).toBe(3)
  })
})

describe('an empty list is a valid document', () => {
  const texts = {
    table: 'Person ID  Name  Active  Calls  Seen\n',
    markdown: '| Person ID | Name | Active | Calls | Seen |\n| --- | --- | --- | ---: | --- |\n',
    json: '[]\n',
    ndjson: '',
    csv: 'personId,name,active,calls,seenAt\n',
    tsv: 'personId\tname\tactive\tcalls\tseenAt\n',
    ids: '',
  } as const
  for (const pages of [[], [[]], [[], []]])
    test.for(textFormats)(`%s of ${pages.length} empty pages`, async (format) => {
      expect(await rendered(format, pages)).toBe(texts[format])
    })

  test('on a terminal it is left to the words beside it', async () => {
    expect(await rendered('table', [], 80)).toBe('')
  })
})

test('blanks about a text are quoted in CSV, so that no reader trims them', async () => {
  const name = columns.filter(({ key }) => key === 'name')
  expect(await rendered('csv', [[aPerson(' Ada'), aPerson('Bob\u00a0')]], undefined, name)).toBe(
    'name\n" Ada"\n"Bob\u00a0"\n',
  )
})

describe('one row in each format', () => {
  const texts = {
    table: `Person ID  0055g0000000q1oAAA
Name       Ada
Active     yes
Calls      7
Seen       2026-11-22 11:00 UTC
`,
    markdown: `| Field | Value |
| --- | --- |
| Person ID | 0055g0000000q1oAAA |
| Name | Ada |
| Active | yes |
| Calls | 7 |
| Seen | 2026-11-22 11:00 UTC |
`,
    json: `{
  "personId": "0055g0000000q1oAAA",
  "name": "Ada",
  "active": true,
  "calls": 7,
  "seenAt": "2026-11-22T11:00:00.000Z"
}
`,
    ndjson: `{"personId":"0055g0000000q1oAAA","name":"Ada","active":true,"calls":7,"seenAt":"2026-11-22T11:00:00.000Z"}
`,
    csv: `personId,name,active,calls,seenAt
0055g0000000q1oAAA,Ada,true,7,2026-11-22T11:00:00.000Z
`,
    tsv: `personId\tname\tactive\tcalls\tseenAt
0055g0000000q1oAAA\tAda\ttrue\t7\t2026-11-22T11:00:00.000Z
`,
    ids: '0055g0000000q1oAAA\n',
  } as const
  test.for(textFormats)('%s', async (format) => {
    const { surface, text } = await paper()
    await renderRecord(columns, aPerson('Ada'), format, surface)
    expect(text()).toBe(texts[format])
  })
})

test('one column whose cells are empty keeps a line for each row, in CSV', async () => {
  const name = columns.filter(({ key }) => key === 'name')
  expect(await rendered('csv', [[aPerson(''), aPerson('Ada')]], undefined, name)).toBe('name\n""\nAda\n')
})

const keys = (format: 'table' | 'csv') => chooseColumns(columns, undefined, format).map(({ key }) => key)

describe('the columns to show', () => {
  test('are those that are not hidden in a table, and all of them for machines', () => {
    expect({ table: keys('table'), csv: keys('csv') }).toEqual({
      table: ['personId', 'name', 'active', 'calls'],
      csv: ['personId', 'name', 'active', 'calls', 'seenAt'],
    })
  })

  test('are those that an admin names, by key or label, in that order, without regard to case', () => {
    expect(chooseColumns(columns, ['SEEN', 'person-id', 'Name'], 'table').map(({ key }) => key)).toEqual([
      'seenAt',
      'personId',
      'name',
    ])
  })

  test('that there are not are a mistake, which names those there are', () => {
    let thrown: unknown
    try {
      chooseColumns(columns, ['name', 'colour'], 'table')
    } catch (error) {
      thrown = error
    }
    expect(thrown).toBeInstanceOf(SfsyncError)
    expect(thrown).toMatchObject({
      code: 'usage',
      message: 'there is no column "colour"',
      actions: ['the columns are: personId, name, active, calls, seenAt'],
    })
  })

  test('that are mistyped are reported with a suggestion', () => {
    expect(() => chooseColumns(columns, ['sen-at'], 'json')).toThrow(
      expect.objectContaining({
        code: 'usage',
        message: 'there is no column "sen-at"',
        actions: ['did you mean seenAt?', 'the columns are: personId, name, active, calls, seenAt'],
      }),
    )
  })

  test('without an ID are no list of IDs', async () => {
    const name = columns.filter(({ key }) => key === 'name')
    await expect(rendered('ids', people, undefined, name)).rejects.toMatchObject({
      code: 'usage',
      message: '--format ids needs a column of IDs',
    })
  })
})

describe('a time', () => {
  const times = [
    ['2026-11-23T11:59:31.000Z', 'just now', '2026-11-23 11:59 UTC'],
    ['2026-11-23T12:00:05.000Z', 'just now', '2026-11-23 12:00 UTC'],
    ['2026-11-23T11:59:00.000Z', '1 minute ago', '2026-11-23 11:59 UTC'],
    ['2026-11-23T10:01:00.000Z', '1 hour ago', '2026-11-23 10:01 UTC'],
    ['2026-11-21T12:00:00.000Z', '2 days ago', '2026-11-21 12:00 UTC'],
    ['2026-10-01T00:00:00.000Z', '1 month ago', '2026-10-01 00:00 UTC'],
    ['2019-03-04T08:00:00.000Z', '7 years ago', '2019-03-04 08:00 UTC'],
    // The words of a report, whose locale nobody knows.
    ['03/04/2026, 09:15', '03/04/2026, 09:15', '03/04/2026, 09:15'],
    ['24.12.2025 08:00', '24.12.2025 08:00', '24.12.2025 08:00'],
    ['last\nweek', 'last␊week', 'last␊week'],
  ] as const
  test.for(times)('%s is shown on a terminal as "%s", in a pipe as "%s"', async ([seenAt, shown, inPipe]) => {
    const seen = columns.filter(({ key }) => key === 'seenAt')
    const pages = [[aPerson('Ada', { seenAt })]]
    expect(await rendered('table', pages, 80, seen)).toBe(`Seen\n${shown}\n`)
    expect(await rendered('table', pages, undefined, seen)).toBe(`Seen\n${inPipe}\n`)
    expect(await rendered('json', pages, undefined, seen)).toBe(`[\n  ${JSON.stringify({ seenAt })}\n]\n`)
  })
})
