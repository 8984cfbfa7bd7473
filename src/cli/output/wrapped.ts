import { displayWidth } from './display-width.ts'
import type { Surface } from './surface.ts'

/** Lines of at most so many display columns, each after the indent; a word that is longer stays whole, as IDs must. */
export function wrapped(text: string, width: number, indent: string): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && displayWidth(indent + longer) > width) {
      lines.push(indent + line)
      line = word
    } else line = longer
  }
  return [...lines, indent + line]
}

// Longer lines are hard to read.
const widest = 80

/** How wide lines of text may be that are to be read: as the terminal at most; of any width where there is none. */
export function readingWidth({ isTerminal, width }: Pick<Surface, 'isTerminal' | 'width'>): number {
  return isTerminal ? Math.min(width, widest) : Infinity
}
