import { defineCommand } from '../command.ts'
import { SfsyncError } from '../../core/errors.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../../app/exit-codes.ts'
import {
  takeRows,
  type ListFlags,
  withListFlags,
  listOptions,
  type ListOptions,
  writeList,
} from '../shared-flags.ts'
import { driftLine, type NotChecked } from '../../core/drift.ts'
import type { Hint } from '../../core/hint.ts'
import { driftFix } from '../../core/drift-fix.ts'
import type { DirectoryReadRecord } from '../../ledger/ledger.ts'
import { interruptible } from '../../app/interrupts.ts'
import { lastReadText } from '../../app/directory/age.ts'
import { refreshIfStale } from '../../app/directory/refresh.ts'
import { type DriftCount, type DriftFinding, findDrift } from '../../app/drift.ts'
import { fullName } from '../../core/model.ts'
import type { Column } from '../output/columns.ts'
import { visible } from '../../core/visible-text.ts'
import { given, wholeNumber } from '../../core/values.ts'
import { parseWhen } from '../../app/time-span.ts'

export interface CheckOptions extends ListOptions {
  readonly since?: string
  readonly pendingDays: number
  readonly fix: boolean
  readonly offline: boolean
}

interface CheckFlags extends ListFlags {
  readonly since?: string
  readonly pendingDays: string
  readonly fix?: boolean
  readonly offline?: boolean
}

export const checkCommand = defineCommand({
  name: 'check',
  summary: 'report what changed since users were mapped',
  description:
    'report what changed since users were mapped; prints nothing if nothing did (exit code 10: something changed, 5: could not check)',
  examples: [
    { command: 'sfsync check', purpose: 'one line per finding: who is inactive, renamed, gone, on no team' },
    { command: 'sfsync check --since 7d --json', purpose: "this week's, for a script" },
    {
      command: 'sfsync check --fix > mend.sh',
      purpose: 'the commands that mend it, to be read before they run',
    },
  ],
  declare: (command) =>
    withListFlags(
      command
        .option(
          '--since <when>',
          'only what began then or later (2026-11-01, 7d, 12h), and what nobody knows the beginning of',
        )
        .option('--pending-days <number>', 'how long somebody may be pending in SalesScreen', '10')
        .option('--fix', 'print the commands that mend it as a shell script, and run none of them')
        .option('--offline', 'ask no org for news, however old the directory is'),
    ),
  options: (_words, flags) => checkOptions(flags),
  run: runCheck,
})

function checkOptions(flags: CheckFlags): CheckOptions {
  const { since, fix, offline } = flags
  const pendingDays = wholeNumber(flags.pendingDays)
  if (pendingDays === undefined)
    throw new SfsyncError('usage', `--pending-days is a whole number above 0, not "${flags.pendingDays}"`)
  if (fix === true && flags.columns !== undefined)
    throw new SfsyncError('usage', '--fix prints commands, which have no columns')
  return {
    ...listOptions(flags),
    ...given({ since }),
    pendingDays,
    fix: fix === true,
    offline: offline === true,
  }
}

export async function runCheck(options: CheckOptions, context: Context): Promise<ExitCode> {
  return await checkDrift(context, options)
}

/** Looks for drift and tells it: nothing at all where all was looked at and nothing was found. */
export async function checkDrift(context: Context, options: CheckOptions): Promise<ExitCode> {
  const now = context.dependencies.now()
  const since = options.since === undefined ? undefined : parseWhen(options.since, now, '--since').from
  const noNews = options.offline ? undefined : await refreshIfStale(context)
  const ledger = await context.ledger()
  const last = await ledger.directory.lastRead()
  const count: DriftCount = { findings: 0, outOfSight: new Map() }
  const wish = { ...given({ since }), pendingDays: options.pendingDays, now: now.toISOString() }
  const found = findDrift(ledger, last ?? null, wish, count)
  await write(context, takeRows(found, options.limit), options)
  const unseen = [...(noNews === undefined ? [] : [noNews.reason]), ...unseenTexts(count, last)]
  for (const text of unseen) await context.warn(text.replace(/^(?!could not look)/, 'could not look: '))
  if (count.findings > 0) await tellCount(context, count, last, options)
  if (unseen.length > 0) return exitCodes.remote
  return count.findings > 0 ? exitCodes.waiting : exitCodes.done
}

async function write(
  context: Context,
  found: AsyncIterable<readonly DriftFinding[]>,
  options: CheckOptions,
): Promise<void> {
  if (options.fix)
    await writeLines(context, found, (each) => [...fixLines(each, (hint) => context.typed(hint)), ''])
  else if (context.format === 'table' && options.columns === undefined)
    await writeLines(context, found, ({ drift, since }) => [driftLine(drift, since)])
  else await writeList(context, driftColumns(context), found, options)
}

/** A finding and its fix as lines of a shell script: one way as commands, everything else as comments. */
export function fixLines({ drift, since }: DriftFinding, typed: (hint: Hint) => string): string[] {
  const { commands, instead, advice } = driftFix(drift)
  return [
    comment(driftLine(drift, since)),
    ...(advice === null ? [] : [comment(typed(advice))]),
    ...commands.map((command) =>
      // Its placeholder would be a redirection for a shell.
      drift.kind === 'no-team' ? comment(`fill in: ${typed(command)}`) : typed(command),
    ),
    ...instead.map((command) => comment(`or: ${typed(command)}`)),
  ]
}

// A line break in a name must not end the comment: what follows would be run.
function comment(text: string): string {
  return `# ${text.replace(/\s+/g, ' ')}`
}

async function writeLines(
  context: Context,
  found: AsyncIterable<readonly DriftFinding[]>,
  linesOf: (finding: DriftFinding) => readonly string[],
): Promise<void> {
  for await (const page of interruptible(found, context.dependencies.interrupted)) {
    const lines = page.flatMap((finding) => linesOf(finding))
    await context.stdout.write(lines.map((line) => `${visible(line)}\n`).join(''))
  }
}

async function tellCount(
  context: Context,
  { findings }: DriftCount,
  last: DirectoryReadRecord | undefined,
  { fix }: CheckOptions,
): Promise<void> {
  const asOf = last === undefined ? '' : `; as of ${lastReadText(last)}`
  await context.note(`${findings} ${findings === 1 ? 'finding' : 'findings'}${asOf}`)
  if (!fix) await context.suggest('sfsync check --fix')
}

function unseenTexts({ outOfSight }: DriftCount, last: DirectoryReadRecord | undefined): string[] {
  return [...outOfSight].map(
    ([why, mappings]) =>
      `could not look at ${mappings} mapped ${mappings === 1 ? 'user' : 'users'}: ${reasons[why](last)}`,
  )
}

const reasons: Readonly<Record<NotChecked, (last: DirectoryReadRecord | undefined) => string>> = {
  'directory-unread': () =>
    'nobody has been read from Salesforce yet; type: sfsync sf-users refresh, or sfsync sf-users import <report.csv>',
  'other-org': (last) =>
    `the directory was read from another org (${last?.origin ?? ''}, ${last?.organizationId ?? ''}) than they were mapped in`,
  'state-untold': (last) => `${last?.origin ?? 'the directory'} does not tell who is active`,
}

/** What is told of a finding. */
export function driftColumns(context: Context): readonly Column<DriftFinding>[] {
  return [
    { key: 'kind', label: 'Kind', kind: 'text', value: ({ drift }) => drift.kind },
    {
      key: 'userId',
      label: 'User ID',
      kind: 'id',
      hidden: true,
      value: ({ drift }) => drift.facts.user.userId,
    },
    { key: 'email', label: 'E-mail', kind: 'text', value: ({ drift }) => drift.facts.user.email },
    {
      key: 'salesforceUserId',
      label: 'Salesforce User ID',
      kind: 'id',
      value: ({ drift }) => drift.facts.mapping.salesforceUserId,
    },
    { key: 'name', label: 'Name', kind: 'text', value: ({ drift }) => fullName(drift.facts.user) },
    { key: 'text', label: 'What', kind: 'text', value: ({ drift }) => driftLine(drift, null) },
    { key: 'since', label: 'Since', kind: 'time', value: ({ since }) => since },
    {
      key: 'fix',
      label: 'Fix',
      kind: 'text',
      hidden: true,
      value: ({ drift }) => driftFix(drift).commands.map((command) => context.typed(command)),
    },
  ]
}
