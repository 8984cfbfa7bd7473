import type { ServerAnswer } from './answer.ts'

/** A request, read whole. */
export interface ServerRequest {
  readonly method: string
  /** Where the server is reached, for example `http://127.0.0.1:4321`. */
  readonly origin: string
  /** Without the query. */
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** Answers the requests that it knows and leaves the others alone. */
export type Handler = (request: ServerRequest) => ServerAnswer | undefined
