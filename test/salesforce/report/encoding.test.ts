import iconv from 'iconv-lite'
import { expect, test } from 'vitest'
import { adaId, bobId, failureOf, person, read, readChunks } from './support.ts'

const csv = (...names: string[]) =>
  ['User ID,Full Name', ...names.map((name, index) => `${[adaId, bobId][index]},${name}`), ''].join('\n')

const named = (...names: string[]) =>
  names.map((name, index) => person({ id: [adaId, bobId][index] ?? '', name }))

test.each([
  ['UTF-8 without a mark', iconv.encode(csv('Åse Ørland'), 'utf8')],
  ['UTF-8 with a mark', iconv.encode(csv('Åse Ørland'), 'utf8', { addBOM: true })],
  ['UTF-16LE with a mark', iconv.encode(csv('Åse Ørland'), 'utf-16le', { addBOM: true })],
  ['UTF-16BE with a mark', iconv.encode(csv('Åse Ørland'), 'utf-16be', { addBOM: true })],
  ['UTF-16LE without a mark', iconv.encode(csv('Åse Ørland'), 'utf-16le', { addBOM: false })],
  ['UTF-16BE without a mark', iconv.encode(csv('Åse Ørland'), 'utf-16be')],
])('%s is recognized', async (_, bytes) => {
  expect(await read(bytes)).toEqual({ people: named('Åse Ørland'), problems: [], notices: [] })
})

test.each([
  ['Shift_JIS', '山田 太郎'],
  ['EUC-KR', '김 철수'],
  ['GB2312', '王小明'],
  ['Big5', '陳大文'],
  ['windows-1251', 'Анна Иванова'],
  ['ISO-8859-1', 'Bjørn'],
  ['utf8', 'Bjørn'],
])('%s is read when the admin says so', async (encoding, name) => {
  const bytes = iconv.encode(csv(name), encoding)
  expect(await read(bytes, { encoding })).toEqual({ people: named(name), problems: [], notices: [] })
})

const guessed =
  'users.csv is not UTF-8 and was read as windows-1252 (Western European). If names look wrong, name its encoding with --encoding'

test('what is not UTF-8 is read as windows-1252 with a notice, however late that shows', async () => {
  const many = Array.from({ length: 20_000 }, (_, index) => `0055g00000${String(index).padStart(5, '0')},Ada`)
  const text = ['Id,Name', ...many, `${bobId},Zoë O’Neil`].join('\n')
  const { people, notices } = await read(iconv.encode(text, 'windows-1252'))
  expect(people.length).toBe(20_001)
  expect(people.at(-1)).toEqual(person({ id: bobId, name: 'Zoë O’Neil' }))
  expect(notices).toEqual([guessed])
})

test('a letter cut in two by a chunk is still one letter, and cut off at the end it is windows-1252', async () => {
  const bytes = iconv.encode(csv('Åse'), 'utf8')
  const inside = bytes.indexOf(0xc3) + 1
  const padded = Buffer.concat([Buffer.from(`note\n${'x'.repeat(5000)}\n`), bytes])
  const cut = inside + 5006
  const { people } = await readChunks([padded.subarray(0, cut), padded.subarray(cut)])
  expect(people).toEqual(named('Åse'))
  const whole = await read(`Id,Name\n${adaId},Noé`)
  expect(whole).toEqual({ people: named('Noé'), problems: [], notices: [] })
  const half = await read(Buffer.concat([Buffer.from(`Id,Name\n${adaId},Ad`), Buffer.from([0xc3])]))
  expect(half).toEqual({ people: named('AdÃ'), problems: [], notices: [guessed] })
})

test('UTF-8 with a damaged byte is refused with its line, because any guess would spoil names', async () => {
  const bytes = Buffer.concat([
    iconv.encode(csv('Åse', 'Bj'), 'utf8').subarray(0, -1),
    Buffer.from([0xf8, 0x0a]),
  ])
  expect(await failureOf(read(bytes))).toEqual({
    code: 'report-unreadable',
    message: 'users.csv:3 is not UTF-8, although other characters in it are, so the encoding is unknown',
    actions: [
      'export the report again with the encoding Unicode (UTF-8)',
      'or name the encoding it was exported with, for example --encoding Shift_JIS, GB2312, Big5, EUC-KR or windows-1252',
    ],
  })
  expect((await read(bytes, { encoding: 'windows-1252' })).people.at(-1)?.name).toBe('Bjø')
})

test('a damaged byte far behind valid letters is found as well', async () => {
  const filler = `${bobId},Bob\n`.repeat(10_000)
  const head = Buffer.from(`Id,Name\n${adaId},Åse\n${filler}${bobId},Bj`)
  const failure = await failureOf(readChunks([head, Buffer.from([0xf8, 0x72, 0x6e, 0x0a])]))
  expect(failure.message).toMatch(/^users.csv:10003 is not UTF-8/)
})

test('Japanese bytes are not taken for Western European ones', async () => {
  const failure = await failureOf(read(iconv.encode(csv('高橋 太郎'), 'Shift_JIS')))
  expect(failure.message).toBe('users.csv:2 is neither UTF-8 nor windows-1252, so the encoding is unknown')
})

test('bytes that are not of the named encoding are reported', async () => {
  const { people, problems, notices } = await read(iconv.encode(csv('Bjørn'), 'windows-1252'), {
    encoding: 'UTF-8',
  })
  expect(people).toEqual([])
  expect(problems).toEqual([
    {
      file: 'users.csv',
      line: 2,
      group: 'damaged cells',
      column: 'Full Name',
      value: 'Bj\ufffdrn',
      reason: '"Bj\ufffdrn" contains U+FFFD: a letter was lost when the file was written or read',
    },
  ])
  expect(notices).toEqual([
    'users.csv contains bytes that are not UTF-8; they are shown as \ufffd. Check --encoding',
  ])
})

test('so is a letter that is cut off at the end', async () => {
  const { notices } = await read(Buffer.concat([Buffer.from(csv('Ada')), Buffer.from([0xc3])]), {
    encoding: 'utf-8',
  })
  expect(notices).toContain(
    'users.csv contains bytes that are not UTF-8; they are shown as \ufffd. Check --encoding',
  )
})

test('a byte order mark wins over another encoding, with a notice', async () => {
  const bytes = iconv.encode(csv('Åse'), 'utf8', { addBOM: true })
  expect(await read(bytes, { encoding: 'latin1' })).toEqual({
    people: named('Åse'),
    problems: [],
    notices: ['users.csv has a UTF-8 byte order mark, so it was read as UTF-8, not as windows-1252'],
  })
})

test('a byte order mark over bytes that do not fit it gives way to the encoding that is named', async () => {
  const bytes = Buffer.concat([Buffer.from('\ufeff'), iconv.encode(csv('Åse Ørland'), 'windows-1252')])
  expect(await read(bytes, { encoding: 'windows-1252' })).toEqual({
    people: named('Åse Ørland'),
    problems: [],
    notices: [
      'users.csv begins with the byte order mark of UTF-8, but is not UTF-8; it was read as windows-1252',
    ],
  })
  const failure = await failureOf(read(bytes))
  expect(failure.message).toBe(
    'users.csv:2 is not UTF-8, although the file begins with the mark of UTF-8, so the encoding is unknown',
  )
})

test('a mark at the beginning of a later line is left out: files were joined', async () => {
  const text = csv('Åse')
  const { people, problems } = await read(`\ufeff${text}\ufeff${text.replace('Åse', 'Ada')}`)
  expect([people.map(({ name }) => name), problems]).toEqual([['Åse', 'Ada'], []])
})

test('files of two encodings that were joined are refused where the second begins', async () => {
  const filler = `${bobId},Bob\n`.repeat(10_000)
  const first = iconv.encode(`Id,Name\n${adaId},Åse\n${filler}`, 'windows-1252')
  const failure = await failureOf(readChunks([first, Buffer.from(`\ufeff${csv('Øyvind')}`)]))
  expect(failure.message).toBe(
    'users.csv:10003 is UTF-8, although lines before it are not, so the encoding is unknown',
  )
})

test.each(['Shift_JSI', 'base64', ''])('"%s" is not an encoding', async (encoding) => {
  const failure = await failureOf(read(csv('Ada'), { encoding }))
  expect(failure.code).toBe('usage')
  expect(failure.message).toBe(`unknown encoding "${encoding}"`)
})

test('the nearest encodings are offered', async () => {
  const failure = await failureOf(read(csv('Ada'), { encoding: 'Shift_JSI' }))
  expect(failure.actions[0]).toMatch(/^Did you mean Shift_JIS, /)
})
