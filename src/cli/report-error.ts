import { type ErrorRow, SfsyncError } from '../core/errors.ts'
import { exitCodeOf } from './exit-codes.ts'
import { jsonDocument } from './output/json.ts'
import { visible } from './output/visible.ts'
import { ProgramFailed } from './program-failed.ts'
import { OutputClosed, type OutputStream } from './parts.ts'

const shownRows = 20

/** How a failure is told. */
export interface Telling {
  readonly json: boolean
  readonly debug: boolean
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  /** Completes a command of sfsync with the profile in use. */
  typed(command: string): string
}

/** Tells a failure once, as one JSON document or in words, and gives the exit code. */
export async function reportError(error: unknown, telling: Telling): Promise<number> {
  const known = error instanceof SfsyncError ? error : unexpected(error)
  try {
    await tell(known, telling)
  } catch (closed) {
    // Nobody listens; the exit code still tells.
    if (!(closed instanceof OutputClosed)) throw closed
  }
  return known instanceof ProgramFailed ? known.exitCode : exitCodeOf(known.code)
}

async function tell(known: SfsyncError, { json, debug, stdout, stderr, typed }: Telling): Promise<void> {
  const { code, message, rows } = known
  const actions = known.actions.map((action) => typed(action))
  if (json) await stdout.write(jsonDocument({ error: { code, message, actions, rows } }, 'json'))
  else await stderr.write(inWords({ code, message, rows: rows.map((row) => withTyped(row, typed)) }, actions))
  if (debug) await stderr.write(`${trace(known)}\n`)
}

function withTyped(row: ErrorRow, typed: Telling['typed']): ErrorRow {
  return row.action === undefined ? row : { ...row, action: typed(row.action) }
}

function inWords(
  { code, message, rows: all }: Pick<SfsyncError, 'code' | 'message' | 'rows'>,
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
function rowLines(rows: readonly ErrorRow[]): string[] {
  const groups = new Map<string | undefined, ErrorRow[]>()
  for (const row of rows) groups.set(row.group, [...(groups.get(row.group) ?? []), row])
  return [...groups].flatMap(([group, members]) => [
    ...(group === undefined ? [] : [`  ${group}:`]),
    ...members.map((row) => `${group === undefined ? '  ' : '    '}${rowText(row)}`),
  ])
}

function rowText({ file, line, column, reason, flag, action }: ErrorRow): string {
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
