import { countText } from '../../core/text.ts'
import { defineCommand } from '../command.ts'
import { SfsyncError } from '../../core/errors.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../../app/exit-codes.ts'
import { takeRows, withListFlags, listOptions, type ListOptions, writeList } from '../shared-flags.ts'
import { driftLine } from '../../core/drift.ts'
import { notCheckedReason } from '../../core/explain/steps.ts'
import { commandLine, type Hint, withOptions } from '../../core/hint.ts'
import { driftFix } from '../../core/drift-fix.ts'
import type { DirectoryReadRecord } from '../../ledger/ledger.ts'
import { interruptible } from '../../app/interrupts.ts'
import { lastReadText } from '../../app/directory-age.ts'
import { refreshIfStale } from '../../app/directory/refresh.ts'
import { type DriftCount, type DriftFinding, findDrift } from '../../app/drift.ts'
import { fullName } from '../../core/model.ts'
import { type Column, hidden, idColumn, textColumn, timeColumn } from '../output/columns.ts'
import { visible } from '../../core/visible-text.ts'
import { given, wholeNumber } from '../../core/values.ts'
import { parseWhen } from '../../app/time-span.ts'

export interface CheckOptions extends ListOptions {
  readonly since?: string
  readonly pendingDays: number
  readonly fix: boolean
  readonly offline: boolean
}

export const checkCommand = defineCommand({
  name: 'check',
  description:
    'report what changed since users were mapped; prints nothing if nothing did (exit code 10: something changed, 5: could not check)',
  examples: [
    {
      command: 'sfsync check',
      purpose: 'one line per finding: users who are inactive, renamed, gone or not on a team',
    },
    { command: 'sfsync check --since 7d --json', purpose: 'findings of the last 7 days, for a script' },
    {
      command: 'sfsync check --fix > fix.sh',
      purpose: 'the commands that fix it, to read before you run them',
    },
  ],
  declare: (command) =>
    withListFlags(
      command
        .option(
          '--since <when>',
          'only findings since then (2026-11-01, 7d, 12h); undated ones are always shown',
        )
        .option('--pending-days <number>', 'how many days a user may be pending in SalesScreen', '10')
        .option('--fix', 'print the commands that fix it as a shell script, without running them')
        .option('--offline', 'do not contact Salesforce'),
    ),
  options: (_words, flags): CheckOptions => {
    const { since, fix, offline } = flags
    const pendingDays = wholeNumber(flags.pendingDays)
    if (pendingDays === undefined)
      throw new SfsyncError(
        'usage',
        `--pending-days must be a whole number above 0, not "${flags.pendingDays}"`,
      )
    if (fix === true && flags.columns !== undefined)
      throw new SfsyncError('usage', '--fix cannot be combined with --columns')
    return {
      ...listOptions(flags),
      ...given({ since }),
      pendingDays,
      fix: fix === true,
      offline: offline === true,
    }
  },
  run: runCheck,
})

/** Prints the drift; prints nothing if everything was checked and nothing was found. */
export async function runCheck(options: CheckOptions, context: Context): Promise<ExitCode> {
  const now = context.dependencies.now()
  const since = options.since === undefined ? undefined : parseWhen(options.since, now, '--since').from
  const notRefreshed = options.offline ? undefined : await refreshIfStale(context)
  const ledger = await context.ledger()
  const lastRead = (await ledger.directory.lastRead()) ?? null
  const count: DriftCount = { findings: 0, notChecked: new Map() }
  const query = { ...given({ since }), pendingDays: options.pendingDays, now: now.toISOString() }
  await write(context, takeRows(findDrift(ledger, lastRead, query, count), options.limit), options)
  if (notRefreshed !== undefined) await context.warn(notRefreshed.warning)
  for (const hint of notCheckedHints(count, lastRead)) await context.warn(hint)
  if (count.findings > 0) await noteFindings(context, count, lastRead, options)
  if (notRefreshed !== undefined || count.notChecked.size > 0) return exitCodes.remote
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

/** A finding and its fix as lines of a shell script: one fix as commands, everything else as comments. */
export function fixLines({ drift, since }: DriftFinding, typed: (hint: Hint) => string): string[] {
  const { commands, instead, advice } = driftFix(drift)
  return [
    comment(driftLine(drift, since)),
    ...(advice === null ? [] : [comment(typed(advice))]),
    ...commands.map((command) =>
      // A shell would read its placeholder as a redirection.
      drift.kind === 'no-team' ? comment(`fill in: ${typed(command)}`) : typed({ ...command, isData: true }),
    ),
    ...instead.map((command) => comment(`or: ${typed(command)}`)),
  ]
}

// A line break in a name must not end the comment, or the shell would run the rest of the name.
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

async function noteFindings(
  context: Context,
  { findings }: DriftCount,
  lastRead: DirectoryReadRecord | null,
  { fix }: CheckOptions,
): Promise<void> {
  const asOf = lastRead === null ? '' : `; as of ${lastReadText(lastRead)}`
  await context.note(`${countText(findings, 'finding')}${asOf}`)
  if (!fix) await context.suggest(withOptions(commandLine('check'), { fix: true }))
}

function notCheckedHints({ notChecked }: DriftCount, lastRead: DirectoryReadRecord | null): Hint[] {
  return [...notChecked].map(([why, mappings]) => {
    const users = mappings === 1 ? 'mapped user' : 'mapped users'
    const text = `${mappings} ${users} not checked: ${notCheckedReason(why, lastRead)}`
    return why === 'directory-unread' ? { text, command: commandLine('sf-users refresh') } : text
  })
}

function driftColumns(context: Context): readonly Column<DriftFinding>[] {
  return [
    textColumn('kind', 'Kind', ({ drift }) => drift.kind),
    idColumn('userId', 'User ID', ({ drift }) => drift.facts.user.userId, hidden),
    textColumn('email', 'E-mail', ({ drift }) => drift.facts.user.email),
    idColumn('salesforceUserId', 'Salesforce User ID', ({ drift }) => drift.facts.mapping.salesforceUserId),
    textColumn('name', 'Name', ({ drift }) => fullName(drift.facts.user)),
    textColumn('text', 'Finding', ({ drift }) => driftLine(drift, null)),
    timeColumn('since', 'Since', ({ since }) => since),
    textColumn(
      'fix',
      'Fix',
      ({ drift }) => driftFix(drift).commands.map((command) => context.typed(command)),
      hidden,
    ),
  ]
}
