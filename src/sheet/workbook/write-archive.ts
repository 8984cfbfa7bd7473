import { once } from 'node:events'
import { crc32, createDeflateRaw } from 'node:zlib'

/** One file of an archive, by its name. */
export type ArchiveEntry = readonly [name: string, content: string | AsyncIterable<string>]

// 1980-01-01 00:00, the first that an archive can hold: the same content gives the same bytes at any time.
const noTime = 0x00_21_00_00
const isUtf8 = 0x08_00

/** Packs parts into a zip archive; what is packed of one part is in memory at a time. */
export async function* zip(parts: Iterable<ArchiveEntry>): AsyncGenerator<Buffer> {
  const directory: Buffer[] = []
  let offset = 0
  let count = 0
  for (const [name, content] of parts) {
    const { packed, size, crc } = await deflated(typeof content === 'string' ? [content] : content)
    const nameBytes = Buffer.from(name)
    // What the header of a part and its entry in the directory have in common.
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(isUtf8, 2)
    common.writeUInt16LE(8, 4)
    common.writeUInt32LE(noTime, 6)
    common.writeUInt32LE(crc, 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(size, 18)
    common.writeUInt16LE(nameBytes.length, 22)
    const entryEnd = Buffer.alloc(14)
    entryEnd.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('504b01021400', 'hex'), common, entryEnd, nameBytes)
    const header = Buffer.concat([Buffer.from('504b0304', 'hex'), common, nameBytes])
    yield header
    yield packed
    offset += header.length + packed.length
    count += 1
  }
  const entries = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.write('504b0506', 'hex')
  end.writeUInt16LE(count, 8)
  end.writeUInt16LE(count, 10)
  end.writeUInt32LE(entries.length, 12)
  end.writeUInt32LE(offset, 16)
  yield entries
  yield end
}

const pieceSize = 1 << 16

async function deflated(
  content: Iterable<string> | AsyncIterable<string>,
): Promise<{ readonly packed: Buffer; readonly size: number; readonly crc: number }> {
  const stream = createDeflateRaw()
  const packed: Buffer[] = []
  stream.on('data', (piece: Buffer) => packed.push(piece))
  const ended = once(stream, 'end')
  let size = 0
  let crc = 0
  let pending = ''
  const write = async () => {
    const bytes = Buffer.from(pending)
    pending = ''
    size += bytes.length
    crc = crc32(bytes, crc)
    if (!stream.write(bytes)) await once(stream, 'drain')
  }
  for await (const text of content) {
    pending += text
    if (pending.length >= pieceSize) await write()
  }
  await write()
  stream.end()
  await ended
  return { packed: Buffer.concat(packed), size, crc }
}
