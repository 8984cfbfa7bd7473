import { SfsyncError } from '../../core/errors.ts'
import type { DirectoryRefresh } from '../../ledger/ledger.ts'
import type { Identity } from '../../salesforce/identity.ts'
import type { EverybodyReading, LiveReader } from '../../salesforce/live-reader.ts'
import type { Context } from '../context.ts'
import { interruptible } from '../interruptible.ts'
import { refuseOtherOrg } from '../take-in.ts'
import { startProgress } from './progress.ts'
import { type Refreshed, type RefreshWish, withOverlap } from './refreshed.ts'
import { askForWord, settle, type Word } from './settle.ts'

/** Reads everybody into the place of the directory, or goes on where a refresh was interrupted. */
export async function readEverybody(
  context: Context,
  reader: LiveReader,
  wish: RefreshWish,
): Promise<Refreshed> {
  const { identity, refresh, reading } = await begin(context, reader, wish)
  const end = await keptIfInterrupted(context, refresh, reading, async () => {
    const word = await takePages(context, reader, refresh, reading, wish)
    return await settle(context, reader, refresh, wish, word())
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
  context: Context,
  refresh: DirectoryRefresh,
  { way }: EverybodyReading,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const kept = refresh.people()
    // A job that was left may be gone in the org: trying it again and again would never end.
    const isHopeless = way === 'bulk' && refresh.resumed !== undefined && !context.parts.interrupted.aborted
    await (isHopeless ? refresh.forget() : refresh.interrupt())
    if (kept > 0 && !isHopeless)
      await context.note(`what was read so far (${kept} people) is kept: the next refresh goes on`)
    throw error
  }
}

interface Begun {
  readonly identity: Identity
  readonly refresh: DirectoryRefresh
  readonly reading: EverybodyReading
}

async function begin(context: Context, reader: LiveReader, { scope, full }: RefreshWish): Promise<Begun> {
  const { directory } = await context.ledger()
  const here = context.parts.now()
  const open = async (identity: Identity) =>
    await directory.refresh(
      { kind: 'everybody', origin: reader.origin, ...identity, scope },
      reader.timeAt(here),
      full,
    )
  if (full || !(await directory.refreshWaits())) {
    const [identity, reading] = await Promise.all([knownIdentity(context, reader), reader.everybody(scope)])
    return { identity, refresh: await open(identity), reading }
  }
  const identity = await knownIdentity(context, reader)
  const refresh = await open(identity)
  try {
    return { identity, refresh, reading: await reader.everybody(scope, refresh.resumed?.left) }
  } catch (error) {
    await refresh.interrupt()
    throw error
  }
}

// IDs of one org mean nothing in another.
async function knownIdentity(context: Context, reader: LiveReader): Promise<Identity> {
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
  context: Context,
  reader: LiveReader,
  refresh: DirectoryRefresh,
  reading: EverybodyReading,
  wish: RefreshWish,
): Promise<() => Promise<Word>> {
  await tellBeginning(context, refresh, reading, wish)
  const atOnce = Number(context.configuration.settings['requests-at-once'].value)
  const open = new Set(refresh.resumed?.left)
  let word: Promise<Word> | undefined
  const ask = () => {
    word ??= askForWord(context, reader, wish, withOverlap(refresh.startedAt))
    // Whoever awaits it hears of its failure; until then the pages go on.
    word.catch(() => undefined)
    return word
  }
  const progress = startProgress(context, refresh.people(), reading.promised)
  try {
    for await (const { people, done, left } of interruptible(reading.pages, context.parts.interrupted)) {
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
  context: Context,
  refresh: DirectoryRefresh,
  { promised, way }: EverybodyReading,
  { scope }: RefreshWish,
): Promise<void> {
  const before = refresh.resumed?.people ?? 0
  if (before > 0)
    await context.note(`going on where a refresh was interrupted: ${before} people are here already`)
  await context.detail(
    `reading ${promised} users (${scope}) ${way === 'bulk' ? 'as a bulk job (Bulk API 2.0)' : 'page by page (REST API)'}`,
  )
}

function incomplete({ origin }: LiveReader, counted: number, received: number): SfsyncError {
  return new SfsyncError(
    'remote',
    `${origin} counts ${counted} users and gave ${received}: a partial list is an error, never a list; the directory stays as it was`,
    {
      actions: [
        'try again: sfsync sf-users refresh --full',
        'without the API, read an exported report: sfsync sf-users import <report.csv>',
      ],
    },
  )
}
