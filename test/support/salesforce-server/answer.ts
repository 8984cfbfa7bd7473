/** An answer of the server before it is sent. */
export interface ServerAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** Data, as the REST API sends it. */
export function json(value: unknown, status = 200): ServerAnswer {
  return {
    status,
    headers: { 'Content-Type': 'application/json;charset=UTF-8' },
    body: JSON.stringify(value),
  }
}

/** A refusal, as the REST API words it. */
export function refused(status: number, errorCode: string, message: string): ServerAnswer {
  return json([{ message, errorCode }], status)
}

/** A web page, as maintenance pages, proxies and captive portals send it. */
export function page(status = 200): ServerAnswer {
  return {
    status,
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
    body: '<!DOCTYPE html><html><body>Sign in to the network</body></html>',
  }
}
