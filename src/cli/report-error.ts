import { type HintParts, partsText } from '../app/hints.ts'
import { exitCodeOf, ProgramFailed } from '../app/exit-codes.ts'
import { Canceled } from '../app/interrupts.ts'
import { OutputClosed, type OutputStream } from '../app/ports.ts'
import { confirmationsOf } from '../core/confirmation.ts'
import { type ErrorRow, type RemovalCount, SfsyncError } from '../core/errors.ts'
import type { Hint } from '../core/hint.ts'
import { shortText } from '../core/text.ts'
import { given } from '../core/values.ts'
import { printedRow } from './output/error-rows.ts'
import { type Message, messageLines } from './output/message.ts'
import type { Paint, Surface } from './output/paint.ts'
import { allProblemsHint, printedProblems, problemLines } from './output/problems.ts'
import { jsonDocument } from './output/render.ts'
import { confirmationHint } from './shared-flags.ts'

/** Where and how an error is printed. */
interface ErrorOutput {
  /** The document that is printed to standard output. JSON is for programs, so it stands alone. */
  readonly document: 'json' | 'markdown' | undefined
  readonly debug: boolean
  readonly allProblems: boolean
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  now(): Date
  /** How wide its lines may be. */
  readonly room: Pick<Surface, 'isTerminal' | 'width'>
  readonly paint: Paint
  /** A text without secrets. */
  redact(text: string): string
  /** A hint with the profile in use. */
  parts(hint: Hint): HintParts
}

/** Prints an error once, as one document or in words or as both, and gives the exit code. */
export async function reportError(error: unknown, plain: ErrorOutput): Promise<number> {
  const output = {
    ...plain,
    parts: (hint: Hint) => shownParts(plain.parts(hint), (text) => plain.redact(text)),
  }
  const known = error instanceof SfsyncError ? error : unexpected(error)
  try {
    await print(known, output)
  } catch (unwritten) {
    // Nothing reads the output, or it cannot be written; the exit code is still given.
    if (!(unwritten instanceof OutputClosed)) await print(known, { ...output, document: undefined })
  }
  return known instanceof ProgramFailed ? known.exitCode : exitCodeOf(known.code)
}

async function print(known: SfsyncError, output: ErrorOutput): Promise<void> {
  const { document, debug, stdout, stderr, redact, parts } = output
  const { code } = known
  const actions = [...confirmingActions(known), ...known.actions].filter(
    (action) => partsText(parts(action)) !== '',
  )
  // Field by field: what is replaced in a whole document may break it.
  const message = shortText(redact(known.message))
  const rows = shortRows(known.rows, redact)
  if (document === 'markdown' && isFailure(known)) {
    const { errorMarkdown } = await import('./output/error-markdown.ts')
    await stdout.write(await errorMarkdown({ message, actions, rows }, { surface: output, parts }))
  }
  if (document === 'json') {
    const typed = (hint: Hint) => partsText(parts(hint))
    const printed = rows.map((row) => printedRow(row, typed))
    const error = { code, message, actions: actions.map(typed), rows: printed }
    await stdout.write(jsonDocument({ error }, 'json'))
  } else await stderr.write(await inWords(known, actions, output))
  if (debug) await stderr.write(`${trace(known)}\n`)
}

// What would let the whole command through: one bad row among them, and no flag does.
function confirmingActions({ code, rows, removals }: SfsyncError): string[] {
  if (removals !== undefined) return [removalHint(removals)]
  const needed = confirmationsOf(rows)
  return code === 'decision-needed' && needed.length > 0 ? [confirmationHint(needed)] : []
}

function removalHint({ needed, given: typed }: RemovalCount): string {
  return typed === undefined
    ? `if that is what you want, add --allow-removals ${needed}`
    : `expected --allow-removals ${needed}, not ${typed}`
}

async function inWords(
  known: SfsyncError,
  actions: readonly Hint[],
  { allProblems, room, paint, redact, parts }: ErrorOutput,
): Promise<string> {
  const message = shortText(redact(known.message))
  // A failure of one row often says it all in its message.
  const unnamed = known.rows.filter(({ reason }) => !known.message.includes(reason))
  const problems = printedProblems(shortRows(unnamed, redact), { all: allProblems, parts })
  const advice = problems.isShort ? [...actions, allProblemsHint] : actions
  const labeled = async (label: string, said: Message, painted: (text: string) => string) => {
    const [first = '', ...rest] = await messageLines(room, label, said)
    return label === '' ? [first, ...rest] : [painted(label) + first.slice(label.length), ...rest]
  }
  const lines = await Promise.all([
    labeled(isFailure(known) ? 'error:' : '', { text: message }, paint.red),
    problemLines(problems, room),
    ...(known.summary === undefined ? [] : [messageLines(room, '', { text: known.summary })]),
    ...advice.map(async (action) => await labeled('try:', parts(action), paint.cyan)),
  ])
  return `${lines.flat().join('\n')}\n`
}

// An interrupted command, or a question that was answered with no, is what the admin wanted.
function isFailure(error: SfsyncError): boolean {
  return error.code !== 'interrupted' && !(error instanceof Canceled)
}

const longestCommand = 1_000

// A command that is shortened cannot be typed, and no one reads one that repeats a whole file.
function shownParts({ text, command = '' }: HintParts, redact: ErrorOutput['redact']): HintParts {
  return given({
    text: text === undefined ? undefined : shortText(redact(text)),
    command: command === '' || command.length > longestCommand ? undefined : redact(command),
  })
}

// An argument may be a whole file by mistake. Half of a secret would not be known as one, so secrets go first.
function shortRows(rows: readonly ErrorRow[], redact: ErrorOutput['redact']): ErrorRow[] {
  return rows.map((row) => ({
    ...row,
    reason: shortText(redact(row.reason)),
    ...(row.value === undefined ? {} : { value: shortText(redact(row.value)) }),
  }))
}

function unexpected(error: unknown): SfsyncError {
  const message = error instanceof Error ? error.message : String(error)
  return new SfsyncError('failure', `unexpected error: ${message}`, {
    actions: ['run the command again with --debug and report what it prints'],
    cause: error,
  })
}

function trace(error: Error): string {
  const own = error.stack ?? error.message
  return error.cause instanceof Error ? `${own}\ncaused by: ${trace(error.cause)}` : own
}
