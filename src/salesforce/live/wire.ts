import { promisify } from 'node:util'
import { gunzip } from 'node:zlib'
import { EnvHttpProxyAgent, request } from 'undici'
import { SfsyncError } from '../../core/errors.ts'
import { Answer, type Question } from './answer.ts'

const unzip = promisify(gunzip)
// No page of users comes near it; a gzip bomb would fill the memory.
const mostBytes = 512 * 1024 * 1024

let shared: EnvHttpProxyAgent | undefined

/**
 * Sends one request and takes its whole answer, through the proxy that HTTPS_PROXY names unless NO_PROXY excepts the
 * host; connections are kept for the next request. Redirects are answers: following them could carry the token to
 * another host. Throws what undici and the system throw, or the signal's reason.
 */
export async function send({ url, method, headers, body }: Question, signal: AbortSignal): Promise<Answer> {
  const response = await request(url, {
    method,
    headers: { 'accept-encoding': 'gzip', ...headers },
    body: body ?? null,
    dispatcher: agent(),
    signal,
  })
  const bytes = Buffer.from(await response.body.arrayBuffer())
  const zipped = response.headers['content-encoding'] === 'gzip' && bytes.length > 0
  const plain = zipped ? await unzip(bytes, { maxOutputLength: mostBytes }) : bytes
  return new Answer(response.statusCode, single(response.headers), plain)
}

// The deadlines are the caller's, so undici sets none of its own.
function agent(): EnvHttpProxyAgent {
  if (shared !== undefined) return shared
  try {
    shared = new EnvHttpProxyAgent({ headersTimeout: 0, bodyTimeout: 0, connect: { timeout: 0 } })
    return shared
  } catch (cause) {
    // The address may hold the password of the proxy, so it is not repeated.
    throw new SfsyncError('configuration', 'HTTPS_PROXY or HTTP_PROXY holds no address of a proxy', {
      actions: ['set it to one like http://proxy.example:3128, or unset it'],
      cause: new Error(cause instanceof Error ? cause.name : 'unknown'),
    })
  }
}

function single(headers: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : (value ?? ''),
    ]),
  )
}
