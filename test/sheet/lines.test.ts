import { expect, test } from 'vitest'
import { textLines } from '../../src/sheet/source.ts'
import { failureOf } from './support.ts'

async function lines(...pieces: readonly (string | Uint8Array)[]) {
  const all = []
  for await (const group of textLines({ name: 'x.plan', bytes: bytes(pieces) })) all.push(...group)
  return all
}

// oxlint-disable-next-line eslint/require-await -- a source of bytes is asynchronous, this one has no need to wait
async function* bytes(pieces: readonly (string | Uint8Array)[]) {
  for (const piece of pieces) yield Buffer.from(piece)
}

test('lines are counted from 1, without their ends; empty ones are left out', async () => {
  expect(await lines('\uFEFFa\r\n\nb', 'c\n', 'å'.slice(0, 1))).toEqual([
    { line: 1, text: 'a' },
    { line: 3, text: 'bc' },
    { line: 4, text: 'å' },
  ])
})

test('a letter may lie on both sides of a cut', async () => {
  const text = Buffer.from('åse')
  expect(await lines(text.subarray(0, 1), text.subarray(1))).toEqual([{ line: 1, text: 'åse' }])
})

test('what is not UTF-8 is refused', async () => {
  expect(await failureOf(lines('a\n', Buffer.from([0xff, 0xfe, 0x00])))).toEqual({
    code: 'file-unreadable',
    message: 'x.plan is not UTF-8 after line 1',
  })
})

test('a backup that is taken for a dump is named, with how to make one', async () => {
  await expect(lines('SQLite format 3\0', Buffer.from([0xff]))).rejects.toMatchObject({
    code: 'file-unreadable',
    message: 'x.plan is a ledger or another SQLite database, not a text file',
    actions: [
      {
        text: 'to load a ledger, make a dump of it first',
        command: { command: 'dump', options: { history: true, store: 'x.plan', output: 'x.plan.ndjson' } },
      },
      'name a file that sfsync dump or sfsync plan wrote',
    ],
  })
})

test('a line without an end, as /dev/zero gives it, is refused before it fills the memory', async () => {
  let given = 0
  // oxlint-disable-next-line eslint/require-await -- a source of bytes is asynchronous, this one has no need to wait
  async function* zeros() {
    for (;;) {
      given += 1
      yield Buffer.alloc(1_000_000)
    }
  }
  const reading = async () => {
    for await (const _ of textLines({ name: 'x.plan', bytes: zeros() })) expect.unreachable()
  }
  expect(await failureOf(reading())).toEqual({
    code: 'file-unreadable',
    message: 'line 1 of x.plan is longer than any that sfsync writes',
  })
  expect(given).toBe(11)
})
