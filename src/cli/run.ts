import { hintParts, type HintParts, partsText } from '../app/hints.ts'
import { commandLine, type Hint, withOptions } from '../core/hint.ts'
import { CommanderError } from '@commander-js/extra-typings'
import { confirmationsOf } from '../core/confirmation.ts'
import { shortText } from '../core/text.ts'
import { given } from '../core/values.ts'
import { type ErrorRow, type RemovalCount, SfsyncError } from '../core/errors.ts'
import { Context, type GlobalFlags, repeatedFlags } from './context.ts'
import { type ExitCode, exitCodeOf, exitCodes, ProgramFailed } from '../app/exit-codes.ts'
import { Canceled } from '../app/interrupts.ts'
import type { CommandRunner } from './command.ts'
import { OutputClosed, type OutputStream, type Dependencies } from '../app/ports.ts'
import { buildProgram } from './program.ts'
import { type Message, messageLines } from './output/message.ts'
import { allProblemsHint, printedProblems, problemLines } from './output/problems.ts'
import { confirmationHint } from './shared-flags.ts'
import { printedRow } from './output/error-rows.ts'
import { colorLevel, type Paint, paintFor } from './output/paint.ts'
import { jsonDocument } from './output/render.ts'
import { refuseSwallowedFlags } from './swallowed-flags.ts'
import { usageError } from './usage-errors.ts'

/** Runs one command line to its end and gives the exit code; the only place where failures are caught. */
export async function run(words: readonly string[], dependencies: Dependencies): Promise<number> {
  let context: Context | undefined
  let exitCode: ExitCode = exitCodes.done
  const runner: CommandRunner = async (work, options, invocation) => {
    refuseJsonWithoutResult(program.opts(), invocation.command)
    context = await Context.create(dependencies, program.opts(), invocation.command)
    exitCode = (await work(options, context, invocation)) ?? exitCodes.done
    await context.finish()
  }
  const { version, stdout } = dependencies
  let printed = ''
  const collect = (text: string) => {
    printed += text
  }
  const program = await buildProgram(runner, { version, width: stdout.width, print: collect }, words)
  try {
    refuseSwallowedFlags(program, words)
    await program.parseAsync([...words], { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof OutputClosed) return exitCodes.done
    // The error is what counts, not that the terminal is gone.
    await context?.endPaging().catch(() => undefined)
    const failed = isHelp(error) ? await helpFailure(printed, stdout) : usageError(error, program, words)
    if (failed === undefined) return exitCodes.done
    return await reportError(failed, {
      json: wantsJson(words, dependencies, context),
      debug: words.includes('--debug'),
      allProblems: words.includes('--all-problems'),
      stdout: dependencies.stdout,
      stderr: dependencies.stderr,
      paint: context?.stderr.paint ?? (await errorPaint(program.opts(), dependencies)),
      redact: (text) => dependencies.redact(text),
      parts: (hint) =>
        shownParts(hintParts(hint, repeatedFlags(program.opts())), (text) => dependencies.redact(text)),
    })
  } finally {
    await context?.close()
  }
}

// They talk or print a script: a program that waits for JSON would take that for it.
const withoutJson: ReadonlySet<string> = new Set(['demo', 'guide', 'completion', 'complete'])

function refuseJsonWithoutResult({ json, format }: GlobalFlags, command: string): void {
  if (!withoutJson.has(command) || (json !== true && format !== 'json' && format !== 'ndjson')) return
  const flag = json === true ? '--json' : `--format ${format}`
  throw new SfsyncError('usage', `${command} has no result to print as JSON: leave out ${flag}`, {
    actions: [withOptions(commandLine(command), { help: true })],
  })
}

function isHelp(error: unknown): boolean {
  return error instanceof CommanderError && (error.exitCode === 0 || error.code === 'commander.help')
}

// What kept the help from being printed, if anything did.
async function helpFailure(text: string, stdout: OutputStream): Promise<unknown> {
  try {
    await stdout.write(text)
    return undefined
  } catch (error) {
    return error instanceof OutputClosed ? undefined : error
  }
}

// The command line may be what is wrong, so the wish for JSON is read from it as it stands.
function wantsJson(
  words: readonly string[],
  dependencies: Dependencies,
  context: Context | undefined,
): boolean {
  if (context !== undefined) return context.format === 'json'
  if (words.includes('--json') || words.includes('--format=json')) return true
  const at = words.indexOf('--format')
  return at === -1 ? dependencies.environment['SFSYNC_FORMAT'] === 'json' : words[at + 1] === 'json'
}

/** Where and how an error is printed. */
interface ErrorOutput {
  readonly json: boolean
  readonly debug: boolean
  readonly allProblems: boolean
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  readonly paint: Paint
  /** A text without secrets. */
  redact(text: string): string
  /** A hint with the profile in use, without secrets. */
  parts(hint: Hint): HintParts
}

// Where the configuration could not be read, the flag and the environment still say whether there are colors.
async function errorPaint({ color }: GlobalFlags, { environment, stderr }: Dependencies): Promise<Paint> {
  const flag = color === 'always' || color === 'never' ? color : 'auto'
  return await paintFor(colorLevel({ flag, environment, isTerminal: stderr.isTerminal }))
}

/** Prints an error once, as one JSON document or in words, and gives the exit code. */
async function reportError(error: unknown, output: ErrorOutput): Promise<number> {
  const known = error instanceof SfsyncError ? error : unexpected(error)
  try {
    await print(known, output)
  } catch (unwritten) {
    // Nothing reads the output, or it cannot be written; the exit code is still given.
    if (!(unwritten instanceof OutputClosed)) await print(known, { ...output, json: false })
  }
  return known instanceof ProgramFailed ? known.exitCode : exitCodeOf(known.code)
}

async function print(known: SfsyncError, output: ErrorOutput): Promise<void> {
  const { json, debug, stdout, stderr, redact, parts } = output
  const { code } = known
  const actions = [...confirmingActions(known), ...known.actions].filter(
    (action) => partsText(parts(action)) !== '',
  )
  if (json) {
    const typed = (hint: Hint) => partsText(parts(hint))
    // Field by field: what is replaced in a whole document may break it.
    const rows = shortRows(known.rows, redact).map((row) => printedRow(row, typed))
    const error = { code, message: shortText(redact(known.message)), actions: actions.map(typed), rows }
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
  { allProblems, stderr, paint, redact, parts }: ErrorOutput,
): Promise<string> {
  const message = shortText(redact(known.message))
  // A failure of one row often says it all in its message.
  const told = known.rows.filter(({ reason }) => !known.message.includes(reason))
  const problems = printedProblems(shortRows(told, redact), { all: allProblems, parts })
  const advice = problems.isShort ? [...actions, allProblemsHint] : actions
  const labeled = async (label: string, said: Message, painted: (text: string) => string) => {
    const [first = '', ...rest] = await messageLines(stderr, label, said)
    return label === '' ? [first, ...rest] : [painted(label) + first.slice(label.length), ...rest]
  }
  const lines = await Promise.all([
    labeled(isFailure(known) ? 'error:' : '', { text: message }, paint.red),
    problemLines(problems, stderr),
    ...(known.summary === undefined ? [] : [messageLines(stderr, '', { text: known.summary })]),
    ...advice.map(async (action) => await labeled('try:', parts(action), paint.cyan)),
  ])
  return `${lines.flat().join('\n')}\n`
}

// An interrupted command, or a question that was answered with no, is what the admin wanted.
function isFailure(error: SfsyncError): boolean {
  return error.code !== 'interrupted' && !(error instanceof Canceled)
}

const longestCommand = 1_000

// A command that is shortened cannot be typed, and nobody reads one that repeats a whole file.
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
