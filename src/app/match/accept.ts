import { type Decided, refuse } from '../../core/change.ts'
import { confirmationsOf } from '../../core/confirmation.ts'
import type { ErrorRow } from '../../core/errors.ts'
import type { Condition } from '../../core/match/condition.ts'
import type { Candidate, Suggestion } from '../../core/match/suggestion.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import { planBatch } from '../batch/run-batch.ts'
import { executeWrite, type WriteOptions } from '../../cli/write.ts'
import type { Context } from '../../cli/context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { given } from '../../cli/command.ts'

/** Suggestions to be mapped when a condition holds. */
export interface AcceptRequest extends WriteOptions {
  readonly condition: Condition
  /** The users who were named; everybody where none was. */
  readonly people: readonly string[]
  /** The decisions taken by flags. */
  readonly allowed: readonly string[]
  /** The condition as it was typed. */
  readonly text: string
  /** Makes the suggestions anew, for the ledger may have changed meanwhile. */
  suggest(): Promise<readonly Suggestion[]>
}

/** Maps those of whom the condition holds as one change set; whoever is capped only where the condition names classes. */
export async function acceptSuggestions(
  context: Context,
  ledger: Ledger,
  acceptance: AcceptRequest,
): Promise<ExitCode> {
  const { condition, text, people, allowed, suggest } = acceptance
  await executeWrite(context, {
    ...acceptance,
    words: ['suggest', ...people, '--accept', text, ...allowed.map((name) => `--${name}`)],
    prompted: false,
    decide: async (flags) => {
      const wanted = (await suggest()).flatMap((each) => acceptable(each, condition))
      return await decide(context, ledger, wanted, flags)
    },
  })
  return exitCodes.done
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
  context: Context,
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
