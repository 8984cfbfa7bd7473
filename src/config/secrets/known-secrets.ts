// A shorter text is not a token, and may be part of any word.
const minLength = 8
const hiddenText = '<secret>'

// Source: forms of session IDs, JWTs, refresh tokens and PEM keys; `!` also as encoded in a URL.
const patterns: readonly (readonly [sign: string, pattern: RegExp])[] = [
  ['00D', /\b00D[0-9A-Za-z]{12}(?:[0-9A-Za-z]{3})?(?:!|%21|\\u0021)[\w.%]{8,}/g],
  ['eyJ', /(?<![\w-])eyJ[\w-]{4,8000}\.[\w-]{4,8000}\.[\w-]{4,8000}/g],
  ['5Aep', /\b5Aep[\w.%=]{20,}/g],
  // A key without its end is as long as its lines are; words behind the mark are no key.
  [
    'PRIVATE KEY-----',
    /-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----(?:[\w+/=\s\\]{0,20000}-----END [A-Z ]{0,20}PRIVATE KEY-----|(?:(?:\s|\\[nr])+[A-Za-z0-9+/=]{20,}(?![^\s\\]))*)/g,
  ],
]

/** Every secret that this run read or received, so that no error, hint or trace can contain one. Results are data and stay as they are. */
export class KnownSecrets {
  readonly #forms = new Set<string>()

  /** Remembers a secret; of one with several lines (a key) also each line. */
  learn(secret: string): void {
    for (const part of [secret, ...secret.split(/\r?\n/)])
      if (part.trim().length >= minLength) for (const form of formsOf(part.trim())) this.#forms.add(form)
  }

  /** A text without known secrets and without anything that looks like a Salesforce token. */
  redact(text: string): string {
    let hidden = text
    for (const form of this.#forms) if (hidden.includes(form)) hidden = hidden.replaceAll(form, hiddenText)
    for (const [sign, pattern] of patterns)
      if (hidden.includes(sign)) hidden = hidden.replaceAll(pattern, hiddenText)
    return hidden
  }
}

// As it is, in a URL, in base 64, and in JSON.
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret)
  const whole = bytes.toString('base64').replace(/=+$/, '')
  return [
    secret,
    encodeURIComponent(secret),
    new URLSearchParams({ '': secret }).toString().slice(1),
    whole,
    bytes.toString('base64url'),
    JSON.stringify(secret).slice(1, -1),
  ].toSorted((one, other) => other.length - one.length)
}
