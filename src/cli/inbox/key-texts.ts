import { displayWidth } from '../output/display-width.ts'
import type { Size } from './screen.ts'
import { decidedAbout, moreIn, optionsIn, personIn, type Sitting } from './sitting.ts'

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
export function keyLines(sitting: Sitting, { columns, rows }: Size): string[] {
  const { typing, doubt } = sitting
  if (typing !== null) return flow(['enter: done', 'esc: leave it'], columns)
  if (doubt !== null) return flow(['y: map', 'any other key: write nothing'], columns)
  const words = keysOf(sitting)
  const all = flow(words, columns)
  return all.length * lineShare <= rows ? all : flow(mostNeeded(words), columns)
}

// A line of keys for so many lines of the screen.
const lineShare = 8

function keysOf(sitting: Sitting): string[] {
  const general = ['b back', 'u undo', '? keys', 'q quit']
  const person = personIn(sitting)
  if (person === undefined) return general
  if (decidedAbout(sitting, person) !== undefined) return ['space next', ...general]
  const options = optionsIn(sitting).length
  const more = moreIn(sitting)
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
