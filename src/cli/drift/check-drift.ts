import { driftLine, type OutOfSight } from '../../core/drift.ts'
import { fixLines } from '../../core/drift-fix.ts'
import type { DirectoryReadRecord } from '../../ledger/ledger.ts'
import type { CheckOptions } from '../commands/check.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { given } from '../flags.ts'
import { interruptible } from '../interruptible.ts'
import { seenText } from '../list/as-of.ts'
import { limited, writeList } from '../list/flags.ts'
import { visible } from '../output/visible.ts'
import { askForNews } from '../refresh/refresh-first.ts'
import { parseWhen } from '../when.ts'
import { driftColumns } from './columns.ts'
import { type DriftCount, type DriftFinding, findDrift } from './find-drift.ts'

/** Looks for drift and tells it: nothing at all where all was looked at and nothing was found. */
export async function checkDrift(context: Context, options: CheckOptions): Promise<ExitCode> {
  const now = context.parts.now()
  const since = options.since === undefined ? undefined : parseWhen(options.since, now, '--since').from
  const noNews = options.offline ? undefined : await askForNews(context)
  const ledger = await context.ledger()
  const last = await ledger.directory.lastRead()
  const count: DriftCount = { findings: 0, outOfSight: new Map() }
  const wish = { ...given({ since }), pendingDays: options.pendingDays, now: now.toISOString() }
  const found = findDrift(ledger, last ?? null, wish, count)
  await write(context, limited(found, options.limit), options)
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
  if (options.fix) await writeLines(context, found, (each) => scriptLines(context, each))
  else if (context.format === 'table' && options.columns === undefined)
    await writeLines(context, found, ({ drift, since }) => [driftLine(drift, since)])
  else await writeList(context, driftColumns(context), found, options)
}

function scriptLines(context: Context, { drift, since }: DriftFinding): string[] {
  return [...fixLines(drift, since).map((line) => context.typed(line)), '']
}

async function writeLines(
  context: Context,
  found: AsyncIterable<readonly DriftFinding[]>,
  linesOf: (finding: DriftFinding) => readonly string[],
): Promise<void> {
  for await (const page of interruptible(found, context.parts.interrupted)) {
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
  const asOf = last === undefined ? '' : `; as of ${seenText(last)}`
  await context.note(`${findings} ${findings === 1 ? 'finding' : 'findings'}${asOf}`)
  if (!fix) await context.suggest('sfsync check --fix')
}

function unseenTexts({ outOfSight }: DriftCount, last: DirectoryReadRecord | undefined): string[] {
  return [...outOfSight].map(
    ([why, mappings]) =>
      `could not look at ${mappings} mapped ${mappings === 1 ? 'user' : 'users'}: ${reasons[why](last)}`,
  )
}

const reasons: Readonly<Record<OutOfSight, (last: DirectoryReadRecord | undefined) => string>> = {
  'directory-unread': () =>
    'nobody has been read from Salesforce yet; type: sfsync sf-users refresh, or sfsync sf-users import <report.csv>',
  'other-org': (last) =>
    `the directory was read from another org (${last?.origin ?? ''}, ${last?.organizationId ?? ''}) than they were mapped in`,
  'state-untold': (last) => `${last?.origin ?? 'the directory'} does not tell who is active`,
}
