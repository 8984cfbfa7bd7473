import { describe, expect, test } from 'vitest'
import type { Format } from '../../../src/cli/output/columns.ts'
import { textFormats } from './text-formats.ts'
import { renderList } from '../../../src/cli/output/render.ts'
import { paper } from '../../support/surface.ts'
import { aPerson, columns, type Person } from './columns-of-people.ts'
import type { Surface } from '../../../src/cli/output/paint.ts'

const people = 200_000
const mark = /#\d+/g

interface Held {
  /** The most rows that were taken and not yet written when the next page was asked for, or within it. */
  readonly most: number
  readonly written: number
  /** Whether a page was asked for, or a text given, while another text was still on its way. */
  readonly hurried: boolean
}

/** Writes the list, page by page, to a surface that takes its time. */
async function held(format: Format, pageSize: number, terminal?: number): Promise<Held> {
  const counts = { taken: 0, written: 0, most: 0 }
  let busy = false
  let hurried = false
  const pages = async function* (): AsyncGenerator<readonly Person[]> {
    for (let from = 0; from < people; from += pageSize) {
      hurried ||= busy
      counts.taken += pageSize
      counts.most = Math.max(counts.most, counts.taken - counts.written)
      yield await Promise.resolve(
        Array.from({ length: pageSize }, (_, at) => aPerson('Ada', { id: `#${from + at}` })),
      )
    }
  }
  const { surface } = await paper(terminal)
  const slow: Surface = {
    ...surface,
    write: async (piece) => {
      hurried ||= busy
      busy = true
      await new Promise((resolve) => setImmediate(resolve))
      busy = false
      counts.written += String(piece).match(mark)?.length ?? 0
    },
  }
  const shown = columns.filter(({ key }) => key === 'personId' || key === 'name')
  await renderList(shown, pages(), format, slow)
  return { most: counts.most, written: counts.written, hurried }
}

// Markdown is cut to what has room in a comment.
const streamed = textFormats.filter((format) => format !== 'markdown')

describe('a list of 200,000 people', () => {
  test.for(streamed)('as %s never holds more than one page', async (format) => {
    expect(await held(format, 2_000)).toEqual({ most: 2_000, written: people, hurried: false })
  })

  test('as a table puts small pages together, up to a thousand rows', async () => {
    expect(await held('table', 100)).toEqual({ most: 1_000, written: people, hurried: false })
  })

  test.for(streamed)('as %s may come as one page', async (format) => {
    expect(await held(format, people)).toEqual({ most: people, written: people, hurried: false })
  })

  test('as blocks on a narrow terminal never holds more than one page', async () => {
    expect(await held('table', 2_000, 10)).toEqual({ most: 2_000, written: people, hurried: false })
  })
})

test('a surface whose reader has gone ends the listing, too', async () => {
  let pagesTaken = 0
  let closed = false
  const pages = async function* (): AsyncGenerator<readonly Person[]> {
    try {
      for (;;) {
        pagesTaken += 1
        yield await Promise.resolve([aPerson('Ada')])
      }
    } finally {
      closed = true
    }
  }
  const { surface } = await paper()
  const gone = { ...surface, write: async () => await Promise.reject(new Error('gone')) }
  await expect(renderList(columns, pages(), 'ndjson', gone)).rejects.toThrow('gone')
  expect({ pagesTaken, closed }).toEqual({ pagesTaken: 1, closed: true })
})
