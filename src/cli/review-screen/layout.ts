import { displayWidth, wrapped, graphemesOf } from '../output/text.ts'
import type { TerminalSize } from '../../app/ports.ts'
import {
  decisionOn,
  hiddenOptionCount,
  type ReviewOption,
  optionsIn,
  type ReviewPerson,
  currentPerson,
  type ReviewState,
  type TextInput,
} from '../../app/review/session.ts'
import type { VisibleOptions } from '../../app/review/keys.ts'
import { parseAddress } from '../../core/match/address.ts'
import { nameRuleFor, personName } from '../../core/match/names.ts'
import { whyInactive, type SalesforceUser } from '../../core/salesforce-user.ts'
import { fold } from '../../core/text.ts'
import { fullName, type User } from '../../core/model.ts'
import { visible } from '../../core/visible-text.ts'

/** What of somebody fits on a screen; everything but the painting is settled here. */
export interface Layout {
  readonly isWide: boolean
  readonly fields: readonly Field[]
  readonly options: readonly ReviewOption[]
  readonly shown: VisibleOptions
  /** Why the highlighted one is proposed, and what speaks against it. */
  readonly why: readonly string[]
  readonly foot: readonly string[]
  /** Empty lines that are left over, to be put between the dependencies. */
  readonly spare: number
}

const sideBySide = 60
const headLines = 1

/** Shares the lines of a screen out: what matters most for a decision comes first. */
export function layoutOf(sitting: ReviewState, person: ReviewPerson, size: TerminalSize): Layout {
  const { columns, rows } = size
  const isWide = columns >= sideBySide
  const options = optionsIn(sitting)
  const highlighted = options[sitting.highlighted]
  const foot = [...messageLines(sitting, columns), ...keyLines(sitting, size)]
  const why = whyLines(sitting, person, highlighted, columns)
  const fields = comparedFields(person, highlighted)
  const room = new Room(rows - headLines - foot.length - (isWide ? 1 : 0))
  const heightOf = (field: Field) => (isWide ? 1 : fieldLines(field))
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
export function fieldLines({ rank, right }: Field): 1 | 2 {
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

function whyLines(
  sitting: ReviewState,
  person: ReviewPerson,
  option: ReviewOption | undefined,
  columns: number,
): string[] {
  const before = decisionOn(sitting, person)
  const texts = before === undefined ? judgement(sitting, person, option) : [`decided: ${before.text}`]
  return texts.flatMap((text) => wrapped(text, columns, ''))
}

function judgement(
  { found }: ReviewState,
  { candidates }: ReviewPerson,
  option: ReviewOption | undefined,
): string[] {
  if (option === undefined)
    return [
      candidates.length === 0
        ? 'Nobody in Salesforce looks like this person.'
        : 'Nobody is left to choose from.',
    ]
  return [
    ...(option.evidence.length > 0 ? [option.evidence.join('; ')] : []),
    ...(option.blockers.length > 0
      ? [`${found === null ? 'never sure' : 'but'}: ${option.blockers.join('; ')}`]
      : []),
  ]
}

function messageLines({ message, typing, doubt }: ReviewState, columns: number): string[] {
  if (typing !== null) return [typingLine(typing, columns)]
  const text = doubt === null ? message : `${doubt.question}. Map all the same?`
  return text === '' ? [''] : wrapped(text, columns, '').slice(0, 3)
}

// The end of what is typed must be seen, however long it is.
function typingLine({ what, text }: TextInput, columns: number): string {
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

/** Whether two sides agree: equal, alike, different, or nothing to compare. */
export type Mark = '=' | '~' | '≠' | ' '

/** What both sides tell of one thing; empty: nothing. */
export interface Field {
  readonly label: string
  readonly left: string
  readonly mark: Mark
  readonly right: string
  /** Where there is little room, the lowest stay. */
  readonly rank: number
}

/** Both records side by side, in the order in which they are read; without an option the left side alone. */
export function comparedFields({ user, teamName }: ReviewPerson, option: ReviewOption | undefined): Field[] {
  const person = option?.salesforceUser ?? null
  const fields: Field[] = [
    {
      label: 'Name',
      left: fullName(user),
      mark: nameMark(user, person),
      right: person?.name ?? '',
      rank: 0,
    },
    {
      label: 'E-mail',
      left: user.email,
      mark: emailMark(user.email, person?.email ?? null),
      right: person?.email ?? '',
      rank: 1,
    },
    compared('Team', 3, teamName, person?.department),
    compared('Nickname', 7, user.nickname, person?.alias),
    compared('Username', 5, null, person?.username),
    compared('Title', 6, null, person?.title),
    compared('Manager', 8, null, person?.manager),
    compared('Last login', 9, null, person?.lastLoginAt?.slice(0, 10)),
    { ...compared('State', 2, user.state, person === null ? null : stateOf(person)), mark: ' ' },
    { ...compared('ID', 4, user.userId, person?.salesforceUserId), mark: ' ' },
  ]
  return fields.filter(({ left, right }) => left !== '' || right !== '')
}

function compared(label: string, rank: number, left: string | null, right: string | null | undefined): Field {
  const both = left !== null && right != null
  const mark = !both ? ' ' : fold(left) === fold(right) ? '=' : '≠'
  return { label, left: left ?? '', mark, right: right ?? '', rank }
}

function nameMark(user: User, person: SalesforceUser | null): Mark {
  if (person === null) return ' '
  const rule = nameRuleFor(
    personName(`${user.firstName} ${user.lastName}`, user.nickname),
    personName(person.name),
  )
  if (rule === 'name-equal') return '='
  return rule === undefined || rule === 'name-contradicts' ? '≠' : '~'
}

function emailMark(email: string, other: string | null): Mark {
  const [left, right] = [parseAddress(email), parseAddress(other)]
  if (left === undefined || right === undefined) return ' '
  if (email === other) return '='
  return left.local === right.local ? '~' : '≠'
}

function stateOf(person: SalesforceUser): string {
  const state = whyInactive(person) ?? (person.active === null ? null : 'active')
  const type = person.type === 'Standard' ? null : person.type
  return [state, type, person.profile].filter(Boolean).join(', ')
}

/** What each key does, for whoever asks. */
export const keyExplanations: readonly string[] = [
  '1-9    map to that one',
  '↑ ↓    look at another one',
  'm      more candidates',
  '/      search the directory',
  'i      enter an ID',
  'n      never these two',
  'l      later',
  'p      not a person: nobody to map',
  'space  next without a decision',
  'b      back',
  'u      undo the last decision',
  'r      reason for what follows',
  'q      quit; what was decided stays',
  '=  equal   ~  alike   ≠  different',
]

/** The keys that count now, in as many lines as there is room for. */
export function keyLines(sitting: ReviewState, { columns, rows }: TerminalSize): string[] {
  const { typing, doubt } = sitting
  if (typing !== null) return flow(['enter: done', 'esc: leave it'], columns)
  if (doubt !== null) return flow(['y: map', 'any other key: write nothing'], columns)
  const words = keysOf(sitting)
  const all = flow(words, columns)
  return all.length * lineShare <= rows ? all : flow(mostNeeded(words), columns)
}

// A line of keys for so many lines of the screen.
const lineShare = 8

function keysOf(sitting: ReviewState): string[] {
  const general = ['b back', 'u undo', '? keys', 'q quit']
  const person = currentPerson(sitting)
  if (person === undefined) return general
  if (decisionOn(sitting, person) !== undefined) return ['space next', ...general]
  const options = optionsIn(sitting).length
  const more = hiddenOptionCount(sitting)
  const map = options === 0 ? [] : [options === 1 ? '1 map' : `1-${options} map`, 'n never these two']
  return [
    ...map,
    'l later',
    'p not a person',
    'space next',
    ...(more === 0 ? [] : [`m more (${more})`]),
    '/ search',
    'i ID',
    'r reason',
    ...general,
  ]
}

function mostNeeded(words: readonly string[]): string[] {
  const needed = words.filter((word) => !/^(?:r|i|\/|u) /.test(word))
  return needed.map((word) => short[word] ?? word)
}

const short: Readonly<Record<string, string>> = {
  'n never these two': 'n never',
  'p not a person': 'p nobody',
  'space next': 'spc next',
}

function flow(words: readonly string[], columns: number): string[] {
  const lines: string[] = []
  for (const word of words) {
    const line = lines.at(-1)
    const longer = `${line}  ${word}`
    if (line === undefined || displayWidth(longer) > columns) lines.push(word)
    else lines[lines.length - 1] = longer
  }
  return lines
}
