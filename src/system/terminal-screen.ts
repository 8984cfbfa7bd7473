import { emitKeypressEvents, type Key as PressedKey } from 'node:readline'
import type { KeyPress, Screen, TerminalSize } from '../app/ports.ts'

// The alternate screen, no cursor, and bracketed paste (xterm control sequences).
const enter = '\u001b[?1049h\u001b[?25l\u001b[?2004h'
const leave = '\u001b[?2004l\u001b[?25h\u001b[?1049l'
// Synchronized output: drawn all at once by terminals that support it, ignored by others.
const hold = '\u001b[?2026h'
const show = '\u001b[?2026l'

/** The terminal of this process, drawn with `write`; the caller must close it, whatever happens. */
export async function openScreen(
  write: (text: string) => Promise<void>,
  interrupted: AbortSignal,
): Promise<Screen> {
  const keys = new Keys(interrupted)
  await write(enter)
  return {
    get size() {
      return sizeOf()
    },
    draw: async (lines) => {
      await write(`${hold}\u001b[H${lines.map((line) => `${line}\u001b[K`).join('\r\n')}\u001b[J${show}`)
    },
    key: async () => await keys.next(),
    forget: () => keys.forget(),
    close: async () => {
      keys.close()
      await write(leave)
    },
  }
}

// Some terminals report no size.
function sizeOf(): TerminalSize {
  return { columns: process.stderr.columns || 80, rows: process.stderr.rows || 24 }
}

/** The keys of the terminal as they are pressed; several may wait. */
class Keys {
  readonly #waiting: KeyPress[] = []
  readonly #interrupted: AbortSignal
  #pasted: string | undefined
  #wake: () => void = () => undefined

  constructor(interrupted: AbortSignal) {
    this.#interrupted = interrupted
    emitKeypressEvents(process.stdin)
    process.stdin.setRawMode(true).resume()
    process.stdin.on('keypress', this.#press)
    process.stderr.on('resize', this.#resize)
    interrupted.addEventListener('abort', this.#stop)
  }

  async next(): Promise<KeyPress> {
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
    const stays = this.#waiting.filter(({ name }) => name === 'ctrl-c' || name === 'resized')
    this.#waiting.splice(0, Infinity, ...stays)
  }

  close(): void {
    process.stdin.off('keypress', this.#press)
    process.stderr.off('resize', this.#resize)
    this.#interrupted.removeEventListener('abort', this.#stop)
    process.stdin.setRawMode(false).pause()
  }

  readonly #press = (text: string | undefined, pressed: PressedKey) => {
    const { name } = pressed
    if (name === 'paste-start') this.#pasted = ''
    else if (name === 'paste-end') {
      this.#take({ name: 'paste', text: this.#pasted ?? '' })
      this.#pasted = undefined
    } else if (this.#pasted !== undefined) this.#pasted += text ?? ''
    else this.#take(keyOf(text ?? '', pressed))
  }

  readonly #resize = () => this.#take({ name: 'resized', text: '' })

  readonly #stop = () => this.#wake()

  #take(key: KeyPress): void {
    this.#waiting.push(key)
    this.#wake()
  }
}

function keyOf(text: string, { name = '', ctrl = false, meta = false }: PressedKey): KeyPress {
  if (ctrl) return { name: `ctrl-${name}`, text: '' }
  if (name === 'return' || name === 'enter') return { name: 'enter', text: '' }
  return !meta && /^\P{Cc}+$/u.test(text) ? { name: 'text', text } : { name, text: '' }
}
