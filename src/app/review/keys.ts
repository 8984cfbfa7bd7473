import type { Confirmation } from '../../core/confirmation.ts'
import type { KeyPress } from '../ports.ts'
import {
  decisionOn,
  type ReviewOption,
  optionsIn,
  currentPerson,
  type ReviewState,
  goTo,
  type TextInput,
} from './session.ts'
import { graphemesOf } from '../../cli/output/text.ts'

/** What a key asks for beyond the screen. */
export type ReviewEffect =
  | { readonly do: 'map'; readonly option: ReviewOption; readonly allowed: readonly Confirmation[] }
  | { readonly do: 'never'; readonly option: ReviewOption }
  | { readonly do: 'later' | 'not-a-person' | 'undo' | 'quit' }
  | { readonly do: 'search' | 'find'; readonly text: string }

/** What a key comes to. */
export interface Transition {
  readonly sitting: ReviewState
  readonly effect?: ReviewEffect
}

/** Places of the options that stand on the screen; `to` is one behind the last. */
export interface VisibleOptions {
  readonly from: number
  readonly to: number
}

/** What a key does; only who stands on the screen can be chosen. */
export function applyKey(sitting: ReviewState, key: KeyPress, shown: VisibleOptions): Transition {
  if (key.name === 'resized') return { sitting }
  if (sitting.showsKeys) return { sitting: { ...sitting, showsKeys: false } }
  if (sitting.doubt !== null) return answered(sitting, key)
  if (sitting.typing !== null) return typed(sitting, sitting.typing, key)
  if (key.name === 'paste')
    return { sitting: { ...sitting, message: 'nothing was pressed: press i before you paste an ID' } }
  const quiet = { ...sitting, message: '' }
  const word = key.name === 'text' ? key.text : key.name
  return (
    moved(quiet, word) ??
    looked(quiet, word) ??
    decided(quiet, word, shown) ?? { sitting: { ...sitting, message: 'no such key here; ? tells them all' } }
  )
}

function moved(sitting: ReviewState, word: string): Transition | undefined {
  const { at, found } = sitting
  switch (word) {
    case ' ':
    case 'right':
      return { sitting: goTo(sitting, at + 1) }
    case 'b':
    case 'left':
      return at === 0
        ? { sitting: { ...sitting, message: 'this is the first one' } }
        : { sitting: goTo(sitting, at - 1) }
    case 'escape':
      return { sitting: found === null ? sitting : { ...sitting, found: null, highlighted: 0 } }
    case 'q':
      return { sitting, effect: { do: 'quit' } }
    case 'u':
      return sitting.done.length === 0
        ? { sitting: { ...sitting, message: 'nothing was decided yet that could be undone' } }
        : { sitting, effect: { do: 'undo' } }
    case '?':
      return { sitting: { ...sitting, showsKeys: true } }
    default:
      return undefined
  }
}

function looked(sitting: ReviewState, word: string): Transition | undefined {
  if (currentPerson(sitting) === undefined) return undefined
  const { highlighted } = sitting
  switch (word) {
    case 'down':
      return { sitting: { ...sitting, highlighted: Math.min(highlighted + 1, last(sitting)) } }
    case 'up':
      return { sitting: { ...sitting, highlighted: Math.max(highlighted - 1, 0) } }
    case 'm':
      return { sitting: more(sitting) }
    case '/':
      return { sitting: { ...sitting, typing: { what: 'search', text: '' } } }
    case 'i':
      return { sitting: { ...sitting, typing: { what: 'id', text: '' } } }
    case 'r':
      return { sitting: { ...sitting, typing: { what: 'reason', text: sitting.reason } } }
    default:
      return undefined
  }
}

function last(sitting: ReviewState): number {
  return Math.max(0, optionsIn(sitting).length - 1)
}

function more(sitting: ReviewState): ReviewState {
  const before = optionsIn(sitting).length
  const after = { ...sitting, showsMore: true }
  return optionsIn(after).length > before
    ? { ...after, highlighted: before }
    : { ...sitting, message: 'there are no more; / searches the directory' }
}

function decided(sitting: ReviewState, word: string, { from, to }: VisibleOptions): Transition | undefined {
  const person = currentPerson(sitting)
  if (person === undefined || !/^[1-9nlp]$/.test(word)) return undefined
  const before = decisionOn(sitting, person)
  if (before !== undefined)
    return { sitting: { ...sitting, message: `${before.text}; u takes the last decision back` } }
  if (word === 'l') return { sitting, effect: { do: 'later' } }
  if (word === 'p') return { sitting, effect: { do: 'not-a-person' } }
  const place = word === 'n' ? sitting.highlighted : Number(word) - 1
  const option = place >= from && place < to ? optionsIn(sitting)[place] : undefined
  if (option === undefined)
    return {
      sitting: { ...sitting, message: word === 'n' ? 'nobody to reject' : `there is no ${word} here` },
    }
  return word === 'n'
    ? { sitting, effect: { do: 'never', option } }
    : { sitting, effect: { do: 'map', option, allowed: [] } }
}

function answered(sitting: ReviewState, { text }: KeyPress): Transition {
  const { doubt } = sitting
  const closed = { ...sitting, doubt: null }
  if (doubt !== null && text.toLowerCase() === 'y')
    return { sitting: closed, effect: { do: 'map', option: doubt.option, allowed: doubt.confirmations } }
  return { sitting: { ...closed, message: 'nothing was written' } }
}

function typed(sitting: ReviewState, typing: TextInput, { name, text }: KeyPress): Transition {
  const write = (now: string): Transition => ({ sitting: { ...sitting, typing: { ...typing, text: now } } })
  switch (name) {
    case 'text':
    case 'paste':
      return write(typing.text + text.replace(/\s+/g, ' '))
    case 'backspace':
      return write(graphemesOf(typing.text).slice(0, -1).join(''))
    case 'escape':
      return { sitting: { ...sitting, typing: null } }
    case 'enter':
      return entered({ ...sitting, typing: null }, typing)
    default:
      return { sitting }
  }
}

function entered(sitting: ReviewState, { what, text }: TextInput): Transition {
  const tidy = text.trim()
  if (what === 'reason') {
    const message = tidy === '' ? 'no reason is kept from now on' : `kept with each decision: ${tidy}`
    return { sitting: { ...sitting, reason: tidy, message } }
  }
  if (tidy === '') return { sitting }
  return { sitting, effect: { do: what === 'search' ? 'search' : 'find', text: tidy } }
}
