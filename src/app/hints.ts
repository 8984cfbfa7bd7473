import type { CommandLine, Hint } from '../core/hint.ts'
import { shellWord } from '../core/text.ts'
import { screenStepText } from '../salesscreen/screens.ts'

/** A hint in words; `flags` are the admin's own, `['--profile', 'demo']`, and are part of every command. */
export function hintText(hint: Hint, flags: readonly string[] = []): string {
  if (typeof hint === 'string') return hint
  if ('screen' in hint) return screenStepText(hint)
  if ('text' in hint) return `${hint.text}: ${commandLineText(hint.command, flags)}`
  return commandLineText(hint, flags)
}

/** A command as it is typed in a POSIX shell. */
export function commandLineText(line: CommandLine, flags: readonly string[] = []): string {
  const words = [...flags, ...line.command.split(' '), ...argumentWords(line)]
  return ['sfsync', ...words.map((word) => shellWord(word))].join(' ')
}

/** The words of a command after its name: arguments and options. */
export function argumentWords({ arguments: words, options = {} }: CommandLine): string[] {
  const flags = Object.entries(options).flatMap(([name, value]) =>
    value === true ? [`--${name}`] : [`--${name}`, value],
  )
  // A word that begins with a hyphen would be taken for a flag, unless the words contain a -- of their own; - is a file.
  const needsSeparator = words.some((word) => /^-./.test(word)) && !words.includes('--')
  return needsSeparator ? [...flags, '--', ...words] : [...words, ...flags]
}
