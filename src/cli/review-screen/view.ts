import type { HintParts } from '../../app/hints.ts'
import type { TerminalSize } from '../../app/ports.ts'
import {
  currentUser,
  type ReviewOption,
  type ReviewState,
  type ReviewUser,
  summarize,
} from '../../app/review/session.ts'
import type { Hint } from '../../core/hint.ts'
import { fold, numberText } from '../../core/text.ts'
import { visible } from '../../core/visible-text.ts'
import type { Paint } from '../output/paint.ts'
import { displayWidth } from '../output/text.ts'
import { fitted, fittedEnd, headLine, hintLines, keyHelpScreen, padded } from '../screen/lines.ts'
import { keyHelp, keyLines, type VisibleOptions } from './keys.ts'
import { type Field, fieldLines, type Layout, layoutOf, type Mark } from './layout.ts'

/** How texts are painted and hints are printed. */
interface ScreenStyle {
  readonly paint: Paint
  parts(hint: Hint): HintParts
}

/** The lines of a screen, never more or wider than it is, and the options among them. */
interface RenderedScreen {
  readonly lines: readonly string[]
  readonly shown: VisibleOptions
}

/** Draws a review as lines of text. */
export function renderScreen(
  state: ReviewState,
  size: TerminalSize,
  { paint, parts }: ScreenStyle,
): RenderedScreen {
  const current = currentUser(state)
  const message = parts(state.message)
  const layout = current === undefined ? undefined : layoutOf(state, current, size, message)
  const lines = state.showsKeys
    ? keyHelpScreen(keyHelp(state), size)
    : current === undefined || layout === undefined
      ? endLines(state, size, message)
      : userLines(state, current, layout, size.columns, paint)
  return { lines: lines.slice(0, size.rows), shown: layout?.shown ?? { from: 0, to: 0 } }
}

function endLines(state: ReviewState, size: TerminalSize, message: HintParts): string[] {
  const { mapped, later, notAPerson, never, left } = summarize(state)
  const counts = [
    [mapped, 'mapped'],
    [later, 'later'],
    [notAPerson, 'not a person'],
    [never, 'not the same person'],
    [left, 'undecided'],
  ].map(([count, what]) => `${String(count).padStart(5)}  ${what}`)
  return [
    'No more users to review.',
    '',
    ...counts,
    '',
    ...hintLines(message, size.columns),
    ...keyLines(state, size),
  ].map((line) => fitted(line, size.columns))
}

function userLines(
  state: ReviewState,
  current: ReviewUser,
  layout: Layout,
  columns: number,
  paint: Paint,
): string[] {
  // The first spare lines separate the parts, in this order; the rest comes before the message.
  const gap = (place: number) => (layout.spare > place ? [''] : [])
  const fill = Math.max(0, layout.spare - 4)
  return [
    paint.bold(headLine(titleOf(state), current.matchClass, columns)),
    ...gap(2),
    ...recordLines(layout, columns, paint),
    ...gap(0),
    ...optionLines(state, layout, columns, paint),
    ...gap(3),
    ...layout.why,
    ...gap(1),
    ...Array.from({ length: fill }, () => ''),
    ...layout.message.map((line) => paint.yellow(line)),
    ...layout.keys.map((line) => paint.dim(fitted(line, columns))),
  ]
}

function titleOf({ users, at, done }: ReviewState): string {
  return `Review  ${numberText(at + 1)} of ${numberText(users.length)}${done.length === 0 ? '' : `, ${numberText(done.length)} decided`}`
}

function recordLines({ fields, isWide }: Layout, columns: number, paint: Paint): string[] {
  if (!isWide) return fields.flatMap((field) => stacked(field, columns, paint))
  const labels = 12
  const side = Math.floor((columns - labels - 3) / 2)
  const row = ({ label, left, mark, right }: Field) =>
    [padded(label, labels), padded(left, side), ` ${painted(mark, paint)} `, fitted(right, side)].join('')
  const titles = `${padded('', labels)}${padded('SalesScreen', side)}   Salesforce`
  return [paint.dim(titles), ...fields.map((field) => row(field))]
}

// Name and e-mail matter most and get a line for each side.
function stacked(field: Field, columns: number, paint: Paint): string[] {
  const { label, left, mark, right } = field
  if (fieldLines(field) === 1) {
    const both = [left, ...(right === '' ? [] : [mark, right])].join(' ').trimStart()
    return [fitted(`${label}  ${both}`, columns)]
  }
  return [`  ${fitted(left, columns - 2)}`, `${painted(mark, paint)} ${fitted(right, columns - 2)}`]
}

const markColors = { '=': 'green', '~': 'yellow', '≠': 'red' } as const

function painted(mark: Mark, paint: Paint): string {
  return mark === ' ' ? mark : paint[markColors[mark]](mark)
}

function optionLines(
  { highlighted }: ReviewState,
  { options, shown, isWide }: Layout,
  columns: number,
  paint: Paint,
): string[] {
  return options.slice(shown.from, shown.to).map((option, index) => {
    const place = shown.from + index
    const mark = `${place === highlighted ? '>' : ' '}${place + 1}`
    const head = [mark, ...(option.score === null ? [] : [scoreText(option.score)])].join(isWide ? '  ' : ' ')
    const who = isWide
      ? `  ${wideText(option)}`
      : ` ${narrowText(option, options, columns - head.length - 1)}`
    const line = fitted(`${head}${who}`, columns)
    return place === highlighted ? paint.bold(line) : line
  })
}

function wideText({ salesforceUser: { name, email }, blockers }: ReviewOption): string {
  return [name, email ?? 'no e-mail', ...blockers].join('  ')
}

// What tells the users apart, because one key maps.
function narrowText(option: ReviewOption, options: readonly ReviewOption[], width: number): string {
  const { name, email, salesforceUserId } = option.salesforceUser
  const whole = email === null ? name : `${name} ${email}`
  if (displayWidth(visible(whole)) <= width) return whole
  const others = options.filter((each) => each !== option).map(({ salesforceUser }) => salesforceUser)
  if (!others.some((each) => fold(each.name) === fold(name))) return name
  return email === null || others.some((each) => each.email === email)
    ? salesforceUserId
    : fittedEnd(email, width)
}

// Two digits, as wide as any other; never 1, because nothing is certain.
function scoreText(score: number): string {
  if (score >= 0.995) return '>.99'
  return score < 0.005 ? '<.01' : score.toFixed(2)
}
