import { reminderDay } from '../../app/decisions.ts'
import { readTodos } from '../../app/todo.ts'
import { countText } from '../../core/text.ts'
import { firstStep } from '../../app/first-step.ts'
import {
  currentUser,
  isComplete,
  type ReviewState,
  type ReviewSummary,
  startReview,
  summarize,
} from '../../app/review/session.ts'
import { type ReviewFilter, usersToReview } from '../../app/review/users-to-review.ts'
import { parseDay } from '../../app/time-span.ts'
import { SfsyncError } from '../../core/errors.ts'
import { commandLine, withOptions } from '../../core/hint.ts'
import { given } from '../../core/values.ts'
import { commandLineOf, defineCommand, type Invocation, withAnswers } from '../command.ts'
import { onlyUsers, userMeant } from '../who-is-meant.ts'
import type { Context } from '../context.ts'
import { type Column, numberColumn } from '../output/columns.ts'
import { renderRecord } from '../output/render.ts'
import { runReviewScreen } from '../review-screen/run.ts'
import { walkThrough } from '../write.ts'
import { matchClassesIn } from './suggest.ts'

export interface ReviewOptions extends ReviewFilter {
  readonly reason?: string
  /** The day on which users decided "later" are asked about again, YYYY-MM-DD. */
  readonly until?: string
}

export const reviewCommand = defineCommand({
  name: 'review',
  examples: [
    { command: 'sfsync review', purpose: 'continue where you stopped; press ? for the keys' },
    { command: 'sfsync review --class unclear,none', purpose: 'only the hard ones' },
    { command: 'sfsync review ada.lovelace@acme.example', purpose: 'one user' },
  ],
  declare: (command) =>
    command
      .argument('[user...]', 'e-mail, nickname, user ID, or full name (default: all unmapped users)')
      .option('--class <names>', 'only these classes of suggestions: sure, likely, unclear, none')
      .option('--from <user>', 'start with this user instead of where you stopped')
      .option('--reason <text>', 'why; recorded with each decision')
      .option(
        '--until <day>',
        'day in your time zone on which to ask again about users you decide "later" on (default: in 30 days)',
      ),
  options: ([people], flags): ReviewOptions => {
    const { from, reason } = flags
    const until = flags.until === undefined ? undefined : parseDay(flags.until, '--until')
    return { people, classes: matchClassesIn(flags.class), ...given({ from, reason, until }) }
  },
  run: runReview,
})

const summaryColumns: readonly Column<ReviewSummary>[] = [
  numberColumn('mapped', 'Mapped', ({ mapped }) => mapped),
  numberColumn('later', 'Later', ({ later }) => later),
  numberColumn('notAPerson', 'Not a person', ({ notAPerson }) => notAPerson),
  numberColumn('never', 'Not the same person', ({ never }) => never),
  numberColumn('left', 'Undecided', ({ left }) => left),
]

export async function runReview(
  options: ReviewOptions,
  context: Context,
  invocation: Invocation,
): Promise<void> {
  if (!context.canAsk)
    throw new SfsyncError('usage', 'review is interactive; run it in a terminal', {
      actions: [
        commandLine('suggest'),
        withOptions(commandLine('export'), { 'for-review': 'review.csv' }),
        withOptions(commandLine('map'), { help: true }),
      ],
    })
  const people = await onlyUsers(context, options.people)
  const from = options.from === undefined ? undefined : await userMeant(context, options.from)
  const users = await usersToReview(context, { ...options, people, ...given({ from }) })
  const start = startReview(users, {
    reason: options.reason ?? '',
    laterUntil: options.until ?? reminderDay(context.today()),
  })
  const end =
    users.length === 0
      ? start
      : await walkThrough(context, commandLineOf(invocation, ['--from']), () =>
          runReviewScreen(start, context),
        )
  await renderRecord(summaryColumns, summarize(end), context.format, context.stdout)
  await showNext(context, end, invocation)
}

async function showNext(context: Context, state: ReviewState, invocation: Invocation): Promise<void> {
  const current = currentUser(state)
  if (state.users.length === 0) {
    await context.note('no users to review')
    await context.suggest((await firstStep(await context.ledger())) ?? commandLine('status'))
  }
  if (current !== undefined && !isComplete(state))
    await context.suggest(
      state.users.length === 1
        ? commandLineOf(invocation)
        : commandLineOf(withAnswers(invocation, invocation.arguments, [['--from', current.user.email]])),
    )
  if (state.users.length > 0 && isComplete(state)) await suggestEntering(context)
  const last = state.done.at(-1)
  if (last !== undefined) await context.note(`the last decision is change set ${last.changeSet}`)
}

async function suggestEntering(context: Context): Promise<void> {
  const ledger = await context.ledger()
  const query = { active: true, people: true, mapped: false, withoutUser: true }
  if ((await ledger.directory.count(query)) > 1) {
    const { createManyHint } = await import('../../app/match/next-commands.ts')
    await context.suggest(createManyHint)
  }
  const { todos } = await readTodos(ledger, {})
  if (todos.length > 0)
    await context.suggest({
      text: `${countText(todos.length, 'thing')} to enter in SalesScreen`,
      command: commandLine('todo export', 'todo.html'),
    })
}
