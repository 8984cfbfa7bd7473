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
export function hintParts(hint: Hint, start = 'sfsync'): HintParts {
  if (typeof hint === 'string') return { text: hint }
  if ('screen' in hint) return { text: screenStepText(hint) }
  if ('typed' in hint) return { ...given({ text: hint.text }), command: `${start} ${hint.typed}` }
  if ('text' in hint) return { text: hint.text, command: commandLineText(hint.command, start) }
  return { command: commandLineText(hint, start) }
}

/** A hint in words; `start` is what every command of this admin begins with: `npx sfsync --profile demo`. */
export function hintText(hint: Hint, start = 'sfsync'): string {
  return partsText(hintParts(hint, start))
}

/** The parts of a hint as one sentence. */
export function partsText({ text, command }: HintParts): string {
  return [text, command].filter((part) => part !== undefined).join(': ')
}

const storeFlag = / --store (?:'[^']*'|\\'|"[^"]*"|[^\s'"])+/

/** A command as it is typed in a POSIX shell. */
export function commandLineText(line: CommandLine, start = 'sfsync'): string {
  const typed = line.isData === true ? shellWord : shellWordOrPlaceholder
  // A command about another ledger than that of this admin names only that one.
  const begin = line.options?.['store'] === undefined ? start : start.replace(storeFlag, '')
  return `${begin} ${commandWords(line)
    .map((word) => typed(word))
    .join(' ')}`
}

/** The words of a command after `sfsync`. Where an argument begins with a hyphen, it follows the options and `--`. */
export function commandWords({ command, arguments: words, options = {} }: CommandLine): string[] {
  const flags = Object.entries(options).flatMap(([name, value]) =>
    value === true ? [`--${name}`] : [value].flat().flatMap((each) => flagWords(`--${name}`, each)),
  )
  const name = command.split(' ').filter(Boolean)
  if (!words.some((word) => word.length > 1 && word.startsWith('-'))) return [...name, ...words, ...flags]
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

/** Candidates with the form in which they are compared, to be kept where several texts are looked for. */
export type FoldedNames = readonly (readonly [candidate: string, folded: string])[]

/** The same candidates, each once. */
export function foldedNames(candidates: Iterable<string>): FoldedNames {
  return [...new Set(candidates)].map((candidate) => [candidate, fold(candidate)])
}

/** The candidates that a mistyped text may have meant, nearest first; at most three. */
export function nearest(text: string, candidates: Iterable<string>): string[] {
  return nearestOf(text, foldedNames(candidates))
}

/** The same of candidates that are folded already. */
export function nearestOf(text: string, candidates: FoldedNames): string[] {
  const typed = fold(text)
  const host = /@.*$/.exec(typed)?.[0] ?? ''
  const start = typed.slice(0, typed.length - host.length)
  const near: { candidate: string; cost: number }[] = []
  for (const [candidate, whole] of candidates) {
    // The users of one company share what follows the @, which would make all of them near.
    const isShared = host !== '' && whole.endsWith(host)
    const wanted = isShared ? start : typed
    const most = Math.max(2, Math.floor(wanted.length / 3))
    const cost = costOf(wanted, isShared ? whole.slice(0, whole.length - host.length) : whole, most)
    if (cost <= most) near.push({ candidate, cost })
  }
  const least = near.reduce((lowest, { cost }) => Math.min(lowest, cost), Infinity)
  return near
    .filter(({ cost }) => cost <= least + 1)
    .toSorted((left, right) => left.cost - right.cost || (left.candidate < right.candidate ? -1 : 1))
    .slice(0, mostNear)
    .map(({ candidate }) => candidate)
}

// Whole texts are compared only where lengths and letters allow it: of a hundred thousand names, few are near.
function costOf(wanted: string, found: string, most: number): number {
  if (found === '') return Infinity
  const [shorter, longer] = found.length < wanted.length ? [found, wanted] : [wanted, found]
  if (shorter.length > 2 && longer.includes(shorter)) return 1
  if (longer.length - shorter.length > most || lettersApart(wanted, found, most) > most) return Infinity
  return distance(wanted, found)
}

// How many letters of the first text the second one does not have, each of which is an edit; it stops behind the most.
function lettersApart(text: string, other: string, most: number): number {
  let apart = 0
  for (let at = 0; at < text.length && apart <= most; at += 1)
    if (!other.includes(text.charAt(at))) apart += 1
  return apart
}

/** "did you mean a or b?" as an action; empty if no candidate is near. */
export function didYouMean(text: string, candidates: Iterable<string>): string[] {
  const near = nearest(text, candidates)
  return near.length === 0 ? [] : [`did you mean ${near.join(' or ')}?`]
}
