import { json, jsonBytes, refused } from './answer.ts'
import { type Asked, type OrgAnswer, understood } from './asked.ts'
import { GrowingBytes } from './data/bytes.ts'
import { jsonWriter } from './data/json-writer.ts'
import { hashOf } from './data/values.ts'
import { type Found, runQuery } from './soql/run.ts'

/** How pages are cut. */
export interface Paging {
  readonly pageSize: number
  readonly unevenPages: boolean
}

interface Cursor {
  readonly id: string
  readonly found: Extract<Found, { readonly kind: 'rows' }>
  /** Where each page begins, so that their numbers are known. */
  readonly starts: number[]
}

/** The resources `query` and `queryAll`: the first page of what a query finds, and the others. */
export class Queries {
  private readonly paging: Paging
  private readonly cursors = new Map<string, Cursor>()

  constructor(paging: Paging) {
    this.paging = paging
  }

  readonly answer = (asked: Asked): OrgAnswer | undefined => {
    const [resource = '', locator, ...rest] = asked.resource.split('/')
    if (!['query', 'queryAll'].includes(resource) || rest.length > 0) return undefined
    if (asked.method !== 'GET') return { answer: notAllowed }
    return locator === undefined ? this.first(asked) : this.later(asked, locator)
  }

  private first(asked: Asked): OrgAnswer {
    const soql = asked.query.get('q') ?? ''
    const found = understood(soql, () => runQuery(soql, asked.world))
    if ('status' in found) return { answer: found }
    if (found.kind === 'count')
      return { answer: json({ totalSize: found.total, done: true, records: [] }), page: 1 }
    if (found.kind === 'rows') return this.page(asked, { id: '', found, starts: [0] }, 0)
    const { records } = found
    return { answer: json({ totalSize: records.length, done: true, records }), page: 1 }
  }

  private later(asked: Asked, locator: string): OrgAnswer {
    const [id = '', start = ''] = locator.split('-')
    const cursor = this.cursors.get(id)
    if (cursor?.found.rows[Number(start)] === undefined)
      return { answer: refused(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator') }
    return this.page(asked, cursor, Number(start))
  }

  private page(asked: Asked, cursor: Cursor, start: number): OrgAnswer {
    const { version } = asked
    const { rows, table, fields } = cursor.found
    const end = Math.min(rows.length, start + this.sizeAt(start, cursor, asked))
    const write = table.writer(`${version} ${fields.join()}`, () => jsonWriter(table, fields, version))
    const done = end === rows.length
    const opened = done ? cursor : this.opened(cursor, end)
    const next = done ? '' : `"nextRecordsUrl":"/services/data/v${version}/query/${opened.id}-${end}",`
    const body = new GrowingBytes(1_000 * (end - start + 1))
    body.text(`{"totalSize":${rows.length},"done":${done},${next}"records":[`)
    for (let index = start; index < end; index += 1) {
      if (index > start) body.text(',')
      write(rows[index] ?? 0, body)
    }
    body.text(']}')
    return { answer: jsonBytes(body.written), page: cursor.starts.indexOf(start) + 1 }
  }

  private opened(cursor: Cursor, end: number): Cursor {
    if (!cursor.starts.includes(end)) cursor.starts.push(end)
    if (cursor.id !== '') return cursor
    const opened = { ...cursor, id: `01gRO00000${String(this.cursors.size).padStart(5, '0')}IAA` }
    this.cursors.set(opened.id, opened)
    return opened
  }

  private sizeAt(start: number, { found }: Cursor, { headers }: Asked): number {
    const wanted = /batchSize=(\d+)/.exec(String(headers['sforce-query-options'] ?? ''))?.[1]
    const size = Math.min(this.paging.pageSize, Math.max(200, Number(wanted ?? 2_000)))
    if (!this.paging.unevenPages) return size
    const share = 0.3 + (hashOf(`${start} ${found.rows.length}`) % 100) / 100
    return Math.max(1, Math.min(size, Math.floor(size * share)))
  }
}

const notAllowed = refused(405, 'METHOD_NOT_ALLOWED', 'HTTP Method not allowed. Allowed are GET,HEAD')
