import type { ServerResponse } from 'node:http'
import { page, refused, type ServerAnswer } from './answer.ts'

/** Something that goes wrong instead of, or with, the right answer. */
export type Fault =
  | {
      readonly status: number
      readonly body: string | object
      readonly headers?: Readonly<Record<string, string>>
    }
  /** The connection breaks before anything is answered. */
  | 'drop'
  /** The connection breaks in the middle of the body. */
  | 'drop-mid-body'
  /** Half of the body arrives, and then nothing more. */
  | 'stall'
  /** A web page with status 200. */
  | 'html'
  /** One more user is promised than there are. */
  | 'wrong-total'
  /** One user of the page is left out. */
  | 'missing-row'
  /** One user of the page comes twice. */
  | 'repeated-row'
  /** The page is empty, although others follow. */
  | 'empty-page'
  | 'expired-cursor'

/** Where a fault strikes: requests whose path begins so, or the nth page of a reading, counted from 1. */
export type FaultPlace = string | { readonly page: number }

/** The answer with a fault in it; how it is sent is another matter. */
export function spoilt(answer: ServerAnswer, fault: Fault): ServerAnswer {
  if (typeof fault === 'object') return scripted(fault)
  switch (fault) {
    case 'html':
      return page()
    case 'expired-cursor':
      return refused(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator')
    case 'wrong-total':
      return changed(answer, (found) => ({ ...found, totalSize: found.totalSize + 1 }))
    case 'missing-row':
      return changed(answer, (found) => ({ ...found, records: found.records.slice(1) }))
    case 'repeated-row':
      return changed(answer, (found) => ({
        ...found,
        records: [...found.records.slice(0, 1), ...found.records],
      }))
    case 'empty-page':
      return changed(answer, (found) => ({ ...found, records: [] }))
    case 'drop':
    case 'drop-mid-body':
    case 'stall':
      return answer
  }
}

/** Sends an answer, or as much of it as the fault lets through. */
export function send(response: ServerResponse, { status, headers, body }: ServerAnswer, fault?: Fault): void {
  if (fault === 'drop') {
    response.destroy()
    return
  }
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) })
  if (fault !== 'drop-mid-body' && fault !== 'stall') {
    response.end(body)
    return
  }
  response.write(body.slice(0, body.length / 2), () => {
    if (fault === 'drop-mid-body') response.destroy()
  })
}

interface QueryAnswer {
  readonly totalSize: number
  readonly records: readonly object[]
}

function changed(answer: ServerAnswer, change: (found: QueryAnswer) => QueryAnswer): ServerAnswer {
  const found: QueryAnswer = JSON.parse(answer.body)
  return { ...answer, body: JSON.stringify(change(found)) }
}

function scripted({ status, body, headers }: Extract<Fault, object>): ServerAnswer {
  const isText = typeof body === 'string'
  const contentType = isText ? 'text/plain;charset=UTF-8' : 'application/json;charset=UTF-8'
  return {
    status,
    headers: { 'Content-Type': contentType, ...headers },
    body: isText ? body : JSON.stringify(body),
  }
}
