/**
 * Names of one language as text. A name is `Usual/Other writing=Nickname,Nickname/Other writing`; an underscore is a
 * space; names are listed by how common they are.
 */
export interface LanguageData {
  readonly code: string
  readonly men: string
  readonly women: string
  readonly last: string
  /** The share of people whose last name is in the list; the others have one made of the parts. */
  readonly lastShare: number
  /** Parts of rare last names. */
  readonly starts: string
  readonly ends: string
  /** Words before some rare last names. */
  readonly particles?: string
  /** The share of people with two last names. */
  readonly doubleLast?: number
  /** Given names are composed of these, each a character with its romanisations. */
  readonly syllablesOf?: { readonly men: string; readonly women: string }
}

/** One name in the ways it is written. */
export interface Written {
  /** In Latin letters, the usual way first. */
  readonly latin: readonly string[]
  /** In the language's own script; null if that is Latin. */
  readonly native: string | null
}

/** A given name and what its bearers are called. */
export interface GivenName extends Written {
  readonly nicknames: readonly Written[]
}
