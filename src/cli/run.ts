import { type Command, CommanderError } from 'commander'
import { SfsyncError } from '../core/errors.ts'
import { Context, type GlobalFlags } from './context.ts'
import { type ExitCode, exitCodes } from './exit-codes.ts'
import type { Handle } from './handle.ts'
import { OutputClosed, type Parts } from './parts.ts'
import { buildProgram } from './program.ts'
import { reportError } from './report-error.ts'

/** Runs one command line to its end and gives the exit code; the only place where failures are caught. */
export async function run(words: readonly string[], parts: Parts): Promise<number> {
  let context: Context | undefined
  let exitCode: ExitCode = exitCodes.done
  const handle: Handle = async (work, options) => {
    context = await Context.create(parts, program.opts<GlobalFlags>())
    exitCode = (await work(options, context)) ?? exitCodes.done
  }
  const program = buildProgram(handle, parts, words[0])
  try {
    await program.parseAsync([...words], { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof OutputClosed || isHelp(error)) return exitCodes.done
    return await reportError(translated(error, program, words), {
      json: wantsJson(words, parts, context),
      debug: words.includes('--debug'),
      stdout: parts.stdout,
      stderr: parts.stderr,
      typed: (command) => context?.typed(command) ?? command,
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
function wantsJson(words: readonly string[], parts: Parts, context: Context | undefined): boolean {
  if (context !== undefined) return context.format === 'json'
  if (words.includes('--json') || words.includes('--format=json')) return true
  const at = words.indexOf('--format')
  return at === -1 ? parts.environment['SFSYNC_FORMAT'] === 'json' : words[at + 1] === 'json'
}
