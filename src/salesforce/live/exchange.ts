import { setTimeout as pause } from 'node:timers/promises'
import { SfsyncError } from '../../core/errors.ts'
import type { Answer, Question } from './answer.ts'
import { readRefusal, retryAfterSeconds } from './refusal.ts'
import { codeOf, isDropped, isRefusedConnection } from './unreachable.ts'
import { send } from './wire.ts'

/** How long a request may take and be tried again. */
export interface Patience {
  /** For one try, its whole answer included. */
  readonly timeoutSeconds: number
  /** For all tries and the pauses between them; 0 is one try. */
  readonly retrySeconds: number
  /** Ends every try and every pause; its reason is thrown. */
  readonly interrupted?: AbortSignal
  /** Hears why a request is tried again, and when. */
  readonly onWaiting?: (told: string) => void
}

const firstPauseSeconds = 0.2
const mostTries = 6
// Who refuses a connection is seldom there a moment later.
const mostTriesWhenRefused = 3

/**
 * Asks once, and again where nothing can have changed and another try may help: a GET that broke off or was answered
 * with 429, 503 or an unknown failure. Pauses grow and are shaken, or are as long as Salesforce asks. Throws what the
 * last try threw.
 */
export async function exchange(question: Question, patience: Patience): Promise<Answer> {
  const until = performance.now() + patience.retrySeconds * 1_000
  for (let tries = 1; ; tries += 1) {
    const outcome = await attempt(question, patience)
    patience.interrupted?.throwIfAborted()
    const seconds = question.method === 'GET' ? pauseAfter(outcome, tries) : undefined
    if (seconds === undefined || performance.now() + seconds * 1_000 > until) return settled(outcome)
    patience.onWaiting?.(`${reasonOf(outcome)}; trying again in ${Math.ceil(seconds)} s`)
    await pause(seconds * 1_000, undefined, { signal: patience.interrupted }).catch(() => undefined)
    patience.interrupted?.throwIfAborted()
  }
}

type Outcome = { readonly answer: Answer } | { readonly failure: unknown }

async function attempt(question: Question, { timeoutSeconds, interrupted }: Patience): Promise<Outcome> {
  const late = AbortSignal.timeout(timeoutSeconds * 1_000)
  try {
    return {
      answer: await send(question, interrupted === undefined ? late : AbortSignal.any([late, interrupted])),
    }
  } catch (failure) {
    if (failure instanceof SfsyncError) throw failure
    return { failure }
  }
}

function settled(outcome: Outcome): Answer {
  if ('answer' in outcome) return outcome.answer
  throw outcome.failure
}

function pauseAfter(outcome: Outcome, tries: number): number | undefined {
  if (tries >= mostTries) return undefined
  const usual = firstPauseSeconds * 3 ** (tries - 1) * (0.5 + Math.random())
  if ('answer' in outcome)
    return mayPass(outcome.answer) ? (retryAfterSeconds(outcome.answer) ?? usual) : undefined
  if (isRefusedConnection(outcome.failure)) return tries < mostTriesWhenRefused ? usual : undefined
  return isDropped(outcome.failure) ? usual : undefined
}

function mayPass({ status, body }: Answer): boolean {
  return status === 429 || status === 503 || (status === 500 && body.includes('UNKNOWN_EXCEPTION'))
}

function reasonOf(outcome: Outcome): string {
  if ('failure' in outcome)
    return isRefusedConnection(outcome.failure)
      ? 'the connection was refused'
      : `the connection broke off (${codeOf(outcome.failure)})`
  const [problem] = readRefusal(outcome.answer).problems
  return `Salesforce is not available (${problem?.errorCode ?? outcome.answer.status})`
}
