import { latin } from './latin.ts'
import { wordsOf } from './person-name.ts'

// Letters that transliteration leaves as they are (latin.ts); whatever stands between them may be spelled otherwise.
const lasting = /[bcdgklmnpqrstz0-9]/
const between = "[aeioujyhfxvwkps'’`´]*"

/** Tells of texts whether one of these words, in plain Latin letters, is a word of them; quick for those of which none is. */
export function mayHold(words: ReadonlySet<string>): (text: string) => boolean {
  if (words.size === 0) return () => false
  const anyOf = [...words].map((word) => skeleton(word)).join('|')
  const skeletons = new RegExp(`(?<![\\p{L}\\p{N}])(?:${anyOf})(?![\\p{L}\\p{N}])`, 'u')
  return (text) => skeletons.test(latin(text)) && wordsOf(text).some((word) => words.has(word))
}

function skeleton(word: string): string {
  const parts = Array.from(word, (letter) => (lasting.test(letter) ? `${letter}['’\`´]*` : between))
  return parts.filter((part, index) => part !== between || parts[index - 1] !== between).join('')
}
