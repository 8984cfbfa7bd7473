/** The facts about the company that sfsync cannot read and an admin attests. */
export const companyFactNames = ['auto-sync', 'integration-initialised', 'licences'] as const

/** Name of one attested fact. */
export type CompanyFactName = (typeof companyFactNames)[number]

/** One attested fact: what somebody saw in SalesScreen, who, and when. */
export interface CompanyFact {
  readonly name: CompanyFactName
  /** `on` or `off`; `yes` or `no`; a whole number of licences. */
  readonly value: string
  readonly attestedBy: string
  /** UTC, ISO 8601. */
  readonly attestedAt: string
}

/** Whether a text names a company fact. */
export function isCompanyFactName(text: string): text is CompanyFactName {
  return companyFactNames.some((name) => name === text)
}

const words: Readonly<Record<CompanyFactName, Readonly<Record<string, string>>>> = {
  'auto-sync': { on: 'on', off: 'off', true: 'on', false: 'off', yes: 'on', no: 'off' },
  'integration-initialised': { yes: 'yes', no: 'no', true: 'yes', false: 'no' },
  licences: {},
}

/** Reads the value an admin gives for a fact, or says what is expected. */
export function parseFactValue(name: CompanyFactName, text: string): { value: string } | { reason: string } {
  const plain = text.trim().toLowerCase()
  if (name === 'licences') {
    if (/^\d{1,6}$/.test(plain)) return { value: String(Number(plain)) }
    return { reason: `licences is a whole number, for example 50, not "${text}"` }
  }
  const value = Object.hasOwn(words[name], plain) ? words[name][plain] : undefined
  if (value !== undefined) return { value }
  const expected = name === 'auto-sync' ? 'on or off' : 'yes or no'
  return { reason: `${name} is ${expected}, not "${text}"` }
}
