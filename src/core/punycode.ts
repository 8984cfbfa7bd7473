// Source: RFC 3492, section 5 (the parameters of Punycode) and section 6.2 (decoding).
const base = 36
const smallest = 1
const largest = 26
const digits = 'abcdefghijklmnopqrstuvwxyz0123456789'

/** A domain whose labels in Punycode (`xn--…`) are written in Unicode; a domain that is not valid stays as it is. */
export function unicodeDomain(domain: string): string {
  if (!domain.includes('xn--')) return domain
  const decoded = domain
    .split('.')
    .map((label) => (label.startsWith('xn--') ? (decodedLabel(label.slice(4)) ?? label) : label))
    .join('.')
    .normalize('NFC')
  return asciiDomain(decoded) === domain ? decoded : domain
}

/** A domain as its name servers know it; undefined where it is not valid. */
function asciiDomain(domain: string): string | undefined {
  const url = `http://${domain}`
  return URL.canParse(url) ? new URL(url).hostname : undefined
}

function decodedLabel(label: string): string | undefined {
  const hyphen = label.lastIndexOf('-')
  const characters = hyphen < 0 ? [] : Array.from(label.slice(0, hyphen))
  let at = hyphen + 1
  let code = 128
  let position = 0
  let bias = 72
  while (at < label.length) {
    const before = position
    let weight = 1
    for (let step = base; ; step += base) {
      const digit = digits.indexOf(label[at] ?? ' ')
      if (digit < 0) return undefined
      at += 1
      position += digit * weight
      const threshold = Math.min(Math.max(step - bias, smallest), largest)
      if (digit < threshold) break
      weight *= base - threshold
    }
    const length = characters.length + 1
    bias = adaptedBias(position - before, length, before === 0)
    code += Math.floor(position / length)
    position %= length
    if (code > 0x10_ffff) return undefined
    characters.splice(position, 0, String.fromCodePoint(code))
    position += 1
  }
  return characters.join('')
}

function adaptedBias(delta: number, length: number, isFirst: boolean): number {
  let rest = Math.floor(delta / (isFirst ? 700 : 2))
  rest += Math.floor(rest / length)
  let bias = 0
  for (; rest > ((base - smallest) * largest) / 2; bias += base) rest = Math.floor(rest / (base - smallest))
  return bias + Math.floor(((base - smallest + 1) * rest) / (rest + 38))
}
