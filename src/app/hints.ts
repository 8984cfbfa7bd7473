import { distance } from 'fastest-levenshtein'
import type { CommandLine, Hint } from '../core/hint.ts'
import { shellWord, shellWordOrPlaceholder } from '../core/shell-word.ts'
import { fold } from '../core/text.ts'
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

const mostNear = 3

/** The candidates that a mistyped text may have meant, nearest first; at most three. */
export function nearest(text: string, candidates: Iterable<string>): string[] {
  const typed = fold(text)
  const host = /@.*$/.exec(typed)?.[0] ?? ''
  const near: { candidate: string; cost: number }[] = []
  for (const candidate of new Set(candidates)) {
    const whole = fold(candidate)
    // The users of one company share what follows the @, which would make all of them near.
    const shared = whole.endsWith(host) ? host.length : 0
    const [wanted, folded] = [typed.slice(0, typed.length - shared), whole.slice(0, whole.length - shared)]
    const isPart =
      Math.min(folded.length, wanted.length) > 2 && (folded.includes(wanted) || wanted.includes(folded))
    const cost = isPart ? 1 : distance(wanted, folded)
    if (folded !== '' && cost <= Math.max(2, Math.floor(wanted.length / 3))) near.push({ candidate, cost })
  }
  const least = Math.min(...near.map(({ cost }) => cost))
  return near
    .filter(({ cost }) => cost <= least + 1)
    .toSorted((left, right) => left.cost - right.cost || (left.candidate < right.candidate ? -1 : 1))
    .slice(0, mostNear)
    .map(({ candidate }) => candidate)
}

/** "did you mean a or b?" as an action; empty if no candidate is near. */
export function didYouMean(text: string, candidates: Iterable<string>): string[] {
  const near = nearest(text, candidates)
  return near.length === 0 ? [] : [`did you mean ${near.join(' or ')}?`]
}
