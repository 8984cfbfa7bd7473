import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { textFormats } from './text-formats.ts'
import { hiddenCharacter } from '../../../src/core/text.ts'
import { aPerson, columns, rendered } from './columns-of-people.ts'
import { visible, visibleJson, visibleLines } from '../../../src/core/visible-text.ts'

const shown = columns.filter(({ key }) => key === 'personId' || key === 'name')
const hostile = [
  aPerson('red\u001b[31m', { id: '\u001b]0;title\u0007' }),
  aPerson('two\nlines'),
  aPerson('two\r\nlines'),
  aPerson('tab\tstop'),
  aPerson('nul\u0000del\u007fc1\u0085'),
  aPerson('\u202eevas\u202c'),
  aPerson('zero\u200bwidth\ufeff'),
  aPerson('👨‍👩‍👧'),
]

describe('hostile cells', () => {
  const texts = {
    table: `Person ID           Name
␛]0;title␇          red␛[31m
0055g0000000q1oAAA  two␊lines
0055g0000000q1oAAA  two␍␊lines
0055g0000000q1oAAA  tab␉stop
0055g0000000q1oAAA  nul␀del␡c1<U+0085>
0055g0000000q1oAAA  <U+202E>evas<U+202C>
0055g0000000q1oAAA  zero<U+200B>width<U+FEFF>
0055g0000000q1oAAA  👨‍👩‍👧
`,
    markdown: String.raw`| Person ID | Name |
| --- | --- |
| ␛\]0;title␇ | red␛\[31m |
| 0055g0000000q1oAAA | two␊lines |
| 0055g0000000q1oAAA | two␍␊lines |
| 0055g0000000q1oAAA | tab␉stop |
| 0055g0000000q1oAAA | nul␀del␡c1&lt;U+0085> |
| 0055g0000000q1oAAA | &lt;U+202E>evas&lt;U+202C> |
| 0055g0000000q1oAAA | zero&lt;U+200B>width&lt;U+FEFF> |
| 0055g0000000q1oAAA | 👨‍👩‍👧 |
`,
    json: `[
  {"personId":"\\u001b]0;title\\u0007","name":"red\\u001b[31m"},
  {"personId":"0055g0000000q1oAAA","name":"two\\nlines"},
  {"personId":"0055g0000000q1oAAA","name":"two\\r\\nlines"},
  {"personId":"0055g0000000q1oAAA","name":"tab\\tstop"},
  {"personId":"0055g0000000q1oAAA","name":"nul\\u0000del\\u007fc1\\u0085"},
  {"personId":"0055g0000000q1oAAA","name":"\\u202eevas\\u202c"},
  {"personId":"0055g0000000q1oAAA","name":"zero\\u200bwidth\\ufeff"},
  {"personId":"0055g0000000q1oAAA","name":"👨‍👩‍👧"}
]
`,
    ndjson: `{"personId":"\\u001b]0;title\\u0007","name":"red\\u001b[31m"}
{"personId":"0055g0000000q1oAAA","name":"two\\nlines"}
{"personId":"0055g0000000q1oAAA","name":"two\\r\\nlines"}
{"personId":"0055g0000000q1oAAA","name":"tab\\tstop"}
{"personId":"0055g0000000q1oAAA","name":"nul\\u0000del\\u007fc1\\u0085"}
{"personId":"0055g0000000q1oAAA","name":"\\u202eevas\\u202c"}
{"personId":"0055g0000000q1oAAA","name":"zero\\u200bwidth\\ufeff"}
{"personId":"0055g0000000q1oAAA","name":"👨‍👩‍👧"}
`,
    csv: `personId,name
␛]0;title␇,red␛[31m
0055g0000000q1oAAA,"two
lines"
0055g0000000q1oAAA,"two
lines"
0055g0000000q1oAAA,tab␉stop
0055g0000000q1oAAA,nul␀del␡c1<U+0085>
0055g0000000q1oAAA,<U+202E>evas<U+202C>
0055g0000000q1oAAA,zero<U+200B>width<U+FEFF>
0055g0000000q1oAAA,👨‍👩‍👧
`,
    tsv: `personId\tname
␛]0;title␇\tred␛[31m
0055g0000000q1oAAA\ttwo␊lines
0055g0000000q1oAAA\ttwo␍␊lines
0055g0000000q1oAAA\ttab␉stop
0055g0000000q1oAAA\tnul␀del␡c1<U+0085>
0055g0000000q1oAAA\t<U+202E>evas<U+202C>
0055g0000000q1oAAA\tzero<U+200B>width<U+FEFF>
0055g0000000q1oAAA\t👨‍👩‍👧
`,
    ids: `␛]0;title␇\n${'0055g0000000q1oAAA\n'.repeat(7)}`,
  } as const
  test.for(textFormats)('are made visible in %s', async (format) => {
    expect(await rendered(format, [hostile], undefined, shown)).toBe(texts[format])
  })

  test('are made visible on a terminal, in tables and in blocks', async () => {
    expect(await rendered('table', [hostile], 80, shown)).toBe(texts.table)
    expect(await rendered('table', [hostile.slice(0, 2)], 20, shown)).toBe(`Person ID
  ␛]0;title␇
Name       red␛[31m

Person ID
  0055g0000000q1oAAA
Name       two␊lines
`)
  })
})

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc
    .array(fc.constantFrom('\u001b', '\u200d', '\u202e', '👨', '❤️', '\ufeff', 'a', '\n', '"', '\\'))
    .map((parts) => parts.join('')),
)

describe('whatever a cell holds', () => {
  test('nothing hidden is left but the joiner inside emoji', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(hiddenCharacter.test(visible(text).replaceAll('\u200d', ''))).toBe(false)
        expect(hiddenCharacter.test(visibleLines(text).replaceAll(/[\u200d\n]/g, ''))).toBe(false)
        expect(hiddenCharacter.test(visibleJson(JSON.stringify(text)).replaceAll('\u200d', ''))).toBe(false)
      }),
    )
  })

  test('JSON says it exactly, with escapes', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(JSON.parse(visibleJson(JSON.stringify({ text }, null, 2)))).toEqual({ text })
      }),
    )
  })

  test('a text without hidden characters stays as it is, and so does a visible one', () => {
    expect(visible('Zoë 👩‍🚀 日本語')).toBe('Zoë 👩‍🚀 日本語')
    fc.assert(
      fc.property(anyText, (text) => {
        expect(visible(visible(text))).toBe(visible(text))
      }),
    )
  })

  test('a joiner outside emoji shows', () => {
    expect(visible('a\u200db')).toBe('a<U+200D>b')
  })
})
