import { SfsyncError } from '../../core/errors.ts'
import type { DirectoryReadRecord } from '../../ledger/ledger.ts'
import type { Context } from '../context.ts'
import { liveRequest, readerRequest } from '../live-request.ts'
import { readNews } from './read-news.ts'

// Whoever asks for a list waits for it: news that take longer are not worth that.
const mostSeconds = 10

/** Why a live org told no news, although the directory is old. */
export interface NoNews {
  readonly reason: string
  /** Nobody signed in here, or a refresh waits: whoever asks for a list did not ask for that. */
  readonly isExpected: boolean
}

/** Takes in news before a list is shown. What goes wrong is a warning: the list tells how old it is. */
export async function refreshFirst(context: Context): Promise<void> {
  const failure = await askForNews(context)
  if (failure !== undefined && !failure.isExpected) await context.warn(failure.reason)
}

/**
 * Takes in news where the directory was read from a live org longer ago than the admin allows and somebody is signed in;
 * gives why they could not be had.
 */
export async function askForNews(context: Context): Promise<NoNews | undefined> {
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
  context: Context,
  last: DirectoryReadRecord & { readonly newsFrom: string },
  scope: NonNullable<DirectoryReadRecord['scope']>,
): Promise<NoNews | undefined> {
  const request = await liveRequest(context)
  const timeoutSeconds = Math.min(request.timeoutSeconds, mostSeconds)
  const reader = await context.parts.openReader(
    { ...request, timeoutSeconds, retrySeconds: 1, deadlineSeconds: mostSeconds * 2 },
    readerRequest(context),
  )
  const fits = reader.origin === last.origin
  const news = fits ? await readNews(context, reader, { scope, full: false }, last) : undefined
  if (news === undefined)
    return {
      reason: 'the directory cannot take news; read everybody anew: sfsync sf-users refresh',
      isExpected: false,
    }
  await news.staged.keep()
  return undefined
}

function isOld(context: Context, { at }: DirectoryReadRecord): boolean {
  const minutes = (context.parts.now().getTime() - Date.parse(at)) / 60_000
  return minutes >= Number(context.configuration.settings['refresh-after-minutes'].value)
}
