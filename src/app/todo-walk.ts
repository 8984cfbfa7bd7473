import { planOf, refuse } from '../core/change.ts'
import { decideDone } from '../core/decide/entered.ts'
import type { Hint } from '../core/hint.ts'
import type { Todo } from '../core/todo.ts'
import {
  afterDone,
  afterUndone,
  currentStep,
  doneCommand,
  nextStep,
  refreshed,
  sameEntries,
  type TodoWalk,
  todoKey,
} from '../core/todo-walk.ts'
import { todoCard, todoTitle } from '../salesscreen/screens.ts'
import { failureHint, firstNotice, isReported, undoByKey, writeByKey } from './by-key.ts'
import { copyValue, openScreenPage } from './cards.ts'
import type { AppContext } from './context.ts'
import type { Screen } from './ports.ts'
import { readTodos } from './todo.ts'

/** What a key does beyond the screen. */
export interface WalkEffect {
  readonly do: 'done' | 'undo' | 'open' | 'copy'
}

/**
 * Carries out what a key asks for and gives the walk afterward. Each done to-do is written at once as a change set of its
 * own; a refusal becomes a message.
 */
export async function applyWalkEffect(
  context: AppContext,
  walk: TodoWalk,
  effect: WalkEffect,
  screen: Pick<Screen, 'copy'>,
): Promise<TodoWalk> {
  try {
    switch (effect.do) {
      case 'open':
        return { ...walk, message: await openScreenPage(context) }
      case 'copy':
        return await copyNext(context, walk, screen)
      case 'done':
        return await recordDone(context, walk)
      case 'undo':
        return await undoLast(context, walk)
    }
  } catch (error) {
    if (!isReported(error)) throw error
    const { rows } = error
    const message =
      rows.length === 0 ? failureHint(error) : `not recorded: ${rows.map(({ reason }) => reason).join('; ')}`
    return { ...(await withWaiting(context, walk)), message }
  }
}

async function copyNext(
  context: AppContext,
  walk: TodoWalk,
  screen: Pick<Screen, 'copy'>,
): Promise<TodoWalk> {
  const todo = currentStep(walk)?.todo
  const values = todo === undefined ? [] : todoCard(todo, walk.system).filter(({ copies }) => copies)
  const value = values[walk.copied % values.length]
  if (value === undefined) return walk
  return { ...walk, copied: walk.copied + 1, message: await copyValue(context, screen, value) }
}

async function recordDone(context: AppContext, walk: TodoWalk): Promise<TodoWalk> {
  const todo = currentStep(walk)?.todo
  if (todo === undefined) return walk
  const command = doneCommand(todo, await emailInLedger(context, todo))
  const { plan, changeSet } = await writeByKey(context, { command, reason: '' }, async (ledger) => {
    const { todos, facts } = await readTodos(ledger, {})
    const now = todos.find((each) => todoKey(each) === todoKey(todo))
    if (now === undefined) return planOf([], { notices: ['this no longer waits; nothing was changed'] })
    return sameEntries(now, todo)
      ? decideDone(facts, [now], { source: 'confirmed', by: context.actor, at: context.now() })
      : refuse('conflict', 'not recorded: this was changed meanwhile; these are the new values')
  })
  if (changeSet === null) return nextStep(await withWaiting(context, walk), firstNotice(plan) ?? 'no changes')
  const message = `done: ${todoTitle(todo)} (change set ${changeSet.number})`
  return nextStep(await withWaiting(context, afterDone(walk, changeSet.number)), message)
}

// SalesScreen may have the user with another address.
async function emailInLedger(context: AppContext, { user }: Todo): Promise<string | undefined> {
  if (user === null) return undefined
  const [record] = await (await context.ledger()).findUsers({ userId: user.id })
  return record?.user.email
}

async function undoLast(context: AppContext, walk: TodoWalk): Promise<TodoWalk> {
  const last = walk.done.at(-1)
  if (last === undefined) return walk
  const { plan, changeSet } = await undoByKey(context, last.changeSet)
  if (changeSet === null) return { ...walk, message: firstNotice(plan) ?? 'nothing to undo' }
  const undone = await withWaiting(context, afterUndone(walk))
  const todo = currentStep(undone)?.todo
  const message: Hint = `undone: ${todo === undefined ? '' : todoTitle(todo)} (change set ${changeSet.number})`
  return { ...undone, message }
}

async function withWaiting(context: AppContext, walk: TodoWalk): Promise<TodoWalk> {
  const { todos } = await readTodos(await context.ledger(), {})
  return refreshed(walk, todos)
}
