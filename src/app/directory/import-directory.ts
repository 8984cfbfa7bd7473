import { type ErrorRow, SfsyncError } from '../../core/errors.ts'
import type { StagedRead } from '../../ledger/ledger.ts'
import type { DirectoryReading } from '../../salesforce/salesforce.ts'
import type { AppContext } from '../context.ts'
import { interruptible } from '../interrupts.ts'

/** How a reading is taken into the directory. */
export interface ImportDirectoryOptions {
  readonly dryRun: boolean
  readonly replace: boolean
  /** Take the good rows although others cannot be taken. */
  readonly keepGoing: boolean
}

/** What taking a reading in has come to. */
export interface ImportResult {
  readonly source: string
  readonly origin: string
  readonly received: number
  readonly added: number
  readonly changed: number | null
  readonly repeated: number
  readonly dropped: number
  readonly problems: readonly ErrorRow[]
  readonly notices: readonly string[]
  readonly written: boolean
  /** Since when news were asked for; null of everybody. */
  readonly since: string | null
}

/** Takes a whole reading into the directory or leaves it as it was; rows that cannot be taken are told one by one. */
export async function importDirectory(
  context: AppContext,
  reading: DirectoryReading,
  options: ImportDirectoryOptions,
): Promise<ImportResult> {
  const { directory } = await context.ledger()
  const last = await directory.lastRead()
  const { origin, organizationId } = reading.read
  const otherOrg = refuseOtherOrg(context, origin, organizationId, last?.organizationId ?? null)
  if (otherOrg !== undefined) throw otherOrg
  const staged = await directory.stage(
    { ...reading.read, at: context.now() },
    interruptible(reading.pages, context.dependencies.interrupted),
    options.replace ? 'replace' : 'merge',
  )
  const refusal = await refusalOf(context, reading, staged, options)
  const written = refusal === undefined && !options.dryRun
  await (written ? staged.keep() : staged.discard())
  if (refusal !== undefined) throw refusal
  return {
    source: reading.read.source,
    origin: reading.read.origin,
    received: staged.received,
    added: staged.added,
    changed: staged.changed,
    repeated: staged.repeated,
    dropped: staged.dropped,
    problems: reading.problems,
    notices: reading.notices,
    written,
    since: null,
  }
}

/** IDs of one org mean nothing in another, so each org has a ledger of its own: the failure to throw where it has another's. */
export function refuseOtherOrg(
  context: AppContext,
  origin: string,
  organizationId: string | null,
  known: string | null,
): SfsyncError | undefined {
  if (known === null || organizationId === null || known === organizationId) return undefined
  return new SfsyncError(
    'conflict',
    `${origin} is another org (${organizationId}) than the one in this ledger (${known})`,
    {
      actions: [`give each org its own ledger: sfsync --profile <name> ... (now: ${context.profile})`],
    },
  )
}

async function refusalOf(
  context: AppContext,
  reading: DirectoryReading,
  staged: StagedRead,
  options: ImportDirectoryOptions,
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
