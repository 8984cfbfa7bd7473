/**
 * The numbers of the matcher, after Fellegi and Sunter: how often a level of comparison is seen among pairs that are one
 * person (m) and among pairs that are not (u). The evidence of a level is log2(m / u) bits. They were estimated on invented
 * companies (test/core/match) and rounded; no level is so rare that one more case would turn it around.
 */
export interface Odds {
  readonly m: number
  readonly u: number
}

/** How two last names compare. An exact one has no u: how rare the name is says it. */
export const lastNameLevels = {
  exact: { m: 0.87, u: 0 },
  subset: { m: 0.045, u: 0.002 },
  near: { m: 0.04, u: 0.0025 },
  spelled: { m: 0.015, u: 0.0006 },
  similar: { m: 0.006, u: 0.006 },
  initial: { m: 0.01, u: 0.001 },
  differs: { m: 0.025, u: 0.975 },
} as const satisfies Readonly<Record<string, Odds>>

/** How two first names compare; an exact one has no u either. */
export const firstNameLevels = {
  exact: { m: 0.8, u: 0 },
  first: { m: 0.04, u: 0.0015 },
  nickname: { m: 0.045, u: 0.0045 },
  near: { m: 0.03, u: 0.004 },
  spelled: { m: 0.01, u: 0.001 },
  other: { m: 0.015, u: 0.002 },
  prefix: { m: 0.006, u: 0.003 },
  initial: { m: 0.016, u: 0.002 },
  differs: { m: 0.025, u: 0.96 },
} as const satisfies Readonly<Record<string, Odds>>

/** Whether first and last name stand in the same fields on both sides. */
export const orderLevels = {
  straight: { m: 0.95, u: 0.97 },
  swapped: { m: 0.05, u: 0.03 },
} as const satisfies Readonly<Record<string, Odds>>

/** Whether the Salesforce user can work; who is active in SalesScreen nearly always is. */
export const activeLevels = {
  active: { m: 0.95, u: 0.85 },
  inactive: { m: 0.05, u: 0.15 },
} as const satisfies Readonly<Record<string, Odds>>

/** What the team, the manager or the nickname adds: little, because companies name them as they like. */
export const weakLevels = {
  'team-department': { m: 0.3, u: 0.15 },
  'team-manager': { m: 0.1, u: 0.05 },
  'team-title': { m: 0.1, u: 0.05 },
  'nickname-alias': { m: 0.3, u: 0.01 },
} as const satisfies Readonly<Record<string, Odds>>

/** How well two names agree: an address says something else about people who share a name than about strangers. */
export const agreements = ['not', 'nearly', 'wholly', 'another', 'last'] as const

/** One of the agreements: `another` is another name of the same person, `last` the last name alone. */
export type Agreement = (typeof agreements)[number]

// Rows: levels; columns: m, then u, in the order of the agreements.
const addressTable = {
  equal: [0.5, 0.52, 0.6, 0.4, 0.48, 4e-6, 0.0006, 0.0003, 0.0005, 0.0003],
  renamed: [0.1, 0.11, 0.12, 0.08, 0.1, 4e-6, 0.0004, 0.0004, 0.0004, 0.0003],
  elsewhere: [0.04, 0.025, 0.028, 0.025, 0.03, 6e-6, 0.0025, 0.009, 0.0025, 0.0015],
  username: [0.03, 0.03, 0.03, 0.03, 0.03, 6e-6, 0.0004, 0.0006, 0.0004, 0.0003],
  number: [0.005, 0.005, 0.005, 0.005, 0.005, 2e-6, 0.0003, 0.0003, 0.0003, 0.0003],
  separators: [0.01, 0.01, 0.01, 0.008, 0.01, 4e-6, 0.001, 0.005, 0.0008, 0.0004],
  twin: [0.02, 0.006, 0.007, 0.006, 0.01, 0.02, 0.09, 0.4, 0.034, 0.1],
  fuzzy: [0.02, 0.015, 0.005, 0.01, 0.02, 0.0003, 0.012, 0.02, 0.01, 0.03],
  spelled: [0.03, 0.08, 0.085, 0.07, 0.06, 0.03, 0.035, 0.1, 0.028, 0.02],
  own: [0.025, 0.012, 0.003, 0.05, 0.025, 0.1, 0.1, 0.02, 0.12, 0.12],
  // Each is the whole name of its owner, in one domain.
  apart: [0.05, 0.004, 0.001, 0.12, 0.06, 0.45, 0.45, 0.01, 0.5, 0.5],
  'same-domain': [0.03, 0.03, 0.008, 0.02, 0.05, 0.3, 0.1, 0.06, 0.14, 0.08],
  'spelled-elsewhere': [0.01, 0.08, 0.07, 0.12, 0.05, 0.012, 0.03, 0.2, 0.03, 0.02],
  other: [0.04, 0.05, 0.025, 0.06, 0.05, 0.149, 0.12, 0.1, 0.085, 0.12],
  // A user left, and a newcomer got the address.
  recycled: [0.02, 0.02, 0.02, 0.02, 0.02, 0.01, 0.01, 0.01, 0.01, 0.01],
} as const satisfies Readonly<Record<string, readonly number[]>>

/** How two addresses compare. */
export type AddressLevel = keyof typeof addressTable

/** The odds of an address level between people whose names agree so well. */
export function addressOdds(level: AddressLevel, agreement: Agreement): Odds {
  const at = agreements.indexOf(agreement)
  const row: readonly number[] = addressTable[level]
  return { m: row[at] ?? 1, u: row[at + agreements.length] ?? 1 }
}

/** The share of SalesScreen users who have a Salesforce user, before anything is compared. */
export const matchedShare = 0.9

/** What speaks against another account of a user who has a main one, in bits. */
export const secondAccountBits = -6.5

/** The most that a pair can have, in bits of the whole, if something tells the two apart (`Contradiction`). */
export const mostTwinBits = -0.5

/** The least probability of each class, without configuration. */
export const defaultRules = { sure: 0.999, likely: 0.8, unclear: 0.05 } as const

/** The highest score: nothing is certain. */
export const mostScore = 0.9999

/** The numbers that `.sfsyncrc` can change. */
export type MatchRules = Readonly<Record<keyof typeof defaultRules, number>>

/** The built-in numbers as they are written. */
export const rulesText = Object.entries(defaultRules)
  .map(([name, value]) => `${name}=${value}`)
  .join(', ')

const renamedRules: Readonly<Record<string, keyof MatchRules>> = {
  'sure-score': 'sure',
  'likely-score': 'likely',
  'unclear-score': 'unclear',
}

const formerRule =
  /^(?:(?:sure|likely)-gap|(?:email|name|team|nickname)-[a-z-]+|username-equal|federation-equal|employee-number)$/

/** The rules with the changes of a text such as `sure=0.9995, likely=0.9`, or why it is invalid. */
export function changedRules(text: string): MatchRules | { readonly reason: string } {
  const changed: Record<keyof MatchRules, number> = { ...defaultRules }
  for (const part of text.split(',').map((each) => each.trim())) {
    if (part === '') continue
    const [, written = '', number = ''] = /^([\w-]+)\s*=\s*(-?\d+(?:\.\d+)?)$/.exec(part) ?? []
    if (written === '') return { reason: `"${part}" is not in the form name=number` }
    const name = written.toLowerCase()
    if (!isRule(name)) return { reason: whyNoRule(name, written) }
    if (Number(number) < 0 || Number(number) > mostScore)
      return {
        reason: `${name} must be from 0 to ${mostScore}, which is the highest score there is, not ${number}`,
      }
    changed[name] = Number(number)
  }
  const { sure, likely, unclear } = changed
  if (sure < likely || likely < unclear)
    return {
      reason: `sure (${sure}) must not be below likely (${likely}), nor likely below unclear (${unclear})`,
    }
  return changed
}

function isRule(name: string): name is keyof MatchRules {
  return Object.hasOwn(defaultRules, name)
}

function whyNoRule(name: string, written: string): string {
  const renamed = renamedRules[name]
  if (renamed !== undefined)
    return `"${written}" is now called "${renamed}", and scores are probabilities (built in: ${defaultRules[renamed]})`
  return formerRule.test(name)
    ? `"${written}" is gone: scores are probabilities, and what each sign counts is measured, not set`
    : `there is no rule "${written}"`
}
