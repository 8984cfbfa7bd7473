import { createHash } from 'node:crypto'
import { visible } from '../core/visible-text.ts'

/** A piece of a page in which every text is escaped already. */
export class Html {
  readonly text: string

  constructor(text: string) {
    this.text = text
  }
}

type Piece = string | number | Html | null | readonly Piece[]

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** A text as it stands in a page, between tags or in a quoted attribute; what cannot be seen is made visible. */
function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (sign) => entities[sign] ?? sign)
}

function textOf(piece: Piece): string {
  if (piece === null) return ''
  if (piece instanceof Html) return piece.text
  if (typeof piece === 'string') return escaped(piece)
  return typeof piece === 'number' ? String(piece) : piece.map((each) => textOf(each)).join('')
}

/**
 * Markup with values: a text is escaped, whatever it is, so no value can become markup. The indentation of lines is that of
 * the program, and not part of the page.
 */
export function markup(parts: TemplateStringsArray, ...values: readonly Piece[]): Html {
  return new Html(parts.map((part, at) => part.replace(/\n +/g, '\n') + textOf(values[at] ?? null)).join(''))
}

/** Pieces, one a line. */
export function lines(pieces: readonly Html[]): Html {
  return new Html(pieces.map(({ text }) => text).join('\n'))
}

/** A name or another text that someone typed: its direction does not change what is around it. */
export function isolated(text: string): Html {
  return markup`<bdi>${text}</bdi>`
}

/** As Content-Security-Policy spells it. */
export function digest(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

/** The colors of every page, in both schemes and on paper, and what all pages have. */
const baseStyle = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; --paper: #fff; --ink: #1f2328; --quiet: #59636e; --line: #d0d7de; --mark: #0b6e4f; }
@media (prefers-color-scheme: dark) { :root { --paper: #14181d; --ink: #e6edf3; --quiet: #9aa7b4; --line: #3d444d; --mark: #56d3a0; } }
body { margin: 2rem auto; padding: 0 1rem; background: var(--paper); color: var(--ink); overflow-wrap: anywhere; accent-color: var(--mark); }
h1 { font-size: 1.6rem; line-height: 1.25; }
h2 { margin: 2rem 0 0.5rem; padding-bottom: 0.25rem; border-bottom: 1px solid var(--line); font-size: 1.15rem; break-after: avoid; }
small, .quiet { color: var(--quiet); font-size: 0.9rem; font-weight: normal; }
code { font-family: ui-monospace, monospace; }
:focus-visible { outline: 2px solid var(--mark); outline-offset: 2px; }
@media print {
  :root { color-scheme: light; --paper: #fff; --ink: #000; --quiet: #444; --line: #999; --mark: #000; }
  body { max-width: none; margin: 0; }
}
`

/** One page without a network: the policy allows its own style and script, and nothing else. */
export function htmlPage({
  title,
  style: own,
  script,
  body,
}: {
  readonly title: string
  readonly style: string
  readonly script: string
  readonly body: Html
}): string {
  const style = baseStyle + own
  const policy = `default-src 'none'; base-uri 'none'; form-action 'none'; style-src '${digest(style)}'; script-src '${digest(script)}'`
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${new Html(policy)}">
<title>${title}</title>
<style>${new Html(style)}</style>
</head>
<body>
${body}
<script>${new Html(script)}</script>
</body>
</html>
`.text
}
