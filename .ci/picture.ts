// Draws docs/demo-light.svg and docs/demo-dark.svg: what a terminal shows while the built program runs these commands.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { spawn } from '@lydell/node-pty'
import xterm, { type IBufferCell, type Terminal } from '@xterm/headless'
import { ownEnvironment } from '../test/support/sfsync.ts'

const root = join(import.meta.dirname, '..')

/** What is typed, one command a line, on the sample org. Nothing of it may print a time. */
const commands = [
  'sfsync sf-users find ada love -q',
  'sfsync create-user --from-sf 0055g0000004C92AAE --team "Sales North" --create-team',
  'sfsync map ada.lovelace@acme.example alan.turing@acme.example.prod',
  'sfsync map ada.lovelace@acme.example 0055g0000004C92AAE',
  'sfsync undo 2 --reason "wrong Ada"',
]

const columns = 100
const rows = 60

/** The two color schemes; the sixteen colors of a terminal by number, as far as sfsync uses them. */
const schemes = {
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

/** Both pictures, by the name of their file below docs/. */
export async function pictures(): Promise<Readonly<Record<string, string>>> {
  const terminal = await terminalAfterRun()
  return {
    'demo-light.svg': svg(terminal, schemes.light),
    'demo-dark.svg': svg(terminal, schemes.dark),
  }
}

/** A terminal in which the commands have run in a real pseudo-terminal. */
async function terminalAfterRun(): Promise<Terminal> {
  const home = await mkdtemp(join(tmpdir(), 'sfsync-picture-'))
  try {
    const typed = commands.map(
      (command) => `printf '\\033[2m$\\033[0m \\033[1m%s\\033[0m\\n' '${command}'\n${command}\n`,
    )
    await writeFile(join(home, 'typed.sh'), typed.join("printf '\\n'\n"))
    const environment = ownEnvironment(home, {
      SFSYNC_PROFILE: 'demo',
      // No one is there to answer.
      SFSYNC_INPUT: 'false',
      TERM: 'xterm-256color',
    })
    const path = [join(root, 'node_modules', '.bin'), environment['PATH']].join(delimiter)
    const terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true })
    const child = spawn('sh', ['typed.sh'], {
      cols: columns,
      rows,
      cwd: home,
      env: { ...environment, PATH: path },
    })
    const written: Promise<void>[] = []
    child.onData((data) => {
      written.push(new Promise((resolve) => terminal.write(data, resolve)))
    })
    await new Promise<void>((resolve) => child.onExit(() => resolve()))
    await Promise.all(written)
    return terminal
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

function svg(terminal: Terminal, scheme: Scheme): string {
  const lines = linesOf(terminal, scheme)
  const [characterWidth, lineHeight, margin, bar] = [8, 19, 20, 34]
  const [width, height] = [columns * characterWidth + 2 * margin, lines.length * lineHeight + bar + margin]
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
    '<title>A terminal in which sfsync finds a Salesforce user, creates the SalesScreen user, maps the two, and undoes it</title>',
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="${scheme.background}" stroke="${scheme.border}"/>`,
    ...dots,
    `<g xml:space="preserve" font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13" fill="${scheme.text}">`,
    ...text,
    '</g>',
    '</svg>',
  ].join('\n')}\n`
}

/** The lines of a terminal down to the last one that holds something, in runs of one style; spaces are left out. */
function linesOf({ buffer: { active } }: Terminal, scheme: Scheme): Run[][] {
  const lines = Array.from({ length: active.length }, (_, line) => {
    const runs: Run[] = []
    let last: Run | undefined
    for (let column = 0; column < columns; column += 1) {
      const cell = active.getLine(line)?.getCell(column)
      if (cell === undefined || cell.getWidth() === 0) continue
      const style = styleOf(cell, scheme)
      const isNext = last !== undefined && last.style === style && last.column + last.width === column
      if (cell.getChars().trim() === '' && !isNext) continue
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
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

if (import.meta.main)
  for (const [name, text] of Object.entries(await pictures())) await writeFile(join(root, 'docs', name), text)
