import { countText } from '../../core/text.ts'
import { checkMarkdown, gatherMarkdown } from './check-markdown.ts'
import { checkColumns, fixCommand, fixLines, lineOf } from './finding-text.ts'
import { defineCommand } from '../command.ts'
import { SfsyncError } from '../../core/errors.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../../app/exit-codes.ts'
import { requireTable, takeRows, withListFlags, listOptions, type ListOptions, writeList } from '../lists.ts'
import { whileRead } from '../lists.ts'
import { listText } from '../output/render.ts'
import { CheckNotice } from '../../app/check-notice.ts'
import { connectionAnswers, type WatchedConnection, watchConnection } from '../../app/connection-user.ts'
import { notCheckedReason } from '../../core/explain/steps.ts'
import { commandLine, type Hint } from '../../core/hint.ts'
import type { DirectoryReadRecord, Ledger } from '../../ledger/ledger.ts'
import { firstStep } from '../../app/first-step.ts'
import { interruptible } from '../../app/interrupts.ts'
import { lastReadHere } from '../../app/directory-age.ts'
import { refreshIfStale } from '../../app/directory/refresh.ts'
import type { DriftCount } from '../../app/drift.ts'
import { allFindings, defaultPendingDays, type Finding } from '../../app/findings.ts'
import { otherChanges, readsSince } from '../../app/recent-changes.ts'
import { visible } from '../../core/visible-text.ts'
import { given, wholeNumber } from '../../core/values.ts'
import { parseWhen, whenForms } from '../../app/time-span.ts'

export interface CheckOptions extends ListOptions {
  readonly since?: string
  readonly pendingDays: number
  readonly fix: boolean
  readonly offline: boolean
  /** A command line for the shell. */
  readonly notify?: string
}

export const checkCommand = defineCommand({
  name: 'check',
  description:
    'report what changed since users were mapped; prints nothing if nothing did (exit code 10: something changed, 5: could not check)',
  examples: [
    {
      command: 'sfsync check',
      purpose:
        'one line per finding: users who are inactive, renamed, gone or not on a team; the user who holds the connection',
    },
    { command: 'sfsync check --since 7d --json', purpose: 'findings of the last 7 days, for a script' },
    {
      command: 'sfsync check --fix > fix.sh',
      purpose: 'the commands that fix it, to read before you run them',
    },
    {
      command: "sfsync check --format markdown --notify 'mail -s sfsync ops@acme.example'",
      purpose: 'a mail when findings appear, change or are gone, and no second one about the same',
    },
  ],
  declare: (command) =>
    withListFlags(
      command
        .option('--since <when>', `only findings since then (${whenForms}); undated ones are always shown`)
        .option(
          '--pending-days <number>',
          'how many days a user may be pending in SalesScreen',
          String(defaultPendingDays),
        )
        .option('--fix', 'print the commands that fix it as a shell script, without running them')
        .option('--offline', 'do not contact Salesforce')
        .option(
          '--notify <command>',
          'run this command in the shell, with the findings as JSON (or Markdown, with --format markdown) on its standard input, when they changed since the last run (exit code 1: it failed, and the next run tries again)',
        ),
    ),
  options: (_words, flags): CheckOptions => {
    const { since, fix, offline, notify } = flags
    const pendingDays = wholeNumber(flags.pendingDays)
    if (pendingDays === undefined)
      throw new SfsyncError(
        'usage',
        `--pending-days must be a whole number above 0, not "${flags.pendingDays}"`,
      )
    if (notify?.trim() === '') throw new SfsyncError('usage', '--notify needs a command')
    if (fix === true && flags.columns !== undefined)
      throw new SfsyncError('usage', '--fix cannot be combined with --columns')
    return {
      ...listOptions(flags),
      ...given({ since, notify }),
      pendingDays,
      fix: fix === true,
      offline: offline === true,
    }
  },
  run: runCheck,
})

/** Prints the drift; prints nothing if everything was checked and nothing was found. */
export async function runCheck(options: CheckOptions, context: Context): Promise<ExitCode> {
  const { notify: command } = options
  if (options.fix) requireTable(context, '--fix', 'leave out --fix: the list has the fix of each finding')
  if (command === undefined) return await check(options, context)
  const notice = await CheckNotice.open<Finding>(context, { ...options, command })
  try {
    return await check(options, context, notice)
  } finally {
    notice.close()
  }
}

async function check(
  options: CheckOptions,
  context: Context,
  notice?: CheckNotice<Finding>,
): Promise<ExitCode> {
  const now = context.dependencies.now()
  const since = options.since === undefined ? undefined : parseWhen(options.since, now, '--since').from
  const notRefreshed = options.offline ? undefined : await refreshIfStale(context)
  const ledger = await context.ledger()
  const lastRead = (await ledger.directory.lastRead()) ?? null
  const count: DriftCount = { findings: 0, notChecked: new Map() }
  const watched = await watchConnection(context, ledger, options.offline)
  const query = {
    ...given({ since }),
    pendingDays: options.pendingDays,
    now: now.toISOString(),
    view: lastRead,
    watched,
  }
  const found = allFindings(context, ledger, query, count)
  const shown = takeRows(notice?.noting(found) ?? found, options.limit)
  const markdown = await (context.format === 'markdown'
    ? gatherMarkdown(context, checkColumns(context), shown, options)
    : write(context, shown, options))
  const connectionReason = await noteConnection(context, watched)
  const warnings: readonly Hint[] = [
    ...(notRefreshed === undefined ? [] : [notRefreshed.warning]),
    // An org that did not answer is in the warning above already.
    ...(connectionReason !== undefined && (notRefreshed === undefined || watched.failure === undefined)
      ? [`could not check the user who holds the connection to SalesScreen: ${connectionReason}`]
      : []),
    ...notCheckedHints(count, lastRead),
  ]
  const first = count.findings > 0 ? undefined : await firstStep(ledger)
  const end = { findings: count.findings, isUnused: first !== undefined, warnings, lastRead }
  if (markdown !== undefined) await context.stdout.write(checkMarkdown(context, markdown, end))
  for (const warning of warnings) await context.warn(warning)
  if (count.findings > 0) await noteFindings(context, count, lastRead, options)
  else await noteNothing(context, first, count)
  if (count.findings > 0 || context.stdout.isTerminal) await noteOthers(context, ledger, since)
  const isComplete =
    notRefreshed === undefined && connectionReason === undefined && count.notChecked.size === 0
  await notice?.send(isComplete, async (findings) =>
    // --limit and --columns are about what is printed.
    context.format === 'markdown'
      ? checkMarkdown(context, await gatherMarkdown(context, checkColumns(context), [findings], {}), end)
      : await listText(checkColumns(context), findings, 'json'),
  )
  if (!isComplete) return exitCodes.remote
  return count.findings > 0 ? exitCodes.waiting : exitCodes.done
}

// Why the user that an admin named could not be checked; the other questions need permissions of their own.
async function noteConnection(context: Context, watched: WatchedConnection): Promise<string | undefined> {
  for (const { about, result, detail } of connectionAnswers(
    watched,
    context.dependencies.now(),
    context.times,
  ))
    if (result === 'unknown') await context.detail(`connection ${about}: ${detail}`)
  const { user, known, failure } = watched
  if (known === 'found' || 'unknownBecause' in user) return undefined
  const { active } = user.known
  return failure?.message ?? ('unknownBecause' in active ? active.unknownBecause : undefined)
}

async function write(
  context: Context,
  found: AsyncIterable<readonly Finding[]>,
  options: CheckOptions,
): Promise<void> {
  if (options.fix)
    await writeLines(context, found, (each) => [...fixLines(each, (hint) => context.typed(hint)), ''])
  else if (context.format === 'table' && options.columns === undefined)
    await writeLines(context, found, (row) => [lineOf(row)])
  else await writeList(context, checkColumns(context), found, { ...options, readsOn: true })
}

async function writeLines(
  context: Context,
  found: AsyncIterable<readonly Finding[]>,
  linesOf: (row: Finding) => readonly string[],
): Promise<void> {
  // The exit code depends on all of them.
  for await (const page of whileRead(context, interruptible(found, context.dependencies.interrupted), true)) {
    const lines = page.flatMap((row) => linesOf(row))
    await context.stdout.write(lines.map((line) => `${visible(line)}\n`).join(''))
  }
}

// Cron sends whatever is printed, so a clean check speaks to a terminal only; one that had nothing to check is not clean.
async function noteNothing(
  context: Context,
  first: Hint | undefined,
  { notChecked }: DriftCount,
): Promise<void> {
  if (first !== undefined) {
    await context.note('no users to check yet')
    await context.suggest(first)
  } else if (context.stdout.isTerminal && notChecked.size === 0) await context.note('no changes found')
}

async function noteFindings(
  context: Context,
  { findings }: DriftCount,
  lastRead: DirectoryReadRecord | null,
  { fix }: CheckOptions,
): Promise<void> {
  const asOf = lastRead === null ? '' : `; as of ${lastReadHere(lastRead)}`
  await context.note(`${countText(findings, 'finding')}${asOf}`)
  if (!fix) await context.suggest(fixCommand)
}

// They change nothing in SalesScreen, so they are not findings.
async function noteOthers(context: Context, { directory }: Ledger, since: string | undefined): Promise<void> {
  const { users, numbers } = await otherChanges(directory, await readsSince(directory, since))
  const [only, ...more] = numbers
  if (only === undefined || users.length === 0) return
  await context.note({
    text: `${countText(users.length, 'other Salesforce user')} changed, which changes nothing in SalesScreen`,
    command: commandLine('sf-users log', ...(more.length === 0 ? [String(only)] : [])),
  })
}

function notCheckedHints({ notChecked }: DriftCount, lastRead: DirectoryReadRecord | null): Hint[] {
  return [...notChecked].map(([why, mappings]) => {
    const users = mappings === 1 ? 'mapped user' : 'mapped users'
    const text = `${mappings} ${users} not checked: ${notCheckedReason(why, lastRead)}`
    return why === 'directory-unread' ? { text, command: commandLine('sf-users refresh') } : text
  })
}
