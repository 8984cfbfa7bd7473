import { page, refused, type ServerAnswer } from './answer.ts'
import type { ServerRequest } from './request.ts'

/** An answer instead of the right one. */
export interface ScriptedAnswer {
  readonly status: number
  readonly body: string | object
  readonly headers?: Readonly<Record<string, string>>
}

/** The right answer, a few bytes at a time. */
export interface SlowDrip {
  readonly dripMilliseconds: number
  /** How many bytes come each time. */
  readonly chunkBytes?: number
}

/** Something that goes wrong instead of, or with, the right answer. */
export type Fault =
  | ScriptedAnswer
  | SlowDrip
  /** The connection breaks before anything is answered. */
  | 'drop'
  /** The connection breaks in the middle of the body. */
  | 'drop-mid-body'
  /** Half of the body arrives, and then nothing more. */
  | 'stall'
  /** The request is read, and nothing is answered. */
  | 'silence'
  /** A web page with status 200. */
  | 'html'
  /** One more user is promised than there are. */
  | 'wrong-total'
  /** One user of the page is left out. */
  | 'missing-row'
  /** One user of the page comes twice. */
  | 'repeated-row'
  /** Somebody is on the page whom the query does not find. */
  | 'extra-row'
  /** The page is empty, although others follow. */
  | 'empty-page'
  | 'expired-cursor'
  /** The body says that it is compressed, and is not. */
  | 'invalid-gzip'
  /** The answer ends in the middle, as if it were whole. */
  | 'truncated-json'

/** Where a fault strikes: requests whose path begins so, the nth page of a reading, counted from 1, or whatever a test says. */
export type FaultPlace = string | { readonly page: number } | ((request: ServerRequest) => boolean)

/** Whether a fault strikes an answer. */
export function strikes(place: FaultPlace, request: ServerRequest, pageNumber: number | undefined): boolean {
  if (typeof place === 'string') return request.path.startsWith(place)
  return typeof place === 'function' ? place(request) : place.page === pageNumber
}

/** The answer with a fault in it; how it is sent is another matter. */
export function spoilt(answer: ServerAnswer, fault: Fault): ServerAnswer {
  if (typeof fault === 'object') return 'dripMilliseconds' in fault ? answer : scripted(fault)
  switch (fault) {
    case 'html':
      return page()
    case 'expired-cursor':
      return refused(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator')
    case 'truncated-json':
      return { ...answer, body: Buffer.from(answer.body).subarray(0, answer.body.length / 2) }
    case 'wrong-total':
      return changed(answer, (found) => ({ ...found, totalSize: found.totalSize + 1 }))
    case 'missing-row':
      return changed(answer, (found) => ({ ...found, records: found.records.slice(1) }))
    case 'repeated-row':
      return changed(answer, (found) => ({
        ...found,
        records: [...found.records.slice(0, 1), ...found.records],
      }))
    case 'extra-row':
      return changed(answer, (found) => ({ ...found, records: [...found.records, stranger(found)] }))
    case 'empty-page':
      return changed(answer, (found) => ({ ...found, records: [] }))
    case 'drop':
    case 'drop-mid-body':
    case 'stall':
    case 'silence':
    case 'invalid-gzip':
      return answer
  }
}

interface QueryAnswer {
  readonly totalSize: number
  readonly records: readonly object[]
}

function changed(answer: ServerAnswer, change: (found: QueryAnswer) => QueryAnswer): ServerAnswer {
  const found: QueryAnswer = JSON.parse(answer.body.toString())
  return { ...answer, body: JSON.stringify(change(found)) }
}

function stranger({ records }: QueryAnswer): object {
  return { ...records.at(-1), Id: '0059z000000zzzzAAA' }
}

function scripted({ status, body, headers }: ScriptedAnswer): ServerAnswer {
  const isText = typeof body === 'string'
  const contentType = isText ? 'text/plain;charset=UTF-8' : 'application/json;charset=UTF-8'
  return {
    status,
    headers: { 'Content-Type': contentType, ...headers },
    body: isText ? body : JSON.stringify(body),
  }
}
