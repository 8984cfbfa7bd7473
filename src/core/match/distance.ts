/** Whether two words differ by a slip: one letter in words from four letters on, two from eight on; two swapped letters are one slip. */
export function isNear(left: string, right: string): boolean {
  const shorter = Math.min(left.length, right.length)
  const most = shorter >= 8 ? 2 : shorter >= 4 ? 1 : 0
  return most > 0 && Math.abs(left.length - right.length) <= most && slipsBetween(left, right) <= most
}

// What both begin and end with has no slip in it; most words have little else.
function slipsBetween(left: string, right: string): number {
  const shorter = Math.min(left.length, right.length)
  let from = 0
  while (from < shorter && left[from] === right[from]) from += 1
  let behind = 0
  while (behind < shorter - from && left.at(-1 - behind) === right.at(-1 - behind)) behind += 1
  return slips(left.slice(from, left.length - behind), right.slice(from, right.length - behind))
}

// Optimal string alignment distance.
function slips(left: string, right: string): number {
  let beforeLast: number[] = []
  let last = Array.from({ length: right.length + 1 }, (_, index) => index)
  for (let row = 1; row <= left.length; row += 1) {
    const now = [row]
    for (let column = 1; column <= right.length; column += 1) {
      const cost = left[row - 1] === right[column - 1] ? 0 : 1
      let least = Math.min(
        (last[column] ?? 0) + 1,
        (now[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + cost,
      )
      if (row > 1 && column > 1 && left[row - 1] === right[column - 2] && left[row - 2] === right[column - 1])
        least = Math.min(least, (beforeLast[column - 2] ?? 0) + 1)
      now.push(least)
    }
    beforeLast = last
    last = now
  }
  return last[right.length] ?? 0
}
