import type { Damaged } from './archive.ts'

// Ten times what a hundred thousand users have.
const mostBytes = 160_000_000
const mostTexts = 10_000_000

/** The texts that the cells of a workbook share: close together, because a hundred thousand users have half a million. */
export class TextTable {
  readonly #damaged: Damaged
  #bytes = Buffer.alloc(1 << 16)
  #ends = new Uint32Array(1 << 12)
  #count = 0

  constructor(damaged: Damaged) {
    this.#damaged = damaged
  }

  add(text: string): void {
    const start = this.#end(this.#count - 1)
    // A character takes three bytes at most.
    if (start + text.length * 3 > this.#bytes.length) {
      const bytes = Buffer.alloc(Math.max(this.#bytes.length * 2, start + text.length * 3))
      this.#bytes.copy(bytes, 0, 0, start)
      this.#bytes = bytes
    }
    if (this.#count === this.#ends.length) {
      const ends = new Uint32Array(this.#ends.length * 2)
      ends.set(this.#ends)
      this.#ends = ends
    }
    this.#ends[this.#count] = start + this.#bytes.write(text, start)
    this.#count += 1
    if (start > mostBytes || this.#count > mostTexts) throw this.#damaged('it has far too many texts')
  }

  get(index: number): string | undefined {
    if (!(index >= 0 && index < this.#count)) return undefined
    return this.#bytes.toString('utf8', this.#end(index - 1), this.#end(index))
  }

  #end(index: number): number {
    return index < 0 ? 0 : (this.#ends[index] ?? 0)
  }
}
