import { crc32, createInflateRaw } from 'node:zlib'
import { SfsyncError } from '../../core/errors.ts'

/** The failure of a workbook that is damaged or would fill the memory, by its reason. */
export type Damaged = (reason: string) => SfsyncError

interface Entry {
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly offset: number
  /** Where its entry in the list of parts begins and ends. */
  readonly from: number
  readonly to: number
}

/** Where the pieces of an archive are in its bytes. */
export interface ArchiveLayout {
  readonly bytes: Buffer
  /** Where the list of parts begins. */
  readonly directory: number
  /** Where the record at the end begins. */
  readonly end: number
  /** In the order of the list: where the header of each part is, and where its entry in the list begins and ends. */
  readonly parts: readonly (Pick<Entry, 'from' | 'to' | 'offset'> & { readonly name: string })[]
}

// Excel itself writes a dozen parts, and a few for each sheet and picture.
const mostParts = 10_000
// A million rows of a Users report have about 700 MB; XML is packed to a tenth, sheets of one value to a hundredth.
const largestPart = 1_200_000_000
const freeOfRatio = 32_000_000
const largestRatio = 250

const endMark = 0x06_05_4b_50
const entryMark = 0x02_01_4b_50
const localMark = 0x04_03_4b_50
const wholeNumber = 0xff_ff_ff_ff

/** The parts of a zip archive that is in memory; each is unpacked in pieces. Throws what `damaged` makes. */
export class Archive {
  readonly damaged: Damaged
  readonly #bytes: Buffer
  readonly #entries: ReadonlyMap<string, Entry>
  readonly #end: number

  constructor(bytes: Buffer, damaged: Damaged) {
    const end = endOf(bytes)
    if (end === undefined) throw damaged('the file is cut off')
    this.damaged = damaged
    this.#bytes = bytes
    this.#end = end
    this.#entries = directoryOf(bytes, end, damaged)
  }

  /** Where its pieces are, to copy them as they are. */
  get layout(): ArchiveLayout {
    return {
      bytes: this.#bytes,
      directory: this.#bytes.readUInt32LE(this.#end + 16),
      end: this.#end,
      parts: [...this.#entries].map(([name, { from, to, offset }]) => ({ name, from, to, offset })),
    }
  }

  get names(): readonly string[] {
    return [...this.#entries.keys()]
  }

  has(name: string): boolean {
    return this.#entries.has(name)
  }

  /** The unpacked bytes of a part, checked against its checksum; nothing where there is no such part. */
  async *read(name: string): AsyncGenerator<Buffer> {
    const entry = this.#entries.get(name)
    if (entry === undefined) return
    const packed = this.#packed(name, entry)
    if (entry.method !== 0 && entry.method !== 8)
      throw this.damaged(`${name} is packed in a way that spreadsheets do not use`)
    let size = 0
    let crc = 0
    for await (const piece of entry.method === 0 ? [packed] : inflated(packed, this.damaged)) {
      size += piece.length
      if (size > largestPart || (size > freeOfRatio && size > packed.length * largestRatio))
        throw this.damaged(`${name} becomes far too large when it is unpacked`)
      crc = crc32(piece, crc)
      yield piece
    }
    if (size !== entry.size || crc !== entry.crc)
      throw this.damaged(`${name} does not have the content that the file promises`)
  }

  #packed(name: string, { offset, packed }: Entry): Buffer {
    const bytes = this.#bytes
    if (offset + 30 > bytes.length || bytes.readUInt32LE(offset) !== localMark)
      throw this.damaged(`${name} is not where the file says it is`)
    const start = offset + 30 + bytes.readUInt16LE(offset + 26) + bytes.readUInt16LE(offset + 28)
    if (start + packed > bytes.length) throw this.damaged('the file is cut off')
    return bytes.subarray(start, start + packed)
  }
}

async function* inflated(packed: Buffer, damaged: Damaged): AsyncGenerator<Buffer> {
  const stream = createInflateRaw({ chunkSize: 1 << 15 })
  stream.end(packed)
  try {
    for await (const piece of stream) if (Buffer.isBuffer(piece)) yield piece
  } catch (error) {
    throw error instanceof SfsyncError ? error : damaged('a part of it cannot be unpacked')
  }
}

function directoryOf(bytes: Buffer, end: number, damaged: Damaged): ReadonlyMap<string, Entry> {
  const count = bytes.readUInt16LE(end + 10)
  if (count > mostParts) throw damaged(`it has ${count} parts`)
  const entries = new Map<string, Entry>()
  let at = bytes.readUInt32LE(end + 16)
  for (let left = count; left > 0; left -= 1) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== entryMark)
      throw damaged('its list of parts cannot be read')
    const [nameLength, extraLength] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30)]
    // Some programs for Windows write backslashes.
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/')
    if ((bytes.readUInt16LE(at + 8) & 1) === 1) throw damaged('its parts have a password')
    // Readers would disagree about which of them counts.
    if (entries.has(name)) throw damaged(`it has ${name} twice`)
    const extra = bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength)
    const to = at + 46 + nameLength + extraLength + bytes.readUInt16LE(at + 32)
    entries.set(name, { ...entryAt(bytes, at, extra), from: at, to })
    at = to
  }
  return entries
}

// A comment of up to 65,535 bytes may follow the end.
function endOf(bytes: Buffer): number | undefined {
  for (let at = bytes.length - 22; at >= Math.max(0, bytes.length - 22 - 65_535); at -= 1)
    if (bytes.readUInt32LE(at) === endMark) return at
  return undefined
}

function entryAt(bytes: Buffer, at: number, extra: Buffer): Omit<Entry, 'from' | 'to'> {
  const small = [24, 20, 42].map((place) => bytes.readUInt32LE(at + place))
  const large = largeNumbers(extra)
  // Numbers that do not fit are in the extra field, in this order.
  const [size = 0, packed = 0, offset = 0] = small.map((number) =>
    number === wholeNumber ? (large.shift() ?? number) : number,
  )
  return {
    method: bytes.readUInt16LE(at + 10),
    crc: bytes.readUInt32LE(at + 16),
    packed,
    size,
    offset,
  }
}

function largeNumbers(extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue
    const field = extra.subarray(at + 4, at + 4 + extra.readUInt16LE(at + 2))
    return Array.from({ length: Math.floor(field.length / 8) }, (_, index) =>
      Number(field.readBigUInt64LE(index * 8)),
    )
  }
  return []
}
