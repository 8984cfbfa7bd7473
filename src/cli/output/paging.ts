import { stripVTControlCharacters } from 'node:util'
import type { OutputStream, Pager } from '../../app/ports.ts'
import { withoutLinks } from './links.ts'

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

/**
 * Output that goes through a pager if it is longer than the terminal. It is held until that is known. What is said on
 * the way goes along: on the terminal it would be written over what the pager shows.
 */
export class Paging {
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly #streams: Readonly<Record<Side, OutputStream>>
  readonly #start: () => Promise<Pager | undefined>
  readonly #pieces: (readonly [Side, string | Uint8Array])[] = []
  #rows = 0
  #pager: Pager | undefined
  #isOver = false
  /** One write after the other: a pager takes a moment to start. */
  #last: Promise<void> = Promise.resolve()

  /** Messages are redacted, as they are on the way to the terminal. */
  constructor(
    streams: Readonly<Record<Side, OutputStream>> & { redact(text: string): string },
    start: () => Promise<Pager | undefined>,
  ) {
    this.#streams = streams
    this.#start = start
    this.stdout = { ...streams.stdout, write: async (piece) => await this.#write('stdout', piece) }
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
    if (this.#isOver) return
    this.#isOver = true
    const wasShown = (await this.#pager?.end()) ?? false
    if (!wasShown) for (const [side, piece] of this.#pieces) await this.#streams[side].write(piece)
  }

  async #write(side: Side, piece: string | Uint8Array): Promise<void> {
    const written = this.#last.then(async () => await this.#writeNext(side, piece))
    this.#last = written.catch(() => undefined)
    await written
  }

  async #writeNext(side: Side, piece: string | Uint8Array): Promise<void> {
    const isFirst = this.#pieces.length === 0
    if (this.#isOver || (isFirst && side === 'stderr')) return await this.#streams[side].write(piece)
    this.#pieces.push([side, piece])
    if (this.#pager !== undefined) return await this.#pager.write(forPager(piece))
    const { width, height = Infinity } = this.#streams.stdout
    this.#rows += rowsOf(piece, width)
    // The prompt of the shell needs a row as well.
    if (this.#rows < height) return
    this.#pager = await this.#start()
    if (this.#pager === undefined) return await this.end()
    for (const [, each] of this.#pieces) await this.#pager.write(forPager(each))
  }
}

// Older versions of less show the addresses of links.
function forPager(piece: string | Uint8Array): string | Uint8Array {
  return typeof piece === 'string' ? withoutLinks(piece) : piece
}

function rowsOf(piece: string | Uint8Array, width: number): number {
  const lines = stripVTControlCharacters(Buffer.from(piece).toString()).split('\n').slice(0, -1)
  return lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / width)), 0)
}
