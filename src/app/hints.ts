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
  return ['sfsync', ...[...flags, ...commandWords(line)].map((word) => shellWord(word))].join(' ')
}

/** The words of a command after `sfsync`. */
export function commandWords({ command, arguments: words, options = {} }: CommandLine): string[] {
  const flags = Object.entries(options).flatMap(([name, value]) =>
    value === true ? [`--${name}`] : [`--${name}`, value],
  )
  return [...command.split(' '), ...words, ...flags]
}
