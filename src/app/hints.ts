import { type CommandLine, commandLine, type Hint } from '../core/hint.ts'
import { shellWord } from '../core/text.ts'
import { screenStepText } from '../salesscreen/screens.ts'

/** A hint as a sentence and the command it ends in; either may be missing. */
export interface HintParts {
  readonly text?: string
  readonly command?: string
}

/** The parts of a hint, for output that keeps a command in one piece. */
export function hintParts(hint: Hint, flags: readonly string[] = []): HintParts {
  if (typeof hint === 'string') return { text: hint }
  if ('screen' in hint) return { text: screenStepText(hint) }
  if ('text' in hint) return { text: hint.text, command: commandLineText(hint.command, flags) }
  return { command: commandLineText(hint, flags) }
}

/** A hint in words; `flags` are the admin's own, `['--profile', 'demo']`, and are part of every command. */
export function hintText(hint: Hint, flags: readonly string[] = []): string {
  return partsText(hintParts(hint, flags))
}

/** The parts of a hint as one sentence. */
export function partsText({ text, command }: HintParts): string {
  return [text, command].filter((part) => part !== undefined).join(': ')
}

/** A command as it is typed in a POSIX shell. */
export function commandLineText(line: CommandLine, flags: readonly string[] = []): string {
  return ['sfsync', ...[...flags, ...commandWords(line)].map((word) => shellWord(word))].join(' ')
}

/** The words of a command after `sfsync`. */
export function commandWords({ command, arguments: words, options = {} }: CommandLine): string[] {
  const flags = Object.entries(options).flatMap(([name, value]) =>
    value === true ? [`--${name}`] : [`--${name}`, value],
  )
  return [...command.split(' ').filter(Boolean), ...words, ...flags]
}

/** A text that a plan file kept of a hint, as a value again: a command, a sentence that ends in one, or a sentence. */
export function hintFrom(text: string): Hint {
  const [, sentence, typed] = /^(?:(.*?): )?(sfsync .*)$/su.exec(text) ?? []
  if (typed === undefined) return text
  const [, command = '', ...words] = shellWords(typed)
  const line = commandLine(command, ...words)
  return sentence === undefined ? line : { text: sentence, command: line }
}

// Words are quoted as `shellWord` quotes them: '…' with '\\'' for a quote.
function shellWords(text: string): string[] {
  return (text.match(/(?:'[^']*'|\\'|[^\s'])+/g) ?? []).map((word) =>
    word.replaceAll(
      /'([^']*)'|\\(')/g,
      (_, quoted: string | undefined, quote: string | undefined) => quoted ?? quote ?? '',
    ),
  )
}
