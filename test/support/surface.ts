import { type Paint, paintFor, type Surface } from '../../src/cli/output/paint.ts'

/** A surface in memory, with what was written to it. */
export interface Paper {
  readonly surface: Surface
  text(): string
}

/** A pipe, or a terminal of so many columns; it is noon, and nothing is colored. */
export async function paper(columns?: number, paint?: Paint): Promise<Paper> {
  let written = ''
  return {
    surface: {
      isTerminal: columns !== undefined,
      width: columns ?? 80,
      paint: paint ?? (await paintFor(0)),
      write: async (piece) => {
        written += Buffer.from(piece).toString()
        await Promise.resolve()
      },
      now: () => new Date('2026-11-23T12:00:00.000Z'),
    },
    text: () => written,
  }
}
