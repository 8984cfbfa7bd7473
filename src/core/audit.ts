import { type Change, type Plan, planOf } from './change.ts'
import { type EnteredUser, knownAs, type Knowledge, newlyEntered, unknownKnowledge } from './entered.ts'
import type { User } from './model.ts'
import type { SalesforceUserId } from './salesforce-id.ts'
import { countText } from './text.ts'

/** What was found when a mapping was looked up in SalesScreen. */
export type AuditAnswer = 'right' | 'wrong' | 'unclear'

/** One mapping of a sample; what the directory has of the Salesforce user is null where it does not have it. */
export interface AuditedMapping {
  readonly user: User
  /** As SalesScreen has the user, with names and address that may be about to change. */
  readonly entered: EnteredUser
  readonly salesforceUserId: SalesforceUserId
  readonly salesforceName: string | null
  readonly salesforceEmail: string | null
}

/** A mapping that was looked up, with what is known of its user in SalesScreen. */
export interface AuditedAnswer extends Pick<AuditedMapping, 'user' | 'salesforceUserId'> {
  readonly answer: AuditAnswer
  /** null if the user is no longer known to be in SalesScreen. */
  readonly entered: EnteredUser | null
}

/** A sample that was looked up, in numbers. */
export interface AuditCounts {
  /** All mappings that the sample was drawn from. */
  readonly mappings: number
  /** Mappings that were to be looked up. */
  readonly sample: number
  readonly right: number
  readonly wrong: number
  readonly unclear: number
}

/**
 * A random sample without repetition, in random order. The same seed gives the same sample, in whatever order the items
 * come; every item is equally likely.
 */
export function sampleOf<Item>(
  items: readonly Item[],
  size: number,
  seed: string,
  keyOf: (item: Item) => string,
): Item[] {
  return items
    .map((item) => ({ item, place: hash(`${seed}/${keyOf(item)}`) }))
    .toSorted((left, right) => left.place - right.place)
    .slice(0, size)
    .map(({ item }) => item)
}

// 53 bits of two mixed 32-bit lanes. Source: cyrb53 by bryc, public domain.
function hash(text: string): number {
  let high = 0xdeadbeef
  let low = 0x41c6ce57
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    high = Math.imul(high ^ code, 2654435761)
    low = Math.imul(low ^ code, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return 4294967296 * (2097151 & low) + (high >>> 0)
}

/** The risk that a statement about all mappings is too high: 1 in 20. */
const oneIn = 20n

/**
 * How many mappings are right at least, with 95 % confidence, exactly: the smallest number under which so many right ones
 * in the sample have a probability of more than 5 %. The sample is drawn without repetition, so this is the
 * hypergeometric form of the one-sided Clopper-Pearson bound, which it equals for infinitely many mappings.
 */
export function rightAtLeast({ mappings, sample, right }: AuditCounts): number {
  const all = choose(mappings, sample)
  let [low, high] = [right, mappings - (sample - right)]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (waysToGet(right, middle, mappings, sample) * oneIn > all) high = middle
    else low = middle + 1
  }
  return low
}

// Samples with at least so many right ones, where `rightOnes` of all mappings are right.
function waysToGet(right: number, rightOnes: number, mappings: number, sample: number): bigint {
  const wrongOnes = mappings - rightOnes
  let ways = 0n
  for (let got = Math.max(right, sample - wrongOnes); got <= Math.min(sample, rightOnes); got += 1)
    ways += choose(rightOnes, got) * choose(wrongOnes, sample - got)
  return ways
}

function choose(from: number, count: number): bigint {
  if (count > from) return 0n
  let ways = 1n
  for (let index = 0; index < Math.min(count, from - count); index += 1)
    ways = (ways * BigInt(from - index)) / BigInt(index + 1)
  return ways
}

/** Counts answers; a mapping without one is in the sample, too. */
export function countAnswers(mappings: number, answers: readonly (AuditAnswer | null)[]): AuditCounts {
  const count = (wanted: AuditAnswer) => answers.filter((answer) => answer === wanted).length
  return {
    mappings,
    sample: answers.length,
    right: count('right'),
    wrong: count('wrong'),
    unclear: count('unclear'),
  }
}

/** The share of right mappings at least, in whole percent; null while mappings of the sample are not looked up yet. */
export function percentAtLeast(counts: AuditCounts): number | null {
  const { mappings, sample, right, wrong, unclear } = counts
  if (sample === 0 || right + wrong + unclear < sample) return null
  return Math.floor((100 * rightAtLeast(counts)) / mappings)
}

/** What an audit found, in one sentence. What could not be told counts as if it were wrong. */
export function auditStatement(counts: AuditCounts): string {
  const { mappings, sample, right, wrong, unclear } = counts
  const found = `${right} right, ${wrong} wrong, ${unclear} unclear`
  const percent = percentAtLeast(counts)
  return percent === null
    ? `${right + wrong + unclear} of ${sample} looked up: ${found}; nothing can be said of all mappings before the sample is complete`
    : `at least ${percent}% of the ${countText(mappings, 'mapping')} ${mappings === 1 ? 'is' : 'are'} right (95% confidence); random sample of ${sample}: ${found}`
}

/**
 * Plans what was found: a mapping that is right is entered, with its user, who cannot be mapped without being there; one
 * that is wrong is not entered any more, so that it is on the to-do list again.
 */
export function planAudit(answers: readonly AuditedAnswer[], known: Knowledge, statement: string): Plan {
  const changes = answers.flatMap(({ user, salesforceUserId, answer, entered }): Change[] => {
    const key = user.userId
    const provenance = { origin: 'audit', evidence: `looked up in SalesScreen: ${answer}` }
    if (answer === 'right') {
      const after = {
        ...(entered ?? newlyEntered(user, known)),
        userId: key,
        salesforceUserId,
        ...knownAs.mapping(known),
      }
      // A user who was removed and created again is the one that SalesScreen still has, under the new ID.
      return entered === null || entered.userId === key
        ? [{ entity: 'enteredUser', key, before: entered, after, ...provenance }]
        : [
            { entity: 'enteredUser', key: entered.userId, before: entered, after: null, ...provenance },
            { entity: 'enteredUser', key, before: null, after, ...provenance },
          ]
    }
    if (answer === 'unclear' || entered?.salesforceUserId !== salesforceUserId) return []
    const after = { ...entered, salesforceUserId: null, ...knownAs.mapping(unknownKnowledge) }
    return [{ entity: 'enteredUser', key: entered.userId, before: entered, after, ...provenance }]
  })
  return planOf(changes, { evidence: [statement] })
}
