import { commandText } from './command-text.ts'
import { type Plan, planOf } from './change.ts'
import type { CompanyFact, CompanyFactName } from './company.ts'

/** Plans an attestation; the same value again renews who saw it and when. */
export function decideSetFact(before: CompanyFact | null, after: CompanyFact): Plan {
  return planOf([{ entity: 'fact', key: after.name, before, after }], {
    warnings:
      after.name === 'auto-sync' && after.value === 'on'
        ? ['while automatic sync is on, SalesScreen makes accounts that nobody asked for']
        : [],
    next: after.name === 'auto-sync' && after.value === 'on' ? [commandText('settings', 'check')] : [],
  })
}

/** Plans that nothing is attested any more. */
export function decideUnsetFact(name: CompanyFactName, before: CompanyFact | null): Plan {
  if (before === null) return planOf([], { warnings: [`${name} is not set; nothing was written`] })
  return planOf([{ entity: 'fact', key: name, before, after: null }])
}
