import { type Decided, type Plan, planOf, refuse } from '../change.ts'
import { type CompanyFact, type CompanyFactName, type Decision, decisionKey } from '../model.ts'
import { commandLine } from '../hint.ts'
import type { Email } from '../text.ts'

/** What must be known to record a decision. */
interface DecisionFacts {
  /** The decision that is already recorded about the same users. */
  readonly existing: Decision | null
  /** The e-mail address of the user if the decision contradicts the user's mapping; otherwise null. */
  readonly mapped: Email | null
  /** How messages name the users. */
  readonly who: string
}

/** Plans the recording of a decision, in place of an earlier one about the same users. */
export function decideRecordDecision({ existing, mapped, who }: DecisionFacts, decision: Decision): Decided {
  if (mapped !== null)
    return refuse(
      'conflict',
      `${who} ${decision.salesforceUserId === null ? 'is mapped' : 'are mapped to each other'}; nothing was changed`,
      [commandLine('unmap', mapped)],
    )
  if (existing !== null && isSameDecision(existing, decision))
    return planOf([], { warnings: [`this decision about ${who} is already recorded; nothing was changed`] })
  return planOf([{ entity: 'decision', key: decisionKey(decision), before: existing, after: decision }], {
    next: [commandLine('decisions list')],
  })
}

/** Plans the removal of a decision. */
export function decideForgetDecision(existing: Decision): Decided {
  return planOf([{ entity: 'decision', key: decisionKey(existing), before: existing, after: null }])
}

/** Whether two decisions about the same users say the same, regardless of who made them. */
export function isSameDecision(left: Decision, right: Decision): boolean {
  return left.kind === right.kind && left.reason === right.reason && left.until === right.until
}

/** Whether a decision still counts on a day, YYYY-MM-DD. */
export function isInForce({ until }: Pick<Decision, 'until'>, today: string): boolean {
  return until === null || until > today
}

/** Plans a company setting as an admin confirms it; confirming the same value again renews who confirmed it and when. */
export function decideSetFact(before: CompanyFact | null, after: CompanyFact): Plan {
  return planOf([{ entity: 'fact', key: after.name, before, after }], {
    warnings:
      after.name === 'auto-sync' && after.value === 'on'
        ? ['while automatic sync is on, SalesScreen creates users on its own']
        : [],
    next: after.name === 'auto-sync' && after.value === 'on' ? [commandLine('settings check')] : [],
  })
}

/** Plans the removal of a company setting. */
export function decideUnsetFact(name: CompanyFactName, before: CompanyFact | null): Plan {
  if (before === null) return planOf([], { warnings: [`${name} is not set; nothing was changed`] })
  return planOf([{ entity: 'fact', key: name, before, after: null }])
}
