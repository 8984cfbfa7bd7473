import type { Suggestion } from '../../../src/core/match/suggestion.ts'

/** A suggestion with its evidence made, so that two can be compared. */
export function plain({ candidates, ...rest }: Suggestion): object {
  return {
    ...rest,
    candidates: candidates.map(({ evidence, reasons, ...candidate }) => ({
      ...candidate,
      // Sums in another order differ in the last places.
      evidence: evidence().map((each) => ({ ...each, bits: each.bits.toFixed(6) })),
      reasons: reasons(),
    })),
  }
}
