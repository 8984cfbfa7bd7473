import { SfsyncError } from '../../core/errors.ts'
import { applyEffect } from '../../app/review/effects.ts'
import { isComplete, type ReviewState } from '../../app/review/session.ts'
import type { Context } from '../context.ts'
import { prepareWidths } from '../output/text.ts'
import { applyKey } from './keys.ts'
import { renderScreen } from './view.ts'

/** Runs a review on the whole terminal until the admin quits; throws `interrupted` on Ctrl-C. */
export async function runReviewScreen(start: ReviewState, context: Context): Promise<ReviewState> {
  // Names and typed text may contain wide characters.
  await prepareWidths(['…'])
  const screen = await context.dependencies.openScreen()
  const style = { paint: context.stderr.paint, parts: context.parts.bind(context) }
  try {
    let state = start
    for (;;) {
      const { lines, shown } = renderScreen(state, screen.size, style)
      await screen.draw(lines)
      const key = await screen.key()
      if (key.name === 'ctrl-c') {
        // At the end of a review there is nothing left to interrupt.
        if (isComplete(state)) return state
        throw new SfsyncError('interrupted', 'interrupted; nothing was changed')
      }
      const { state: next, effect } = applyKey(state, key, shown)
      if (effect?.do === 'quit') return next
      state = effect === undefined ? next : await applyEffect(context, next, effect)
      // Keys pressed meanwhile were not meant for what the screen shows now.
      if (effect !== undefined) screen.forget()
    }
  } finally {
    await screen.close()
  }
}
