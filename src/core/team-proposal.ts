import { fold } from './text.ts'

/** The team that a new user is probably to be on, and why. */
export interface TeamProposal {
  readonly name: string
  /** Whether it is still to be created. */
  readonly isNew: boolean
  readonly reason: string
}

/** What a proposal is made from. */
export interface ProposalFacts {
  readonly department: string | null
  readonly role: string | null
  /** The names of the teams. */
  readonly teams: readonly string[]
  /** The teams of mapped colleagues in the same department; null for who is on none. */
  readonly colleagues: readonly (string | null)[]
}

/**
 * Proposes a team: the one that is called like the department or the role, else that of most colleagues, else the one
 * whose name is a part of theirs, else a new one that is called like the department. Where Salesforce knows neither: the
 * only team, or null.
 */
export function proposeTeam({ department, role, teams, colleagues }: ProposalFacts): TeamProposal | null {
  const places = [
    ['department', department],
    ['role', role],
  ] as const
  for (const [what, place] of places) {
    const same = teams.find((team) => place !== null && fold(team) === fold(place))
    if (same !== undefined) return { name: same, isNew: false, reason: `the ${what} in Salesforce` }
  }
  const common = mostCommon(colleagues)
  if (common !== undefined)
    return {
      name: common.team,
      isNew: false,
      reason: `the team of ${common.count} of ${colleagues.length} colleagues in ${department ?? 'the department'}`,
    }
  for (const [what, place] of places) {
    const [longest] = teams
      .filter((team) => place !== null && hasWords(place, team))
      .toSorted((left, right) => right.length - left.length)
    if (longest !== undefined)
      return { name: longest, isNew: false, reason: `a part of the ${what} in Salesforce` }
  }
  const named = department ?? role
  const [only, ...others] = teams
  if (named === null || named.trim() === '')
    return only === undefined || others.length > 0
      ? null
      : { name: only, isNew: false, reason: 'the only team' }
  return {
    name: named.trim(),
    isNew: true,
    reason: `the ${department === null ? 'role' : 'department'} in Salesforce`,
  }
}

// One colleague may be an exception.
const fewest = 2

function mostCommon(teams: readonly (string | null)[]): { team: string; count: number } | undefined {
  const counts = new Map<string, number>()
  for (const team of teams) if (team !== null) counts.set(team, (counts.get(team) ?? 0) + 1)
  const [best] = [...counts].toSorted((left, right) => right[1] - left[1] || (left[0] < right[0] ? -1 : 1))
  if (best === undefined || best[1] < fewest || best[1] * 2 <= teams.length) return undefined
  return { team: best[0], count: best[1] }
}

function hasWords(text: string, words: string): boolean {
  return ` ${fold(text).replaceAll(/[^\p{L}\p{N}]+/gu, ' ')} `.includes(` ${fold(words)} `)
}
