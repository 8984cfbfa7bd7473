import type { Key as PressedKey } from 'node:readline'
import type { KeyPress, Screen, TerminalSize } from '../app/ports.ts'
import { hastenEscape } from './escape-key.ts'

// The alternate screen, no cursor, and pasted text marked as such (xterm control sequences).
const enter = '\u001b[?1049h\u001b[?25l\u001b[?2004h'
const leave = '\u001b[?2004l\u001b[?25h\u001b[?1049l'
// Synchronized output: shown all at once by terminals that support it, ignored by the others.
const hold = '\u001b[?2026h'
const show = '\u001b[?2026l'

/** Takes over the terminal of this process, drawn on by `write`; the caller closes it, whatever happens. */
export async function openScreen(
  write: (text: string) => Promise<void>,
  interrupted: AbortSignal,
): Promise<Screen> {
  const screen = new TerminalScreen(write, interrupted)
  await write(enter)
  return screen
}

class TerminalScreen implements Screen {
  readonly #write: (text: string) => Promise<void>
  readonly #interrupted: AbortSignal
  // Keys that were pressed and not read yet.
  #waiting: KeyPress[] = []
  // What came at once, until all of it is here.
  #burst: KeyPress[] = []
  #pasted: string | undefined
  #wake: () => void = () => undefined

  constructor(write: (text: string) => Promise<void>, interrupted: AbortSignal) {
    this.#write = write
    this.#interrupted = interrupted
    hastenEscape(process.stdin)
    process.stdin.setRawMode(true).resume()
    process.stdin.on('keypress', this.#press)
    process.stderr.on('resize', this.#resize)
    process.on('SIGCONT', this.#continue)
    interrupted.addEventListener('abort', this.#stop)
  }

  // Some pseudo-terminals have no size.
  get size(): TerminalSize {
    return { columns: process.stderr.columns || 80, rows: process.stderr.rows || 24 }
  }

  async draw(lines: readonly string[]): Promise<void> {
    await this.#write(`${hold}\u001b[H${lines.map((line) => `${line}\u001b[K`).join('\r\n')}\u001b[J${show}`)
  }

  async key(): Promise<KeyPress> {
    for (;;) {
      this.#interrupted.throwIfAborted()
      const key = this.#waiting.shift()
      if (key !== undefined) return key
      await new Promise<void>((resolve) => {
        this.#wake = resolve
      })
    }
  }

  forget(): void {
    this.#waiting = this.#waiting.filter(
      ({ name }) => name === 'ctrl-c' || name === 'ctrl-d' || name === 'resized',
    )
  }

  // OSC 52 (xterm control sequences); terminals without it ignore it.
  async copy(text: string): Promise<void> {
    await this.#write(`\u001b]52;c;${Buffer.from(text).toString('base64')}\u0007`)
  }

  async close(): Promise<void> {
    process.stdin.off('keypress', this.#press)
    process.stderr.off('resize', this.#resize)
    process.off('SIGCONT', this.#continue)
    this.#interrupted.removeEventListener('abort', this.#stop)
    process.stdin.setRawMode(false).pause()
    await this.#write(leave)
  }

  readonly #press = (text: string | undefined, pressed: PressedKey) => {
    const { name } = pressed
    if (name === 'paste-start') this.#pasted = ''
    else if (name === 'paste-end') {
      this.#collect({ name: 'paste', text: this.#pasted ?? '' })
      this.#pasted = undefined
    } else if (this.#pasted !== undefined) this.#pasted += text ?? ''
    else if (pressed.ctrl === true && name === 'z' && process.platform !== 'win32') void this.#suspend()
    else this.#collect(keyOf(text ?? '', pressed))
  }

  // In raw mode Ctrl-Z is a key like any other, so that the program stops itself, with all of its process group.
  async #suspend(): Promise<void> {
    process.stdin.setRawMode(false)
    await this.#write(leave)
    process.kill(0, 'SIGTSTP')
    // Where no shell can let it go on, the system does not stop it.
    setTimeout(this.#continue, 100)
  }

  readonly #continue = () => {
    if (!process.stdin.listeners('keypress').includes(this.#press)) return
    process.stdin.setRawMode(true).resume()
    void this.#write(enter).then(this.#resize)
  }

  // All keys of one piece of input are announced before the next tick.
  #collect(key: KeyPress): void {
    this.#burst.push(key)
    if (this.#burst.length > 1) return
    process.nextTick(() => {
      for (const each of withoutBursts(this.#burst)) this.#take(each)
      this.#burst = []
    })
  }

  readonly #resize = () => this.#take({ name: 'resized', text: '' })

  readonly #stop = () => this.#wake()

  #take(key: KeyPress): void {
    this.#waiting.push(key)
    this.#wake()
  }
}

/** Keys that came at once: letters and Enter among them were pasted or typed blindly, so they are a text and no keys. */
export function withoutBursts(keys: readonly KeyPress[]): readonly KeyPress[] {
  if (keys.length < 2) return keys
  const result: KeyPress[] = []
  for (const key of keys) {
    const last = result.at(-1)
    if (key.name !== 'text' && key.name !== 'enter' && key.name !== 'paste') result.push(key)
    else {
      const text = key.name === 'enter' ? '\n' : key.text
      if (last?.name === 'paste') result[result.length - 1] = { name: 'paste', text: last.text + text }
      else result.push({ name: 'paste', text })
    }
  }
  return result
}

function keyOf(text: string, { name = '', ctrl = false, meta = false }: PressedKey): KeyPress {
  if (ctrl) return { name: `ctrl-${name}`, text: '' }
  if (name === 'return' || name === 'enter') return { name: 'enter', text: '' }
  return !meta && /^\P{Cc}+$/u.test(text) ? { name: 'text', text } : { name, text: '' }
}
