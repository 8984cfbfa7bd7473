import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { launcher, ownEnvironment } from './sfsync.ts'
import { steady, type Placeholders } from './steady.ts'

/** Where a transcript is taken: a folder of its own that holds the files it names, and what changes from run to run. */
export interface Surroundings {
  readonly home: string
  readonly placeholders: Placeholders
  /** What is in the environment from the beginning, besides the usual. */
  readonly environment?: Readonly<Record<string, string>>
}

/**
 * Runs every command of a transcript in order, at home in one folder, and gives the transcript with what they print now.
 *
 * A line `$ command` is run by the shell; `$ export NAME=value` counts for all commands after it. What a command prints
 * follows: standard output as it is, standard error with `! ` before each line, `= code` when the exit code is not 0.
 * A line of output that looks like one of these, or is empty, has `| ` before it. `# ` begins a comment.
 */
export async function transcribe(text: string, surroundings: Surroundings): Promise<string> {
  const environment = environmentWithSfsync(surroundings)
  const written: string[] = []
  for (const paragraph of text.trimEnd().split('\n\n')) {
    const lines = paragraph.split('\n')
    const comments = lines.filter((line) => /^#( |$)/.test(line))
    const commands = lines.filter((line) => line.startsWith('$ '))
    const parts = [...comments]
    for (const command of commands)
      parts.push(command, ...(await output(command.slice(2), environment, surroundings)))
    written.push(parts.join('\n'))
  }
  return `${written.join('\n\n')}\n`
}

/** The commands of a transcript, as typed. */
export function commandsOf(text: string): string[] {
  return text.split('\n').flatMap((line) => (line.startsWith('$ ') ? [line.slice(2)] : []))
}

function environmentWithSfsync({ home, environment }: Surroundings): Record<string, string> {
  const folder = join(home, '.bin')
  const script = join(folder, 'sfsync')
  mkdirSync(folder)
  writeFileSync(script, `#!/bin/sh\nexec "${process.execPath}" "${launcher}" "$@"\n`)
  chmodSync(script, 0o755)
  const own = ownEnvironment(home, environment)
  return { ...own, PATH: `${folder}${delimiter}${own['PATH'] ?? ''}` }
}

async function output(
  command: string,
  environment: Record<string, string>,
  { home, placeholders }: Surroundings,
): Promise<string[]> {
  const [, name, value] = /^export (\w+)=(.*)$/.exec(command) ?? []
  if (name !== undefined) {
    environment[name] = value ?? ''
    return []
  }
  const { stdout, stderr, exitCode } = await shell(command, environment, home)
  return [
    ...linesOf(steady(stdout, placeholders)).map((line) =>
      /^([$#!=|]( |$)|$)/.test(line) ? `| ${line}`.trimEnd() : line,
    ),
    ...linesOf(steady(stderr, placeholders)).map((line) => `! ${line}`.trimEnd()),
    ...(exitCode === 0 ? [] : [`= ${exitCode}`]),
  ]
}

function linesOf(text: string): string[] {
  if (text === '') return []
  return text.endsWith('\n') ? text.slice(0, -1).split('\n') : `${text}\\ no newline at the end`.split('\n')
}

async function shell(
  command: string,
  environment: Record<string, string>,
  folder: string,
): Promise<{ stdout: string; stderr: string; exitCode: number }> {
  return await new Promise((resolve) => {
    const child = execFile(
      '/bin/sh',
      ['-c', command],
      { cwd: folder, env: environment, encoding: 'utf8', maxBuffer: 1 << 26 },
      (_error, stdout, stderr) => resolve({ stdout, stderr, exitCode: child.exitCode ?? -1 }),
    )
    child.stdin?.end()
  })
}
