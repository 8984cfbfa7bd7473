import type { CommandLine, Hint } from '../core/hint.ts'
import { shellWord, shellWordOrPlaceholder } from '../core/shell-word.ts'
import { given } from '../core/values.ts'
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
  if ('typed' in hint) return { ...given({ text: hint.text }), command: typedText(flags, hint.typed) }
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
  const words = commandWords(line).map((word) =>
    line.isData === true ? shellWord(word) : shellWordOrPlaceholder(word),
  )
  return typedText(flags, words.join(' '))
}

function typedText(flags: readonly string[], typed: string): string {
  return ['sfsync', ...flags.map((word) => shellWord(word)), typed].join(' ')
}

/** The words of a command after `sfsync`. Where an argument begins with a hyphen, it follows the options and `--`. */
export function commandWords({ command, arguments: words, options = {} }: CommandLine): string[] {
  const flags = Object.entries(options).flatMap(([name, value]) =>
    value === true ? [`--${name}`] : [value].flat().flatMap((each) => flagWords(`--${name}`, each)),
  )
  const name = command.split(' ').filter(Boolean)
  if (!words.some((word) => /^-./.test(word))) return [...name, ...words, ...flags]
  return [...name, ...flags, ...(words[0] === '--' ? [] : ['--']), ...words]
}

/** A flag with its value as they are typed: in one word where the value could be taken for a flag. */
export function flagWords(flag: string, value: string): string[] {
  return value.startsWith('-') && value !== '-' ? [`${flag}=${value}`] : [flag, value]
}

/** A hint that was kept in words, as a hint again: a command, a sentence that ends in one, or a sentence. */
export function hintFrom(text: string): Hint {
  const [, sentence, typed] = /^(?:(.*?): )?sfsync (.*)$/su.exec(text) ?? []
  return typed === undefined ? text : { ...given({ text: sentence }), typed }
}
