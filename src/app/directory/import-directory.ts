import type { SalesforceUser } from '../../core/salesforce-user.ts'
import { type ErrorRow, SfsyncError } from '../../core/errors.ts'
import { countText } from '../../core/text.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import type { DirectoryChange, StagedImport, StagedRead, StageMode } from '../../ledger/ledger.ts'
import type { DirectoryReading } from '../../salesforce/salesforce.ts'
import type { AppContext } from '../context.ts'
import { interruptible } from '../interrupts.ts'
import { missingRights } from '../write.ts'
import { absentError } from './removals.ts'
import { repeatRefusal, sharedUsernameRefusal, someoneElseRefusal } from './someone-else.ts'
import { lostCaseRows, noticing, type SeenUsers } from './wrong-ids.ts'

/** How a read is imported into the directory. */
interface ImportDirectoryOptions {
  readonly dryRun: boolean
  readonly mode: StageMode
  /** Exactly this many users may have left according to a complete read. */
  readonly allowRemovals?: number
  /** How many changed users to name of each kind. */
  readonly named: number
  /** Import the valid rows even if others are not. */
  readonly keepGoing: boolean
  /** Import users although their IDs belonged to someone else. */
  readonly allowMismatch: boolean
}

/** The result of an import or a refresh. */
export interface ImportResult extends DirectoryCounts {
  readonly source: string
  readonly origin: string
  readonly problems: readonly ErrorRow[]
  readonly notices: readonly string[]
  readonly written: boolean
  /** Where an incremental refresh started; null if all users were read. */
  readonly since: string | null
  /** Who changed: of each kind as many as were asked for. */
  readonly users: readonly DirectoryChange[]
  /** The first active users of the directory who are not in it. */
  readonly absentUsers: readonly Pick<SalesforceUser, 'name' | 'email'>[]
}

type DirectoryCounts = Pick<
  StagedRead,
  'number' | 'received' | 'repeated' | 'added' | 'returned' | 'left' | 'changed' | 'dropped' | 'absent'
>

// As many as of each kind of change.
const mostAbsent = 5

/** What a staged read counts, and so many of the users it changes; before it is kept or discarded. */
export function countsOf(
  staged: StagedRead,
  named: number,
): DirectoryCounts & Pick<ImportResult, 'users' | 'absentUsers'> {
  const { number, received, repeated, added, returned, left, changed, dropped, absent } = staged
  const counts = { number, received, repeated, added, returned, left, changed, dropped, absent }
  return { ...counts, users: staged.changes(named), absentUsers: staged.absentUsers(mostAbsent) }
}

/** Imports a whole read into the directory, or leaves it as it was; throws `invalid` with every row that cannot be imported. */
export async function importDirectory(
  context: AppContext,
  reading: DirectoryReading,
  options: ImportDirectoryOptions,
): Promise<ImportResult> {
  const { directory } = await context.ledger()
  const last = await directory.lastRead()
  const { origin, organizationId } = reading.read
  requireSameOrg(context, origin, organizationId, last?.organizationId ?? null)
  const seen: SeenUsers = { added: new Set(), values: new Set() }
  const whole = await directory.stage(
    { ...reading.read, at: context.now() },
    interruptible(noticing(directory, reading, seen), context.dependencies.interrupted),
    options.mode,
  )
  const lost = await lostCaseRows(directory, reading, seen.added)
  const staged =
    lost.length === 0 ? whole : whole.without(lost.map(({ salesforceUserId }) => salesforceUserId))
  const problems = [...reading.problems, ...lost.map(({ row }) => row)].toSorted(
    (left, right) => (left.line ?? 0) - (right.line ?? 0),
  )
  const refusal =
    mismatchOf(origin, staged, seen, lost, options) ??
    (await refusalOf(context, { ...reading, problems }, staged, options))
  const counts = countsOf(staged, options.named)
  const written = refusal === undefined && !options.dryRun
  await (written ? staged.keep() : staged.discard())
  if (refusal !== undefined) throw refusal
  return {
    source: reading.read.source,
    origin: reading.read.origin,
    ...counts,
    problems,
    notices: options.dryRun
      ? [...reading.notices, ...(await missingRights(await context.ledger()))]
      : reading.notices,
    written,
    since: null,
  }
}

function mismatchOf(
  origin: string,
  { identities, repeats, sharedUsernames }: StagedImport,
  { values }: SeenUsers,
  lost: readonly { readonly salesforceUserId: SalesforceUserId }[],
  { allowMismatch }: ImportDirectoryOptions,
): SfsyncError | undefined {
  if (allowMismatch) return undefined
  const ghosts = new Set(lost.map(({ salesforceUserId }) => salesforceUserId))
  return (
    repeatRefusal(origin, repeats, values) ??
    someoneElseRefusal(origin, identities, values) ??
    sharedUsernameRefusal(origin, sharedUsernames, ghosts)
  )
}

/** Throws `conflict` if a source belongs to another org than the ledger: IDs of one org mean nothing in another. */
export function requireSameOrg(
  context: AppContext,
  origin: string,
  organizationId: string | null,
  known: string | null,
): void {
  if (known === null || organizationId === null || known === organizationId) return
  throw new SfsyncError(
    'conflict',
    `${origin} belongs to org ${organizationId}, but this ledger belongs to org ${known}`,
    {
      actions: [
        `use a profile of its own for each org, which has its own ledger (current profile: ${context.profile})`,
      ],
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
      `${countText(problems.length, 'row')} of ${reading.read.origin} cannot be imported; nothing was imported`,
      {
        rows: problems,
        actions: [
          'fix these rows and import the file again',
          ...(staged.received > 0
            ? [`or import the other ${countText(staged.received, 'row')} with --keep-going (exit code 3)`]
            : []),
        ],
      },
    )
  }
  const { source, origin } = reading.read
  if (options.mode === 'complete' && staged.received > 0)
    return absentError(context, { origin, ...staged }, options.allowRemovals)
  if (staged.received > 0 || options.mode === 'merge') return undefined
  return source === 'report'
    ? new SfsyncError('report-unreadable', `${origin} contains no users; the directory was not changed`, {
        actions: [`check the filters of the report, or leave out --${options.mode}`],
      })
    : new SfsyncError('remote', `${origin} returned no users; the directory was not changed`, {
        actions: [checkUser],
      })
}

/** What to do when an org returns no users. */
export const checkUser = 'check which user is signed in; it needs the permission View All Users'
