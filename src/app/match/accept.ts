import type { Confirmation } from '../../core/confirmation.ts'
import { fullName, type User } from '../../core/model.ts'
import { commandLine } from '../../core/hint.ts'
import { countText, numberText } from '../../core/text.ts'
import { type Plan, planOf } from '../../core/change.ts'
import type { RowProblem } from '../../core/batch/rows.ts'
import type { Condition } from '../../core/match/condition.ts'
import { blockersOf } from '../../core/match/blockers.ts'
import type { Candidate, Suggestion } from '../../core/match/suggestion.ts'
import { personKind, type SalesforceUser } from '../../core/salesforce-user.ts'
import { given } from '../../core/values.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { planRows } from '../batch/plan-batch.ts'
import type { AppContext } from '../context.ts'

interface Accepted {
  readonly suggestion: Suggestion
  readonly candidate: Candidate
}

interface Skipped {
  readonly user: User
  readonly why: string
}

/**
 * Plans to map every suggestion that meets a condition. Skipped, with the reason, are those with a blocker, unless the
 * condition names classes, and those that `map` would ask about.
 */
export async function decideAccepted(
  context: AppContext,
  ledger: Ledger,
  suggestions: readonly Suggestion[],
  { holds, namesClass }: Condition,
  confirmed: ReadonlySet<Confirmation>,
): Promise<Plan> {
  const met = suggestions.flatMap((suggestion): Accepted[] => {
    const [candidate] = suggestion.candidates
    const isMet = candidate !== undefined && holds({ ...suggestion, score: candidate.score })
    return isMet ? [{ suggestion, candidate }] : []
  })
  const blockersIn = ({ candidate: { blockers, salesforceUser } }: Accepted) =>
    namesClass ? [] : blockers.filter((text) => !isAskedByMap(salesforceUser, text))
  const claims = Map.groupBy(
    met.filter((each) => blockersIn(each).length === 0),
    ({ candidate }) => candidate.salesforceUser.salesforceUserId,
  )
  const whySkipped = (each: Accepted): string | null => {
    const { salesforceUserId, name } = each.candidate.salesforceUser
    const blockers = blockersIn(each)
    if (blockers.length > 0) return blockers.join('; ')
    return (claims.get(salesforceUserId)?.length ?? 0) > 1 ? `several users match ${name}` : null
  }
  const clear = met.filter((each) => whySkipped(each) === null)
  const { plan, doubted } = await planMappings(context, ledger, clear, confirmed)
  const skipped = met.flatMap((each): Skipped[] => {
    const { user } = each.suggestion
    const why = whySkipped(each) ?? doubted.get(user.userId) ?? null
    return why === null ? [] : [{ user, why }]
  })
  const accepted = met.length - skipped.length
  const matches =
    accepted === 0 ? 'no suggestion matches' : countText(accepted, 'suggestion matches', 'suggestions match')
  // The others need a person.
  const next =
    suggestions.length > accepted ? [commandLine('review')] : [commandLine('todo export', 'todo.html')]
  if (skipped.length > 0)
    return {
      ...plan,
      next,
      warnings: [
        `${matches}; ${numberText(skipped.length)} skipped`,
        ...named(skipped, context),
        ...plan.warnings,
      ],
    }
  return accepted === 0
    ? planOf([], { notices: [matches], next: suggestions.length > 0 ? next : [] })
    : { ...plan, next }
}

// `map` asks about these itself, and the flag for it lets them through.
function isAskedByMap(salesforceUser: SalesforceUser, blocker: string): boolean {
  const kind = personKind(salesforceUser)
  return (kind === 'person' || kind === 'not-a-person') && blockersOf(salesforceUser).includes(blocker)
}

const mostNamed = 10

// Who is on the screen and is not mapped is named, with the reason.
function named(skipped: readonly Skipped[], { allProblems }: AppContext): string[] {
  const most = allProblems ? skipped.length : mostNamed
  const more = skipped.length - most
  const rest = more > 0 ? [`skipped: ${numberText(more)} more`] : []
  return [
    ...skipped.slice(0, most).map(({ user, why }) => `skipped: ${fullName(user)} (${user.email}): ${why}`),
    ...rest,
  ]
}

/** The mappings that need no confirmation, and by user ID why the others do. */
interface Mappings {
  readonly plan: Plan
  readonly doubted: ReadonlyMap<string, string>
}

// Mappings are decided as the rows of a batch.
async function planMappings(
  context: AppContext,
  ledger: Ledger,
  accepted: readonly Accepted[],
  confirmed: ReadonlySet<Confirmation>,
): Promise<Mappings> {
  if (accepted.length === 0) return { plan: planOf([]), doubted: new Map() }
  const rows = accepted.map(({ suggestion, candidate }, index) => ({
    line: index + 1,
    values: { user: suggestion.user.userId, salesforceUser: candidate.salesforceUser.salesforceUserId },
  }))
  const { plan, problems } = await planRows(context, ledger, { file: 'suggest', rows }, 'map', confirmed)
  const evidence = new Map<string, string>(
    accepted.map((each) => [each.suggestion.user.userId, evidenceText(each)]),
  )
  const byLine = Map.groupBy(problems, ({ line }) => line)
  return {
    plan: {
      ...plan,
      evidence: ['suggested, and accepted by a condition', ...plan.evidence.slice(1)],
      changes: plan.changes.map((change) => ({
        ...change,
        origin: 'suggest',
        ...given({ evidence: evidence.get(change.key) }),
      })),
    },
    doubted: new Map(
      accepted.flatMap(({ suggestion }, index) => {
        const found = byLine.get(index + 1)
        return found === undefined ? [] : [[suggestion.user.userId, doubtText(found)] as const]
      }),
    ),
  }
}

function doubtText(problems: readonly RowProblem[]): string {
  // What comes with advice about a file, as columns that seem shifted do, is about files only.
  const own = problems.filter(({ action }) => action === undefined)
  const texts = (own.length > 0 ? own : problems).map(({ reason, confirmation }) =>
    confirmation === undefined ? reason : `${reason} (--${confirmation})`,
  )
  return [...new Set(texts)].join('; ')
}

function evidenceText({ suggestion, candidate }: Accepted): string {
  return `score ${candidate.score}, gap ${suggestion.gap}: ${candidate.reasons().join('; ')}`
}
