type Environment = Readonly<Record<string, string | undefined>>

/** Whether a terminal shows more than ASCII, as far as its locale and its type say. */
export function hasUnicode(environment: Environment): boolean {
  const { TERM, LC_ALL, LC_CTYPE, LANG } = environment
  // The Linux console has few characters; of a dumb terminal nothing is known.
  if (TERM === 'linux' || TERM === 'dumb') return false
  // Where no locale is set at all, as in most containers, the terminal outside is a modern one.
  const locale = [LC_ALL, LC_CTYPE, LANG].find((each) => each !== undefined && each !== '') ?? 'UTF-8'
  return /utf-?8/i.test(locale)
}

/** Each symbol of ours and of the prompts, with one ASCII character in its place, so that columns stay in line. */
const inAscii: Readonly<Record<string, string>> = {
  '…': '~',
  '→': '>',
  '←': '<',
  '↑': '^',
  '↓': 'v',
  '≠': '!',
  '❯': '>',
  '✔': '*',
  '✖': 'x',
  '●': '*',
  '◉': '*',
  '◯': 'o',
  '–': '-',
  '—': '-',
  '·': '.',
  '█': '#',
  '▒': '=',
  '░': '.',
}
// What stands for control characters, and the frames of a spinner.
const symbols = new RegExp(`[${Object.keys(inAscii).join('')}\\u2400-\\u2421\\u2800-\\u28ff]`, 'g')

/** A text with ASCII characters for symbols; letters stay as they are. */
export function asciiSymbols(text: string): string {
  return text.replaceAll(symbols, (symbol) => inAscii[symbol] ?? (symbol < '\u2500' ? '?' : '*'))
}

/** Has a terminal without Unicode show ASCII, whatever writes to it: the prompts write on their own. */
export function showAsciiSymbols(stream: NodeJS.WriteStream): void {
  const write = stream.write.bind(stream)
  stream.write = (piece: string | Uint8Array, ...rest: unknown[]) =>
    Reflect.apply(write, stream, [typeof piece === 'string' ? asciiSymbols(piece) : piece, ...rest]) === true
}
