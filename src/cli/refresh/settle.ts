import type { DirectoryRefresh } from '../../ledger/ledger.ts'
import type { SalesforceUserId } from '../../core/salesforce-id.ts'
import type { LiveReader, News } from '../../salesforce/live-reader.ts'
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
  /** Whom the pages told otherwise or not at all. */
  readonly meanwhile: readonly SalesforceUserId[]
  readonly frozenIsKnown: boolean
}

/** What the org says of the time since a reading began. */
export interface Word {
  /** When it was asked, by this machine's clock. */
  readonly here: Date
  readonly news: News
  readonly counted: number
  readonly frozen: readonly SalesforceUserId[] | null
}

/** Asks who changed since a time, how many people there are, and who is frozen. */
export async function askForWord(
  context: Context,
  reader: LiveReader,
  { scope }: RefreshWish,
  since: string,
): Promise<Word> {
  const here = context.parts.now()
  const [news, counted, frozen] = await Promise.all([
    reader.news(since),
    reader.count(scope),
    reader.frozen(),
  ])
  return { here, news, counted, frozen }
}

/**
 * Takes in who changed while the pages came, and asks again until the org counts as many people as are here, four times
 * at most. The first word may have been asked for while the last pages came: whoever changed afterwards is in the next news.
 */
export async function settle(
  context: Context,
  reader: LiveReader,
  refresh: DirectoryRefresh,
  wish: RefreshWish,
  first: Promise<Word>,
): Promise<Settled> {
  const meanwhile = new Set<SalesforceUserId>()
  let word = await first
  for (let round = 1; ; round += 1) {
    const { news, counted, frozen } = word
    for await (const page of interruptible(news.pages, context.parts.interrupted))
      for (const id of takeNews(refresh, page, wish.scope)) meanwhile.add(id)
    if (frozen !== null) refresh.frozen(frozen)
    const newsFrom = reader.timeAt(word.here)
    if (refresh.people() === counted || round === mostRounds)
      return { newsFrom, counted, meanwhile: [...meanwhile], frozenIsKnown: frozen !== null }
    word = await askForWord(context, reader, wish, withOverlap(newsFrom))
  }
}
