import { malformed } from './refusal.ts'

/** A word, number or time; a literal between quotes, as written; a sign; or the end. */
export interface Token {
  readonly kind: 'word' | 'text' | 'sign' | 'end'
  readonly text: string
  readonly at: number
}

const shapes: readonly (readonly [Token['kind'] | 'space', RegExp])[] = [
  ['space', /\s+/y],
  ['text', /'(?:[^'\\]|\\.)*'/sy],
  ['word', /[-+]?\d[\w.:+-]*|[A-Za-z_][\w.]*(?::\d+)?/y],
  ['sign', /<=|>=|!=|<>|[=<>(),]/y],
]

/** Cuts SOQL into its words and signs. */
export function tokensOf(soql: string): Token[] {
  const tokens: Token[] = []
  for (let at = 0; at < soql.length;) {
    const token = tokenAt(soql, at)
    at += token.text.length
    if (token.kind !== 'space')
      tokens.push({ kind: token.kind, text: token.text, at: at - token.text.length })
  }
  return [...tokens, { kind: 'end', text: '<EOF>', at: soql.length }]
}

function tokenAt(
  soql: string,
  at: number,
): { readonly kind: Token['kind'] | 'space'; readonly text: string } {
  for (const [kind, shape] of shapes) {
    shape.lastIndex = at
    const text = shape.exec(soql)?.[0]
    if (text !== undefined) return { kind, text }
  }
  throw soql[at] === "'"
    ? malformed('line 1: unterminated string literal: missing closing quote', at)
    : malformed(`unexpected token: '${soql[at]}'`, at)
}
