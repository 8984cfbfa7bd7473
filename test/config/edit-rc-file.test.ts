import { lstatSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { editedRcText, editRcFile } from '../../src/config/edit-rc-file.ts'
import { parseRcFile } from '../../src/config/rc-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { failureOf } from './support.ts'

const edit = (text: string, name: Parameters<typeof editedRcText>[2], value: string | null) =>
  editedRcText(text, 'rc', name, value)

describe('a key is set', () => {
  const edits = [
    ['in an empty file', '', 'format = "json"\n'],
    [
      'in its place',
      'actor = "a"\nformat = "csv"\ninput = true\n',
      'actor = "a"\nformat = "json"\ninput = true\n',
    ],
    ['at the end', 'actor = "a"\n', 'actor = "a"\nformat = "json"\n'],
    ['where there is no line end', 'actor = "a"', 'actor = "a"\nformat = "json"\n'],
    ['in its place where there is no line end', 'format = "csv"', 'format = "json"\n'],
    ['with its comment', '# how\nformat = "csv" # as text\n', '# how\nformat = "json" # as text\n'],
    ['with a # in its old value', 'format = "table" # a "#" here\n', 'format = "json" # a "#" here\n'],
    ['with quotes about its name', '"format" = "csv"\n', 'format = "json"\n'],
    ['with single quotes about its value', "format = 'csv' # c\n", 'format = "json" # c\n'],
    ['below blanks', '  format="csv"\n', 'format = "json"\n'],
    ['although a comment shows it', '# format = "csv"\n', '# format = "csv"\nformat = "json"\n'],
    [
      'above the tables',
      'actor = "a"\n\n[profiles.uat]\nstore = "u"\n',
      'actor = "a"\nformat = "json"\n\n[profiles.uat]\nstore = "u"\n',
    ],
    [
      'above the comment of a table',
      'actor = "a"\n\n# the sandbox\n[profiles.uat]\nstore = "u"\n',
      'actor = "a"\nformat = "json"\n\n# the sandbox\n[profiles.uat]\nstore = "u"\n',
    ],
    [
      'below the title of a file that has tables only',
      '# my file\n\n[profiles.uat]\nstore = "u"\n',
      '# my file\nformat = "json"\n\n[profiles.uat]\nstore = "u"\n',
    ],
    [
      'in a file that has a table only',
      '[profiles.uat]\nstore = "u"\n',
      'format = "json"\n[profiles.uat]\nstore = "u"\n',
    ],
    [
      'in a file of Windows',
      'actor = "a"\r\nformat = "csv" # c\r\n',
      'actor = "a"\r\nformat = "json" # c\r\n',
    ],
    ['at the end of a file of Windows', 'actor = "a"\r\n', 'actor = "a"\r\nformat = "json"\r\n'],
    [
      'in a file of Windows with tables',
      'actor = "a"\r\n\r\n[profiles.uat]\r\nstore = "u"\r\n',
      'actor = "a"\r\nformat = "json"\r\n\r\n[profiles.uat]\r\nstore = "u"\r\n',
    ],
    ['in the place of a byte order mark', '\ufeffformat = "csv"\n', 'format = "json"\n'],
  ] as const
  test.for(edits)('%s', ([, text, expected]) => {
    expect(edit(text, 'format', 'json')).toBe(expected)
  })

  test('as TOML has it: texts quoted, numbers and flags bare', () => {
    expect([
      edit('', 'actor', 'Jane "J" \\ Admin'),
      edit('', 'timeout-seconds', '5'),
      edit('', 'input', 'false'),
      edit('', 'store', '~/a b.sqlite'),
    ]).toEqual([
      'actor = "Jane \\"J\\" \\\\ Admin"\n',
      'timeout-seconds = 5\n',
      'input = false\n',
      'store = "~/a b.sqlite"\n',
    ])
  })

  test('at the top only, although a profile has the same key', () => {
    const profile = '[profiles.uat]\nstore = "u"\n'
    expect(edit(profile, 'store', 'mine')).toBe(`store = "mine"\n${profile}`)
  })
})

describe('a key is taken away', () => {
  const edits = [
    ['', ''],
    ['format = "csv"\n', ''],
    ['actor = "a"\nformat = "csv"\n# end\n', 'actor = "a"\n# end\n'],
    ['actor = "a"\r\nformat = "csv"\r\n', 'actor = "a"\r\n'],
    ['actor = "a"\n', 'actor = "a"\n'],
    ['actor = "a"', 'actor = "a"\n'],
  ] as const
  test.for(edits)('%j', ([text, expected]) => {
    expect(edit(text, 'format', null)).toBe(expected)
  })

  test('at the top only', () => {
    const profile = '[profiles.uat]\nstore = "u"\n'
    expect(edit(`store = "x"\n${profile}`, 'store', null)).toBe(profile)
  })
})

describe('what cannot be edited safely is refused', () => {
  const unsafe = [
    ['a value over several lines', 'actor = """\njane\n"""\n', 'actor', 'bob'],
    ['a value over several lines, taken away', 'actor = """\njane\n"""\n', 'actor', null],
    ['a line inside another value', 'actor = """\nformat = "csv"\n"""\n', 'format', null],
    ['a line inside another value, set', 'actor = """\nformat = "csv"\n"""\n', 'format', 'json'],
  ] as const
  test.for(unsafe)('%s', async ([, text, name, value]) => {
    expect(await failureOf(() => edit(text, name, value))).toMatchObject({ code: 'configuration' })
  })

  test('with the key to change by hand', async () => {
    expect(await failureOf(() => edit('actor = """\nformat = "csv"\n"""\n', 'format', null))).toEqual({
      code: 'configuration',
      message: 'cannot edit rc safely',
      rows: [],
      actions: ['edit format in rc by hand'],
    })
  })
})

const linesButActor = (text: string) => text.split('\n').filter((line) => !line.startsWith('actor'))

test('whatever is set is read back, and everything else stays', () => {
  const comment = fc.constantFrom('# note\n', '\n', '  # "quoted" = [x]\n')
  const anyValue = fc
    .string({ unit: 'grapheme', maxLength: 12 })
    .filter((text) => !/[\u007f-\u009f]/.test(text))
  fc.assert(
    fc.property(
      fc.array(comment, { maxLength: 3 }),
      fc.option(anyValue),
      anyValue,
      fc.boolean(),
      (comments, old, fresh, hasProfile) => {
        const before = old === null ? '' : `actor = ${JSON.stringify(old)} # who\n`
        const profile = hasProfile ? '# uat\n[profiles.uat]\nstore = "u"\n' : ''
        const text = `${comments.join('')}${before}format = "csv"\n${profile}`
        const edited = edit(text, 'actor', fresh)
        expect(parseRcFile(edited, 'rc')).toEqual({
          ...parseRcFile(text, 'rc'),
          top: { format: 'csv', actor: fresh },
        })
        expect(linesButActor(edited)).toEqual(linesButActor(text))
        expect(edited.includes('# who')).toBe(old !== null)
      },
    ),
  )
})

describe('the file itself', () => {
  test('is made where it is missing, for its owner only', async () => {
    const file = join(temporaryFolder(), '.sfsyncrc')
    await editRcFile(file, 'format', 'json')
    expect([readFileSync(file, 'utf8'), (statSync(file).mode & 0o777).toString(8)]).toEqual([
      'format = "json"\n',
      '600',
    ])
  })

  test('is replaced as a whole: nothing is beside it, its mode stays, and a link to it stays a link', async () => {
    const folder = temporaryFolder()
    const [file, link] = [join(folder, 'shared'), join(folder, '.sfsyncrc')]
    writeFileSync(file, 'actor = "jane"\n', { mode: 0o644 })
    symlinkSync(file, link)
    const before = statSync(file).ino
    await editRcFile(link, 'format', 'json')
    expect(readFileSync(file, 'utf8')).toBe('actor = "jane"\nformat = "json"\n')
    expect(readdirSync(folder).toSorted()).toEqual(['.sfsyncrc', 'shared'])
    expect([statSync(file).mode & 0o777, statSync(file).ino === before]).toEqual([0o644, false])
    expect(lstatSync(link).isSymbolicLink()).toBe(true)
  })

  test('stays as it was when the edit is refused', async () => {
    const file = join(temporaryFolder(), '.sfsyncrc')
    writeFileSync(file, 'actor = """\njane\n"""\n')
    await failureOf(() => editRcFile(file, 'actor', 'bob'))
    expect(readFileSync(file, 'utf8')).toBe('actor = """\njane\n"""\n')
  })

  test('that cannot be written is named in the error', async () => {
    const file = join(temporaryFolder(), 'missing', '.sfsyncrc')
    expect(await failureOf(() => editRcFile(file, 'format', 'json'))).toEqual({
      code: 'configuration',
      message: `cannot write ${file}`,
      rows: [],
      actions: ['check that you may write it'],
    })
  })
})

const editOf = (text: string, value: string | null) => editedRcText(text, 'rc', 'store', value, 'uat')

describe('a key of a profile is set', () => {
  test.each([
    ['in a table of its own', 'actor = "a"\n', 'actor = "a"\n\n[profiles.uat]\nstore = "s"\n'],
    ['in an empty file', '', '[profiles.uat]\nstore = "s"\n'],
    [
      'in its place, and in no other table',
      'store = "t"\n[profiles.a]\nstore = "a"\n\n[profiles."uat"] # ours\nstore = "u" # old\n\n[profiles.z]\nstore = "z"\n',
      'store = "t"\n[profiles.a]\nstore = "a"\n\n[profiles."uat"] # ours\nstore = "s" # old\n\n[profiles.z]\nstore = "z"\n',
    ],
    [
      'at the end of its table',
      '[profiles.uat]\nusername = "u"\n\n[profiles.z]\n',
      '[profiles.uat]\nusername = "u"\nstore = "s"\n\n[profiles.z]\n',
    ],
  ])('%s', (_, before, after) => {
    expect(editOf(before, 's')).toBe(after)
  })

  test('or removed', () => {
    expect(editOf('store = "t"\n[profiles.uat]\nstore = "u"\n', null)).toBe('store = "t"\n[profiles.uat]\n')
  })

  test('and refused where the table is written in another way', () => {
    expect(() => editOf('profiles.uat.actor = "a"\n', 's')).toThrow()
    expect(() => editOf('profiles = { uat = { username = "u" } }\n', 's')).toThrow('cannot edit rc safely')
  })
})
