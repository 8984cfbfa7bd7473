import { stripVTControlCharacters } from 'node:util'
import { Terminal } from '@xterm/headless'
import { type IPty, spawn } from '@lydell/node-pty'
import { onTestFinished } from 'vitest'
import { launcher, ownEnvironment } from './sfsync.ts'

const patienceMilliseconds = 30_000

/** The keys that a person presses. */
export const keys = {
  enter: '\r',
  up: '\u001b[A',
  down: '\u001b[B',
  escape: '\u001b',
  ctrlC: '\u0003',
  ctrlD: '\u0004',
  ctrlZ: '\u001a',
  backspace: '\u007f',
  /** Ctrl-U. */
  clearLine: '\u0015',
} as const

// Around whatever is to be shown at once (synchronized output).
const hold = '\u001b[?2026h'
const show = '\u001b[?2026l'

/** How a session differs from the usual. */
export interface TerminalOptions {
  readonly columns?: number
  readonly rows?: number
  readonly environment?: Readonly<Record<string, string>>
  /** What runs instead of the program itself. */
  readonly command?: readonly string[]
}

/** The built program in a real pseudo-terminal. */
export class TerminalSession {
  readonly #terminal: IPty
  readonly #ended: Promise<number>
  readonly #emulator: Terminal
  #raw = ''
  #drawn = 0
  #seenUpTo = 0
  #wake: () => void = () => undefined

  constructor(
    home: string,
    words: readonly string[],
    {
      columns = 100,
      rows = 40,
      environment = {},
      command = [process.execPath, launcher],
    }: TerminalOptions = {},
  ) {
    const [file = '', ...first] = command
    this.#terminal = spawn(file, [...first, ...words], {
      cols: columns,
      rows,
      cwd: home,
      // Whoever tests the pager names one.
      env: ownEnvironment(home, { TERM: 'xterm-256color', SFSYNC_PAGER: '', ...environment }),
    })
    this.#emulator = new Terminal({ cols: columns, rows, allowProposedApi: true })
    this.#terminal.onData((data) => {
      this.#raw += data
      this.#emulator.write(data, () => {
        this.#drawn += data.length
        this.#wake()
      })
    })
    this.#ended = new Promise((resolve) => {
      this.#terminal.onExit(({ exitCode }) => {
        this.#wake()
        resolve(exitCode)
      })
    })
    onTestFinished(() => this.#terminal.kill('SIGKILL'))
  }

  /** Everything that was written to the terminal so far, escape sequences included. */
  get raw(): string {
    return this.#raw
  }

  /** Everything that was written so far, as plain text. */
  get text(): string {
    return stripVTControlCharacters(this.#raw).replaceAll('\r', '')
  }

  /** Waits until a text appears after the one that was seen last; fails with all that was written. */
  async sees(text: string): Promise<void> {
    const isThere = () => this.text.includes(text, this.#seenUpTo)
    await this.#until(isThere, `"${text}" never came:`, () => this.text)
    this.#seenUpTo = this.text.indexOf(text, this.#seenUpTo) + text.length
  }

  async #until(isTrue: () => boolean, complaint: string, instead: () => string): Promise<void> {
    const deadline = AbortSignal.timeout(patienceMilliseconds)
    while (!isTrue())
      await new Promise<void>((resolve, reject) => {
        this.#wake = resolve
        deadline.addEventListener('abort', () => reject(new Error(`${complaint}\n${instead()}`)))
      })
  }

  /** The lines that stand on the terminal now, as someone who sits before it sees them. */
  get screen(): string {
    const { buffer, cols, rows } = this.#emulator
    const lines = Array.from({ length: rows }, (_, row) =>
      buffer.active.getLine(buffer.active.baseY + row)?.translateToString(true, 0, cols),
    )
    return lines.join('\n')
  }

  /** Waits until a text stands on the terminal. */
  async shows(text: string): Promise<void> {
    await this.#until(
      () => this.#isWhole() && this.screen.includes(text),
      `"${text}" is not on the screen:`,
      () => this.screen,
    )
  }

  // Half of a screen may have come already.
  #isWhole(): boolean {
    return this.#drawn === this.#raw.length && this.#raw.lastIndexOf(hold) <= this.#raw.lastIndexOf(show)
  }

  /** Gives the terminal another size. */
  resize(columns: number, rows: number): void {
    this.#emulator.resize(columns, rows)
    this.#terminal.resize(columns, rows)
  }

  /** Waits for a question and answers it; the answer is typed once the question stands there. */
  async answers(question: string, answer: string): Promise<void> {
    await this.sees(question)
    this.types(answer)
  }

  /** Types text or keys. */
  types(text: string): void {
    this.#seenUpTo = this.text.length
    this.#terminal.write(text)
  }

  /** Sends a signal to the program. */
  signals(signal: NodeJS.Signals): void {
    this.#terminal.kill(signal)
  }

  /** Waits for the end and gives the exit code. */
  async ends(): Promise<number> {
    return await this.#ended
  }
}
