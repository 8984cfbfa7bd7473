import { type Decided, type Plan, planOf, refuse } from '../change.ts'
import { type CompanyFact, type CompanyFactName, type Decision, decisionKey } from '../model.ts'
import { commandLine } from '../hint.ts'
import type { Email } from '../text.ts'

/** What must be known to record a decision. */
export interface DecisionFacts {
  /** The decision about the same people that is recorded already. */
  readonly existing: Decision | null
  /** The e-mail address of the user where these two are mapped to each other now, or who is mapped and decided about alone. */
  readonly mapped: Email | null
  /** How the people are called in messages. */
  readonly who: string
}

/** Plans that a decision is recorded, in the place of an earlier one about the same people. */
export function decideRecordDecision({ existing, mapped, who }: DecisionFacts, decision: Decision): Decided {
  if (mapped !== null)
    return refuse(
      'conflict',
      `${who} ${decision.salesforceUserId === null ? 'is mapped' : 'are mapped to each other'}; nothing was written`,
      [commandLine('unmap', mapped)],
    )
  if (existing !== null && isSameDecision(existing, decision))
    return planOf([], { warnings: [`that is decided already about ${who}; nothing was written`] })
  return planOf([{ entity: 'decision', key: decisionKey(decision), before: existing, after: decision }], {
    next: [commandLine('decisions list')],
  })
}

/** Plans that a decision is taken back. */
export function decideForgetDecision(existing: Decision): Decided {
  return planOf([{ entity: 'decision', key: decisionKey(existing), before: existing, after: null }])
}

/** Whether two decisions about the same people say the same, whoever took them. */
export function isSameDecision(left: Decision, right: Decision): boolean {
  return left.kind === right.kind && left.reason === right.reason && left.until === right.until
}

/** Whether a decision still counts on a day, YYYY-MM-DD. */
export function isInForce({ until }: Pick<Decision, 'until'>, today: string): boolean {
  return until === null || until > today
}

/** Plans an attestation; the same value again renews who saw it and when. */
export function decideSetFact(before: CompanyFact | null, after: CompanyFact): Plan {
  return planOf([{ entity: 'fact', key: after.name, before, after }], {
    warnings:
      after.name === 'auto-sync' && after.value === 'on'
        ? ['while automatic sync is on, SalesScreen makes accounts that nobody asked for']
        : [],
    next: after.name === 'auto-sync' && after.value === 'on' ? [commandLine('settings check')] : [],
  })
}

/** Plans that nothing is attested any more. */
export function decideUnsetFact(name: CompanyFactName, before: CompanyFact | null): Plan {
  if (before === null) return planOf([], { warnings: [`${name} is not set; nothing was written`] })
  return planOf([{ entity: 'fact', key: name, before, after: null }])
}
