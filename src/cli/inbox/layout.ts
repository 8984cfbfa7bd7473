import { displayWidth } from '../output/display-width.ts'
import { graphemesOf } from '../output/fit.ts'
import { visible } from '../output/visible.ts'
import { wrapped } from '../output/wrapped.ts'
import { type Field, fieldsOf } from './fields.ts'
import { keyLines } from './key-texts.ts'
import type { Size } from './screen.ts'
import { decidedAbout, type Option, optionsIn, type Person, type Sitting, type Typing } from './sitting.ts'
import type { Shown } from './step.ts'

/** What of somebody fits on a screen; everything but the painting is settled here. */
export interface Layout {
  readonly isWide: boolean
  readonly fields: readonly Field[]
  readonly options: readonly Option[]
  readonly shown: Shown
  /** Why the highlighted one is proposed, and what speaks against it. */
  readonly why: readonly string[]
  readonly foot: readonly string[]
  /** Empty lines that are left over, to be put between the parts. */
  readonly spare: number
}

const sideBySide = 60
const headLines = 1

/** Shares the lines of a screen out: what matters most for a decision comes first. */
export function layoutOf(sitting: Sitting, person: Person, size: Size): Layout {
  const { columns, rows } = size
  const isWide = columns >= sideBySide
  const options = optionsIn(sitting)
  const highlighted = options[sitting.highlighted]
  const foot = [...messageLines(sitting, columns), ...keyLines(sitting, size)]
  const why = whyLines(sitting, person, highlighted, columns)
  const fields = fieldsOf(person, highlighted)
  const room = new Room(rows - headLines - foot.length - (isWide ? 1 : 0))
  const heightOf = (field: Field) => (isWide ? 1 : linesOf(field))
  const kept = new Set<Field>()
  const keep = (from: number, to: number) => {
    for (const field of fields)
      if (field.rank >= from && field.rank < to && room.take(heightOf(field))) kept.add(field)
  }
  keep(0, 2)
  const first = room.takeUpTo(Math.min(1, options.length))
  const firstWhy = room.takeUpTo(Math.min(1, why.length))
  const few = room.takeUpTo(Math.min(2, options.length - first))
  const moreWhy = room.takeUpTo(Math.min(2, why.length - firstWhy))
  keep(2, 4)
  const others = room.takeUpTo(options.length - first - few)
  keep(4, 10)
  const restWhy = room.takeUpTo(why.length - firstWhy - moreWhy)
  const count = first + few + others
  const from = Math.max(0, Math.min(sitting.highlighted - count + 1, options.length - count))
  return {
    isWide,
    fields: fields.filter((field) => kept.has(field)),
    options,
    shown: { from, to: from + count },
    why: why.slice(0, firstWhy + moreWhy + restWhy),
    foot,
    spare: room.left,
  }
}

/** Lines that a field takes where there is no room for two columns. */
export function linesOf({ rank, right }: Field): 1 | 2 {
  return rank < 2 && right !== '' ? 2 : 1
}

/** Lines that are still free. */
class Room {
  #left: number

  constructor(lines: number) {
    this.#left = Math.max(0, lines)
  }

  get left(): number {
    return this.#left
  }

  take(lines: number): boolean {
    if (lines > this.#left) return false
    this.#left -= lines
    return true
  }

  takeUpTo(lines: number): number {
    const taken = Math.max(0, Math.min(lines, this.#left))
    this.#left -= taken
    return taken
  }
}

function whyLines(sitting: Sitting, person: Person, option: Option | undefined, columns: number): string[] {
  const before = decidedAbout(sitting, person)
  const texts = before === undefined ? judgement(sitting, person, option) : [`decided: ${before.text}`]
  return texts.flatMap((text) => wrapped(text, columns, ''))
}

function judgement({ found }: Sitting, { candidates }: Person, option: Option | undefined): string[] {
  if (option === undefined)
    return [
      candidates.length === 0
        ? 'Nobody in Salesforce looks like this person.'
        : 'Nobody is left to choose from.',
    ]
  return [
    ...(option.evidence.length > 0 ? [option.evidence.join('; ')] : []),
    ...(option.caps.length > 0
      ? [`${found === null ? 'never sure' : 'but'}: ${option.caps.join('; ')}`]
      : []),
  ]
}

function messageLines({ message, typing, doubt }: Sitting, columns: number): string[] {
  if (typing !== null) return [typingLine(typing, columns)]
  const text = doubt === null ? message : `${doubt.question}. Map all the same?`
  return text === '' ? [''] : wrapped(text, columns, '').slice(0, 3)
}

// The end of what is typed must be seen, however long it is.
function typingLine({ what, text }: Typing, columns: number): string {
  const label = `${typingTexts[what]}: `
  const letters = graphemesOf(visible(text))
  while (letters.length > 0 && displayWidth(`${label}…${letters.join('')}_`) > columns) letters.shift()
  const end = letters.join('')
  return `${label}${end === visible(text) ? '' : '…'}${end}_`
}

const typingTexts = {
  search: 'Search',
  id: 'ID or username',
  reason: 'Reason',
} as const
