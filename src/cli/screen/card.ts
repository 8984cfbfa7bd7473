import type { HintParts } from '../../app/hints.ts'
import type { KeyPress, TerminalSize } from '../../app/ports.ts'
import type { CardPlace } from '../../core/todo-walk.ts'
import type { ScreenValue } from '../../salesscreen/screens.ts'
import type { Paint } from '../output/paint.ts'
import { displayWidth } from '../output/text.ts'
import { fitted, headLine, hintLines, type KeyLabel, keyLabelLines, screenLines } from './lines.ts'
import type { Transition } from './run.ts'

/** One thing to do or to look up, with its values one below the other. */
export interface Card {
  readonly headLeft: string
  readonly headRight: string
  /** What to do, and where; each a paragraph. */
  readonly about: readonly string[]
  readonly values: readonly ScreenValue[]
  /** The index among `values` that is copied next; -1 for none. */
  readonly next: number
  /** What became of it; empty while it is open. */
  readonly outcome: string
  readonly message: HintParts
  readonly keys: readonly KeyLabel[]
}

/** A card as lines, never more or wider than the screen; what is to be typed gets its lines first and is never cut. */
export function renderCard(card: Card, size: TerminalSize, paint: Paint): string[] {
  const { columns, rows } = size
  const keys = keyLabelLines(card.keys, size)
  const message = hintLines(card.message, columns).slice(0, Math.max(1, rows - 1 - keys.length))
  let spare = Math.max(0, rows - 1 - keys.length - message.length)
  const take = (lines: readonly string[]) => {
    const taken = lines.slice(0, spare)
    spare -= taken.length
    return taken
  }
  const about = card.about.flatMap((text) => screenLines(text, columns))
  const first = take(about.slice(0, 1))
  const values = take(valueLines(card, columns, paint, spare))
  const outcome = take(screenLines(card.outcome, columns).filter((line) => line !== ''))
  const others = take(about.slice(1))
  // The first spare lines separate the parts, in this order; the others come before the message.
  const gap = (place: number) => (spare > place ? [''] : [])
  const gaps = [gap(0), gap(1), outcome.length > 0 ? gap(2) : []] as const
  const fill = Math.max(0, spare - gaps.flat().length)
  return [
    paint.bold(headLine(card.headLeft, card.headRight, columns)),
    ...gaps[1],
    ...first.map((line) => paint.bold(line)),
    ...others,
    ...gaps[0],
    ...values,
    ...gaps[2],
    ...outcome,
    ...Array.from({ length: fill }, () => ''),
    ...message.map((line) => paint.yellow(line)),
    ...keys.map((line) => paint.dim(fitted(line, columns))),
  ].slice(0, rows)
}

// The value that is copied next stays in view.
function valueLines({ values, next }: Card, columns: number, paint: Paint, room: number): string[] {
  const labels = Math.max(0, ...values.map(({ label }) => displayWidth(label)))
  const indent = ' '.repeat(Math.min(labels + 4, Math.floor(columns / 2)))
  const blocks = values.map(({ label, value }, index) => {
    const lead = `${index === next ? '>' : ' '} ${label}`
    const lines = screenLines(value, Math.max(1, columns - indent.length)).map((line, at) =>
      at === 0 ? fitted(lead, indent.length - 1).padEnd(indent.length) + line : indent + line,
    )
    return index === next ? lines.map((line) => paint.bold(line)) : lines
  })
  const upToNext = blocks.slice(0, next + 1).flat().length
  return blocks.flat().slice(Math.max(0, upToNext - room))
}

/** The last card: what a screen says when nothing is left, with numbers and their names. */
export function renderEnd(
  title: string,
  counts: readonly (readonly [number, string])[],
  { message, keys }: Pick<Card, 'message' | 'keys'>,
  size: TerminalSize,
): string[] {
  return [
    title,
    '',
    ...counts.map(([count, what]) => `${String(count).padStart(5)}  ${what}`),
    '',
    ...hintLines(message, size.columns),
    ...keyLabelLines(keys, size),
  ]
    .map((line) => fitted(line, size.columns))
    .slice(0, size.rows)
}

/** What a key does to a card. */
export type CardKey<State, Effect> = (state: State) => Transition<State, Effect>

/** The state with a message. */
export function saying<State extends CardPlace>(state: State, message: string): { readonly state: State } {
  return { state: { ...state, message } }
}

/** What a key does, by these bindings; `?` shows the keys, and any key but q hides them again. */
export function applyCardKey<State extends CardPlace, Effect>(
  state: State,
  key: KeyPress,
  bindings: ReadonlyMap<string, CardKey<State, Effect>>,
): Transition<State, Effect> {
  if (key.name === 'paste' && !state.showsKeys) return saying(state, 'pasted text is ignored')
  const word = key.name === 'text' ? key.text : key.name
  if (state.showsKeys && word !== 'q') return { state: { ...state, showsKeys: false } }
  if (word === '?') return { state: { ...state, showsKeys: true } }
  if (word === 'q') return { state, effect: { do: 'quit' } }
  const binding = bindings.get(word)
  return binding === undefined
    ? saying(state, 'this key does nothing here; press ? for help')
    : binding({ ...state, message: '' })
}

/** The index among values of the one that is copied next; -1 where nothing can be copied. */
export function nextToCopy(values: readonly ScreenValue[], copied: number): number {
  const indexes = values.flatMap(({ copies }, index) => (copies ? [index] : []))
  return indexes[copied % indexes.length] ?? -1
}
