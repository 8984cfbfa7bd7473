import { crc32, deflateRawSync } from 'node:zlib'
import type { Damaged } from './archive.ts'

interface Entry {
  /** Where its entry in the directory begins and ends. */
  readonly from: number
  readonly to: number
  readonly name: string
  /** Where its header is. */
  readonly offset: number
}

const large = 0xff_ff_ff_ff

/**
 * The same zip archive with another content of one part. Every other part, and the order of all, stays byte for byte as
 * it was; only its place in the file may move. Throws what `damaged` makes.
 */
export function replacePart(bytes: Buffer, name: string, content: Buffer, damaged: Damaged): Buffer {
  const end = bytes.lastIndexOf(Buffer.from('504b0506', 'hex'))
  if (end === -1) throw damaged('the file is cut off')
  const directory = bytes.readUInt32LE(end + 16)
  const entries = entriesOf(bytes, directory, bytes.readUInt16LE(end + 10))
  if (directory === large || entries.some(({ offset }) => offset === large))
    throw damaged('it is larger than any list of users')
  const inFile = entries.toSorted((left, right) => left.offset - right.offset)
  const pieces: Buffer[] = []
  const places = new Map<string, number>()
  const packed = deflateRawSync(content)
  let length = 0
  for (const [index, entry] of inFile.entries()) {
    places.set(entry.name, length)
    const next = inFile[index + 1]?.offset ?? directory
    const piece =
      entry.name === name
        ? Buffer.concat([headerFor(bytes, entry, content, packed), packed])
        : bytes.subarray(entry.offset, next)
    pieces.push(piece)
    length += piece.length
  }
  const list = Buffer.concat(
    entries.map((entry) => {
      const copy = Buffer.from(bytes.subarray(entry.from, entry.to))
      copy.writeUInt32LE(places.get(entry.name) ?? 0, 42)
      if (entry.name === name) describe(copy, 6, content, packed)
      return copy
    }),
  )
  const close = Buffer.from(bytes.subarray(end))
  close.writeUInt32LE(list.length, 12)
  close.writeUInt32LE(length, 16)
  return Buffer.concat([...pieces, list, close])
}

function entriesOf(bytes: Buffer, directory: number, count: number): Entry[] {
  const entries: Entry[] = []
  let at = directory
  for (let left = count; left > 0; left -= 1) {
    const nameLength = bytes.readUInt16LE(at + 28)
    const to = at + 46 + nameLength + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32)
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength).replaceAll('\\', '/')
    entries.push({ from: at, to, name, offset: bytes.readUInt32LE(at + 42) })
    at = to
  }
  return entries
}

// Without an extra field, and with its sizes in front instead of behind it.
function headerFor(bytes: Buffer, { offset }: Entry, content: Buffer, packed: Buffer): Buffer {
  const nameLength = bytes.readUInt16LE(offset + 26)
  const header = Buffer.from(bytes.subarray(offset, offset + 30 + nameLength))
  describe(header, 4, content, packed)
  header.writeUInt16LE(0, 28)
  return header
}

const sizesBehind = 8

// Both the header of a part and its entry in the directory hold these, one of them two bytes later.
function describe(record: Buffer, at: number, content: Buffer, packed: Buffer): void {
  const place = at + 2
  record.writeUInt16LE(record.readUInt16LE(place) & ~sizesBehind, place)
  record.writeUInt16LE(8, place + 2)
  record.writeUInt32LE(crc32(content), place + 8)
  record.writeUInt32LE(packed.length, place + 12)
  record.writeUInt32LE(content.length, place + 16)
}
