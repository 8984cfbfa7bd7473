import { visible } from '../../core/visible-text.ts'
import type { Surface } from './paint.ts'
import { displayWidth, prepareWidths, wrapped } from './text.ts'

/** A message: a sentence, a command to type, or a sentence that ends in one. */
export interface Message {
  readonly text?: string
  readonly command?: string
  /** How it reads on one line, where that is not the text, a colon and the command. */
  readonly oneLine?: string
}

/**
 * A message as lines. On a terminal it wraps between words at its width, indented below its label; a command is never
 * broken, and where it has no room on the line it gets one of its own. Elsewhere it is one line.
 */
export async function messageLines(
  { isTerminal, width }: Pick<Surface, 'isTerminal' | 'width'>,
  label: string,
  { text = '', command, oneLine }: Message,
): Promise<string[]> {
  const sentence = [label, visible(text)].filter(Boolean).join(' ') + (text !== '' && command ? ':' : '')
  const typed = command === undefined ? '' : visible(command)
  const whole = (oneLine === undefined ? [sentence, typed] : [label, visible(oneLine)])
    .filter(Boolean)
    .join(' ')
  if (!isTerminal) return [whole]
  await prepareWidths([whole])
  if (displayWidth(whole) <= width) return [whole]
  const indent = '  '
  const lines = text === '' ? [sentence] : hanging(sentence, width, indent)
  if (command === undefined) return lines
  const last = lines.at(-1) ?? ''
  return displayWidth(`${last} ${typed}`) <= width
    ? [...lines.slice(0, -1), `${last} ${typed}`]
    : [...lines, marginOf(text) + indent + typed]
}

// The first line begins at the margin, the others are indented; what began with spaces keeps them.
function hanging(text: string, width: number, indent: string): string[] {
  const margin = marginOf(text)
  const [first = '', ...rest] = wrapped(text.slice(margin.length), width, margin + indent)
  return [margin + first.slice(margin.length + indent.length), ...rest]
}

function marginOf(text: string): string {
  return /^ */.exec(text)?.[0] ?? ''
}
