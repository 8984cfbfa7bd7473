import { SfsyncError } from '../../core/errors.ts'
import type { Paint } from '../output/paint.ts'
import { prepareWidths } from '../output/text.ts'
import type { ReviewEffects } from '../../app/review/effects.ts'
import { layoutOf } from './layout.ts'
import type { Screen } from '../../app/ports.ts'
import { currentPerson, type ReviewState } from '../../app/review/session.ts'
import { type VisibleOptions, applyKey } from '../../app/review/keys.ts'
import { renderScreen } from './view.ts'

/** Draws, waits for a key and does what it says, until somebody quits: then how it stands; throws `interrupted` on Ctrl-C. */
export async function runReviewScreen(
  beginning: ReviewState,
  screen: Screen,
  effects: ReviewEffects,
  paint: Paint,
): Promise<ReviewState> {
  // Whatever is typed or found may be wide.
  await prepareWidths(['…'])
  let sitting = beginning
  for (;;) {
    await screen.draw(renderScreen(sitting, screen.size, paint))
    const key = await screen.key()
    if (key.name === 'ctrl-c') throw new SfsyncError('interrupted', 'interrupted; nothing was written')
    const { sitting: next, effect } = applyKey(sitting, key, shownIn(sitting, screen))
    if (effect?.do === 'quit') return next
    if (effect === undefined) sitting = next
    else {
      sitting = await effects.perform(next, effect)
      // Nobody can have meant them for the one who is shown now.
      screen.forget()
    }
  }
}

function shownIn(sitting: ReviewState, { size }: Screen): VisibleOptions {
  const person = currentPerson(sitting)
  return person === undefined ? { from: 0, to: 0 } : layoutOf(sitting, person, size).shown
}
