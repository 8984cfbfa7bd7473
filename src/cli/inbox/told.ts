import { type Done, type Option, optionsIn, type Sitting, turnedTo } from './sitting.ts'

/** The sitting after a decision was written: on to the next one, but for "never these two", which leaves the others open. */
export function afterDecision(sitting: Sitting, done: Done): Sitting {
  const now = { ...sitting, done: [...sitting.done, done] }
  const message = `${done.text} (change set ${done.changeSet})`
  if (done.kind !== 'never') return turnedTo(now, now.at + 1, message)
  const highlighted = Math.max(0, Math.min(now.highlighted, optionsIn(now).length - 1))
  return { ...now, highlighted, message }
}

/** The sitting after its last decision was taken back: with that person on the screen. */
export function afterUndo(sitting: Sitting, changeSet: number): Sitting {
  const last = sitting.done.at(-1)
  const done = sitting.done.slice(0, -1)
  const at = sitting.people.findIndex(({ user }) => user.userId === last?.userId)
  return turnedTo({ ...sitting, done }, at, `taken back: ${last?.text ?? ''} (change set ${changeSet})`)
}

/** The sitting with other people to choose from, in the place of the candidates. */
export function afterSearch(sitting: Sitting, text: string, found: readonly Option[]): Sitting {
  return found.length === 0
    ? { ...sitting, message: `nobody in the directory is found by "${text}"` }
    : { ...sitting, found, highlighted: 0, message: `found by "${text}"; esc shows the candidates again` }
}
