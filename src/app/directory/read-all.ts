import { SfsyncError } from '../../core/errors.ts'
import { commandLine, withOptions } from '../../core/hint.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import { countText, numberText } from '../../core/text.ts'
import type { Directory, DirectoryLog, DirectoryRefresh } from '../../ledger/ledger.ts'
import type { DirectoryDelta, FullReading, Identity, LiveReader } from '../../salesforce/salesforce.ts'
import type { AppContext } from '../context.ts'
import { interruptible } from '../interrupts.ts'
import { requireSameOrg } from './import-directory.ts'
import { mergePage, type RefreshRequest, type RefreshResult, withOverlap } from './read-delta.ts'

/** Reads all users, or resumes an interrupted full refresh. */
export async function readAllUsers(
  context: AppContext,
  directory: Directory,
  reader: LiveReader,
  request: RefreshRequest,
): Promise<RefreshResult> {
  const { identity, refresh, reading } = await begin(context, directory, reader, request)
  const mayViewAll = reader.viewAllUsers()
  // A failure is thrown where the answer is awaited; until then the pages go on.
  mayViewAll.catch(() => undefined)
  const { deltaFrom, total, changedDuringRead, frozenKnown, viewAllUsers } = await keptOnFailure(
    context,
    refresh,
    reading,
    async () => {
      const askForDelta = await readPages(context, reader, refresh, reading, request)
      const complete = await checkCompleteness(context, reader, refresh, request, askForDelta())
      return { ...complete, viewAllUsers: await mayViewAll }
    },
  )
  const received = refresh.count()
  if (received !== total) {
    await refresh.abandon()
    throw incomplete(reader, total, received)
  }
  const staged = await refresh.finish({ at: context.now(), deltaFrom })
  return { staged, kind: 'full', identity, since: null, changedDuringRead, frozenKnown, viewAllUsers }
}

async function keptOnFailure<Result>(
  context: AppContext,
  refresh: DirectoryRefresh,
  { way }: FullReading,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const kept = refresh.count()
    // The bulk job of an interrupted refresh may no longer exist in the org: resuming it would fail forever.
    const isHopeless =
      way === 'bulk' && refresh.resumed !== undefined && !context.dependencies.interrupted.aborted
    await (isHopeless ? refresh.abandon() : refresh.interrupt())
    if (kept > 0 && !isHopeless)
      await context.note(
        `kept what was read so far (${countText(kept, 'user')}); the next refresh resumes there`,
      )
    throw error
  }
}

interface Begun {
  readonly identity: Identity
  readonly refresh: DirectoryRefresh
  readonly reading: FullReading
}

async function begin(
  context: AppContext,
  directory: Directory,
  reader: LiveReader,
  { scope, full }: RefreshRequest,
): Promise<Begun> {
  const startedAt = context.dependencies.now()
  const open = async (identity: Identity) =>
    await directory.beginRefresh(
      { kind: 'full', origin: reader.origin, ...identity, scope },
      reader.timeAt(startedAt),
      full,
    )
  if (full || !(await directory.hasInterruptedRefresh())) {
    const [identity, reading] = await Promise.all([
      checkedIdentity(context, directory, reader),
      reader.readAll(scope),
    ])
    return { identity, refresh: await open(identity), reading }
  }
  const identity = await checkedIdentity(context, directory, reader)
  const refresh = await open(identity)
  try {
    return { identity, refresh, reading: await reader.readAll(scope, refresh.resumed?.remaining) }
  } catch (error) {
    await refresh.interrupt()
    throw error
  }
}

// IDs of one org mean nothing in another.
async function checkedIdentity(
  context: AppContext,
  directory: DirectoryLog,
  reader: LiveReader,
): Promise<Identity> {
  const identity = await reader.identity()
  const known = (await directory.lastRead())?.organizationId ?? null
  requireSameOrg(context, reader.origin, identity.organizationId, known)
  return identity
}

// Returns the first request for a delta, which is sent as soon as fewer pieces are left than requests may run at once.
async function readPages(
  context: AppContext,
  reader: LiveReader,
  refresh: DirectoryRefresh,
  reading: FullReading,
  request: RefreshRequest,
): Promise<() => Promise<OrgDelta>> {
  await noteStart(context, refresh, reading, request)
  const requestsAtOnce = Number(context.configuration.settings['requests-at-once'].value)
  const open = new Set(refresh.resumed?.remaining)
  let first: Promise<OrgDelta> | undefined
  const askForDelta = () => {
    first ??= readOrgDelta(context, reader, request, withOverlap(refresh.startedAt))
    // A failure is thrown where the delta is awaited; until then the pages go on.
    first.catch(() => undefined)
    return first
  }
  const progress = context.startProgress(refresh.count(), reading.total)
  try {
    for await (const { users, piece, remaining } of interruptible(
      reading.pages,
      context.dependencies.interrupted,
    )) {
      open.delete(piece)
      for (const each of remaining) open.add(each)
      if (open.size < requestsAtOnce) void askForDelta()
      refresh.add(users, piece, remaining)
      await progress.read(users.length)
    }
  } finally {
    await progress.end()
  }
  return askForDelta
}

async function noteStart(
  context: AppContext,
  refresh: DirectoryRefresh,
  { total, way }: FullReading,
  { scope }: RefreshRequest,
): Promise<void> {
  const before = refresh.resumed?.users ?? 0
  if (before > 0)
    await context.note(`resuming the interrupted refresh: ${countText(before, 'user')} already read`)
  const how = way === 'bulk' ? 'with a bulk job (Bulk API 2.0)' : 'page by page (REST API)'
  await context.detail(`reading ${countText(total, 'user')} (scope: ${scope}) ${how}`)
}

function incomplete({ origin }: LiveReader, total: number, received: number): SfsyncError {
  return new SfsyncError(
    'remote',
    `${origin} reported ${countText(total, 'user')} but returned ${numberText(received)}; nothing saved`,
    {
      actions: [
        { text: 'try again', command: withOptions(commandLine('sf-users refresh'), { full: true }) },
        {
          text: 'without the API, import an exported report',
          command: commandLine('sf-users import', '<report.csv>'),
        },
      ],
    },
  )
}

interface Completeness {
  /** Where the next incremental refresh starts, by the org's clock. */
  readonly deltaFrom: string
  /** How many users the org reports now. */
  readonly total: number
  readonly changedDuringRead: readonly SalesforceUserId[]
  readonly frozenKnown: boolean
}

/** What changed in the org since a read began. */
interface OrgDelta {
  /** When it was requested, by this machine's clock. */
  readonly requestedAt: Date
  readonly delta: DirectoryDelta
  readonly total: number
  readonly frozen: readonly SalesforceUserId[] | null
}

async function readOrgDelta(
  context: AppContext,
  reader: LiveReader,
  { scope }: RefreshRequest,
  since: string,
): Promise<OrgDelta> {
  const requestedAt = context.dependencies.now()
  const [delta, total, frozen] = await Promise.all([
    reader.changedSince(since),
    reader.count(scope),
    reader.frozen(),
  ])
  return { requestedAt, delta, total, frozen }
}

const maxRounds = 4

// Merges the users that changed during the read until the org reports as many users as were read. The first delta may
// have been requested before the last pages arrived: what changed after it is in the next delta.
async function checkCompleteness(
  context: AppContext,
  reader: LiveReader,
  refresh: DirectoryRefresh,
  request: RefreshRequest,
  first: Promise<OrgDelta>,
): Promise<Completeness> {
  const changed = new Set<SalesforceUserId>()
  let current = await first
  for (let round = 1; ; round += 1) {
    const { requestedAt, delta, total, frozen } = current
    for await (const page of interruptible(delta.pages, context.dependencies.interrupted))
      for (const id of mergePage(refresh, page, request.scope)) changed.add(id)
    if (frozen !== null) refresh.setFrozen(frozen)
    const deltaFrom = reader.timeAt(requestedAt)
    if (refresh.count() === total || round === maxRounds)
      return { deltaFrom, total, changedDuringRead: [...changed], frozenKnown: frozen !== null }
    current = await readOrgDelta(context, reader, request, withOverlap(deltaFrom))
  }
}
