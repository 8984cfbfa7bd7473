/** A command line as bash hands it over, taken apart. */
interface BashLine {
  /** The words after the program, without quotes; the last one is being typed and may be empty. */
  readonly words: readonly string[]
  /** What readline leaves as it is: the part of the last word before the text that it replaces, without quotes. */
  readonly kept: string
  /** The quote that the last word is still inside of. */
  readonly quote: Quote
}

type Quote = '' | '"' | "'"

interface Word {
  readonly text: string
  readonly quote: Quote
  /** The part of the text up to the last break, which readline keeps. */
  readonly kept: string
}

/**
 * Takes apart what is typed up to the cursor. `breaks` is COMP_WORDBREAKS: at an unquoted one of these readline begins
 * the text that it replaces, so that `--team=Sal` is one word of ours and two of its own.
 */
export function bashLine(line: string, breaks: string): BashLine {
  const words = split(line, breaks)
  const { kept = '', quote = '' } = words.at(-1) ?? {}
  return { words: words.slice(1).map(({ text }) => text), kept, quote }
}

/** A word without the quotes and backslashes with which it was typed; an open quote is fine. */
export function unquoted(typed: string): string {
  return split(typed, '', true)[0]?.text ?? ''
}

// Nothing ends a word inside quotes, or where there is only one.
function split(line: string, breaks: string, isOneWord = false): Word[] {
  const words: Word[] = []
  let word: Word = { text: '', quote: '', kept: '' }
  for (let at = 0; at < line.length; at += 1) {
    const sign = line[at] ?? ''
    const next = line[at + 1] ?? ''
    const { text, quote } = word
    if (quote === '' && !isOneWord && /[ \t\n]/.test(sign)) {
      // Several spaces make no empty words; the space before the cursor does.
      if (text !== '' || /["']/.test(line[at - 1] ?? '')) words.push(word)
      word = { text: '', quote: '', kept: '' }
    } else if (sign === '\\' && isEscaped(quote, next)) {
      word = { ...word, text: text + next }
      at += 1
    } else if (sign === quote) word = { ...word, quote: '' }
    else if (quote === '' && (sign === '"' || sign === "'")) word = { text, quote: sign, kept: text }
    else {
      const isBreak = quote === '' && breaks.includes(sign)
      word = { text: text + sign, quote, kept: isBreak ? text + sign : word.kept }
    }
  }
  return [...words, word]
}

function isEscaped(quote: Quote, next: string): boolean {
  if (quote === "'") return false
  return quote === '' ? true : '"\\$`'.includes(next) && next !== ''
}

/**
 * What bash can put in the place of the text, quoted as the word is; nothing for what cannot follow what stays.
 * If they have no beginning in common with what is typed, a blank one keeps bash from replacing it.
 */
export function bashInsertions(values: readonly string[], { words, kept, quote }: BashLine): string[] {
  const typed = words.at(-1) ?? ''
  const fitting = values.filter((value) => startsAlike(value, kept))
  const insertions = fitting.map((value) => quotedFor(quote, value.slice(kept.length)))
  const replacesTyped = fitting.length > 1 && fitting.some((value) => !startsAlike(value, typed))
  return replacesTyped ? [...insertions, ' '] : insertions
}

function startsAlike(value: string, typed: string): boolean {
  return value.slice(0, typed.length).toLowerCase() === typed.toLowerCase()
}

function quotedFor(quote: Quote, text: string): string {
  // Readline closes the quote, but not where the text ends in that sign.
  const end = text.endsWith(quote) ? quote : ''
  if (quote === "'") return text.replaceAll("'", String.raw`'\''`) + end
  if (quote === '"') return text.replaceAll(/["\\$`]/g, String.raw`\$&`) + end
  return text.replaceAll(/[^A-Za-z0-9_@%+=:,./\u0080-\u{10ffff}-]/gu, String.raw`\$&`)
}
