import { unguardFormula } from '../../core/formula-guard.ts'
import { readTick } from './active-words.ts'

// Source: ISO 8601 as Salesforce writes it, `2026-09-08T11:22:00.000+0000`; without an offset the time cannot be told.
const isoTime = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(?:Z|([+-]\d\d):?(\d\d))$/i

/** A cell's text without surrounding space and without the apostrophe that guards formulas. */
export function cellText(cell: string): string {
  return unguardFormula(cell).trim()
}

/** A time as UTC ISO 8601 where it is ISO 8601 with an offset; other texts, which follow a locale, stay as they are. */
export function readTime(text: string): string {
  const match = isoTime.exec(text)
  if (!match) return text
  const time = new Date(`${match[1]}${match[2] === undefined ? 'Z' : `${match[2]}:${match[3]}`}`)
  return Number.isNaN(time.getTime()) ? text : time.toISOString()
}

// More words than these mean that the column is another one altogether.
const mostWords = 5

/** Reads the cells of the column "Active" and remembers the words it does not know. */
export class ActiveColumn {
  private readonly unknown = new Map<string, number>()

  read(text: string | null, line: number): boolean | null {
    if (text === null) return null
    const active = readTick(text)
    if (active !== undefined) return active
    if (this.unknown.size <= mostWords && !this.unknown.has(text)) this.unknown.set(text, line)
    return null
  }

  /** One notice for each word that is not known. */
  notices(name: string): string[] {
    const words = [...this.unknown].map(
      ([word, line]) =>
        `${name}:${line}: "${word}" was not understood as active or inactive; it counts as not told`,
    )
    if (words.length <= mostWords) return words
    return [...words.slice(0, mostWords), `${name} has more such words: is the right column read as active?`]
  }
}
