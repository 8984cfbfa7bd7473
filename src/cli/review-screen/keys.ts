import type { KeyPress, TerminalSize } from '../../app/ports.ts'
import type { ReviewEffect } from '../../app/review/effects.ts'
import {
  currentUser,
  decisionOn,
  goTo,
  hiddenOptionCount,
  optionsIn,
  type PendingConfirmation,
  type ReviewOption,
  type ReviewState,
  type TypedText,
} from '../../app/review/session.ts'
import { graphemesOf } from '../output/text.ts'
import { flow, keyLabelLines, type KeyLabel, label } from '../screen/lines.ts'
import type { Transition as ScreenTransition } from '../screen/run.ts'

/** What a key does: the state afterward, and what is left to do beyond the screen. */
export type Transition = ScreenTransition<ReviewState, ReviewEffect>

/** The range of options that the screen has room for; `to` is exclusive. */
export interface VisibleOptions {
  readonly from: number
  readonly to: number
}

type Binding = (state: ReviewState, shown: VisibleOptions) => Transition
type KeyMap = ReadonlyMap<string, Binding>

/** What a key does in a state; only options on the screen can be chosen. */
export function applyKey(state: ReviewState, key: KeyPress, shown: VisibleOptions): Transition {
  const quits = key.name === 'text' && key.text === 'q'
  if (state.showsKeys && !quits) return { state: { ...state, showsKeys: false } }
  if (state.pending !== null) return answer(state, state.pending, key)
  if (state.typing !== null) return edit(state, state.typing, key)
  if (key.name === 'paste') return saying(state, 'pasted text is ignored; press i first to paste an ID')
  const word = key.name === 'text' ? key.text : key.name
  const binding = always.get(word) ?? (currentUser(state) === undefined ? atEnd : onUser).get(word)
  return binding === undefined
    ? saying(state, 'this key does nothing here; press ? for help')
    : binding({ ...state, message: '' }, shown)
}

function saying(state: ReviewState, message: string): Transition {
  return { state: { ...state, message } }
}

const next: Binding = (state) => ({ state: goTo(state, state.at + 1) })
const back: Binding = (state) =>
  state.at === 0 ? saying(state, 'this is the first user') : { state: goTo(state, state.at - 1) }

const quit: Binding = (state) => ({ state, effect: { do: 'quit' } })

const always: KeyMap = new Map<string, Binding>([
  [' ', next],
  ['right', next],
  ['b', back],
  ['left', back],
  ['?', (state) => ({ state: { ...state, showsKeys: true } })],
  ['q', quit],
])

// The next command is easily typed here, as if the screen were gone: it must not undo anything.
const atEnd: KeyMap = new Map<string, Binding>([
  ['enter', quit],
  ['escape', quit],
  ['u', (state) => saying(state, 'press b to go back first, then u to undo')],
])

const highlight =
  (step: number): Binding =>
  (state) => {
    const last = optionsIn(state).length - 1
    return { state: { ...state, highlighted: Math.max(0, Math.min(state.highlighted + step, last)) } }
  }

const showMore: Binding = (state) =>
  hiddenOptionCount(state) > 0
    ? { state: { ...state, showsMore: true, highlighted: optionsIn(state).length } }
    : saying(state, 'no more candidates; press / to search the directory')

const typeInto =
  (what: TypedText['what']): Binding =>
  (state) => ({ state: { ...state, typing: { what, text: what === 'reason' ? state.reason : '' } } })

// A user is decided about once.
const decide =
  (binding: Binding): Binding =>
  (state, shown) => {
    const current = currentUser(state)
    const decision = current === undefined ? undefined : decisionOn(state, current)
    return decision === undefined
      ? binding(state, shown)
      : saying(state, `already decided: ${decision.text}; u undoes the last decision`)
  }

const choose = (
  indexIn: (state: ReviewState) => number,
  missing: string,
  effectOf: (option: ReviewOption) => ReviewEffect,
): Binding =>
  decide((state, { from, to }) => {
    const at = indexIn(state)
    const option = at >= from && at < to ? optionsIn(state)[at] : undefined
    return option === undefined ? saying(state, missing) : { state, effect: effectOf(option) }
  })

const mapTo = (digit: string): [string, Binding] => [
  digit,
  choose(
    () => Number(digit) - 1,
    `there is no candidate ${digit}`,
    (option) => ({ do: 'map', option, confirmed: [] }),
  ),
]

const reject = choose(
  ({ highlighted }) => highlighted,
  'no candidate to reject',
  (option) => ({ do: 'never', option }),
)

const onUser: KeyMap = new Map<string, Binding>([
  ...Array.from('123456789', mapTo),
  ['down', highlight(1)],
  ['up', highlight(-1)],
  [
    'escape',
    (state) => ({ state: state.found === null ? state : { ...state, found: null, highlighted: 0 } }),
  ],
  [
    'u',
    (state) =>
      state.done.length === 0 ? saying(state, 'nothing to undo yet') : { state, effect: { do: 'undo' } },
  ],
  ['m', showMore],
  ['/', typeInto('search')],
  ['i', typeInto('id')],
  ['r', typeInto('reason')],
  ['n', reject],
  ['l', decide((state) => ({ state, effect: { do: 'later' } }))],
  ['p', decide((state) => ({ state, effect: { do: 'not-a-person' } }))],
])

function answer(
  state: ReviewState,
  { option, confirmations }: PendingConfirmation,
  key: KeyPress,
): Transition {
  const closed = { ...state, pending: null }
  return key.name === 'text' && key.text.toLowerCase() === 'y'
    ? { state: closed, effect: { do: 'map', option, confirmed: confirmations } }
    : saying(closed, 'not mapped')
}

function edit(state: ReviewState, typing: TypedText, { name, text }: KeyPress): Transition {
  const typed = (now: string): Transition => ({ state: { ...state, typing: { ...typing, text: now } } })
  switch (name) {
    case 'text':
    case 'paste':
      return typed(typing.text + text.replace(/\s+/g, ' '))
    case 'backspace':
      return typed(graphemesOf(typing.text).slice(0, -1).join(''))
    case 'escape':
      return { state: { ...state, typing: null } }
    case 'enter':
      return enter({ ...state, typing: null }, typing.what, typing.text.trim())
    default:
      return { state }
  }
}

function enter(state: ReviewState, what: TypedText['what'], text: string): Transition {
  if (what === 'reason')
    return saying(
      { ...state, reason: text },
      text === '' ? 'no reason is recorded from now on' : `recorded with each decision: ${text}`,
    )
  if (text === '') return { state }
  return { state, effect: { do: what === 'search' ? 'search' : 'find', text } }
}

/** The list of keys that ? shows. */
export function keyHelp({ laterUntil }: ReviewState): string[] {
  return [
    '1-9    map to this candidate',
    '↑ ↓    highlight another candidate',
    'm      more candidates',
    '/      search the directory',
    'i      enter a Salesforce User ID',
    'n      not the same person (highlighted)',
    `l      later (asks again on ${laterUntil})`,
    'p      not a person',
    'space  next user, without a decision',
    'b      back',
    'u      undo the last decision',
    'r      reason for the next decisions',
    'q      quit; decisions are kept',
    '=  equal   ~  similar   ≠  different',
  ]
}

/** The keys that can be pressed now: all of them, or on a small screen the most important ones in short. */
export function keyLines(state: ReviewState, { columns, rows }: TerminalSize): string[] {
  if (state.typing !== null) return flow(['Enter: done', 'Esc: cancel'], columns)
  if (state.pending !== null) return flow(['y: map anyway', 'any other key: cancel'], columns)
  return keyLabelLines(keyLabels(state), { columns, rows })
}

function keyLabels(state: ReviewState): KeyLabel[] {
  const skip = label('space next', 'spc next')
  const current = currentUser(state)
  if (current === undefined) return [label('Enter leave'), label('b back'), label('? keys')]
  const general = [label('b back'), label('u undo', null), label('? keys'), label('q quit')]
  if (decisionOn(state, current) !== undefined) return [skip, ...general]
  const options = optionsIn(state).length
  const more = hiddenOptionCount(state)
  return [
    ...(options === 0
      ? []
      : [label(options === 1 ? '1 map' : `1-${options} map`), label('n not the same person', 'n not same')]),
    label('l later'),
    skip,
    label('p not a person', 'p non-person'),
    ...(more === 0 ? [] : [label(`m more (${more})`)]),
    label('/ search', null),
    label('i ID', null),
    label('r reason', null),
    ...general,
  ]
}
