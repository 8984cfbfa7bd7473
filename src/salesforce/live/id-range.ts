const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const length = 15

/** Users whose ID comes after one and not after another; null is no bound. The bounds are IDs of 15 or 18 characters. */
export interface IdRange {
  readonly after: string | null
  readonly until: string | null
}

/**
 * Cuts a range into at most so many, equally wide. In whatever order Salesforce keeps IDs, together they hold everybody
 * of the range: a bound that lies elsewhere in that order only makes them overlap. How many people each holds is
 * unknown, because IDs are given in runs.
 */
export function splitRange(range: IdRange, parts: number): IdRange[] {
  const { after, until } = range
  const low = after === null ? undefined : numberOf(after)
  const high = until === null ? undefined : numberOf(until)
  if (low === undefined || high === undefined || high - low < BigInt(parts)) return [range]
  const bounds = Array.from({ length: parts - 1 }, (_, index) =>
    idOf(low + ((high - low) * BigInt(index + 1)) / BigInt(parts)),
  )
  return [...bounds, until].map((bound, index) => ({
    after: index === 0 ? after : (bounds[index - 1] ?? null),
    until: bound,
  }))
}

function numberOf(id: string): bigint | undefined {
  let number = 0n
  for (const character of id.slice(0, length)) {
    const digit = digits.indexOf(character)
    if (digit === -1) return undefined
    number = number * 62n + BigInt(digit)
  }
  return number
}

function idOf(number: bigint): string {
  let id = ''
  for (let rest = number; id.length < length; rest /= 62n) id = digits.charAt(Number(rest % 62n)) + id
  return id
}
