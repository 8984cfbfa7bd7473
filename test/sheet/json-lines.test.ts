import { expect, test } from 'vitest'
import { sheetText } from '../../src/sheet/write-sheet.ts'
import { readSheet } from '../../src/sheet/read-sheet.ts'
import { failureOf, read, table } from './support.ts'

test('one JSON object per line, with its keys in any order; numbers and nulls are texts', async () => {
  const text = '{"email":"a@b.example","team":"North"}\n\n{"nickname":7,"email":null,"team":true}\n'
  expect(table(await read(text))).toEqual([
    ['email', 'team', 'nickname'],
    [1, 'a@b.example', 'North', ''],
    [3, '', 'true', '7'],
  ])
})

test('lines that are not flat objects are reported, and the others read', async () => {
  const { rows, problems } = await read('{"email":"a"}\nemail\n{"email":["b"]}\n"c"\n')
  expect(rows).toEqual([{ line: 1, cells: ['a'] }])
  expect(problems.map(({ line, value, reason }) => [line, value, reason])).toEqual([
    [2, 'email', 'the line is not a JSON object'],
    [3, '{"email":["b"]}', 'the line is not a flat JSON object: a value is a list or an object'],
    [4, '"c"', 'the line is not a flat JSON object: a value is a list or an object'],
  ])
})

test('bad rows are written in the form they came in, each with its problem', async () => {
  const csv = await read('Email;Team;Problem\n=a;"x;y";old\n')
  const ndjson = await read('{"email":"a"}\n')
  const failed = (sheet: typeof csv) =>
    sheetText(
      sheet,
      sheet.rows.map((row) => ({ row, problem: 'is wrong; very' })),
    )
  expect(failed(csv)).toBe('Email;Team;problem\n\'=a;"x;y";"is wrong; very"\n')
  expect(failed(ndjson)).toBe('{"email":"a","problem":"is wrong; very"}\n')
})

// oxlint-disable-next-line eslint/require-await -- a source of bytes is asynchronous, this one has no need to wait
async function* spaces() {
  yield Buffer.from('{"Email":"ada@example.com"}\n')
  const some = Buffer.alloc(1_000_000, ' ')
  for (let count = 0; count < 300; count += 1) yield some
}

test('what is larger than one text can be is refused with what to do instead', async () => {
  expect(await failureOf(readSheet({ name: 'people.ndjson', bytes: spaces() }, {}))).toEqual({
    code: 'file-unreadable',
    message: 'people.ndjson is too large to be read as JSON, YAML or HTML',
  })
})
