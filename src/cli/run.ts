import { hintParts } from '../app/hints.ts'
import { commandLine, withOptions } from '../core/hint.ts'
import { CommanderError } from '@commander-js/extra-typings'
import { SfsyncError } from '../core/errors.ts'
import { Context, type GlobalFlags, commandStart } from './context.ts'
import { type ExitCode, exitCodes } from '../app/exit-codes.ts'
import type { CommandRunner } from './command.ts'
import { OutputClosed, type OutputStream, type Dependencies } from '../app/ports.ts'
import { buildProgram } from './program.ts'
import { colorLevel, type Paint, paintFor, roomOf } from './output/paint.ts'
import { refuseSwallowedFlags } from './swallowed-flags.ts'
import { usageError } from './usage-errors.ts'

/** Runs one command line to its end and gives the exit code; the only place where failures are caught. */
export async function run(words: readonly string[], dependencies: Dependencies): Promise<number> {
  let context: Context | undefined
  let exitCode: ExitCode = exitCodes.done
  const runner: CommandRunner = async (work, options, invocation) => {
    refuseJsonWithoutResult(program.opts(), invocation.command)
    context = await Context.create(dependencies, program.opts(), invocation)
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
    // The error is what counts, not that the terminal is gone.
    await context?.endPaging().catch(() => undefined)
    if (error instanceof OutputClosed) return exitCodes.done
    const failed = isHelp(error) ? await helpFailure(printed, stdout) : usageError(error, program, words)
    if (failed === undefined) return exitCodes.done
    const { reportError } = await import('./report-error.ts')
    return await reportError(failed, {
      document: documentFormat(words, program.opts(), dependencies, context),
      debug: words.includes('--debug'),
      allProblems: words.includes('--all-problems'),
      stdout: dependencies.stdout,
      stderr: dependencies.stderr,
      now: () => dependencies.now(),
      room: roomOf(dependencies.stderr, dependencies.environment),
      paint: context?.stderr.paint ?? (await errorPaint(program.opts(), dependencies)),
      redact: (text) => dependencies.redact(text),
      parts: (hint) => hintParts(hint, commandStart(program.opts(), dependencies.environment)),
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

// The command line may be what is wrong, so the wish for a document is read from it as it stands.
function documentFormat(
  words: readonly string[],
  { output = '-' }: GlobalFlags,
  dependencies: Dependencies,
  context: Context | undefined,
): 'json' | 'markdown' | undefined {
  const format = context?.format ?? typedFormat(words) ?? dependencies.environment['SFSYNC_FORMAT']
  if (format === 'json') return 'json'
  // A document for a file belongs there, and a command that fails writes no file.
  return format === 'markdown' && output === '-' ? 'markdown' : undefined
}

function typedFormat(words: readonly string[]): string | undefined {
  if (words.includes('--json')) return 'json'
  const at = words.indexOf('--format')
  return at === -1
    ? words.find((word) => word.startsWith('--format='))?.slice('--format='.length)
    : words[at + 1]
}

// Where the configuration could not be read, the flag and the environment still say whether there are colors.
async function errorPaint({ color }: GlobalFlags, { environment, stderr }: Dependencies): Promise<Paint> {
  const flag = color === 'always' || color === 'never' ? color : 'auto'
  return await paintFor(colorLevel({ flag, environment, isTerminal: stderr.isTerminal }))
}
