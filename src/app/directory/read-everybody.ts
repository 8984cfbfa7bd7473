import { SfsyncError } from '../../core/errors.ts'
import { commandLine } from '../../core/hint.ts'
import type { DirectoryRefresh } from '../../ledger/ledger.ts'
import type { FullReading, Identity, LiveReader, DirectoryDelta } from '../../salesforce/salesforce.ts'
import type { AppContext } from '../context.ts'
import { interruptible } from '../interrupts.ts'
import { type RefreshResult, type RefreshRequest, mergeDelta, withOverlap } from './read-changes.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import { refuseOtherOrg } from './import-directory.ts'

/** Reads everybody into the place of the directory, or goes on where a refresh was interrupted. */
export async function readAll(
  context: AppContext,
  reader: LiveReader,
  wish: RefreshRequest,
): Promise<RefreshResult> {
  const { identity, refresh, reading } = await begin(context, reader, wish)
  const end = await keptIfInterrupted(context, refresh, reading, async () => {
    const word = await takePages(context, reader, refresh, reading, wish)
    return await checkCompleteness(context, reader, refresh, wish, word())
  })
  const received = refresh.people()
  if (received !== end.counted) {
    await refresh.forget()
    throw incomplete(reader, end.counted, received)
  }
  const staged = await refresh.finish({ at: context.now(), newsFrom: end.newsFrom })
  const { meanwhile, frozenIsKnown } = end
  return { staged, kind: 'everybody', identity, since: null, meanwhile, frozenIsKnown }
}

async function keptIfInterrupted<Result>(
  context: AppContext,
  refresh: DirectoryRefresh,
  { way }: FullReading,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const kept = refresh.people()
    // A job that was left may be gone in the org: trying it again and again would never end.
    const isHopeless =
      way === 'bulk' && refresh.resumed !== undefined && !context.dependencies.interrupted.aborted
    await (isHopeless ? refresh.forget() : refresh.interrupt())
    if (kept > 0 && !isHopeless)
      await context.note(`what was read so far (${kept} people) is kept: the next refresh goes on`)
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
  reader: LiveReader,
  { scope, full }: RefreshRequest,
): Promise<Begun> {
  const { directory } = await context.ledger()
  const here = context.dependencies.now()
  const open = async (identity: Identity) =>
    await directory.refresh(
      { kind: 'everybody', origin: reader.origin, ...identity, scope },
      reader.timeAt(here),
      full,
    )
  if (full || !(await directory.refreshWaits())) {
    const [identity, reading] = await Promise.all([knownIdentity(context, reader), reader.readAll(scope)])
    return { identity, refresh: await open(identity), reading }
  }
  const identity = await knownIdentity(context, reader)
  const refresh = await open(identity)
  try {
    return { identity, refresh, reading: await reader.readAll(scope, refresh.resumed?.left) }
  } catch (error) {
    await refresh.interrupt()
    throw error
  }
}

// IDs of one org mean nothing in another.
async function knownIdentity(context: AppContext, reader: LiveReader): Promise<Identity> {
  const identity = await reader.identity()
  const last = await (await context.ledger()).directory.lastRead()
  const otherOrg = refuseOtherOrg(
    context,
    reader.origin,
    identity.organizationId,
    last?.organizationId ?? null,
  )
  if (otherOrg !== undefined) throw otherOrg
  return identity
}

// Gives what asks the org for its word; when no page waits to be asked for any more it has been asked already.
async function takePages(
  context: AppContext,
  reader: LiveReader,
  refresh: DirectoryRefresh,
  reading: FullReading,
  wish: RefreshRequest,
): Promise<() => Promise<OrgDelta>> {
  await tellBeginning(context, refresh, reading, wish)
  const atOnce = Number(context.configuration.settings['requests-at-once'].value)
  const open = new Set(refresh.resumed?.left)
  let word: Promise<OrgDelta> | undefined
  const ask = () => {
    word ??= askForDelta(context, reader, wish, withOverlap(refresh.startedAt))
    // Whoever awaits it hears of its failure; until then the pages go on.
    word.catch(() => undefined)
    return word
  }
  const progress = context.startProgress(refresh.people(), reading.total)
  try {
    for await (const { users: people, piece: done, remaining: left } of interruptible(
      reading.pages,
      context.dependencies.interrupted,
    )) {
      open.delete(done)
      for (const piece of left) open.add(piece)
      if (open.size < atOnce) void ask()
      refresh.add(people, done, left)
      await progress.read(people.length)
    }
  } finally {
    await progress.end()
  }
  return ask
}

async function tellBeginning(
  context: AppContext,
  refresh: DirectoryRefresh,
  { total, way }: FullReading,
  { scope }: RefreshRequest,
): Promise<void> {
  const before = refresh.resumed?.people ?? 0
  if (before > 0)
    await context.note(`going on where a refresh was interrupted: ${before} people are here already`)
  await context.detail(
    `reading ${total} users (${scope}) ${way === 'bulk' ? 'as a bulk job (Bulk API 2.0)' : 'page by page (REST API)'}`,
  )
}

function incomplete({ origin }: LiveReader, counted: number, received: number): SfsyncError {
  return new SfsyncError(
    'remote',
    `${origin} reported ${counted.toLocaleString('en-US')} users but returned ${received.toLocaleString('en-US')}; the directory was not changed`,
    {
      actions: [
        { text: 'try again', command: commandLine('sf-users refresh', '--full') },
        {
          text: 'without the API, import an exported report',
          command: commandLine('sf-users import', '<report.csv>'),
        },
      ],
    },
  )
}

const mostRounds = 4

/** What a reading of everybody has come to at its end. */
export interface CompletenessResult {
  /** From when on the next refresh must ask for news, by the org's clock. */
  readonly newsFrom: string
  /** How many people the org counts now. */
  readonly counted: number
  /** Whom the pages told otherwise or not at all. */
  readonly meanwhile: readonly SalesforceUserId[]
  readonly frozenIsKnown: boolean
}

/** What the org says of the time since a reading began. */
export interface OrgDelta {
  /** When it was asked, by this machine's clock. */
  readonly here: Date
  readonly news: DirectoryDelta
  readonly counted: number
  readonly frozen: readonly SalesforceUserId[] | null
}

/** Asks who changed since a time, how many people there are, and who is frozen. */
export async function askForDelta(
  context: AppContext,
  reader: LiveReader,
  { scope }: RefreshRequest,
  since: string,
): Promise<OrgDelta> {
  const here = context.dependencies.now()
  const [news, counted, frozen] = await Promise.all([
    reader.changedSince(since),
    reader.count(scope),
    reader.frozen(),
  ])
  return { here, news, counted, frozen }
}

/**
 * Takes in who changed while the pages came, and asks again until the org counts as many people as are here, four times
 * at most. The first word may have been asked for while the last pages came: whoever changed afterwards is in the next news.
 */
export async function checkCompleteness(
  context: AppContext,
  reader: LiveReader,
  refresh: DirectoryRefresh,
  wish: RefreshRequest,
  first: Promise<OrgDelta>,
): Promise<CompletenessResult> {
  const meanwhile = new Set<SalesforceUserId>()
  let word = await first
  for (let round = 1; ; round += 1) {
    const { news, counted, frozen } = word
    for await (const page of interruptible(news.pages, context.dependencies.interrupted))
      for (const id of mergeDelta(refresh, page, wish.scope)) meanwhile.add(id)
    if (frozen !== null) refresh.frozen(frozen)
    const newsFrom = reader.timeAt(word.here)
    if (refresh.people() === counted || round === mostRounds)
      return { newsFrom, counted, meanwhile: [...meanwhile], frozenIsKnown: frozen !== null }
    word = await askForDelta(context, reader, wish, withOverlap(newsFrom))
  }
}
