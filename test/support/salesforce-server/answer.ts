/** An answer of the server before it is sent. */
export interface ServerAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Data, as the REST API sends it. */
export function json(value: unknown, status = 200): ServerAnswer {
  return jsonText(JSON.stringify(value), status)
}

/** Data that is JSON already. */
export function jsonText(body: string, status = 200): ServerAnswer {
  return { status, headers: { 'Content-Type': 'application/json;charset=UTF-8' }, body }
}

/** A table, as Bulk API 2.0 sends it. */
export function csv(body: string, headers: Readonly<Record<string, string>>): ServerAnswer {
  return { status: 200, headers: { 'Content-Type': 'text/csv', ...headers }, body }
}

/** Done, and nothing to say. */
export function nothing(): ServerAnswer {
  return { status: 204, headers: {}, body: '' }
}

/** A refusal, as the REST API words it. */
export function refused(status: number, errorCode: string, message: string): ServerAnswer {
  return json([{ message, errorCode }], status)
}

/** A web page, as maintenance pages, proxies and captive portals send it. */
export function page(status = 200, words = 'Sign in to the network'): ServerAnswer {
  return {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
    body: `<!DOCTYPE html><html><body>${words}</body></html>`,
  }
}
