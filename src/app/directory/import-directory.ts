import { type ErrorRow, SfsyncError } from '../../core/errors.ts'
import { countText } from '../../core/text.ts'
import { lostCaseOf } from '../../core/lost-case.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import { lostLetterCase } from '../../core/user-key.ts'
import type { DirectoryLookup, StagedRead } from '../../ledger/ledger.ts'
import type { DirectoryReading } from '../../salesforce/salesforce.ts'
import type { AppContext } from '../context.ts'
import { interruptible } from '../interrupts.ts'

/** How a read is imported into the directory. */
interface ImportDirectoryOptions {
  readonly dryRun: boolean
  readonly replace: boolean
  /** Import the valid rows even if others are not. */
  readonly keepGoing: boolean
}

/** The result of an import or a refresh. */
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
  /** Where an incremental refresh started; null if all users were read. */
  readonly since: string | null
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
  const added = new Set<SalesforceUserId>()
  const whole = await directory.stage(
    { ...reading.read, at: context.now() },
    interruptible(notingUnconfirmed(directory, reading, added), context.dependencies.interrupted),
    options.replace ? 'replace' : 'merge',
  )
  const lost = await lostCaseRows(directory, reading, added)
  const staged =
    lost.length === 0 ? whole : whole.without(lost.map(({ salesforceUserId }) => salesforceUserId))
  const problems = [...reading.problems, ...lost.map(({ row }) => row)].toSorted(
    (left, right) => (left.line ?? 0) - (right.line ?? 0),
  )
  const refusal = await refusalOf(context, { ...reading, problems }, staged, options)
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
    problems,
    notices: reading.notices,
    written,
    since: null,
  }
}

// Those that the directory does not know yet: an ID that it knows is no mistake of this file.
async function* notingUnconfirmed(
  directory: DirectoryLookup,
  { pages, unconfirmed }: DirectoryReading,
  added: Set<SalesforceUserId>,
): AsyncGenerator<readonly SalesforceUser[]> {
  for await (const page of pages) {
    const ids = page.flatMap(({ salesforceUserId: id }) => (unconfirmed?.has(id) === true ? [id] : []))
    if (ids.length > 0) {
      const known = new Set(
        (await directory.findAll({ salesforceUserIds: ids })).map(({ salesforceUserId }) => salesforceUserId),
      )
      for (const id of ids) if (!known.has(id)) added.add(id)
    }
    yield page
  }
}

/** The added users whose ID is that of another user without its letter case: ghosts, who would be mapped in their place. */
async function lostCaseRows(
  directory: DirectoryLookup,
  { unconfirmed }: DirectoryReading,
  added: ReadonlySet<SalesforceUserId>,
): Promise<{ readonly salesforceUserId: SalesforceUserId; readonly row: ErrorRow }[]> {
  if (added.size === 0) return []
  const found = await directory.findAll({ anyCaseIds: [...added] })
  const byLetters = Map.groupBy(found, ({ salesforceUserId: id }) => lettersOf(id))
  const twins = new Map<SalesforceUserId, readonly SalesforceUser[]>()
  for (const id of added) {
    const sameLetters = byLetters.get(lettersOf(id)) ?? []
    const known = sameLetters.find(({ salesforceUserId }) => salesforceUserId === id) ?? null
    const lost = lostCaseOf(id, known, sameLetters)
    if (lost.length > 0) twins.set(id, lost)
  }
  const cases = new Set([...twins.keys()].map(caseOf))
  return [...added].flatMap((salesforceUserId) => {
    if (!cases.has(caseOf(salesforceUserId))) return []
    const place = unconfirmed?.get(salesforceUserId)
    const value = place?.value ?? salesforceUserId
    const own = twins.get(salesforceUserId)
    const why = own === undefined ? doubtfulCase(value) : lostLetterCase(value, own)
    return [{ salesforceUserId, row: { ...place, ...why } }]
  })
}

function doubtfulCase(value: string): Required<Pick<ErrorRow, 'reason' | 'action'>> {
  return {
    reason: `"${value}" may have lost its letter case, as other rows of the file have`,
    action: 'use the file as Salesforce wrote it, or 18-character IDs',
  }
}

function lettersOf(id: SalesforceUserId): string {
  return id.slice(0, 15).toLowerCase()
}

function caseOf(id: SalesforceUserId): 'upper' | 'lower' {
  return /[a-z]/.test(id.slice(0, 15)) ? 'lower' : 'upper'
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
  if (staged.received > 0 || !options.replace) return undefined
  const { source, origin } = reading.read
  return source === 'report'
    ? new SfsyncError('report-unreadable', `${origin} contains no users; the directory was not changed`, {
        actions: ['check the filters of the report, or leave out --replace'],
      })
    : new SfsyncError('remote', `${origin} returned no users; the directory was not changed`, {
        actions: [checkUser],
      })
}

/** What to do when an org returns no users. */
export const checkUser = 'check which user is signed in; it needs the permission View All Users'
