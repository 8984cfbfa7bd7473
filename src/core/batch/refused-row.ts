import type { Refusal } from '../decided.ts'
import type { RowProblem } from './row.ts'

const groups: Readonly<Record<string, string>> = {
  'allow-unknown': 'not in the directory',
  'allow-inactive': 'inactive or frozen in Salesforce',
  'allow-non-person': 'not a person',
  'take-over': 'used by somebody else',
  replace: 'mapped to somebody else already',
  'allow-rejected': 'decided to be never the same person',
  move: 'on another team',
}

/** What problems have in common that the same flag decides. */
export function groupOf(flag: string | undefined): string {
  return groups[flag?.slice(2) ?? ''] ?? 'needs a decision'
}

/** What a refusal of one row comes to among the problems of a batch. */
export function problemsOf({
  message,
  rows,
  actions,
}: Refusal): Pick<RowProblem, 'group' | 'reason' | 'flag' | 'action'>[] {
  const [action] = actions
  if (rows.length === 0)
    return [{ group: 'cannot be done', reason: message, ...(action === undefined ? {} : { action }) }]
  return rows.map(({ reason, flag }) => ({
    group: groupOf(flag),
    reason,
    ...(flag === undefined ? {} : { flag }),
  }))
}
