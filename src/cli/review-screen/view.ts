import { displayWidth, wrapped } from '../output/text.ts'
import { fit } from '../output/columns.ts'
import type { Paint } from '../output/paint.ts'
import {
  type Field,
  keyExplanations,
  keyLines,
  type Layout,
  layoutOf,
  fieldLines,
  type Mark,
} from './layout.ts'
import type { TerminalSize } from '../../app/ports.ts'
import {
  type ReviewOption,
  summarise,
  type ReviewPerson,
  currentPerson,
  type ReviewState,
} from '../../app/review/session.ts'
import { visible } from '../../core/visible-text.ts'

/** The lines of a screen: never more than it has, none wider than it is. */
export function renderScreen(sitting: ReviewState, size: TerminalSize, paint: Paint): string[] {
  const person = currentPerson(sitting)
  const lines = sitting.showsKeys
    ? keyExplanations.map((line) => fitted(line, size.columns))
    : person === undefined
      ? theEnd(sitting, size)
      : personLines(sitting, person, size, paint)
  return lines.slice(0, size.rows)
}

function theEnd(sitting: ReviewState, size: TerminalSize): string[] {
  const { mapped, later, notAPerson, never, left } = summarise(sitting)
  const texts = [
    'That was everybody.',
    '',
    ...[
      [mapped, 'mapped'],
      [later, 'later'],
      [notAPerson, 'not a person'],
      [never, 'never these two'],
      [left, 'left undecided'],
    ].map(([count, what]) => `${String(count).padStart(5)}  ${what}`),
    '',
    ...wrapped(sitting.message, size.columns, ''),
    ...keyLines(sitting, size),
  ]
  return texts.map((line) => fitted(line, size.columns))
}

function personLines(sitting: ReviewState, person: ReviewPerson, size: TerminalSize, paint: Paint): string[] {
  const layout = layoutOf(sitting, person, size)
  const { columns } = size
  const gaps = [0, 1, 2, 3].map((place) => (layout.spare > place ? [''] : []))
  const fill = Math.max(0, layout.spare - gaps.length)
  return [
    paint.bold(headLine(sitting, person, columns)),
    ...(gaps[2] ?? []),
    ...recordLines(layout, columns, paint),
    ...(gaps[0] ?? []),
    ...optionLines(sitting, layout, columns, paint),
    ...(gaps[3] ?? []),
    ...layout.why.map((line) => fitted(line, columns)),
    ...(gaps[1] ?? []),
    ...Array.from({ length: fill }, () => ''),
    ...layout.foot.map((line, index) => paint[index === 0 ? 'yellow' : 'dim'](fitted(line, columns))),
  ]
}

function headLine({ people, at, done }: ReviewState, { matchClass }: ReviewPerson, columns: number): string {
  const left = `Review  ${at + 1} of ${people.length}${done.length === 0 ? '' : `, ${done.length} decided`}`
  const space = columns - displayWidth(left) - matchClass.length
  return space > 0 ? `${left}${' '.repeat(space)}${matchClass}` : fit(left, columns)
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

// The two that matter most have a line for each side, so that they can be read whole.
function stacked(field: Field, columns: number, paint: Paint): string[] {
  const { label, left, mark, right } = field
  if (fieldLines(field) === 1) {
    const both = [left, ...(right === '' ? [] : [mark, right])].join(' ').trimStart()
    return [fitted(`${label}  ${both}`, columns)]
  }
  return [`  ${fitted(left, columns - 2)}`, `${painted(mark, paint)} ${fitted(right, columns - 2)}`]
}

function painted(mark: Mark, paint: Paint): string {
  switch (mark) {
    case '=':
      return paint.green(mark)
    case '~':
      return paint.yellow(mark)
    case '≠':
      return paint.red(mark)
    case ' ':
      return mark
  }
}

function optionLines(
  { highlighted }: ReviewState,
  { options, shown, isWide }: Layout,
  columns: number,
  paint: Paint,
): string[] {
  return options.slice(shown.from, shown.to).map((option, index) => {
    const place = shown.from + index
    const line = fitted(optionText(option, place, place === highlighted, isWide), columns)
    return place === highlighted ? paint.bold(line) : line
  })
}

function optionText(
  { salesforceUser: { name, email }, score, blockers }: ReviewOption,
  place: number,
  isHighlighted: boolean,
  isWide: boolean,
): string {
  const gap = isWide ? '  ' : ' '
  return [
    `${isHighlighted ? '>' : ' '}${place + 1}`,
    ...(score === null ? [] : [score.toFixed(2)]),
    name,
    ...(isWide ? [email ?? 'no e-mail', ...blockers] : []),
  ].join(gap)
}

function fitted(text: string, width: number): string {
  return fit(visible(text), Math.max(1, width))
}

function padded(text: string, width: number): string {
  const cut = fitted(text, width - 1)
  return cut + ' '.repeat(Math.max(0, width - displayWidth(cut)))
}
