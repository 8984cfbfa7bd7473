import { type Decided, refuse } from '../../core/change.ts'
import { confirmationsOf } from '../../core/confirmation.ts'
import type { ErrorRow } from '../../core/errors.ts'
import type { Condition } from '../../core/match/condition.ts'
import type { Candidate, Suggestion } from '../../core/match/suggestion.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { planBatch } from '../batch/plan-batch.ts'
import type { AppContext } from '../context.ts'
import { given } from '../../core/values.ts'

/**
 * Plans to map every suggestion that meets a condition, as one change set; those with a blocker only where the condition
 * names classes.
 */
export async function decideAccepted(
  context: AppContext,
  ledger: Ledger,
  suggestions: readonly Suggestion[],
  condition: Condition,
  confirmed: ReadonlySet<string>,
): Promise<Decided> {
  const accepted = suggestions.flatMap((each) => acceptable(each, condition))
  return await decide(context, ledger, accepted, confirmed)
}

interface Accepted {
  readonly suggestion: Suggestion
  readonly candidate: Candidate
}

function acceptable(suggestion: Suggestion, { holds, namesClass }: Condition): Accepted[] {
  const [candidate] = suggestion.candidates
  if (candidate === undefined || (candidate.blockers.length > 0 && !namesClass)) return []
  return holds({ ...suggestion, score: candidate.score }) ? [{ suggestion, candidate }] : []
}

async function decide(
  context: AppContext,
  ledger: Ledger,
  accepted: readonly Accepted[],
  allowed: ReadonlySet<string>,
): Promise<Decided> {
  const taken = new Map<string, number>()
  for (const { candidate } of accepted) {
    const id = candidate.salesforceUser.salesforceUserId
    taken.set(id, (taken.get(id) ?? 0) + 1)
  }
  const clear = accepted.filter(({ candidate }) => taken.get(candidate.salesforceUser.salesforceUserId) === 1)
  const rows = clear.map(({ suggestion, candidate }, index) => ({
    line: index + 1,
    values: { user: suggestion.user.userId, salesforceUser: candidate.salesforceUser.salesforceUserId },
  }))
  const sheet = {
    name: 'suggest',
    form: 'csv',
    separator: ',',
    labels: [],
    rows: [],
    problems: [],
    notices: [],
  } as const
  const batch = { sheet, rows, problems: [], labelOf: () => undefined }
  const { plan, problems } = await planBatch(context, ledger, batch, 'map', allowed)
  if (problems.length > 0)
    return {
      ...refuse(
        'decision-needed',
        'some of these cannot be mapped; nothing was written',
        actionsFor(problems),
      ),
      rows: told(problems),
    }
  const evidence = new Map<string, string>(
    clear.map((each) => [each.suggestion.user.userId, evidenceOf(each)]),
  )
  const rivals = accepted.length - clear.length
  return {
    ...plan,
    evidence: ['suggested, and accepted by a condition', ...plan.evidence.slice(1)],
    changes: plan.changes.map((change) => ({
      ...change,
      origin: 'suggest',
      ...given({ evidence: evidence.get(change.key) }),
    })),
    warnings: [
      ...(accepted.length === 0 ? ['the condition holds of nobody; nothing was written'] : []),
      ...(rivals === 0 ? [] : [`${rivals} users were left out, because two of them look like one person`]),
      ...plan.warnings.filter((warning) => !(typeof warning === 'string' && warning.startsWith('suggest'))),
    ],
  }
}

function actionsFor(problems: readonly ErrorRow[]): string[] {
  return confirmationsOf(problems).length === 0 ? ['narrow the condition, or name single users'] : []
}

function told(problems: readonly ErrorRow[]): ErrorRow[] {
  return problems.map(({ file: _file, line: _line, ...row }) => row)
}

function evidenceOf({ suggestion, candidate }: Accepted): string {
  return `score ${candidate.score}, gap ${suggestion.gap}: ${candidate.evidence.map(({ text }) => text).join('; ')}`
}
