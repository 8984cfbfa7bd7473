import { type CommandLine, commandLine, type Hint, withOptions } from './hint.ts'
import type { Todo } from './todo.ts'

/** Where an admin is among cards that are gone through one at a time. */
export interface CardPlace {
  /** Index of the card on the screen; the number of cards at the end. */
  readonly at: number
  /** How many values of this card were copied; the next key copies the one after. */
  readonly copied: number
  readonly showsKeys: boolean
  /** What happened last. */
  readonly message: Hint
}

/** At a card, with nothing of it copied yet. */
export function placeAt(at: number, message: Hint = ''): CardPlace {
  return { at, copied: 0, showsKeys: false, message }
}

/**
 * One to-do of a walk. It is done only by a change set of this walk; `gone` is what no longer waits for another reason:
 * someone else entered it, or it was decided otherwise.
 */
export interface WalkStep {
  readonly todo: Todo
  readonly state: 'waiting' | 'skipped' | 'done' | 'gone'
}

/** What one key recorded, and the change set that has it. */
interface DoneTodo {
  readonly changeSet: number
  readonly key: string
}

/** To-dos that are gone through one at a time. What is done is recorded; what is skipped waits for the next walk. */
export interface TodoWalk extends CardPlace {
  readonly steps: readonly WalkStep[]
  /** What SalesScreen calls Salesforce among its mappings. */
  readonly system: string
  /** Oldest first; undo starts with the last one. */
  readonly done: readonly DoneTodo[]
}

/** A walk that starts with the first of these to-dos. */
export function startWalk(todos: readonly Todo[], system: string): TodoWalk {
  return { ...placeAt(0), steps: todos.map((todo) => ({ todo, state: 'waiting' })), system, done: [] }
}

/** The to-do on the screen; undefined at the end. */
export function currentStep({ steps, at }: TodoWalk): WalkStep | undefined {
  return steps[at]
}

/** What names a to-do while its values may change: no one has two of one kind. */
export function todoKey({ kind, user, teamId }: Todo): string {
  return `${kind} ${user?.id ?? teamId ?? ''}`
}

/** Whether two to-dos ask for the same entries. */
export function sameEntries(left: Todo, right: Todo): boolean {
  return entriesOf(left) === entriesOf(right)
}

function entriesOf({ kind, user, team, teamId, salesforceUserId, values }: Todo): string {
  const typed = values.map(({ field, value }) => [field, value])
  return JSON.stringify([kind, user?.id, user?.email, user?.name, team, teamId, salesforceUserId, typed])
}

/** The walk at the next to-do that waits, or at the end. */
export function nextStep(walk: TodoWalk, message: Hint = ''): TodoWalk {
  const next = walk.steps.findIndex(({ state }, index) => index > walk.at && isOpen(state))
  return { ...walk, ...placeAt(next === -1 ? walk.steps.length : next, message) }
}

function isOpen(state: WalkStep['state']): boolean {
  return state === 'waiting' || state === 'skipped'
}

/** The walk with the to-do on the screen skipped; one that is done stays so. */
export function skipStep(walk: TodoWalk): TodoWalk {
  const steps = walk.steps.map((step, index) =>
    index === walk.at && isOpen(step.state) ? { ...step, state: 'skipped' as const } : step,
  )
  return nextStep({ ...walk, steps })
}

/** The walk after the to-do on the screen was recorded as done. */
export function afterDone(walk: TodoWalk, changeSet: number): TodoWalk {
  const step = currentStep(walk)
  if (step === undefined) return walk
  const steps = walk.steps.map((each) => (each === step ? { ...each, state: 'done' as const } : each))
  return { ...walk, steps, done: [...walk.done, { changeSet, key: todoKey(step.todo) }] }
}

/** The walk after its last change set was undone, with that to-do on the screen. */
export function afterUndone(walk: TodoWalk): TodoWalk {
  const last = walk.done.at(-1)
  const at = walk.steps.findIndex(({ todo }) => todoKey(todo) === last?.key)
  const steps = walk.steps.map((step, index) =>
    index === at ? { ...step, state: 'waiting' as const } : step,
  )
  return { ...walk, ...placeAt(Math.max(0, at)), steps, done: walk.done.slice(0, -1) }
}

/** The walk with what waits now: values that changed, and to-dos that others entered meanwhile. */
export function refreshed(walk: TodoWalk, waiting: readonly Todo[]): TodoWalk {
  const now = new Map(waiting.map((todo) => [todoKey(todo), todo]))
  const steps = walk.steps.map(({ todo, state }): WalkStep => {
    const fresh = now.get(todoKey(todo))
    if (fresh === undefined) return { todo, state: state === 'done' ? 'done' : 'gone' }
    return { todo: fresh, state: state === 'skipped' ? 'skipped' : 'waiting' }
  })
  return { ...walk, steps }
}

/** How a walk went, in numbers. */
export type WalkSummary = ReturnType<typeof walkSummary>

/** Counts the to-dos of a walk; `left` are those that were not reached. */
export function walkSummary({ steps }: TodoWalk) {
  const count = (wanted: WalkStep['state']) => steps.filter(({ state }) => state === wanted).length
  return { done: count('done'), skipped: count('skipped'), left: count('waiting') }
}

/** Whether nothing of the walk waits. */
export function isWalked({ steps }: TodoWalk): boolean {
  return !steps.some(({ state }) => isOpen(state))
}

/** The command that records a to-do as done; `email` is the address of its user in the ledger, if it has one. */
export function doneCommand(todo: Todo, email: string | undefined): CommandLine {
  const { kind, user, team, values } = todo
  if (user !== null) return withOptions(commandLine('todo done', email ?? user.email), { kind })
  const name = kind === 'rename-team' ? values[0]?.value : team
  return withOptions(commandLine('todo done'), { kind, team: name ?? '' })
}
