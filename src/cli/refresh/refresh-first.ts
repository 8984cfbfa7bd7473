import { SfsyncError } from '../../core/errors.ts'
import type { DirectoryReadRecord } from '../../ledger/ledger.ts'
import type { Context } from '../context.ts'
import { liveRequest, readerRequest } from '../live-request.ts'
import { readNews } from './read-news.ts'

// Whoever asks for a list waits for it: news that take longer are not worth that.
const mostSeconds = 10

/**
 * Takes in news before a list is shown, where the directory was read from a live org longer ago than the admin allows
 * and somebody is signed in. What goes wrong is a warning: the list tells how old it is.
 */
export async function refreshFirst(context: Context): Promise<void> {
  const { directory } = await context.ledger()
  const last = await directory.lastRead()
  if (last === undefined || last.newsFrom === null || last.scope === null) return
  if (!isOld(context, last) || (await directory.refreshWaits())) return
  try {
    await takeNewsIn(context, { ...last, newsFrom: last.newsFrom }, last.scope)
  } catch (error) {
    if (!(error instanceof SfsyncError) || error.code === 'interrupted') throw error
    // Whoever never signed in here did not ask for it.
    if (error.code === 'login-needed' && error.rows.length === 0) return
    await context.warn(`could not look for news: ${error.message}`)
  }
}

async function takeNewsIn(
  context: Context,
  last: DirectoryReadRecord & { readonly newsFrom: string },
  scope: NonNullable<DirectoryReadRecord['scope']>,
): Promise<void> {
  const request = await liveRequest(context)
  const timeoutSeconds = Math.min(request.timeoutSeconds, mostSeconds)
  const reader = await context.parts.openReader(
    { ...request, timeoutSeconds, retrySeconds: 1, deadlineSeconds: mostSeconds * 2 },
    readerRequest(context),
  )
  const fits = reader.origin === last.origin
  const news = fits ? await readNews(context, reader, { scope, full: false }, last) : undefined
  if (news !== undefined) await news.staged.keep()
  else await context.warn('the directory cannot take news; read everybody anew: sfsync sf-users refresh')
}

function isOld(context: Context, { at }: DirectoryReadRecord): boolean {
  const minutes = (context.parts.now().getTime() - Date.parse(at)) / 60_000
  return minutes >= Number(context.configuration.settings['refresh-after-minutes'].value)
}
