import { stripVTControlCharacters } from 'node:util'
import type { OutputStream, Pager } from '../../app/ports.ts'
import { withoutLinks } from './links.ts'
import { displayWidth } from './text.ts'

// They only read, and ask nothing once they have begun to print.
const pagedCommands: ReadonlySet<string> = new Set([
  'blame',
  'check',
  'decisions list',
  'doctor',
  'explain',
  'help',
  'history',
  'mappings list',
  'plan',
  'settings list',
  'sf-users find',
  'sf-users list',
  'sf-users log',
  'sf-users show',
  'show',
  'status',
  'suggest',
  'teams list',
  'teams show',
  'todo',
  'todo list',
  'users licenses',
  'users list',
  'users show',
])

/** What the decision about a pager depends on. */
interface PagerWish {
  readonly command: string
  /** false with --no-pager. */
  readonly flag: boolean | undefined
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly stdout: OutputStream
}

/** The pager for the output of a command, as a shell command; undefined where there is to be none. */
export function pagerFor({ command, flag, environment, stdout }: PagerWish): string | undefined {
  if (!stdout.isTerminal || flag === false || !pagedCommands.has(command)) return undefined
  if (environment['TERM'] === 'dumb') return undefined
  const pager = (environment['SFSYNC_PAGER'] ?? environment['PAGER'] ?? 'less').trim()
  return pager === '' || pager === 'cat' ? undefined : pager
}

type Side = 'stdout' | 'stderr'
type Piece = readonly [Side, string | Uint8Array]

/**
 * Output that goes through a pager if it is longer than the terminal. It is held until that is known. What is said on
 * the way goes along: on the terminal it would be written over what the pager shows. It is said again when the pager is closed: totals and what to do next stay.
 */
export class Paging {
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly #streams: Readonly<Record<Side, OutputStream>>
  readonly #start: () => Promise<Pager | undefined>
  /** What the pager may not have shown: if it cannot be run, that is printed. */
  #held: Piece[] = []
  /** What was said on the way; a pager that was quit early has not shown the end of it. */
  readonly #said: Piece[] = []
  #bytes = 0
  #rows = 0
  #pager: Pager | undefined
  #state: 'held' | 'paged' | 'direct' | 'unread' = 'held'
  /** One write after the other: a pager takes a moment to start. */
  #last: Promise<void> = Promise.resolve()

  /** Messages are redacted, as they are on the way to the terminal. */
  constructor(
    streams: Readonly<Record<Side, OutputStream>> & { redact(text: string): string },
    start: () => Promise<Pager | undefined>,
  ) {
    this.#streams = streams
    this.#start = start
    this.stdout = {
      ...streams.stdout,
      isUnread: () => this.#state === 'unread',
      write: async (piece) => await this.#write('stdout', piece),
    }
    // What is redirected elsewhere is not for the pager.
    this.stderr = streams.stderr.isTerminal
      ? {
          ...streams.stderr,
          write: async (piece) =>
            await this.#write('stderr', typeof piece === 'string' ? streams.redact(piece) : piece),
        }
      : streams.stderr
  }

  /** Shows what is held, or waits until the admin has read it; whatever follows goes directly to the terminal. */
  async end(): Promise<void> {
    await this.#close('direct')
  }

  async #close(then: 'direct' | 'unread'): Promise<void> {
    if (this.#state === 'direct' || this.#state === 'unread') {
      this.#state = then
      return
    }
    this.#state = then
    const wasShown = (await this.#pager?.end()) ?? false
    if (wasShown) return await this.#writeMessages(this.#said)
    this.#state = 'direct'
    for (const [side, piece] of this.#held) await this.#streams[side].write(piece)
  }

  async #write(side: Side, piece: string | Uint8Array): Promise<void> {
    const written = this.#last.then(async () => await this.#writeNext(side, piece))
    this.#last = written.catch(() => undefined)
    await written
  }

  async #writeNext(side: Side, piece: string | Uint8Array): Promise<void> {
    if (this.#state === 'unread') return await this.#writeMessages([[side, piece]])
    const isBefore = this.#state === 'held' && this.#held.length === 0 && side === 'stderr'
    if (this.#state === 'direct' || isBefore) return await this.#streams[side].write(piece)
    if (this.#bytes <= mostHeld) this.#held.push([side, piece])
    if (side === 'stderr') this.#said.push([side, piece])
    if (this.#pager !== undefined) return await this.#page(this.#pager, [[side, piece]])
    const { width, height = Infinity } = this.#streams.stdout
    this.#rows += rowsOf(piece, width)
    // The prompt of the shell needs a row as well.
    if (this.#rows < height) return
    this.#pager = await this.#start()
    if (this.#pager === undefined) return await this.end()
    this.#state = 'paged'
    await this.#page(this.#pager, [...this.#held])
  }

  async #page(pager: Pager, pieces: readonly Piece[]): Promise<void> {
    for (const [, piece] of pieces) {
      // Closing says all that was to be said so far.
      if (!(await pager.write(forPager(piece)))) return await this.#close('unread')
      this.#bytes += piece.length
      if (this.#bytes > mostHeld) this.#held = []
    }
  }

  // Who quits the pager wants no more output, but needs to know why the command failed.
  async #writeMessages(pieces: readonly Piece[]): Promise<void> {
    for (const [side, piece] of pieces) if (side === 'stderr') await this.#streams.stderr.write(piece)
  }
}

// No pipe takes as much without a program that reads it.
const mostHeld = 1_048_576

// Older versions of less show the addresses of links.
function forPager(piece: string | Uint8Array): string | Uint8Array {
  return typeof piece === 'string' ? withoutLinks(piece) : piece
}

function rowsOf(piece: string | Uint8Array, width: number): number {
  const lines = stripVTControlCharacters(Buffer.from(piece).toString()).split('\n').slice(0, -1)
  return lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(displayWidth(line) / width)), 0)
}
