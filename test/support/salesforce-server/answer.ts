/** An answer of the server before it is sent. */
export interface ServerAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Bytes are a text in UTF-8. */
  readonly body: string | Buffer
}

/** An answer whose body is a text. */
export interface TextAnswer extends ServerAnswer {
  readonly body: string
}

const jsonHeaders = { 'Content-Type': 'application/json;charset=UTF-8' }

/** Data, as the REST API sends it. */
export function json(value: unknown, status = 200): TextAnswer {
  return { status, headers: jsonHeaders, body: JSON.stringify(value) }
}

/** Data that is JSON already. */
export function jsonBytes(body: Buffer): ServerAnswer {
  return { status: 200, headers: jsonHeaders, body }
}

/** A table, as Bulk API 2.0 sends it. */
export function csv(body: Buffer, headers: Readonly<Record<string, string>>): ServerAnswer {
  return { status: 200, headers: { 'Content-Type': 'text/csv', ...headers }, body }
}

/** Done, and nothing to say. */
export function nothing(): TextAnswer {
  return { status: 204, headers: {}, body: '' }
}

/** A refusal, as the REST API words it. */
export function refused(status: number, errorCode: string, message: string): TextAnswer {
  return json([{ message, errorCode }], status)
}

/** A web page, as maintenance pages, proxies and captive portals send it. */
export function page(status = 200, words = 'Sign in to the network'): TextAnswer {
  return {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
    body: `<!DOCTYPE html><html><body>${words}</body></html>`,
  }
}
