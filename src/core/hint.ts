import { isPlaceholder } from './shell-word.ts'

/** A command of sfsync as a value; the command line prints it with the admin's own profile, store and quoting. */
export interface CommandLine {
  /** The words that name it: `map`, or `sf-users refresh`. */
  readonly command: string
  readonly arguments: readonly string[]
  /** By name without hyphens; true for an option without a value, several values for one that is repeated. */
  readonly options?: Readonly<Record<string, string | true | readonly string[]>>
  /** Whether all words were typed or stored by someone: then `<team>` is a name, not a placeholder. */
  readonly isData?: true
}

/** A step that the admin takes in SalesScreen itself, besides the to-dos; `salesscreen/screens.ts` has its menu path. */
export interface ScreenStep {
  readonly screen: 'license'
  readonly name: string
}

/** A field of a user (or the name of a team), and the value to enter; empty if it is to be cleared. */
export interface EditedField {
  readonly field: 'firstName' | 'lastName' | 'nickname' | 'email' | 'state' | 'name'
  readonly value: string
}

/** A hint as a file keeps it: its sentence, and its command as it is typed after `sfsync`. */
interface SavedHint {
  readonly text?: string
  readonly typed: string
}

/** What to do next, or what to know: a sentence, a command, a sentence that ends with a command, or a step in SalesScreen. */
export type Hint =
  | string
  | CommandLine
  | { readonly text: string; readonly command: CommandLine }
  | ScreenStep
  | SavedHint

/** The command `sfsync <command> <arguments>`. */
export function commandLine(command: string, ...words: readonly string[]): CommandLine {
  return { command, arguments: words }
}

/** The same command with these options, `{ state: 'active' }`. */
export function withOptions(line: CommandLine, options: NonNullable<CommandLine['options']>): CommandLine {
  return { ...line, options: { ...line.options, ...options } }
}

const emptySchema = 'postgres://<owner>@<host>/<database>?schema=<name>'

/** What brings a ledger from a file to a server: a dump beside it, and its load. */
export function dumpAndLoad(file: string): { readonly dump: CommandLine; readonly load: CommandLine } {
  const output = `${file.replace(/\.(?:sqlite|db)$/, '')}.ndjson`
  const dump = withOptions(commandLine('dump'), { history: true, store: file, output })
  return {
    dump: { ...dump, isData: true },
    load: { ...withOptions(commandLine('load', output), { store: emptySchema }), isData: true },
  }
}

/** The same command without the `<placeholders>` at its end and in its options: on a terminal, sfsync asks for what is missing. */
export function withoutPlaceholders(hint: Hint): Hint {
  if (typeof hint === 'string' || !('command' in hint)) return hint
  if ('text' in hint) return { ...hint, command: withoutLast(hint.command) }
  return withoutLast(hint)
}

function withoutLast(line: CommandLine): CommandLine {
  if (line.isData === true) return line
  const given = line.arguments.findLastIndex((word) => !isPlaceholder(word))
  const options = Object.entries(line.options ?? {}).filter(
    ([, value]) => typeof value !== 'string' || !isPlaceholder(value),
  )
  return { ...line, arguments: line.arguments.slice(0, given + 1), options: Object.fromEntries(options) }
}

/** The same hint, preceded by the place it is about, such as `people.csv:12`. */
export function hintAbout(place: string, hint: Hint): Hint {
  if (typeof hint === 'string') return `${place}: ${hint}`
  if ('typed' in hint || 'text' in hint)
    return { ...hint, text: hint.text === undefined ? place : `${place}: ${hint.text}` }
  return 'command' in hint ? { text: place, command: hint } : hint
}
