import { SfsyncError } from '../../core/errors.ts'
import { commandLine } from '../../core/hint.ts'
import type { LiveReader, OrgConnection, ReaderOptions, ReadingWay } from '../../salesforce/salesforce.ts'
import type { AppContext } from '../context.ts'
import type { ImportResult } from './import-directory.ts'
import { readAll } from './read-everybody.ts'
import { readDelta, type RefreshResult, type RefreshRequest } from './read-changes.ts'
import type { DirectoryReadRecord } from '../../ledger/ledger.ts'
import type { Configuration } from '../../config/keys.ts'
import { given } from '../../core/values.ts'

const mostNamed = 5

/** How the directory is refreshed. */
export interface RefreshOptions extends RefreshRequest {
  readonly way?: ReadingWay
  readonly dryRun: boolean
}

/** Brings the directory up to date with the live org as a whole, or leaves it as it was, and tells what came of it. */
export async function refreshDirectory(context: AppContext, options: RefreshOptions): Promise<ImportResult> {
  const reader = await context.dependencies.openReader(await liveRequest(context), {
    ...readerRequest(context),
    ...given({ way: options.way }),
  })
  const refreshed = await readDirectory(context, reader, options)
  const { staged, identity } = refreshed
  const problem = refreshed.kind === 'everybody' && staged.received === 0 ? nobody(reader) : undefined
  const written = problem === undefined && !options.dryRun
  await (written ? staged.keep() : staged.discard())
  if (problem !== undefined) throw problem
  return {
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
  }
}

/** Reads news where the directory can take them, else everybody. */
export async function readDirectory(
  context: AppContext,
  reader: LiveReader,
  wish: RefreshRequest,
): Promise<RefreshResult> {
  const { directory } = await context.ledger()
  const last = await directory.lastRead()
  const newsFrom = last?.newsFrom ?? null
  if (last !== undefined && newsFrom !== null && !wish.full && !(await directory.refreshWaits())) {
    const fits = last.scope === wish.scope && last.origin === reader.origin
    const news = fits ? await readDelta(context, reader, wish, { ...last, newsFrom }) : undefined
    if (news !== undefined) return news
    await context.detail('news are not enough: everybody is read anew')
  }
  return await readAll(context, reader, wish)
}

function nobody({ origin }: LiveReader): SfsyncError {
  return new SfsyncError('remote', `${origin} gave no people at all; the directory stays as it was`, {
    actions: ['check which user signs in, and its permission View All Users'],
  })
}

function noticesOf(
  reader: LiveReader,
  { staged, kind, meanwhile, frozenIsKnown }: RefreshResult,
  identity: string,
  { scope }: RefreshRequest,
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
      ? [
          `${identity} cannot read ${hidden.join(', ')}; ${hidden.length === 1 ? 'it is' : 'they are'} empty in this refresh`,
        ]
      : []),
    ...meanwhileText(meanwhile),
    ...(frozenIsKnown ? [] : [`${identity} cannot see which users are frozen (permission "Manage Users")`]),
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

// Whoever asks for a list waits for it: news that take longer are not worth that.
const mostSeconds = 10

/** Why a live org told no news, although the directory is old. */
export interface RefreshFailure {
  readonly reason: string
  /** Nobody signed in here, or a refresh waits: whoever asks for a list did not ask for that. */
  readonly isExpected: boolean
}

/** Takes in news before a list is shown. What goes wrong is a warning: the list tells how old it is. */
export async function refreshBeforeList(context: AppContext): Promise<void> {
  const failure = await refreshIfStale(context)
  if (failure !== undefined && !failure.isExpected) await context.warn(failure.reason)
}

/**
 * Takes in news where the directory was read from a live org longer ago than the admin allows and somebody is signed in;
 * gives why they could not be had.
 */
export async function refreshIfStale(context: AppContext): Promise<RefreshFailure | undefined> {
  const { directory } = await context.ledger()
  const last = await directory.lastRead()
  if (last === undefined || last.newsFrom === null || last.scope === null) return undefined
  if (!isOld(context, last)) return undefined
  if (await directory.refreshWaits())
    return {
      reason: 'a refresh of everybody was interrupted; go on with it: sfsync sf-users refresh',
      isExpected: true,
    }
  try {
    return await takeNewsIn(context, { ...last, newsFrom: last.newsFrom }, last.scope)
  } catch (error) {
    if (!(error instanceof SfsyncError) || error.code === 'interrupted') throw error
    // Whoever never signed in here did not ask for it.
    const isExpected = error.code === 'login-needed' && error.rows.length === 0
    return { reason: `could not look for news: ${error.message}`, isExpected }
  }
}

async function takeNewsIn(
  context: AppContext,
  last: DirectoryReadRecord & { readonly newsFrom: string },
  scope: NonNullable<DirectoryReadRecord['scope']>,
): Promise<RefreshFailure | undefined> {
  const request = await liveRequest(context)
  const timeoutSeconds = Math.min(request.timeoutSeconds, mostSeconds)
  const reader = await context.dependencies.openReader(
    { ...request, timeoutSeconds, retrySeconds: 1, deadlineSeconds: mostSeconds * 2 },
    readerRequest(context),
  )
  const fits = reader.origin === last.origin
  const news = fits ? await readDelta(context, reader, { scope, full: false }, last) : undefined
  if (news === undefined)
    return {
      reason: 'the directory cannot take news; read everybody anew: sfsync sf-users refresh',
      isExpected: false,
    }
  await news.staged.keep()
  return undefined
}

function isOld(context: AppContext, { at }: DirectoryReadRecord): boolean {
  const minutes = (context.dependencies.now().getTime() - Date.parse(at)) / 60_000
  return minutes >= Number(context.configuration.settings['refresh-after-minutes'].value)
}

/** How to reach the live org of the profile; throws `login-needed` where nobody is signed in. */
export async function liveRequest(
  context: AppContext,
  configuration: Configuration = context.configuration,
): Promise<OrgConnection> {
  const { settings } = configuration
  return {
    session: await openSession(context, configuration),
    apiVersion: settings['api-version'].value,
    timeoutSeconds: Number(settings['timeout-seconds'].value),
    retrySeconds: Number(settings['retry-seconds'].value),
    deadlineSeconds: Number(settings['deadline-seconds'].value),
    requestsAtOnce: Number(settings['requests-at-once'].value),
    interrupted: context.dependencies.interrupted,
    onRetry: (told) => {
      // Nobody may listen any more.
      context.note(told).catch(() => undefined)
    },
  }
}

/** From how many people on Salesforce is asked to prepare them. */
export function readerRequest(context: AppContext): ReaderOptions {
  return { bulkFrom: Number(context.configuration.settings['bulk-from'].value) }
}

async function openSession(context: AppContext, configuration: Configuration) {
  try {
    return await context.dependencies.openSession(configuration)
  } catch (error) {
    if (!(error instanceof SfsyncError) || error.code !== 'login-needed') throw error
    throw new SfsyncError('login-needed', `not signed in to Salesforce: ${error.message}`, {
      rows: error.rows,
      actions: [
        ...error.actions,
        {
          text: 'or import an exported report instead',
          command: commandLine('sf-users import', '<report.csv>'),
        },
      ],
    })
  }
}
