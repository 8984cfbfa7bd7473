import type { ErrorRow } from '../core/errors.ts'
import { SfsyncError } from '../core/errors.ts'
import type { StagedRead } from '../ledger/ledger.ts'
import type { DirectoryReading } from '../salesforce/directory-reader.ts'
import type { Context } from './context.ts'
import { interruptible } from './interruptible.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import { jsonDocument } from './output/json.ts'

/** How a reading is taken into the directory. */
export interface TakeInOptions {
  readonly dryRun: boolean
  readonly replace: boolean
  /** Take the good rows although others cannot be taken. */
  readonly keepGoing: boolean
}

/** What taking a reading in has come to. */
interface Intake {
  readonly source: string
  readonly origin: string
  readonly received: number
  readonly added: number
  readonly repeated: number
  readonly dropped: number
  readonly problems: readonly ErrorRow[]
  readonly notices: readonly string[]
  readonly written: boolean
}

/** Takes a whole reading into the directory or leaves it as it was; rows that cannot be taken are told one by one. */
export async function takeIn(
  context: Context,
  reading: DirectoryReading,
  options: TakeInOptions,
): Promise<ExitCode> {
  const { directory } = await context.ledger()
  const last = await directory.lastRead()
  refuseOtherOrg(context, reading, last?.organizationId ?? null)
  const staged = await directory.stage(
    { ...reading.read, at: context.now() },
    interruptible(reading.pages, context.parts.interrupted),
    options.replace ? 'replace' : 'merge',
  )
  const refusal = await refusalOf(context, reading, staged, options)
  const written = refusal === undefined && !options.dryRun
  await (written ? staged.keep() : staged.discard())
  if (refusal !== undefined) throw refusal
  await tell(context, {
    source: reading.read.source,
    origin: reading.read.origin,
    received: staged.received,
    added: staged.added,
    repeated: staged.repeated,
    dropped: staged.dropped,
    problems: reading.problems,
    notices: reading.notices,
    written,
  })
  return reading.problems.length > 0 ? exitCodes.partial : exitCodes.done
}

// IDs of one org mean nothing in another, so each org has a ledger of its own.
function refuseOtherOrg(context: Context, reading: DirectoryReading, known: string | null): void {
  const { organizationId, origin } = reading.read
  if (known === null || organizationId === null || known === organizationId) return
  throw new SfsyncError(
    'conflict',
    `${origin} is another org (${organizationId}) than the one in this ledger (${known})`,
    {
      actions: [`give each org its own ledger: sfsync --profile <name> ... (now: ${context.profile})`],
    },
  )
}

async function refusalOf(
  context: Context,
  reading: DirectoryReading,
  staged: StagedRead,
  options: TakeInOptions,
): Promise<SfsyncError | undefined> {
  const { problems } = reading
  if (problems.length > 0 && !options.keepGoing) {
    for (const notice of reading.notices) await context.note(notice)
    return new SfsyncError(
      'invalid',
      `${problems.length === 1 ? 'one row' : `${problems.length} rows`} of ${reading.read.origin} cannot be taken; nothing was written`,
      {
        rows: problems,
        actions: [
          'mend these rows and import the file again',
          ...(staged.received > 0
            ? [`or take the other ${staged.received} with --keep-going (exit code 3)`]
            : []),
        ],
      },
    )
  }
  if (staged.received > 0 || !options.replace) return undefined
  const { source, origin } = reading.read
  const message = `${origin} gave no people at all; the directory stays as it was`
  return source === 'report'
    ? new SfsyncError('report-unreadable', message, {
        actions: ['check the filters of the report, or leave out --replace'],
      })
    : new SfsyncError('remote', message, {
        actions: ['check which user signs in, and its permission View All Users'],
      })
}

async function tell(context: Context, intake: Intake): Promise<void> {
  const { source, origin, received, added, repeated, dropped, problems, notices, written } = intake
  if (context.format === 'json' || context.format === 'ndjson') {
    const document = {
      changeSet: null,
      changes: [],
      warnings: notices,
      next: written && received > 0 ? [context.typed('sfsync sf-users list --unmapped')] : [],
      read: { source, origin, received, added, repeated, dropped, written, problems },
    }
    await context.stdout.write(jsonDocument(document, context.format))
    return
  }
  const people = received - repeated
  const parts = [
    `${people} ${people === 1 ? 'person' : 'people'} read from ${origin}`,
    `${added} new`,
    ...(repeated > 0 ? [`${repeated} of ${received} rows repeat an ID (the last one counts)`] : []),
    ...(dropped > 0 ? [`${dropped} dropped`] : []),
    ...(problems.length > 0 ? [`${problems.length} ${problems.length === 1 ? 'row' : 'rows'} left out`] : []),
  ]
  await context.stdout.write(`${parts.join(', ')}\n`)
  for (const notice of notices) await context.note(notice)
  for (const problem of problems.slice(0, 20))
    await context.warn(`${problem.file ?? origin}:${problem.line ?? '?'}: ${problem.reason}`)
  if (!written) await context.note('dry run: nothing was written')
  else if (people > 0) await context.suggest('sfsync sf-users list --unmapped')
}
