import type { Confirmation } from '../../core/confirmation.ts'
import { fullName } from '../../core/model.ts'
import { countText, numberText } from '../../core/text.ts'
import {
  type Decided,
  needsConfirmation,
  type Plan,
  planOf,
  type Refusal,
  refuse,
} from '../../core/change.ts'
import type { RowProblem } from '../../core/batch/rows.ts'
import type { Condition } from '../../core/match/condition.ts'
import type { Candidate, Suggestion } from '../../core/match/suggestion.ts'
import { given } from '../../core/values.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { planRows } from '../batch/plan-batch.ts'
import { refusedSummary } from '../plan-summary.ts'
import type { AppContext } from '../context.ts'

interface Accepted {
  readonly suggestion: Suggestion
  readonly candidate: Candidate
}

/** Plans to map every suggestion that meets a condition; skips those with a blocker unless the condition names classes. */
export async function decideAccepted(
  context: AppContext,
  ledger: Ledger,
  suggestions: readonly Suggestion[],
  { holds, namesClass }: Condition,
  confirmed: ReadonlySet<Confirmation>,
): Promise<Decided> {
  const met = suggestions.flatMap((suggestion): Accepted[] => {
    const [candidate] = suggestion.candidates
    const isMet = candidate !== undefined && holds({ ...suggestion, score: candidate.score })
    return isMet ? [{ suggestion, candidate }] : []
  })
  const isBlocked = ({ candidate }: Accepted) => !namesClass && candidate.blockers.length > 0
  const accepted = met.filter((each) => !isBlocked(each))
  const claims = Map.groupBy(accepted, ({ candidate }) => candidate.salesforceUser.salesforceUserId)
  const isRival = ({ candidate: { salesforceUser } }: Accepted) =>
    (claims.get(salesforceUser.salesforceUserId)?.length ?? 0) > 1
  const clear = accepted.filter((each) => !isRival(each))
  const skipped = [
    ...met.filter(isBlocked).map((each) => `${nameOf(each)}: ${each.candidate.blockers.join('; ')}`),
    ...accepted
      .filter(isRival)
      .map((each) => `${nameOf(each)}: several users match ${each.candidate.salesforceUser.name}`),
  ]
  const matches =
    clear.length === 0
      ? 'no suggestion matches'
      : countText(clear.length, 'suggestion matches', 'suggestions match')
  const warnings =
    skipped.length > 0 ? [`${matches}; ${numberText(skipped.length)} skipped`, ...named(skipped)] : []
  return clear.length === 0
    ? planOf([], skipped.length === 0 ? { notices: [matches] } : { warnings })
    : await planMappings(context, ledger, clear, warnings, confirmed)
}

const mostNamed = 10

// Who is on the screen and is not mapped is named, with the reason.
function named(skipped: readonly string[]): string[] {
  const more = skipped.length - mostNamed
  const rest = more > 0 ? [`skipped: ${numberText(more)} more`] : []
  return [...skipped.slice(0, mostNamed).map((each) => `skipped: ${each}`), ...rest]
}

function nameOf({ suggestion: { user } }: Accepted): string {
  return `${fullName(user)} (${user.email})`
}

// Mappings are decided as the rows of a batch.
async function planMappings(
  context: AppContext,
  ledger: Ledger,
  accepted: readonly Accepted[],
  warnings: Plan['warnings'],
  confirmed: ReadonlySet<Confirmation>,
): Promise<Decided> {
  const rows = accepted.map(({ suggestion, candidate }, index) => ({
    line: index + 1,
    values: { user: suggestion.user.userId, salesforceUser: candidate.salesforceUser.salesforceUserId },
  }))
  const { plan, problems } = await planRows(context, ledger, { file: 'suggest', rows }, 'map', confirmed)
  if (problems.length > 0) return { ...refuseSuggestions(problems), ...refusedSummary(plan, problems) }
  const evidence = new Map<string, string>(
    accepted.map((each) => [each.suggestion.user.userId, evidenceText(each)]),
  )
  return {
    ...plan,
    evidence: ['suggested, and accepted by a condition', ...plan.evidence.slice(1)],
    changes: plan.changes.map((change) => ({
      ...change,
      origin: 'suggest',
      ...given({ evidence: evidence.get(change.key) }),
    })),
    warnings: [...warnings, ...plan.warnings],
  }
}

function refuseSuggestions(problems: readonly RowProblem[]): Refusal {
  const message = 'some suggestions cannot be mapped; nothing was changed'
  const rows = problems.map(({ line: _line, field: _field, ...row }) => row)
  const isConfirmable = rows.every(({ confirmation }) => confirmation !== undefined)
  return isConfirmable
    ? needsConfirmation(message, rows)
    : { ...refuse('invalid', message, ['narrow the condition, or name users']), rows }
}

function evidenceText({ suggestion, candidate }: Accepted): string {
  return `score ${candidate.score}, gap ${suggestion.gap}: ${candidate.reasons().join('; ')}`
}
