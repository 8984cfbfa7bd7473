import { SfsyncError } from '../../core/errors.ts'
import { reportAction } from '../live/actions.ts'
import type { Answer, Question } from '../live/answer.ts'
import { exchange } from '../live/exchange.ts'
import { unreachable } from '../live/unreachable.ts'

/** How the sign-in pages of Salesforce are asked. */
export interface Asking {
  readonly timeoutSeconds: number
  /** Ends every request when aborted; its reason is thrown. */
  readonly interrupted?: AbortSignal
  /** Told of every secret that is read or received, before anything else happens to it. */
  readonly learn: (secret: string) => void
}

const networkAction = 'check whether this network, a proxy or a VPN asks to sign in first'

/** Sends one request and takes the answer, a refusal included; only a GET may be tried again. Throws `remote`. */
export async function ask(question: Question, { timeoutSeconds, interrupted }: Asking): Promise<Answer> {
  const { host } = new URL(question.url)
  const answer = await exchange(question, {
    timeoutSeconds,
    retrySeconds: 0,
    ...(interrupted === undefined ? {} : { interrupted }),
  }).catch((failure: unknown) => {
    interrupted?.throwIfAborted()
    throw failure instanceof SfsyncError ? failure : unreachable(failure, host, timeoutSeconds)
  })
  if (answer.status >= 300 && answer.status < 400)
    throw new SfsyncError(
      'remote',
      `${host} sends the request on to ${targetOf(answer, question.url)}; it was not followed`,
      {
        actions: [
          'check the address: the My Domain address of the org always works',
          networkAction,
          reportAction,
        ],
      },
    )
  if (answer.status >= 500)
    throw new SfsyncError('remote', `${host} is not available (${answer.status})`, {
      actions: [
        'try again in some minutes; https://status.salesforce.com tells about disturbances',
        reportAction,
      ],
    })
  return answer
}

/** The failure to throw where an answer is no JSON, or not the one that was asked for. */
export function misunderstood(url: string): SfsyncError {
  return new SfsyncError(
    'remote',
    `${new URL(url).host} answered with something that is no answer of Salesforce`,
    {
      actions: [networkAction, 'check the address of the org', reportAction],
    },
  )
}

/** The value of a JSON text; undefined where it is none. */
export function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function targetOf({ headers }: Answer, url: string): string {
  return URL.parse(headers['location'] ?? '', url)?.host ?? 'another address'
}
