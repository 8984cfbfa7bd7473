import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import type { ServerAnswer } from './answer.ts'

/** A request, read whole. */
export interface ServerRequest {
  readonly method: string
  /** Where the server is reached, for example `http://127.0.0.1:4321`. */
  readonly origin: string
  /** Without the query. */
  readonly path: string
  readonly query: URLSearchParams
  /** The bytes of path and query as they were sent. */
  readonly uriLength: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** Answers the requests that it knows and leaves the others alone. */
export type Handler = (request: ServerRequest) => ServerAnswer | undefined

/** Reads a request to its end. */
export async function readRequest(
  incoming: IncomingMessage,
  scheme: 'http' | 'https',
): Promise<ServerRequest> {
  const { method = '', headers, url = '/' } = incoming
  const { origin, pathname, searchParams } = new URL(url, `${scheme}://${headers.host ?? '127.0.0.1'}`)
  const body = await text(incoming)
  return { method, origin, path: pathname, query: searchParams, uriLength: url.length, headers, body }
}
