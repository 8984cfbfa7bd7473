import { shellWord } from './command-text.ts'

/** A command whose words are all data, as a POSIX shell must read it: `<b>` is a name here, not a placeholder. */
export function line(
  command: readonly string[],
  names: readonly string[],
  flags: readonly string[] = [],
): string {
  // A name with a hyphen at its start would be taken for a flag.
  const words = names.some((name) => name.startsWith('-'))
    ? [...command, ...flags, '--', ...names]
    : [...command, ...names, ...flags]
  return [
    'sfsync',
    ...words.map((word) => (word.startsWith('<') ? `'${word.replaceAll("'", `'\\''`)}'` : shellWord(word))),
  ].join(' ')
}

/** A line that a shell leaves alone. */
export function comment(text: string): string {
  return `# ${text.replace(/\s*[\n\r\v\f\u0085\u2028\u2029]\s*/g, ' ')}`
}
