import { preconditionsOf } from '../../app/plan.ts'
import { hintFrom } from '../../app/hints.ts'
import { defineCommand, withAnswers, withWriteFlags, writeOptions, type Invocation } from '../command.ts'
import { type Decided, isRefusal, type Plan, planOf, refuse, sameRow } from '../../core/change.ts'
import { SfsyncError } from '../../core/errors.ts'
import type { Hint } from '../../core/hint.ts'
import { authorText, isOtherAuthorRequired, requireOtherAuthor } from '../../app/other-author.ts'
import { tryVariable } from '../../app/context.ts'
import { timesInUtc } from '../../app/directory-age.ts'
import { countText } from '../../core/text.ts'
import { changedPreconditions } from '../../core/decide/preconditions.ts'
import type { Ledger } from '../../ledger/ledger.ts'
import type { WriteOptions } from '../../app/write.ts'
import { executeWrite } from '../write.ts'
import type { Context } from '../context.ts'
import { planFiles } from '../file-kinds.ts'
import { typedFile } from '../file-question.ts'
import { type PlanFile, readPlan } from '../../app/plan-file.ts'
import { conflictRows, conflictReason } from '../../app/conflicts.ts'
import { given } from '../../core/values.ts'

export interface ApplyOptions extends WriteOptions {
  readonly plan?: string
  readonly expect?: string
  /** Whether the author of the plan is refused. */
  readonly requireOtherAuthor: boolean
}

export const applyCommand = defineCommand({
  name: 'apply',
  description: 'apply a saved plan exactly; refused if what it relies on has changed since',
  examples: [
    { command: 'sfsync apply monday.plan', purpose: 'exactly what was planned' },
    {
      command: 'sfsync apply monday.plan --expect 4b1f0c9d2a7e6f35',
      purpose: 'only if it is the plan that was reviewed',
    },
    {
      command: 'sfsync apply monday.plan --require-other-author',
      purpose: 'four eyes: only if someone else made the plan',
    },
  ],
  declare: (command) =>
    withWriteFlags(
      command
        .argument('[plan]', 'file written by sfsync plan; - is standard input')
        .option('--expect <digest>', 'apply only the plan with this digest (its first 16 characters or more)')
        .option('--require-other-author', 'refuse (exit code 7) if you made the plan yourself'),
    ),
  options: ([plan], flags): ApplyOptions => ({
    ...given({ plan, expect: flags.expect }),
    requireOtherAuthor: flags.requireOtherAuthor === true,
    ...writeOptions(flags),
  }),
  run: runApply,
})

export async function runApply(
  options: ApplyOptions,
  context: Context,
  invocation: Invocation,
): Promise<void> {
  const { expect } = options
  const name = await typedFile(context, options.plan, {
    command: 'apply',
    argument: '<plan>',
    question: 'Which plan?',
    kind: planFiles,
    action: 'name the file that sfsync plan wrote, or - for standard input',
  })
  const file = await readPlan(
    name === '-' ? 'standard input' : name,
    await context.dependencies.readLines(name),
  )
  if (expect !== undefined) requireDigest(name, file.digest, expect)
  const isWanted = options.requireOtherAuthor || isOtherAuthorRequired(context)
  if (isWanted && (context.dependencies.environment[tryVariable] ?? '') !== '') throw noRoles(name)
  const ledger = await context.ledger()
  const warnings = isWanted ? requireOtherAuthor(name, file.head, context.actor, await ledger.role()) : []
  const reason = options.reason ?? file.head.reason ?? undefined
  await executeWrite(context, {
    ...options,
    ...given({ reason }),
    invocation: withAnswers(invocation, [name]),
    decide: async () => withWarnings(await decide(context, ledger, name, file), warnings),
  })
}

// A copy has no database roles, and what is applied there can be kept by the person who runs the script.
function noRoles(name: string): SfsyncError {
  return new SfsyncError(
    'usage',
    `inside sfsync try it cannot be known whether you made ${name} yourself, and someone else must apply it; nothing was changed`,
    { actions: ['run apply alone, outside sfsync try; --dry-run shows there what it changes'] },
  )
}

function withWarnings(decided: Decided, warnings: readonly Hint[]): Decided {
  return isRefusal(decided) ? decided : { ...decided, warnings: [...decided.warnings, ...warnings] }
}

function requireDigest(name: string, digest: string, expected: string): void {
  const start = expected.toLowerCase().replace(/^sha256:/, '')
  if (!/^[0-9a-f]{16,64}$/.test(start))
    throw new SfsyncError('usage', '--expect needs the first 16 or more characters of a digest (0-9, a-f)', {
      actions: ['copy it from what "sfsync plan --out" printed'],
    })
  if (!digest.startsWith(start))
    throw new SfsyncError('conflict', `${name} is not the expected plan; nothing was changed`, {
      rows: [
        { column: 'expected', value: start, reason: `the expected digest is ${start}` },
        { column: 'found', value: digest, reason: `the digest of ${name} is ${digest}` },
      ],
      actions: ['review this plan, or get the plan that was reviewed'],
    })
}

async function decide(context: Context, ledger: Ledger, name: string, file: PlanFile): Promise<Decided> {
  const changes = file.changes.map(({ change }) => change)
  const plan = planned(file)
  if (changes.length === 0) return plan
  const stale = await ledger.conflicts(changes)
  const isDone =
    stale.length === changes.length && stale.every(({ change, found }) => sameRow(change.after, found))
  if (isDone)
    return planOf([], {
      notices: [`no changes: ${name} is already applied`],
    })
  const now = await preconditionsOf(ledger, changes, context.today())
  const other = file.changes.flatMap(({ text, change, facts }, index) =>
    changedPreconditions(facts, now[index] ?? {}).map((reason) => ({
      column: change.entity,
      value: change.key,
      reason: `${text}: ${reason}`,
    })),
  )
  const rows = [...(await conflictRows(ledger, stale.map(conflictReason))), ...other]
  if (rows.length === 0) return plan
  return {
    ...refuse('conflict', `${name} is stale: ${countText(rows.length, 'conflict')}; nothing was changed`, [
      hintFrom(file.head.command),
    ]),
    rows,
  }
}

function planned({ head, digest, changes }: PlanFile): Plan {
  return planOf(
    changes.map(({ change }) => change),
    {
      evidence: [
        ...head.evidence,
        `planned by ${authorText(head)} at ${timesInUtc.minute(head.at)}: ${head.command} (digest ${digest.slice(0, 16)})`,
      ],
      ...(changes.length === 0 ? { notices: ['the plan contains no changes; nothing was changed'] } : {}),
      warnings: head.warnings.map(hintFrom),
      next: head.next.map(hintFrom),
    },
  )
}
