/** What each rule adds to the score; only the best address rule and the best name rule count. */
export const defaultWeights = {
  'email-equal': 0.72,
  'email-tagged': 0.68,
  'email-renamed-domain': 0.6,
  'username-equal': 0.6,
  'federation-equal': 0.6,
  'email-local-part': 0.3,
  'employee-number': 0.3,
  'email-numbered': -0.3,
  'name-equal': 0.45,
  'name-transliterated': 0.43,
  'name-swapped': 0.4,
  'name-nickname': 0.36,
  'name-middle': 0.34,
  'name-typo': 0.34,
  'name-initials': 0.22,
  'name-contradicts': -0.48,
  'team-department': 0.05,
  'team-manager': 0.03,
  'team-title': 0.03,
  'nickname-alias': 0.05,
} as const satisfies Readonly<Record<string, number>>

/** Name of a rule. */
export type RuleName = keyof typeof defaultWeights

/** The least score and gap of each class. */
export const defaultThresholds = {
  'sure-score': 0.95,
  'sure-gap': 0.3,
  'likely-score': 0.44,
  'likely-gap': 0.1,
  'unclear-score': 0.25,
} as const satisfies Readonly<Record<string, number>>

/** Name of a threshold. */
type ThresholdName = keyof typeof defaultThresholds

/** All numbers of the matcher. */
export interface MatchRules {
  readonly weights: Readonly<Record<RuleName, number>>
  readonly thresholds: Readonly<Record<ThresholdName, number>>
}

/** The rules without configuration. */
export const defaultRules: MatchRules = { weights: defaultWeights, thresholds: defaultThresholds }
