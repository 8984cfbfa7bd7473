import type { Section, Story } from '../../core/explain/explain.ts'
import type { Context } from '../context.ts'
import { prepareWidths } from '../output/display-width.ts'
import { visible } from '../output/visible.ts'
import { readingWidth, wrapped } from '../output/wrapped.ts'

const indent = '  '

/** A story in paragraphs: on a terminal no wider than it, and never too wide to be read; commands and IDs stay whole. */
export async function storyText(context: Context, { verdict, sections }: Story): Promise<string> {
  await prepareWidths([verdict.text, ...sections.flatMap(({ sentences }) => sentences)])
  const { stdout } = context
  const width = readingWidth(stdout)
  const paragraphs = [
    wrapped(visible(verdict.text), width, '').map((line) => stdout.paint.bold(line)),
    ...sections.map((section) => sectionLines(context, section, width)),
  ]
  return `${paragraphs.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function sectionLines(context: Context, { heading, sentences, commands }: Section, width: number): string[] {
  return [
    context.stdout.paint.bold(heading),
    ...sentences.flatMap((sentence) => wrapped(visible(sentence), width, indent)),
    ...commands.map((command) => indent + visible(context.typed(command))),
  ]
}
