// What is written as Markdown is read by a parser of GitHub's kind, and comes out as it was.
import fc from 'fast-check'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { describe, expect, test } from 'vitest'
import { visible } from '../../../src/core/visible-text.ts'
import { commandColumn, textColumn } from '../../../src/cli/output/columns.ts'
import {
  listLines,
  markdownBlock,
  markdownCode,
  markdownDocument,
  markdownTable,
  markdownText,
  tableLines,
} from '../../../src/cli/output/markdown.ts'
import { paper } from '../../support/surface.ts'

/** The page that GitHub makes of it, as far as a parser goes: HTML stays, and so do links. */
function page(markdown: string): string {
  const html = micromark(markdown, {
    allowDangerousHtml: true,
    allowDangerousProtocol: true,
    extensions: [gfm()],
    htmlExtensions: [gfmHtml()],
  })
  // An address may be a link to itself; the character of no width is there to keep everything else from being one.
  return html.replaceAll(/<a href="mailto:[^"]*">(.*?)<\/a>/g, '$1').replaceAll('\u200b', '')
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('"', '&quot;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
}

/** A text as a page shows it. */
const shown = (text: string) => escaped(visible(text).trim())

const fragments = [
  ...Array.from('\\`*_~[](){}<>#+-.!|&$^:;=@/"\'\n\t 0123456789abcXYZ'),
  '  ',
  '    ',
  '```',
  '~~~',
  '***',
  '---',
  '===',
  '**',
  '__',
  '~~',
  '[x](http://evil.example)',
  '![x](y)',
  '[^1]',
  '[ ] ',
  '[x] ',
  '<b>',
  '</details>',
  '<!--',
  '<http://evil.example>',
  '&amp;',
  '&#65;',
  '&lt',
  'http://evil.example',
  'https://evil.example/a_b_c',
  'ftp://x.example',
  'www.evil.example',
  'WWW.evil.example',
  'mailto:x@evil.example',
  'xmpp:x@evil.example',
  'ada_b@acme.example',
  '@acme/all',
  '#12',
  '1. ',
  '10) ',
  '- ',
  '# ',
  ' #',
  ' ##',
  '> ',
  ':tada:',
  '| --- |',
  '$x$',
  '\u202e',
  '\u00a0',
  '\u05d3\u05e0\u05d4',
  '\u82b1\u5b50',
  'Zo\u00eb \ud83d\udc69\u200d\ud83d\ude80',
]

const aText = fc
  .array(fc.constantFrom(...fragments), { maxLength: 12 })
  .map((parts) => parts.join(''))
  .filter((text) => visible(text).trim() !== '')

const runs = { numRuns: 3000 }

describe('any text comes out as it was', () => {
  test('as a paragraph, between others', () => {
    fc.assert(
      fc.property(aText, aText, (one, other) => {
        const found = page(markdownDocument([[markdownText(one)], [markdownText(other)]]))
        expect(found).toBe(`<p>${shown(one)}</p>\n<p>${shown(other)}</p>\n`)
      }),
      runs,
    )
  })

  test('as a heading', () => {
    fc.assert(
      fc.property(aText, (text) => {
        expect(page(`### ${markdownText(text)}\n`)).toBe(`<h3>${shown(text)}</h3>\n`)
      }),
      runs,
    )
  })

  test('as items of a list', () => {
    fc.assert(
      fc.property(aText, aText, (one, other) => {
        const found = page(
          markdownDocument([listLines('Notes', [markdownText(one), markdownText(other)], 9999)]),
        )
        expect(found).toBe(`<p>Notes:</p>\n<ul>\n<li>${shown(one)}</li>\n<li>${shown(other)}</li>\n</ul>\n`)
      }),
      runs,
    )
  })

  test('as code in a sentence, and in a block', () => {
    fc.assert(
      fc.property(aText, aText, (one, other) => {
        const found = page(
          markdownDocument([[`Next: ${markdownCode(one)}`], markdownBlock('sh', [one, other])]),
        )
        const block = [one, other].map((text) => escaped(visible(text))).join('\n')
        expect(found).toBe(
          `<p>Next: <code>${escaped(visible(one))}</code></p>\n<pre><code class="language-sh">${block}\n</code></pre>\n`,
        )
      }),
      runs,
    )
  })

  test('as cells of a table, also as a command', async () => {
    const { surface } = await paper()
    const columns = [
      textColumn<string>('name', 'Name', (name) => name),
      commandColumn<string>('next', 'Next', (name) => `sfsync ${name}`),
      textColumn<string>('end', 'End', () => 'end'),
    ]
    await fc.assert(
      fc.asyncProperty(fc.array(aText, { minLength: 1, maxLength: 3 }), async (rows) => {
        const found = page(
          markdownDocument([tableLines(await markdownTable(columns, [rows], surface, 9999))]),
        )
        const cells = [...found.matchAll(/<td>(.*?)<\/td>/g)].map(([, cell = '']) =>
          cell.replace(/^<code>\s*(.*?)\s*<\/code>$/, '<code>$1</code>'),
        )
        expect(cells).toEqual(
          rows.flatMap((text) => [shown(text), `<code>${shown(`sfsync ${text}`)}</code>`, 'end']),
        )
      }),
      runs,
    )
  })
})
