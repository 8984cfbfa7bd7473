import { createInterface, emitKeypressEvents } from 'node:readline'
import { PassThrough } from 'node:stream'

// A key that sends several characters sends them at once, even over a slow connection.
const milliseconds = 100

/**
 * Makes Esc a key of its own after a tenth of a second. Node.js waits half a second for the rest of another key, and
 * what is typed meanwhile would take the place of Esc. Works once for an input, before anything else reads its keys.
 */
export function hastenEscape(input: NodeJS.ReadableStream): void {
  const timing = createInterface({ input: new PassThrough(), escapeCodeTimeout: milliseconds })
  emitKeypressEvents(input, timing)
  timing.close()
}
