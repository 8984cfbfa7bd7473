import stringWidth from 'string-width'

const escape = '\u001b'
// Cursor and mode sequences, operating system commands, other escapes, control characters, text.
const token = new RegExp(
  `${escape}\\[([?>]?)([\\d;]*)([@-~])|${escape}\\][^\\u0007${escape}]*(?:\\u0007|${escape}\\\\)|${escape}[=>78]|[\\u0000-\\u001f\\u007f]|[^\\u0000-\\u001f\\u007f]+`,
  'gu',
)
const unfinished = new RegExp(`${escape}(\\[[?>]?[\\d;]*)?$`, 'u')
const graphemes = new Intl.Segmenter('en')

/** What a terminal shows after some output; fails on a sequence that it does not know, so that none goes unseen. */
export class Screen {
  readonly #columns: number
  readonly #rows: number
  // A wide character is followed by an empty cell.
  readonly #lines: string[][] = [[]]
  #row = 0
  #column = 0
  cursorShown = true

  constructor(output: string, columns: number, rows: number) {
    this.#columns = columns
    this.#rows = rows
    for (const [text, mode = '', numbers = '', final] of output.replace(unfinished, '').matchAll(token)) {
      if (final !== undefined) this.#sequence(mode, numbers, final)
      else if (text < ' ' || text === '\u007f') this.#control(text)
      else if (!text.startsWith(escape)) this.#write(text)
    }
  }

  /** Every line without the spaces at its end. */
  get lines(): string[] {
    return this.#lines.map((cells) =>
      Array.from(cells, (cell: string | undefined) => cell ?? ' ')
        .join('')
        .trimEnd(),
    )
  }

  get text(): string {
    return this.lines.join('\n').trimEnd()
  }

  /** Whether a question is open; the mark before it changes once it is answered. */
  asks(question: string): boolean {
    return this.lines.some((line) => line.startsWith('? ') && line.includes(question))
  }

  /** The columns at which a text begins, one for each time it is shown. */
  columnsOf(text: string): number[] {
    return this.lines.flatMap((line) =>
      line.includes(text) ? [stringWidth(line.slice(0, line.indexOf(text)))] : [],
    )
  }

  #sequence(mode: string, numbers: string, final: string): void {
    const count = Number(numbers.split(';')[0] || '1')
    if (mode === '?' && (final === 'h' || final === 'l')) {
      if (numbers === '25') this.cursorShown = final === 'h'
      return
    }
    switch (final) {
      case 'A':
        this.#row = Math.max(this.#row - count, this.#lines.length - this.#rows, 0)
        return
      case 'B':
        this.#row = Math.min(this.#row + count, this.#lines.length - 1)
        return
      case 'C':
        this.#column = Math.min(this.#column + count, this.#columns - 1)
        return
      case 'D':
        this.#column = Math.max(this.#column - count, 0)
        return
      case 'G':
        this.#column = count - 1
        return
      case 'K':
        this.#eraseInLine(numbers)
        return
      case 'J':
        this.#eraseInLine('')
        this.#lines.splice(this.#row + 1)
        return
      case 'm':
        return
      default:
        throw new Error(`the screen does not know ESC [ ${mode}${numbers}${final}`)
    }
  }

  #eraseInLine(which: string): void {
    const line = this.#line()
    if (which === '2') line.splice(0)
    else line.splice(this.#column)
  }

  #control(character: string): void {
    if (character === '\r') this.#column = 0
    else if (character === '\n') this.#nextRow()
    else if (character === '\b') this.#column = Math.max(this.#column - 1, 0)
    else if (character !== '\u0007') throw new Error(`the screen does not know ${JSON.stringify(character)}`)
  }

  #write(text: string): void {
    for (const { segment } of graphemes.segment(text)) {
      const width = stringWidth(segment)
      if (this.#column + width > this.#columns) {
        this.#column = 0
        this.#nextRow()
      }
      const line = this.#line()
      while (line.length < this.#column) line.push(' ')
      line.splice(this.#column, width, segment, ...Array.from({ length: width - 1 }, () => ''))
      this.#column += width
    }
  }

  #nextRow(): void {
    this.#row += 1
    if (this.#row === this.#lines.length) this.#lines.push([])
  }

  #line(): string[] {
    const line = this.#lines[this.#row] ?? []
    this.#lines[this.#row] = line
    return line
  }
}
