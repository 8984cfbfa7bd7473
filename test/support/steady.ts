import { platform } from 'node:process'
import stringWidth from 'string-width'

/** What is different in every run, so that a transcript shows a placeholder instead. */
export interface Placeholders {
  /** Shown as `<home>`. */
  readonly home: string
  /** Shown as `<version>`. */
  readonly version: string
  /** When the run began: a time since then is `<time>`, its day `<today>`; others belong to the data and stay. */
  readonly since: Date
  /** The names of the IDs met so far: `u-...` is `<user-1>`, `t-...` is `<team-1>`, in the order of appearance. */
  readonly ids: Map<string, string>
}

// For machines to the millisecond, for people to the minute.
const time = /\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d\.\d{3}Z| \d\d:\d\d UTC)/g
// Days are told without their time where that is enough; fixed ones in stories are long past, or far away.
const day = /\b\d{4}-\d\d-\d\d\b(?!T)/g
// A digest stands for everything in a plan, also for the time at which it was made.
const digest = /(?<=\bdigest[": ]{1,3}|\bdigest of \S+ is |--expect )(?!0{16})[0-9a-f]{16,64}\b/g
// A decision for later counts for some days from today, and the monthly routine goes back for some.
const countedDay = /(?<=\blater until |\bpeople joined since |\busers? changed since )\d{4}-\d\d-\d\d/g
const minute = 60_000
const ownId = /\b[ut]-[0-9a-z]{8}\b/g

/** Output with placeholders for what is different in every run; columns stay in line. */
export function steady(text: string, { home, version, since, ids }: Placeholders): string {
  const named = replaceInLine(
    replaceInLine(text, time, (found) => (Date.parse(found) + minute > since.getTime() ? '<time>' : found)),
    ownId,
    (found) => nameOf(found, ids),
  )
    .replaceAll(day, (found) => (isSince(found, since) ? '<today>' : found))
    .replaceAll(digest, '<digest>')
    .replaceAll(countedDay, '<date>')
    .replaceAll(`${process.versions.node} on ${platform}`, '<node> on <platform>')
    .replace(new RegExp(`(?<![\\d.])${version.replaceAll('.', '\\.')}(?![\\d.])`, 'g'), '<version>')
  return named.includes(home) ? realigned(named.replaceAll(home, '<home>')) : named
}

// A run may go on past midnight.
function isSince(found: string, since: Date): boolean {
  return found === since.toISOString().slice(0, 10) || found === new Date().toISOString().slice(0, 10)
}

// In a table what follows stays where it was.
function replaceInLine(text: string, pattern: RegExp, replacement: (found: string) => string): string {
  return text.replace(pattern, (found: string, at: number) => {
    const replaced = replacement(found)
    return /^ {2,}\S/.test(text.slice(at + found.length, at + found.length + 200))
      ? replaced.padEnd(found.length)
      : replaced
  })
}

function nameOf(id: string, ids: Map<string, string>): string {
  const known = ids.get(id)
  if (known !== undefined) return known
  const kind = id.startsWith('u-') ? 'user' : 'team'
  const count = [...ids.values()].filter((name) => name.startsWith(`<${kind}`)).length
  const name = `<${kind}-${count + 1}>`
  ids.set(id, name)
  return name
}

// A folder is as long as the machine has it, and so is its column: the table is laid out again without it.
function realigned(text: string): string {
  const rows = text.split('\n').map((line) => line.split(/(?<=\S) {2,}/))
  const columns = Math.max(...rows.map((cells) => cells.length))
  if (rows.some((cells) => cells.length !== columns && cells.join('') !== '')) return text
  const widths = Array.from({ length: columns }, (_, at) =>
    Math.max(...rows.map((cells) => stringWidth(cells[at] ?? ''))),
  )
  return rows
    .map((cells) =>
      cells
        .map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - stringWidth(cell)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
