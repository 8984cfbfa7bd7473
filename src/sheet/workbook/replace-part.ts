import { crc32, deflateRawSync } from 'node:zlib'
import type { Archive, ArchiveLayout } from './archive.ts'

const large = 0xff_ff_ff_ff

/**
 * The same zip archive with another content of one part. Every other part, and the order of all, stays byte for byte as
 * it was; only its place in the file may move. Throws what `archive.damaged` makes.
 */
export function replacePart(archive: Archive, name: string, content: Buffer): Buffer {
  const { bytes, directory, end, parts } = archive.layout
  // Such places are in extra fields, which would have to change as well.
  if (directory === large || parts.some(({ from }) => bytes.readUInt32LE(from + 42) === large))
    throw archive.damaged('it is larger than any list of users')
  const inFile = parts.toSorted((left, right) => left.offset - right.offset)
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
    parts.map((entry) => {
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

// Without an extra field, and with its sizes in front instead of behind it.
function headerFor(
  bytes: Buffer,
  { offset }: ArchiveLayout['parts'][number],
  content: Buffer,
  packed: Buffer,
): Buffer {
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
