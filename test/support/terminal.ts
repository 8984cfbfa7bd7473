import { type IPty, spawn } from '@lydell/node-pty'
import { onTestFinished } from 'vitest'
import { Screen } from '../terminal/screen.ts'
import { launcher, ownEnvironment } from './sfsync.ts'

const patienceMilliseconds = 20_000
const escape = '\u001b'

const keys = {
  enter: '\r',
  tab: '\t',
  up: `${escape}[A`,
  down: `${escape}[B`,
  'ctrl-c': '\u0003',
} as const

/** How a terminal differs from one of 120 columns and 50 rows that runs the built program. */
export interface TerminalOptions {
  readonly columns?: number
  readonly rows?: number
  readonly environment?: Readonly<Record<string, string>>
  /** What runs in it instead of the program; a shell, for example. */
  readonly command?: readonly string[]
}

/** A real pseudo-terminal with something running in it, and what a person in front of it sees. */
export interface Terminal {
  /** Everything on the screen and scrolled off it, without what was erased. */
  screen(): string
  /** Whether the cursor is shown. */
  cursorShown(): boolean
  /** Every byte that was written, escape sequences included. */
  raw(): string
  type(text: string): void
  press(key: keyof typeof keys): void
  /** Waits until a text is on the screen. */
  sees(text: string): Promise<void>
  /** Waits until a question is open, that is, asked and not answered. */
  asks(question: string): Promise<void>
  /** Sends a signal to what runs in it. */
  signal(name: 'SIGTERM' | 'SIGHUP'): void
  /** Waits for the end; the exit code is 128 and the number of the signal where one ended it. */
  exit(): Promise<number>
}

/** Opens a terminal in which the built program runs with some words, at home in a folder of its own. */
export function openTerminal(
  home: string,
  words: readonly string[],
  { columns = 120, rows = 50, environment = {}, command }: TerminalOptions = {},
): Terminal {
  const [file = '', ...first] = command ?? [process.execPath, launcher]
  const pty = spawn(file, [...first, ...words], {
    cols: columns,
    rows,
    cwd: home,
    env: ownEnvironment(home, { TERM: 'xterm-256color', ...environment }),
  })
  let raw = ''
  let changed = Promise.withResolvers<void>()
  pty.onData((data) => {
    raw += data
    changed.resolve()
    changed = Promise.withResolvers()
  })
  const ended = exitOf(pty)
  onTestFinished(() => pty.kill('SIGKILL'))
  const screen = () => new Screen(raw, columns, rows)
  const until = async (what: string, holds: (shown: Screen) => boolean) => {
    const late = AbortSignal.timeout(patienceMilliseconds)
    const tooLate = new Promise<void>((resolve) => late.addEventListener('abort', () => resolve()))
    const over = ended.then(() => undefined)
    for (let isOver = false; !holds(screen());) {
      if (isOver || late.aborted)
        throw new Error(`${what} ${isOver ? 'did not come before the end' : 'never came'}:\n${screen().text}`)
      await Promise.race([changed.promise, tooLate, over.then(() => void (isOver = true))])
    }
  }
  return {
    screen: () => screen().text,
    cursorShown: () => screen().cursorShown,
    raw: () => raw,
    type: (text) => pty.write(text),
    press: (key) => pty.write(keys[key]),
    sees: async (text) => await until(`"${text}"`, (shown) => shown.text.includes(text)),
    asks: async (question) => await until(`the question "${question}"`, (shown) => shown.asks(question)),
    signal: (name) => pty.kill(name),
    exit: async () => await ended,
  }
}

async function exitOf(pty: IPty): Promise<number> {
  return await new Promise((resolve) => {
    pty.onExit(({ exitCode, signal = 0 }) => resolve(signal === 0 ? exitCode : 128 + signal))
  })
}
