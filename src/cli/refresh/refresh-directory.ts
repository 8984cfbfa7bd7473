import { SfsyncError } from '../../core/errors.ts'
import type { LiveReader, ReadingWay } from '../../salesforce/live-reader.ts'
import type { Context } from '../context.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { given } from '../flags.ts'
import { liveRequest, readerRequest } from '../live-request.ts'
import { tellIntake } from '../take-in.ts'
import { readEverybody } from './read-everybody.ts'
import { readNews } from './read-news.ts'
import type { Refreshed, RefreshWish } from './refreshed.ts'

const mostNamed = 5

/** How the directory is refreshed. */
export interface RefreshOptions extends RefreshWish {
  readonly way?: ReadingWay
  readonly dryRun: boolean
}

/** Brings the directory up to date with the live org as a whole, or leaves it as it was, and tells what came of it. */
export async function refreshDirectory(context: Context, options: RefreshOptions): Promise<ExitCode> {
  const reader = await context.parts.openReader(await liveRequest(context), {
    ...readerRequest(context),
    ...given({ way: options.way }),
  })
  const refreshed = await read(context, reader, options)
  const { staged, identity } = refreshed
  const problem = refreshed.kind === 'everybody' && staged.received === 0 ? nobody(reader) : undefined
  const written = problem === undefined && !options.dryRun
  await (written ? staged.keep() : staged.discard())
  if (problem !== undefined) throw problem
  await tellIntake(context, {
    source: 'live',
    origin: reader.origin,
    received: staged.received,
    added: staged.added,
    changed: staged.changed,
    repeated: staged.repeated,
    dropped: staged.dropped,
    problems: [],
    notices: noticesOf(reader, refreshed, identity.identity, options),
    written,
    since: refreshed.since,
  })
  return exitCodes.done
}

/** Reads news where the directory can take them, else everybody. */
export async function read(context: Context, reader: LiveReader, wish: RefreshWish): Promise<Refreshed> {
  const { directory } = await context.ledger()
  const last = await directory.lastRead()
  const newsFrom = last?.newsFrom ?? null
  if (last !== undefined && newsFrom !== null && !wish.full && !(await directory.refreshWaits())) {
    const fits = last.scope === wish.scope && last.origin === reader.origin
    const news = fits ? await readNews(context, reader, wish, { ...last, newsFrom }) : undefined
    if (news !== undefined) return news
    await context.detail('news are not enough: everybody is read anew')
  }
  return await readEverybody(context, reader, wish)
}

function nobody({ origin }: LiveReader): SfsyncError {
  return new SfsyncError('remote', `${origin} gave no people at all; the directory stays as it was`, {
    actions: ['check which user signs in, and its permission View All Users'],
  })
}

function noticesOf(
  reader: LiveReader,
  { staged, kind, meanwhile, frozenIsKnown }: Refreshed,
  identity: string,
  { scope }: RefreshWish,
): string[] {
  const hidden = reader.hiddenFields()
  const of =
    scope === 'everyone'
      ? 'users of any type'
      : scope === 'people'
        ? 'users of type Standard'
        : 'people, external ones included'
  return [
    ...(hidden.length > 0
      ? [`${identity} may not see ${hidden.join(', ')}; of nobody in this reading is it known`]
      : []),
    ...meanwhileText(meanwhile),
    ...(frozenIsKnown ? [] : [`${identity} may not see who is frozen (permission "Manage Users")`]),
    ...(kind === 'everybody'
      ? [
          // Where sharing is private Salesforce leaves people out without a word.
          `${identity} sees ${staged.received} ${of}; if the org shares users privately there are more, visible with the permission "View All Users"`,
        ]
      : []),
  ]
}

function meanwhileText(ids: readonly string[]): string[] {
  if (ids.length === 0) return []
  const named = ids.slice(0, mostNamed).join(', ') + (ids.length > mostNamed ? ', ...' : '')
  return [
    `${ids.length} ${ids.length === 1 ? 'person' : 'people'} changed while everybody was read, and ${ids.length === 1 ? 'is' : 'are'} kept as of now: ${named}`,
  ]
}
