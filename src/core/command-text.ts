const plain = /^(?:[A-Za-z0-9_@%+=:,./-]+|<[A-Za-z.]+>)$/

/** A word as it must be typed in a POSIX shell: quoted only where it needs to be; a `<placeholder>` stays as it is. */
export function shellWord(word: string): string {
  if (plain.test(word)) return word
  return `'${word.replaceAll("'", `'\\''`)}'`
}

/** A command of sfsync as it would be typed. */
export function commandText(...words: readonly string[]): string {
  return ['sfsync', ...words.map((word) => shellWord(word))].join(' ')
}
