import { numberText } from '../../core/text.ts'
import { applyWalkEffect, type WalkEffect } from '../../app/todo-walk.ts'
import type { HintParts } from '../../app/hints.ts'
import type { KeyPress, TerminalSize } from '../../app/ports.ts'
import type { Hint } from '../../core/hint.ts'
import {
  currentStep,
  isWalked,
  placeAt,
  skipStep,
  type TodoWalk,
  todoKey,
  walkSummary,
  type WalkStep,
} from '../../core/todo-walk.ts'
import { todoCard, todoPlace, todoTitle } from '../../salesscreen/screens.ts'
import type { Context } from '../context.ts'
import type { Paint } from '../output/paint.ts'
import { applyCardKey, type CardKey, nextToCopy, renderCard, renderEnd, saying } from './card.ts'
import { keyHelpScreen, type KeyLabel, label } from './lines.ts'
import { runScreen, type Transition } from './run.ts'

/** How texts are painted and hints are printed. */
interface ScreenStyle {
  readonly paint: Paint
  parts(hint: Hint): HintParts
}

/** Goes through to-dos on the whole terminal until the admin quits; throws `interrupted` on Ctrl-C and Ctrl-D. */
export async function runTodoScreen(start: TodoWalk, context: Context): Promise<TodoWalk> {
  const style = { paint: context.stderr.paint, parts: context.parts.bind(context) }
  return await runScreen<TodoWalk, WalkEffect>(context, start, {
    show: (walk, size) => ({
      lines: renderWalk(walk, size, style),
      press: (key) => applyWalkKey(walk, key),
    }),
    applyEffect: async (walk, effect, screen) => await applyWalkEffect(context, walk, effect, screen),
    isComplete: isWalked,
  })
}

type Binding = CardKey<TodoWalk, WalkEffect>

const done: Binding = (walk) => {
  const state = currentStep(walk)?.state
  return state === 'done' || state === 'gone'
    ? saying(walk, `${state === 'done' ? 'already done' : 'this no longer waits'}; press s for the next one`)
    : { state: walk, effect: { do: 'done' } }
}

const skip: Binding = (walk) => ({ state: skipStep(walk) })

const copy: Binding = (walk) =>
  nextToCopy(valuesOf(walk), 0) === -1
    ? saying(walk, 'nothing to copy here')
    : { state: walk, effect: { do: 'copy' } }

const back: Binding = (walk) =>
  walk.at === 0 ? saying(walk, 'this is the first one') : { state: { ...walk, ...placeAt(walk.at - 1) } }

const quit: Binding = (walk) => ({ state: walk, effect: { do: 'quit' } })

// The next command is easily typed here, as if the screen were gone: it must not undo anything.
const atEnd: ReadonlyMap<string, Binding> = new Map<string, Binding>([
  ['b', back],
  ['left', back],
  ['enter', quit],
  ['escape', quit],
  ['u', (walk) => saying(walk, 'press b to go back first, then u to undo')],
])

const onTodo: ReadonlyMap<string, Binding> = new Map<string, Binding>([
  ['b', back],
  ['left', back],
  [
    'u',
    (walk) =>
      walk.done.length === 0 ? saying(walk, 'nothing to undo yet') : { state: walk, effect: { do: 'undo' } },
  ],
  ['d', done],
  ['enter', (walk) => saying(walk, 'press d if SalesScreen has it now, or s to skip it')],
  ['s', skip],
  ['right', skip],
  ['c', copy],
  ['o', (walk) => ({ state: walk, effect: { do: 'open' } })],
])

/** What a key does on the screen of a walk. */
export function applyWalkKey(walk: TodoWalk, key: KeyPress): Transition<TodoWalk, WalkEffect> {
  return applyCardKey(walk, key, currentStep(walk) === undefined ? atEnd : onTodo)
}

const keyHelp = [
  'd  done: SalesScreen has it now',
  's  skip; it comes again next time',
  'b  back',
  'c  copy the value marked with >',
  'o  open SalesScreen',
  'u  undo the last done',
  'q  quit; what is done is kept',
]

const outcomes: Readonly<Record<WalkStep['state'], string>> = {
  waiting: '',
  skipped: 'skipped; it comes again next time',
  done: 'done',
  gone: 'no longer waits: entered meanwhile, or no longer wanted',
}

const general: readonly KeyLabel[] = [
  label('b back'),
  label('u undo'),
  label('? keys', '? more'),
  label('q quit'),
]

/** Draws a walk as lines of text, never more or wider than the screen. */
export function renderWalk(walk: TodoWalk, size: TerminalSize, { paint, parts }: ScreenStyle): string[] {
  if (walk.showsKeys) return keyHelpScreen(keyHelp, size)
  const step = currentStep(walk)
  const message = parts(walk.message)
  const { done: doneCount, skipped, left } = walkSummary(walk)
  if (step === undefined) {
    const counts = [
      [doneCount, 'done'],
      [skipped, 'skipped'],
      [left, 'left'],
    ] as const
    const keys = [label('Enter leave'), label('b back'), label('? keys')]
    return renderEnd('End of the list.', counts, { message, keys }, size)
  }
  const values = todoCard(step.todo, walk.system)
  return renderCard(
    {
      headLeft: `To do  ${numberText(walk.at + 1)} of ${numberText(walk.steps.length)}`,
      headRight: [
        ...(doneCount === 0 ? [] : [`${numberText(doneCount)} done`]),
        ...(skipped === 0 ? [] : [`${skipped} skipped`]),
      ].join(', '),
      about: [todoTitle(step.todo), todoPlace(step.todo)],
      values,
      next: nextToCopy(values, walk.copied),
      outcome: outcomeOf(walk, step),
      message,
      keys: keysFor(step, values),
    },
    size,
    paint,
  )
}

function outcomeOf({ done: written }: TodoWalk, { todo, state }: WalkStep): string {
  const last = written.findLast(({ key }) => key === todoKey(todo))
  return state === 'done' && last !== undefined ? `done (change set ${last.changeSet})` : outcomes[state]
}

function keysFor({ state }: WalkStep, values: ReturnType<typeof todoCard>): KeyLabel[] {
  const next = nextToCopy(values, 0)
  return [
    ...(state === 'done' || state === 'gone' ? [label('s next')] : [label('d done'), label('s skip')]),
    ...(next === -1 ? [] : [label('c copy')]),
    label('o open', null),
    ...general,
  ]
}

function valuesOf(walk: TodoWalk): ReturnType<typeof todoCard> {
  const todo = currentStep(walk)?.todo
  return todo === undefined ? [] : todoCard(todo, walk.system)
}
