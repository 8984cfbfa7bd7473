import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { digest, Html, htmlPage, isolated, lines, markup } from '../../src/report/html.ts'

describe('markup', () => {
  test('escapes every text in it, and nothing else', () => {
    const text = `<b>"R&D"</b> 'x'`
    expect(markup`<p title="${text}">${text}${1}${null}${[text, markup`<i>${text}</i>`]}</p>`.text).toBe(
      '<p title="&lt;b&gt;&quot;R&amp;D&quot;&lt;/b&gt; &#39;x&#39;">' +
        '&lt;b&gt;&quot;R&amp;D&quot;&lt;/b&gt; &#39;x&#39;1' +
        '&lt;b&gt;&quot;R&amp;D&quot;&lt;/b&gt; &#39;x&#39;' +
        '<i>&lt;b&gt;&quot;R&amp;D&quot;&lt;/b&gt; &#39;x&#39;</i></p>',
    )
  })

  test('never lets a text become markup', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('<', '>', '&', '"', "'", 'a', '#', ';', '\ud83d') }),
        (text) => {
          expect(markup`${text}`.text).not.toMatch(/[<>"']|&(?!amp;|lt;|gt;|quot;|#39;)/)
        },
      ),
    )
  })

  test('drops the indentation of the program, and none of a text', () => {
    expect(
      markup`<p>
        ${'a\n  b'}
      </p>`.text,
    ).toBe('<p>\n␊'.replace('␊', 'a␊  b\n</p>'))
  })

  test('makes visible what is hidden', () => {
    expect(isolated('a\u202eb\u0007').text).toBe('<bdi>a&lt;U+202E&gt;b␇</bdi>')
    expect(lines([markup`a`, markup`b`]).text).toBe('a\nb')
  })
})

test('a page allows the style and the script that it has', () => {
  const page = htmlPage({
    title: 'A & B',
    style: 'p { color: red; }',
    script: 'f()',
    body: new Html('<p>x</p>'),
  })
  const inside = (tag: string) => new RegExp(`<${tag}>(.*)</${tag}>`, 's').exec(page)?.[1] ?? ''
  expect(page).toContain(
    `default-src 'none'; base-uri 'none'; form-action 'none'; style-src '${digest(inside('style'))}'; script-src '${digest('f()')}'`,
  )
  expect(inside('title')).toBe('A &amp; B')
  expect(inside('script')).toBe('f()')
})
