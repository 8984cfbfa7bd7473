import { SfsyncError } from '../../core/errors.ts'
import type { Paint } from '../output/paint.ts'
import { prepareWidths } from '../output/text.ts'
import type { Effects } from '../../app/review/effects.ts'
import { layoutOf } from './layout.ts'
import type { Screen } from '../../app/ports.ts'
import { personIn, type Sitting } from '../../app/review/session.ts'
import { type Shown, step } from '../../app/review/keys.ts'
import { view } from './view.ts'

/** Draws, waits for a key and does what it says, until somebody quits: then how it stands; throws `interrupted` on Ctrl-C. */
export async function sit(
  beginning: Sitting,
  screen: Screen,
  effects: Effects,
  paint: Paint,
): Promise<Sitting> {
  // Whatever is typed or found may be wide.
  await prepareWidths(['…'])
  let sitting = beginning
  for (;;) {
    await screen.draw(view(sitting, screen.size, paint))
    const key = await screen.key()
    if (key.name === 'ctrl-c') throw new SfsyncError('interrupted', 'interrupted; nothing was written')
    const { sitting: next, effect } = step(sitting, key, shownIn(sitting, screen))
    if (effect?.do === 'quit') return next
    if (effect === undefined) sitting = next
    else {
      sitting = await effects.perform(next, effect)
      // Nobody can have meant them for the one who is shown now.
      screen.forget()
    }
  }
}

function shownIn(sitting: Sitting, { size }: Screen): Shown {
  const person = personIn(sitting)
  return person === undefined ? { from: 0, to: 0 } : layoutOf(sitting, person, size).shown
}
