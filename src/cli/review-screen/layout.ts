import { dayText } from '../../app/directory-age.ts'
import type { HintParts } from '../../app/hints.ts'
import type { TerminalSize } from '../../app/ports.ts'
import {
  decisionOn,
  type ReviewOption,
  optionsIn,
  type ReviewState,
  type ReviewUser,
  type TypedText,
} from '../../app/review/session.ts'
import { parseAddress } from '../../core/match/address.ts'
import { agreementOf, compareNames } from '../../core/match/name-levels.ts'
import { nameOfSalesforceUser, nameOfUser } from '../../core/match/names.ts'
import { fullName, type User } from '../../core/model.ts'
import { whyInactive, type SalesforceUser } from '../../core/salesforce-user.ts'
import { fold } from '../../core/text.ts'
import { displayWidth } from '../output/text.ts'
import { fittedEnd, hintLines, screenLines } from '../screen/lines.ts'
import { keyLines, type VisibleOptions } from './keys.ts'

/** What fits on a screen; everything but the painting is settled here. */
export interface Layout {
  readonly isWide: boolean
  readonly fields: readonly Field[]
  readonly options: readonly ReviewOption[]
  readonly shown: VisibleOptions
  /** Evidence for the highlighted option, and what speaks against it. */
  readonly why: readonly string[]
  readonly message: readonly string[]
  readonly keys: readonly string[]
  /** Lines left over, to be spread between the parts. */
  readonly spare: number
}

const sideBySide = 60
const headLines = 1

/** Divides the lines of a screen: what matters most for a decision gets its lines first. `message` is what it says last. */
export function layoutOf(
  state: ReviewState,
  current: ReviewUser,
  { columns, rows }: TerminalSize,
  message: HintParts,
): Layout {
  const isWide = columns >= sideBySide
  const options = optionsIn(state)
  const highlighted = options[state.highlighted]
  const keys = keyLines(state, { columns, rows })
  const messages = messageLines(state, message, columns).slice(0, Math.max(1, rows - headLines - keys.length))
  const why = whyLines(state, current, highlighted, columns)
  const fields = comparedFields(current, highlighted)
  let spare = Math.max(0, rows - headLines - messages.length - keys.length - (isWide ? 1 : 0))
  const take = (lines: number) => {
    const taken = Math.min(lines, spare)
    spare -= taken
    return taken
  }
  const kept = new Set<Field>()
  const keep = (ranked: readonly Field[]) => {
    for (const field of ranked) {
      const height = isWide ? 1 : fieldLines(field)
      if (height > spare) continue
      kept.add(field)
      spare -= height
    }
  }
  const ranked = fields.toSorted((left, right) => left.rank - right.rank)
  keep(ranked.slice(0, 2))
  const first = take(Math.min(1, options.length))
  const whyShown = take(why.length)
  const count = first + take(options.length - first)
  keep(ranked.slice(2))
  const from = Math.max(0, Math.min(state.highlighted - count + 1, options.length - count))
  return {
    isWide,
    fields: fields.filter((field) => kept.has(field)),
    options,
    shown: { from, to: from + count },
    why: why.slice(0, whyShown),
    message: messages,
    keys,
    spare,
  }
}

/** Lines that a field takes without side-by-side columns. */
export function fieldLines({ rank, right }: Field): 1 | 2 {
  return rank < 2 && right !== '' ? 2 : 1
}

function whyLines(
  state: ReviewState,
  current: ReviewUser,
  option: ReviewOption | undefined,
  columns: number,
): string[] {
  const decision = decisionOn(state, current)
  const texts = decision === undefined ? judgment(current, option) : [`decided: ${decision.text}`]
  return texts.flatMap((text) => screenLines(text, columns))
}

function judgment({ candidates }: ReviewUser, option: ReviewOption | undefined): string[] {
  if (option === undefined)
    return [candidates.length === 0 ? 'No similar Salesforce user found.' : 'No candidates left.']
  return [
    ...(option.evidence.length > 0 ? [option.evidence.join('; ')] : []),
    ...(option.blockers.length > 0 ? [`warning: ${option.blockers.join('; ')}`] : []),
  ]
}

function messageLines({ typing, pending }: ReviewState, message: HintParts, columns: number): string[] {
  if (typing !== null) return [typingLine(typing, columns)]
  return pending === null
    ? hintLines(message, columns)
    : screenLines(`${pending.question}. Map anyway?`, columns)
}

function typingLine({ what, text }: TypedText, columns: number): string {
  const label = `${typingLabels[what]}: `
  return `${label}${fittedEnd(text, columns - displayWidth(label) - 1)}_`
}

const typingLabels = { search: 'Search', id: 'ID or username', reason: 'Reason' } as const

/** How two sides compare: equal, similar, different, or nothing to compare. */
export type Mark = '=' | '~' | '≠' | ' '

/** One field of both sides; an empty text where a side has no value. */
export interface Field {
  readonly label: string
  readonly left: string
  readonly mark: Mark
  readonly right: string
  /** On a small screen, fields with the lowest ranks stay. */
  readonly rank: number
}

// Both records side by side, in reading order; without an option the left side alone.
function comparedFields({ user, teamName }: ReviewUser, option: ReviewOption | undefined): Field[] {
  const other = option?.salesforceUser ?? null
  const fields: Field[] = [
    { ...compared('Name', 0, fullName(user), other?.name), mark: nameMark(user, other) },
    { ...compared('E-mail', 1, user.email, other?.email), mark: emailMark(user.email, other?.email) },
    compared('Team', 3, teamName, other?.department),
    compared('Nickname', 7, user.nickname, other?.alias),
    compared('Username', 5, null, other?.username),
    compared('Title', 6, null, other?.title),
    compared('Manager', 8, null, other?.manager),
    compared('Last login', 9, null, dayText(other?.lastLoginAt ?? null)),
    { ...compared('State', 2, user.state, other === null ? null : stateOf(other)), mark: ' ' },
    { ...compared('ID', 4, user.userId, other?.salesforceUserId), mark: ' ' },
  ]
  return fields.filter(({ left, right }) => left !== '' || right !== '')
}

function compared(label: string, rank: number, left: string | null, right: string | null | undefined): Field {
  const both = left !== null && right != null
  const mark = !both ? ' ' : fold(left) === fold(right) ? '=' : '≠'
  return { label, left: left ?? '', mark, right: right ?? '', rank }
}

function nameMark(user: User, other: SalesforceUser | null): Mark {
  if (other === null) return ' '
  if (fold(fullName(user)) === fold(other.name)) return '='
  const agreement = agreementOf(compareNames(nameOfUser(user), nameOfSalesforceUser(other)))
  return agreement === 'not' || agreement === 'last' ? '≠' : '~'
}

function emailMark(email: string, other: string | null = null): Mark {
  const [left, right] = [parseAddress(email), parseAddress(other)]
  if (left === undefined || right === undefined) return ' '
  if (email === other) return '='
  return left.local === right.local ? '~' : '≠'
}

function stateOf(other: SalesforceUser): string {
  const state = whyInactive(other) ?? (other.active === null ? null : 'active')
  const type = other.type === 'Standard' ? null : other.type
  return [state, type, other.profile].filter(Boolean).join(', ')
}
