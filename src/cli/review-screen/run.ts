import { applyEffect } from '../../app/review/effects.ts'
import { isComplete, type ReviewState } from '../../app/review/session.ts'
import type { Context } from '../context.ts'
import { runScreen } from '../screen/run.ts'
import { applyKey } from './keys.ts'
import { renderScreen } from './view.ts'

/** Runs a review on the whole terminal until the admin quits; throws `interrupted` on Ctrl-C and Ctrl-D. */
export async function runReviewScreen(start: ReviewState, context: Context): Promise<ReviewState> {
  const style = { paint: context.stderr.paint, parts: context.parts.bind(context) }
  return await runScreen(context, start, {
    show: (state, size) => {
      const { lines, shown } = renderScreen(state, size, style)
      return { lines, press: (key) => applyKey(state, key, shown) }
    },
    applyEffect: async (state, effect) => await applyEffect(context, state, effect),
    isComplete,
  })
}
