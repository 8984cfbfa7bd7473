/** Whether the terminal shows more than ASCII, as its locale and kind say. Where nothing says so, it does. */
export function showsUnicode(environment: Readonly<Record<string, string | undefined>>): boolean {
  const { LC_ALL: all, LC_CTYPE: characters, LANG: language, TERM: terminal } = environment
  const locale = [all, characters, language].find((value) => value !== undefined && value !== '')
  return terminal !== 'linux' && (locale === undefined || /utf-?8/i.test(locale))
}
