import type { ServerResponse } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { ServerAnswer } from './answer.ts'
import { recycle } from './data/bytes.ts'
import type { Fault, SlowDrip } from './faults.ts'

const zipped = promisify(gzip)

/** How an answer goes out. */
export interface Sending {
  /** Whether the client takes compressed answers. */
  readonly gzip: boolean
  /** The clock of the org, in milliseconds. */
  readonly now: number
  readonly fault: Fault | undefined
}

/** Sends an answer, or as much of it as the fault lets through. */
export async function send(response: ServerResponse, answer: ServerAnswer, sending: Sending): Promise<void> {
  const { fault, now } = sending
  if (fault === 'drop') {
    response.destroy()
    return
  }
  if (fault === 'silence') return
  const compressed = (sending.gzip && answer.body.length > 0) || fault === 'invalid-gzip'
  const bytes = await encoded(answer, compressed, fault)
  const encoding: Record<string, string> = compressed ? { 'Content-Encoding': 'gzip' } : {}
  const length: Record<string, number> = answer.status === 204 ? {} : { 'Content-Length': bytes.length }
  response.writeHead(answer.status, {
    ...answer.headers,
    ...encoding,
    ...length,
    Date: new Date(now).toUTCString(),
  })
  const page = answer.body
  if (typeof page !== 'string') response.once('finish', () => recycle(page))
  if (typeof fault === 'object' && 'dripMilliseconds' in fault) await drip(response, bytes, fault)
  else if (fault === 'drop-mid-body' || fault === 'stall') sendHalf(response, bytes, fault)
  else response.end(bytes)
}

async function encoded(
  { body }: ServerAnswer,
  compressed: boolean,
  fault: Fault | undefined,
): Promise<Buffer> {
  const plain = typeof body === 'string' ? Buffer.from(body) : body
  return compressed && fault !== 'invalid-gzip' ? await zipped(plain, { level: 1 }) : plain
}

function sendHalf(response: ServerResponse, bytes: Buffer, fault: 'drop-mid-body' | 'stall'): void {
  response.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => {
    if (fault === 'drop-mid-body') response.destroy()
  })
}

async function drip(
  response: ServerResponse,
  bytes: Buffer,
  { dripMilliseconds, chunkBytes = 16 }: SlowDrip,
): Promise<void> {
  for (let start = 0; start < bytes.length && !response.destroyed; start += chunkBytes) {
    response.write(bytes.subarray(start, start + chunkBytes))
    await pause(dripMilliseconds)
  }
  response.end()
}
