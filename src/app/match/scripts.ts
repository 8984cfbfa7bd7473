import { needsTransliteration, transliterateWith } from '../../core/match/latin.ts'

/** Lets the matcher read names in other scripts than Latin, Greek and Cyrillic, if any of these texts has one. */
export async function loadScripts(texts: Iterable<string>): Promise<void> {
  for (const text of texts)
    if (needsTransliteration(text)) {
      // Half a megabyte, which few companies need.
      const { default: anyAscii } = await import('any-ascii')
      transliterateWith(anyAscii)
      return
    }
}
