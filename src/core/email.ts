import { codePointName, hiddenCharacter } from './text.ts'

declare const emailBrand: unique symbol

/** A normalised e-mail address: NFC, trimmed, lower case in full Unicode. Two are the same person when equal. */
export type Email = string & { readonly [emailBrand]: true }

/** An e-mail address, or the reason why the text is none. */
export type ParsedEmail = { readonly email: Email } | { readonly reason: string }

/** Composes (NFC), trims and lower-cases an address without judging it; doing it twice changes nothing. */
export function normaliseEmail(text: string): string {
  return text.normalize('NFC').trim().toLowerCase().normalize('NFC').trim()
}

// One @ with something before it and a dotted host behind it: stricter rules refuse addresses that receive mail.
const shape = /^[^\s@"(),:;<>[\\\]]+@[^\s@.,;<>]+(\.[^\s@.,;<>]+)+$/u

function isEmail(text: string): text is Email {
  return shape.test(text) && !hiddenCharacter.test(text) && text === normaliseEmail(text)
}

/** Reads one address typed or imported by an admin. */
export function parseEmail(text: string): ParsedEmail {
  const normal = normaliseEmail(text)
  const hidden = hiddenCharacter.exec(normal)
  if (normal === '') return { reason: 'the e-mail address is empty' }
  if (hidden)
    return { reason: `the e-mail address contains the invisible character ${codePointName(hidden[0])}` }
  if (isEmail(normal)) return { email: normal }
  if (!normal.includes('@')) return { reason: `"${normal}" is no e-mail address: it has no @` }
  return { reason: `"${normal}" is no e-mail address (expected something like name@example.com)` }
}

/** Whether a sandbox made the address unusable by appending `.invalid` (Salesforce does so on every copy). */
export function isSandboxEmail(text: string): boolean {
  return normaliseEmail(text).endsWith('.invalid')
}

/** The address without the `.invalid` that a sandbox copy appends. */
export function withoutSandboxSuffix(text: string): string {
  return normaliseEmail(text).replace(/\.invalid$/, '')
}
