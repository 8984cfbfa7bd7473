const mostSpare = 12
const largestSpare = 8 * 1024 * 1024
// Memory of pages that have been sent: new memory for each takes longer than writing the page.
const spare: Buffer[] = []
// Other bytes belong to somebody else.
const own = new WeakSet<ArrayBufferLike>()

/** Lets the memory of a page be used for another; nobody may look at the page any more. */
export function recycle(page: Buffer): void {
  if (spare.length >= mostSpare || page.length > largestSpare || !own.has(page.buffer)) return
  spare.push(Buffer.from(page.buffer))
}

function memory(room: number): Buffer {
  const fitting = spare.findIndex((buffer) => buffer.length >= room)
  const [reused] = fitting === -1 ? [] : spare.splice(fitting, 1)
  const buffer = reused ?? Buffer.allocUnsafeSlow(room)
  own.add(buffer.buffer)
  return buffer
}

/** A text in UTF-8 that grows: records are written into it directly, because texts of a megabyte cost more than the records in them. */
export class GrowingBytes {
  private buffer: Buffer
  private length = 0

  constructor(room: number) {
    this.buffer = memory(room)
  }

  /** What has been written. */
  get written(): Buffer {
    return this.buffer.subarray(0, this.length)
  }

  /** Adds a text that is already in UTF-8. */
  piece(bytes: Uint8Array): void {
    this.makeRoom(bytes.length)
    this.buffer.set(bytes, this.length)
    this.length += bytes.length
  }

  /** Adds a text, byte by byte while it is ASCII. */
  text(text: string): void {
    this.makeRoom(text.length * 3)
    const { buffer } = this
    let at = this.length
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index)
      if (code > 127) {
        this.length = at + buffer.write(text.slice(index), at, 'utf8')
        return
      }
      buffer[at] = code
      at += 1
    }
    this.length = at
  }

  /** Adds a text between quotes; false, and nothing added, where it is not plain ASCII without quotes of its own. */
  plainQuoted(text: string): boolean {
    this.makeRoom(text.length + 2)
    const { buffer } = this
    let at = this.length
    buffer[at++] = 34
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index)
      if (code > 127 || code < 32 || code === 34 || code === 92) return false
      buffer[at++] = code
    }
    buffer[at] = 34
    this.length = at + 1
    return true
  }

  private makeRoom(more: number): void {
    if (this.length + more <= this.buffer.length) return
    const larger = memory(Math.max(this.buffer.length * 2, this.length + more))
    this.buffer.copy(larger, 0, 0, this.length)
    this.buffer = larger
  }
}

/** Writes a row of a table. */
export type RowWriter = (row: number, into: GrowingBytes) => void
