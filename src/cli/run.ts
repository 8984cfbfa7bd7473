import { hintText } from '../app/hints.ts'
import type { Hint } from '../core/hint.ts'
import { type Command, CommanderError } from 'commander'
import { confirmationsOf } from '../core/confirmation.ts'
import { type RemovalCount, SfsyncError } from '../core/errors.ts'
import { Context, type GlobalFlags } from './context.ts'
import { type ExitCode, exitCodeOf, exitCodes, ProgramFailed } from '../app/exit-codes.ts'
import type { CommandRunner } from './command.ts'
import { OutputClosed, type OutputStream, type Dependencies } from '../app/ports.ts'
import { buildProgram } from './program.ts'
import { confirmationHint } from './shared-flags.ts'
import { type PrintedRow, printedRow } from './output/error-rows.ts'
import { jsonDocument } from './output/render.ts'
import { visible } from '../core/visible-text.ts'

/** Runs one command line to its end and gives the exit code; the only place where failures are caught. */
export async function run(words: readonly string[], dependencies: Dependencies): Promise<number> {
  let context: Context | undefined
  let exitCode: ExitCode = exitCodes.done
  const handle: CommandRunner = async (work, options) => {
    context = await Context.create(dependencies, program.opts<GlobalFlags>())
    exitCode = (await work(options, context)) ?? exitCodes.done
  }
  const program = buildProgram(handle, dependencies, words[0])
  try {
    await program.parseAsync([...words], { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof OutputClosed || isHelp(error)) return exitCodes.done
    return await reportError(translated(error, program, words), {
      json: wantsJson(words, dependencies, context),
      debug: words.includes('--debug'),
      stdout: dependencies.stdout,
      stderr: dependencies.stderr,
      typed: (hint) => context?.typed(hint) ?? hintText(hint),
    })
  } finally {
    await context?.close()
  }
}

function isHelp(error: unknown): boolean {
  return error instanceof CommanderError && (error.exitCode === 0 || error.code === 'commander.help')
}

function translated(error: unknown, program: Command, words: readonly string[]): unknown {
  if (!(error instanceof CommanderError)) return error
  const [message = '', ...hints] = error.message.replace(/^error: /, '').split('\n')
  const suggestion = hints.join(' ').replace(/^\(|\)$/g, '')
  return new SfsyncError('usage', suggestion === '' ? message : `${message}; ${lowerFirst(suggestion)}`, {
    actions: [`${typedCommand(program, words)} --help`],
    cause: error,
  })
}

// The command whose help helps: as far as the words typed name one.
function typedCommand(program: Command, words: readonly string[]): string {
  let command = program
  for (const word of words) command = command.commands.find((each) => each.name() === word) ?? command
  return [...ancestors(command), command].map((each) => each.name()).join(' ')
}

function ancestors({ parent }: Command): Command[] {
  return parent === null ? [] : [...ancestors(parent), parent]
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1)
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

const shownRows = 20

/** How a failure is told. */
export interface ErrorOutput {
  readonly json: boolean
  readonly debug: boolean
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  /** Completes a command of sfsync with the profile in use. */
  typed(hint: Hint): string
}

/** Tells a failure once, as one JSON document or in words, and gives the exit code. */
export async function reportError(error: unknown, telling: ErrorOutput): Promise<number> {
  const known = error instanceof SfsyncError ? error : unexpected(error)
  try {
    await tell(known, telling)
  } catch (closed) {
    // Nobody listens; the exit code still tells.
    if (!(closed instanceof OutputClosed)) throw closed
  }
  return known instanceof ProgramFailed ? known.exitCode : exitCodeOf(known.code)
}

async function tell(known: SfsyncError, { json, debug, stdout, stderr, typed }: ErrorOutput): Promise<void> {
  const { code, message } = known
  const actions = [...confirmingActions(known), ...known.actions.map((action) => typed(action))]
  const rows = known.rows.map((row) => printedRow(row, typed))
  if (json) await stdout.write(jsonDocument({ error: { code, message, actions, rows } }, 'json'))
  else await stderr.write(inWords({ code, message, rows }, actions))
  if (debug) await stderr.write(`${trace(known)}\n`)
}

// What would let the whole command through: one bad row among them, and no flag does.
function confirmingActions({ code, rows, removals }: SfsyncError): string[] {
  if (removals !== undefined) return [removalHint(removals)]
  const needed = confirmationsOf(rows)
  return code === 'decision-needed' && needed.length > 0 ? [confirmationHint(needed)] : []
}

function removalHint({ needed, given }: RemovalCount): string {
  return given === undefined
    ? `if that is what you want, add --allow-removals ${needed}`
    : `expected --allow-removals ${needed}, not ${given}`
}

function inWords(
  {
    code,
    message,
    rows: all,
  }: Pick<SfsyncError, 'code' | 'message'> & { readonly rows: readonly PrintedRow[] },
  actions: readonly string[],
): string {
  // A failure of one row often says it all in its message.
  const rows = all.filter(({ reason }) => !message.includes(reason))
  const lines = [`${code === 'interrupted' ? '' : 'error: '}${message}`]
  lines.push(...rowLines(rows.slice(0, shownRows)))
  if (rows.length > shownRows)
    lines.push(`  ... and ${rows.length - shownRows} more (all of them with --json)`)
  for (const action of actions) lines.push(`try: ${action}`)
  return `${lines.map((line) => visible(line)).join('\n')}\n`
}

// What rows have in common stands above them, once.
function rowLines(rows: readonly PrintedRow[]): string[] {
  const groups = new Map<string | undefined, PrintedRow[]>()
  for (const row of rows) groups.set(row.group, [...(groups.get(row.group) ?? []), row])
  return [...groups].flatMap(([group, members]) => [
    ...(group === undefined ? [] : [`  ${group}:`]),
    ...members.map((row) => `${group === undefined ? '  ' : '    '}${rowText(row)}`),
  ])
}

function rowText({ file, line, column, reason, flag, action }: PrintedRow): string {
  const place = file === undefined ? '' : `${file}${line === undefined ? '' : `:${line}`}: `
  const where = column === undefined ? '' : `${column}: `
  const doing = [...(flag === undefined ? [] : [flag]), ...(action === undefined ? [] : [action])].join('; ')
  return `${place}${where}${reason}${doing === '' ? '' : `  (${doing})`}`
}

function unexpected(error: unknown): SfsyncError {
  const message = error instanceof Error ? error.message : String(error)
  return new SfsyncError('failure', `sfsync failed in a way that nobody foresaw: ${message}`, {
    actions: ['run the command again with --debug and report what it prints'],
    cause: error,
  })
}

function trace(error: Error): string {
  const own = error.stack ?? error.message
  return error.cause instanceof Error ? `${own}\ncaused by: ${trace(error.cause)}` : own
}
