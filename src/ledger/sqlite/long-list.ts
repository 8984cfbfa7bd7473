import Database, { SqliteError } from 'better-sqlite3'
import { type Change, ChangeCounts, type ChangeList } from '../../core/change.ts'
import { SfsyncError } from '../../core/errors.ts'
import { parseJson } from '../../core/text.ts'

// Fewer changes than this are faster in memory; of more, so many are in memory at a time.
const mostInMemory = 100_000
const blockLength = 1000

/** A list of changes of any length: beyond a hundred thousand they are in a temporary file, which ends with the process. */
export class LongList implements ChangeList {
  readonly counts = new ChangeCounts()
  #length = 0
  #last: Change[] = []
  #file: BlockFile | undefined
  readonly #most: number
  readonly #open: () => Database.Database

  /** `open` makes the database of the file: a nameless one is where temporary files are. */
  constructor(most = mostInMemory, open = () => new Database('')) {
    this.#most = most
    this.#open = open
    collectSteadily()
  }

  get length(): number {
    return this.#length
  }

  push(changes: Iterable<Change>): void {
    for (const change of changes) {
      this.#last.push(change)
      this.#length += 1
      this.counts.add(change)
    }
    if (this.#last.length <= this.#most) return
    this.#file ??= new BlockFile(this.#open())
    for (let from = 0; from < this.#last.length; from += blockLength)
      this.#file.add(this.#last.slice(from, from + blockLength))
    this.#last = []
  }

  *[Symbol.iterator](): Generator<Change> {
    for (let at = 1; at <= this.#blocks; at += 1) yield* this.#file?.block(at) ?? []
    yield* this.#last
  }

  get #blocks(): number {
    return this.#file?.length ?? 0
  }

  slice(from: number, to: number): Change[] {
    const found: Change[] = []
    let at = 0
    for (const change of this) {
      if (at >= to) break
      if (at >= from) found.push(change)
      at += 1
    }
    return found
  }

  find(is: (change: Change) => boolean): Change | undefined {
    for (const change of this) if (is(change)) return change
    return undefined
  }

  some(is: (change: Change) => boolean): boolean {
    return this.find(is) !== undefined
  }

  every(is: (change: Change) => boolean): boolean {
    return !this.some((change) => !is(change))
  }

  filter(is: (change: Change) => boolean): Change[] {
    const found: Change[] = []
    for (const change of this) if (is(change)) found.push(change)
    return found
  }

  map<Item>(to: (change: Change, index: number) => Item): Item[] {
    const items: Item[] = []
    for (const change of this) items.push(to(change, items.length))
    return items
  }

  flatMap<Item>(to: (change: Change) => Item | readonly Item[]): Item[] {
    return [...this].flatMap((change) => to(change))
  }
}

// V8 would let the heap grow to four times what is in use before it collects the rest; and what is read for a thousand rows
// is collected soonest where short-lived objects have room.
function collectSteadily(): void {
  // Not imported: it would be loaded at every start.
  const { setFlagsFromString } = process.getBuiltinModule('v8')
  setFlagsFromString('--heap-growing-percent=50')
  setFlagsFromString('--semi-space-growth-factor=2')
}

/** Blocks of changes in a file that SQLite makes where temporary files are, and removes itself. */
class BlockFile {
  readonly #insert: Database.Statement<[string]>
  readonly #read: Database.Statement<[number], string>
  #length = 0

  constructor(database: Database.Database) {
    database.pragma('journal_mode = off')
    database.exec('create table block (number integer primary key, changes text not null) strict')
    this.#insert = database.prepare('insert into block (changes) values (?)')
    this.#read = database.prepare<[number], string>('select changes from block where number = ?').pluck()
  }

  get length(): number {
    return this.#length
  }

  add(changes: readonly Change[]): void {
    try {
      this.#insert.run(JSON.stringify(changes))
    } catch (error) {
      if (!(error instanceof SqliteError)) throw error
      throw new SfsyncError(
        'disk-full',
        `there is no space for a plan of so many changes in the folder for temporary files (${error.code}); nothing was changed`,
        { actions: ['free some space there and run the command again'], cause: error },
      )
    }
    this.#length += 1
  }

  block(number: number): Change[] {
    const changes = parseJson(this.#read.get(number) ?? '')
    if (!areChanges(changes)) throw new RangeError(`there is no block ${number}`)
    return changes
  }
}

// What is in the file was put there by this process.
function areChanges(value: unknown): value is Change[] {
  return Array.isArray(value)
}
