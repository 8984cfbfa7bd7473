import type { KeyPress, Screen, TerminalSize } from '../../app/ports.ts'
import { SfsyncError } from '../../core/errors.ts'
import type { Context } from '../context.ts'
import { prepareWidths } from '../output/text.ts'

/** What a key does: the state afterward, and what is left to do beyond the screen. */
export interface Transition<State, Effect> {
  readonly state: State
  readonly effect?: Effect | { readonly do: 'quit' }
}

/** What stands on the screen, and what a key does there. */
interface Shown<State, Effect> {
  /** Never more or wider than the screen. */
  readonly lines: readonly string[]
  press(key: KeyPress): Transition<State, Effect>
}

/** What makes a screen: how a state is shown, and what keys do beyond it. */
export interface ScreenParts<State, Effect> {
  show(state: State, size: TerminalSize): Shown<State, Effect>
  applyEffect(state: State, effect: Effect, screen: Pick<Screen, 'copy'>): Promise<State>
  /** Whether there is nothing left to interrupt. */
  isComplete(state: State): boolean
}

/** Runs a screen on the whole terminal until the admin quits; throws `interrupted` on Ctrl-C and Ctrl-D. */
export async function runScreen<State, Effect extends { readonly do: string }>(
  context: Context,
  start: State,
  parts: ScreenParts<State, Effect>,
): Promise<State> {
  // Names and typed text may contain wide characters.
  await prepareWidths(['…'])
  const screen = await context.dependencies.openScreen()
  try {
    let state = start
    for (;;) {
      const { lines, press } = parts.show(state, screen.size)
      await screen.draw(lines)
      const key = await screen.key()
      if (key.name === 'resized') continue
      if (key.name === 'ctrl-c' || key.name === 'ctrl-d') {
        if (parts.isComplete(state)) return state
        throw new SfsyncError('interrupted', 'interrupted; nothing was changed')
      }
      const { state: next, effect } = press(key)
      state = next
      if (effect === undefined) continue
      if (isQuit(effect)) return state
      state = await parts.applyEffect(state, effect, screen)
      // Keys pressed meanwhile were not meant for what the screen shows now.
      screen.forget()
    }
  } finally {
    await screen.close()
  }
}

function isQuit(effect: { readonly do: string }): effect is { readonly do: 'quit' } {
  return effect.do === 'quit'
}
