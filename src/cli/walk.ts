import { Canceled } from '../app/interrupts.ts'
import { type ErrorCode, SfsyncError } from '../core/errors.ts'
import type { Context } from './context.ts'

/** A question of a walk: asks, does what was answered, and gives what comes next; undefined at the end. */
export type Step = () => Promise<Next>

/**
 * What comes next; `again` is the same question. Where something was written, `back` is where a step back leads instead of
 * the questions before.
 */
export type Next =
  | Step
  | undefined
  | 'again'
  | { readonly next: Step | undefined; readonly back: Step | undefined }

/** Asks question after question. No, Esc and whatever fails lead back to the question before; only Ctrl-C ends it early. */
export async function walk(context: Context, first: Step | undefined): Promise<void> {
  let before: Step[] = []
  let step = first
  let isStarted = false
  while (step !== undefined) {
    try {
      const next: Next = await context.withEscape(before.length > 0 ? 'back' : 'nothing', step)
      if (next === 'again') continue
      if (typeof next === 'object') {
        before = next.back === undefined ? [] : [next.back]
        isStarted = true
        step = next.next
      } else {
        before.push(step)
        step = next
      }
    } catch (error) {
      if (!canGoOn(error)) throw error
      const isBack = error instanceof Canceled
      const last = before.pop()
      if (last === undefined && !isBack) throw error
      if (!isBack) await reportFailure(context, error)
      else if (last === undefined)
        await context.note(
          isStarted
            ? 'There is nothing to go back to; Ctrl-C ends.'
            : 'This is the first question; Ctrl-C ends.',
        )
      step = last ?? step
    }
  }
}

/** A question of a typed command: gives what was answered; `isAsked: false` where it was known without a question. */
export type Question<Answers> = (known: Answers) => Promise<Partial<Answers> & { readonly isAsked?: boolean }>

/**
 * Asks for what a typed command lacks (false where it was typed), and gives what was known with the answers. Esc leads back
 * to the last question that was asked, and at the first one out of all of them.
 */
export async function inTurn<Answers extends object>(
  context: Context,
  known: Answers,
  questions: readonly (Question<Answers> | false)[],
): Promise<Answers> {
  const asked: number[] = []
  let answers = known
  for (let at = 0; at < questions.length;) {
    const question = questions[at]
    try {
      const ask = async () => (question ? await question(answers) : { isAsked: false })
      const { isAsked = true, ...answer } = await (asked.length === 0
        ? ask()
        : context.withEscape('back', ask))
      answers = { ...answers, ...answer }
      if (isAsked) asked.push(at)
      at += 1
    } catch (error) {
      const before = error instanceof Canceled ? asked.pop() : undefined
      if (before === undefined) throw error
      at = before
    }
  }
  return answers
}

/** Tries what an answer leads to; if it fails, says why, and asks again. */
export async function triedAgain(context: Context, attempt: () => Promise<Next>): Promise<Next> {
  try {
    return await attempt()
  } catch (error) {
    if (!canGoOn(error) || error instanceof Canceled) throw error
    await reportFailure(context, error)
    return 'again'
  }
}

/** Whether another answer may help. */
export function canGoOn(error: unknown): error is SfsyncError {
  return error instanceof SfsyncError && !ends.has(error.code)
}

// What another answer cannot change.
const ends: ReadonlySet<ErrorCode> = new Set([
  'interrupted',
  'configuration',
  'ledger-unusable',
  'ledger-newer',
  'ledger-busy',
  'disk-full',
  'waiting',
])

const mostWarned = 10

/** Says what went wrong where nothing ends by it. */
export async function reportFailure(
  context: Context,
  { message, rows, actions }: SfsyncError,
): Promise<void> {
  await context.warn(message)
  for (const { reason } of rows.slice(0, mostWarned))
    if (!message.includes(reason)) await context.warn(reason)
  for (const action of actions) await context.suggest(action)
}
