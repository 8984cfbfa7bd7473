// Draws what a terminal shows as SVG.
import type { IBufferCell, Terminal } from '@xterm/headless'

/** The two color schemes; the sixteen colors of a terminal by number, as far as sfsync uses them. */
export const schemes = {
  light: {
    background: '#ffffff',
    border: '#d0d7de',
    text: '#1f2328',
    colors: { 1: '#cf222e', 2: '#116329', 3: '#9a6700', 6: '#0b7285' },
  },
  dark: {
    background: '#0d1117',
    border: '#30363d',
    text: '#e6edf3',
    colors: { 1: '#ff7b72', 2: '#56d364', 3: '#e3b341', 6: '#76e3ea' },
  },
} as const

type Scheme = (typeof schemes)[keyof typeof schemes]

/** Neighboring cells that look the same. */
interface Run {
  readonly column: number
  text: string
  width: number
  readonly style: string
}

/** What a terminal shows, down to its last line that holds something, with a title for those who do not see it. */
export function terminalPicture(terminal: Terminal, title: string, scheme: Scheme): string {
  const lines = linesOf(terminal, scheme)
  const [characterWidth, lineHeight, margin, bar] = [8, 19, 20, 34]
  const [width, height] = [
    terminal.cols * characterWidth + 2 * margin,
    lines.length * lineHeight + bar + margin,
  ]
  const text = lines.flatMap((runs, line) =>
    runs.map(({ column, text: content, width: cells, style }) => {
      const [x, y] = [margin + column * characterWidth, bar + (line + 1) * lineHeight - 5]
      return `<text x="${x}" y="${y}" textLength="${cells * characterWidth}"${style}>${escaped(content)}</text>`
    }),
  )
  const dots = [0, 1, 2].map(
    (dot) => `<circle cx="${margin + dot * 18}" cy="18" r="5.5" fill="${scheme.border}"/>`,
  )
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="${scheme.background}" stroke="${scheme.border}"/>`,
    ...dots,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" fill="${scheme.text}">`,
    ...text,
    '</g>',
    '</svg>',
  ].join('\n')}\n`
}

/** The lines of a terminal down to the last one that holds something, in runs of one style; spaces are left out. */
function linesOf({ buffer: { active }, cols }: Terminal, scheme: Scheme): Run[][] {
  const lines = Array.from({ length: active.length }, (_, line) => {
    const runs: Run[] = []
    let last: Run | undefined
    for (let column = 0; column < cols; column += 1) {
      const cell = active.getLine(line)?.getCell(column)
      if (cell === undefined || cell.getWidth() === 0) continue
      const style = styleOf(cell, scheme)
      const isNext = last !== undefined && last.style === style && last.column + last.width === column
      // One space at most, because browsers differ in what they make of more.
      if (cell.getChars().trim() === '' && (!isNext || last?.text.endsWith(' ') === true)) {
        last = undefined
        continue
      }
      if (last === undefined || !isNext) {
        last = { column, text: '', width: 0, style }
        runs.push(last)
      }
      last.text += cell.getChars() || ' '
      last.width += cell.getWidth()
    }
    return runs.map((run) => trimmed(run)).filter(({ text }) => text !== '')
  })
  return lines.slice(0, lines.findLastIndex((runs) => runs.length > 0) + 1)
}

function trimmed(run: Run): Run {
  const text = run.text.trimEnd()
  return { ...run, text, width: run.width - (run.text.length - text.length) }
}

function styleOf(cell: IBufferCell, { colors }: Scheme): string {
  const fill = cell.isFgPalette() ? new Map(Object.entries(colors)).get(String(cell.getFgColor())) : undefined
  return [
    fill === undefined ? '' : ` fill="${fill}"`,
    cell.isBold() ? ' font-weight="bold"' : '',
    cell.isDim() ? ' opacity="0.65"' : '',
  ].join('')
}

function escaped(text: string): string {
  // Each run makes IDs of its own.
  const steady = text.replaceAll(/\bu-[0-9a-z]{8}\b/g, 'u-4k7m2p9x')
  return steady.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
