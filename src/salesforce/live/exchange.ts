import { setTimeout as pause } from 'node:timers/promises'
import type { Answer, Question } from './answer.ts'
import { retryAfterSeconds } from './refusal.ts'
import { isDropped } from './unreachable.ts'

const mostRetries = 2
const longestPauseSeconds = 5
const firstPauseSeconds = 0.2

/**
 * Asks once, and up to twice more where nothing can have changed and another try may help: a GET that was dropped,
 * refused, or answered with 429, 503 or an unknown failure. Everything together, the body included, must be done by the
 * deadline. Redirects are answers: following them could carry the token to another host. Throws what `fetch` throws.
 */
export async function exchange(
  question: Question,
  timeoutSeconds: number,
  interrupted?: AbortSignal,
): Promise<Answer> {
  const late = AbortSignal.timeout(timeoutSeconds * 1_000)
  const deadline = interrupted === undefined ? late : AbortSignal.any([late, interrupted])
  for (let retry = 0; ; retry += 1) {
    const outcome = await attempt(question, deadline)
    const seconds = retry < mostRetries && question.method === 'GET' ? pauseAfter(outcome, retry) : undefined
    if (seconds === undefined || !(await paused(seconds, deadline))) return settled(outcome)
  }
}

type Outcome = { readonly answer: Answer } | { readonly failure: unknown }

async function attempt({ url, method, headers, body }: Question, signal: AbortSignal): Promise<Outcome> {
  try {
    const response = await fetch(url, { method, headers, body: body ?? null, redirect: 'manual', signal })
    const text = await response.text()
    return {
      answer: { status: response.status, headers: Object.fromEntries(response.headers), body: text },
    }
  } catch (failure) {
    return { failure }
  }
}

function settled(outcome: Outcome): Answer {
  if ('answer' in outcome) return outcome.answer
  throw outcome.failure
}

// Undefined where another try cannot help, or where Salesforce asks for more patience than an admin has.
function pauseAfter(outcome: Outcome, retry: number): number | undefined {
  const usual = firstPauseSeconds * 3 ** retry
  if ('failure' in outcome) return isDropped(outcome.failure) ? usual : undefined
  if (!mayPass(outcome.answer)) return undefined
  const seconds = retryAfterSeconds(outcome.answer) ?? usual
  return seconds <= longestPauseSeconds ? seconds : undefined
}

function mayPass({ status, body }: Answer): boolean {
  return status === 429 || status === 503 || (status === 500 && body.includes('UNKNOWN_EXCEPTION'))
}

async function paused(seconds: number, signal: AbortSignal): Promise<boolean> {
  try {
    await pause(seconds * 1_000, undefined, { signal })
    return true
  } catch {
    return false
  }
}
