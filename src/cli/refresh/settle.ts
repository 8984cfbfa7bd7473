import type { DirectoryRefresh } from '../../ledger/ledger.ts'
import type { LiveReader } from '../../salesforce/live-reader.ts'
import type { Context } from '../context.ts'
import { interruptible } from '../interruptible.ts'
import { takeNews } from './read-news.ts'
import { type RefreshWish, withOverlap } from './refreshed.ts'

const mostRounds = 4

/** What a reading of everybody has come to at its end. */
export interface Settled {
  /** From when on the next refresh must ask for news, by the org's clock. */
  readonly newsFrom: string
  /** How many people the org counts now. */
  readonly counted: number
  /** How many people the pages told otherwise or not at all. */
  readonly meanwhile: number
  readonly frozenIsKnown: boolean
}

/**
 * Asks, when all pages are there, who changed while they came and who is frozen, and counts again: until the org counts as
 * many people as are here, or four times.
 */
export async function settle(
  context: Context,
  reader: LiveReader,
  refresh: DirectoryRefresh,
  { scope }: RefreshWish,
): Promise<Settled> {
  const asked = reader.frozen()
  let meanwhile = 0
  let since = withOverlap(refresh.startedAt)
  for (let round = 1; ; round += 1) {
    const here = context.parts.now()
    // The frozen ones are asked for once, but not after the others: that would be another wait.
    const [news, counted, frozen] = await Promise.all([reader.news(since), reader.count(scope), asked])
    for await (const page of interruptible(news.pages, context.parts.interrupted))
      meanwhile += takeNews(refresh, page, scope)
    if (frozen !== null) refresh.frozen(frozen)
    const newsFrom = reader.timeAt(here)
    if (refresh.people() === counted || round === mostRounds)
      return { newsFrom, counted, meanwhile, frozenIsKnown: frozen !== null }
    since = withOverlap(newsFrom)
  }
}
