import { type Token, tokensOf } from './lexer.ts'
import { malformed, type SoqlRefusal } from './refusal.ts'

const end: Token = { kind: 'end', text: '<EOF>', at: 0 }

/** Goes through the tokens of a query, one after another. */
export class TokenReader {
  private readonly tokens: readonly Token[]
  private place = 0

  constructor(soql: string) {
    this.tokens = tokensOf(soql)
  }

  get next(): Token {
    return this.peek(0)
  }

  peek(ahead: number): Token {
    return this.tokens[this.place + ahead] ?? this.tokens.at(-1) ?? end
  }

  take(): Token {
    const token = this.next
    this.place += 1
    return token
  }

  /** Whether a keyword or sign comes next; case does not matter. */
  sees(text: string): boolean {
    return this.next.kind !== 'text' && this.next.text.toUpperCase() === text
  }

  /** Takes a keyword or sign where it comes next. */
  takes(text: string): boolean {
    if (!this.sees(text)) return false
    this.place += 1
    return true
  }

  /** Takes what must come next. */
  expect(text: string): void {
    if (!this.takes(text)) throw this.unexpected()
  }

  /** Takes a name. */
  word(): Token {
    if (this.next.kind !== 'word') throw this.unexpected()
    return this.take()
  }

  unexpected(): SoqlRefusal {
    return malformed(`unexpected token: '${this.next.text}'`, this.next.at)
  }
}
