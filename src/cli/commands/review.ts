import { Command } from 'commander'
import { commandText } from '../../core/command-text.ts'
import { SfsyncError } from '../../core/errors.ts'
import type { Certainty } from '../../core/match/suggestion.ts'
import type { Context } from '../context.ts'
import { given } from '../flags.ts'
import type { Handle } from '../handle.ts'
import { withExamples } from '../help.ts'
import { certaintiesIn } from '../suggest/classes.ts'
import { parseDay } from '../when.ts'

export interface ReviewOptions {
  /** SalesScreen users as they are typed; everybody who is not mapped where none is named. */
  readonly people: readonly string[]
  readonly classes: readonly Certainty[]
  /** Whom to begin with. */
  readonly from?: string
  readonly reason?: string
  /** The day on which those come back who are put off, YYYY-MM-DD. */
  readonly until?: string
}

interface ReviewFlags {
  readonly class?: string
  readonly from?: string
  readonly reason?: string
  readonly until?: string
}

export function reviewCommand(handle: Handle): Command {
  const command = new Command('review')
    .description('go through everybody who is not mapped, one key a person')
    .argument('[user...]', 'e-mail, nickname, user ID, or full name; everybody who is not mapped without it')
    .option('--class <names>', 'only these classes of suggestions: sure, likely, unclear, none')
    .option('--from <user>', 'begin with this one, not where you stopped')
    .option('--reason <text>', 'why; kept with each decision')
    .option('--until <day>', 'the day on which those you put off come back, 2026-12-31 (in 30 days)')
    .action((people: string[], flags: ReviewFlags) => handle(runReview, reviewOptions(people, flags)))
  return withExamples(command, [
    {
      command: 'sfsync review',
      purpose: 'everybody who is not mapped, from where you stopped; ? tells the keys',
    },
    { command: 'sfsync review --class unclear,none', purpose: 'only the hard ones' },
    { command: 'sfsync review ada.lovelace@acme.example', purpose: 'one person' },
  ])
}

function reviewOptions(people: readonly string[], flags: ReviewFlags): ReviewOptions {
  const { from, reason } = flags
  const until = flags.until === undefined ? undefined : parseDay(flags.until, '--until')
  return { people, classes: certaintiesIn(flags.class), ...given({ from, reason, until }) }
}

export async function runReview(options: ReviewOptions, context: Context): Promise<void> {
  if (!context.canAsk)
    throw new SfsyncError('usage', 'review is done key by key, so it needs a terminal', {
      actions: ['sfsync suggest', commandText('export', '--for-review', 'review.csv'), 'sfsync map --help'],
    })
  const { review } = await import('../inbox/review.ts')
  await review(context, options)
}
