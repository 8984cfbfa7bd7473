import type { ChangeList } from '../change.ts'
import type { Hint } from '../hint.ts'
import {
  type BatchDecision,
  type BatchFacts,
  batchPlan,
  type BatchTally,
  listedIn,
  settle,
} from './decide-batch.ts'
import { IdSet } from './id-set.ts'
import type { BatchRules } from './decide-row.ts'
import type { ResolvedRow } from './rows.ts'

/**
 * A long batch of mappings, decided block by block, so that the facts of one block are in memory at a time. That gives
 * what `decideBatch` gives for all rows at once as long as every row is good, and meets no row of another block.
 */
export class BatchInBlocks {
  readonly #rules: BatchRules
  readonly #changes: ChangeList
  readonly #warnings: Hint[] = []
  readonly #listed = new IdSet()
  /** The Salesforce users of the blocks so far, and the users who lose a mapping to one of their rows. */
  readonly #met = new IdSet()
  #tally: BatchTally = { unchanged: 0, unmapped: [], withoutTeam: 0, inactive: 0 }

  /** Puts the changes into a list. */
  constructor(rules: BatchRules, changes: ChangeList) {
    this.#changes = changes
    // Rows that need a suggestion are decided with all the others.
    this.#rules = { ...rules, suggest: () => [] }
  }

  /** Decides the rows of the next block; false if the batch must be decided whole. */
  add(facts: BatchFacts): boolean {
    const { resolved, draft, problems, changes, warnings, tally } = settle(facts, this.#rules)
    if (problems.length > 0 || resolved.some(dependsOnOthers)) return false
    const listed = listedIn(resolved, draft)
    const met = new Set<string>(resolved.flatMap(({ named }) => named?.salesforceUserId ?? []))
    for (const change of changes) {
      if (change.entity !== 'mapping') return false
      if (!listed.has(change.key)) met.add(change.key)
      if (change.before !== null) met.add(change.before.salesforceUserId)
    }
    if (!this.#areNew(listed) || !this.#areNew(met)) return false
    for (const userId of listed) this.#listed.add(userId)
    for (const id of met) this.#met.add(id)
    this.#changes.push(changes)
    this.#warnings.push(...warnings)
    this.#tally = {
      unchanged: this.#tally.unchanged + tally.unchanged,
      unmapped: [...this.#tally.unmapped, ...tally.unmapped],
      withoutTeam: this.#tally.withoutTeam + tally.withoutTeam,
      inactive: this.#tally.inactive + tally.inactive,
    }
    return true
  }

  #areNew(ids: ReadonlySet<string>): boolean {
    for (const id of ids) if (this.#listed.has(id) || this.#met.has(id)) return false
    return true
  }

  /** The decision about all rows. */
  decision(facts: Pick<BatchFacts, 'file' | 'rows'>, activeUsers: number): BatchDecision {
    const settled = { changes: this.#changes, problems: [], similarTeams: [], tally: this.#tally }
    return {
      plan: batchPlan({ ...facts, activeUsers }, this.#rules, settled),
      rowWarnings: this.#warnings,
      listed: this.#listed,
      problems: [],
    }
  }
}

// Among all rows, IDs that no one has are compared, and any of them may name the user of a sandbox address.
function dependsOnOthers({ named, sameAddress }: ResolvedRow): boolean {
  if (named === null) return false
  const { salesforceUser } = named
  return (
    salesforceUser === null ||
    [salesforceUser, ...sameAddress].some(
      ({ email, username }) => (email ?? username)?.endsWith('.invalid') === true,
    )
  )
}
