import { type Decided, type Plan, refuse } from '../core/change.ts'
import type { Confirmation } from '../core/confirmation.ts'
import { type ErrorCode, SfsyncError } from '../core/errors.ts'
import { type CommandLine, commandLine, type Hint } from '../core/hint.ts'
import type { Ledger } from '../ledger/ledger.ts'
import type { AppContext } from './context.ts'
import { refusalError } from './exit-codes.ts'
import { commandLineText } from './hints.ts'
import { changeSetHeadNumbered } from './history.ts'
import { planUndo } from './undo.ts'
import { stampOf, write, type Written } from './write.ts'

/** What one key writes, and how the history records it. */
interface KeyWrite {
  readonly command: CommandLine
  /** Empty for none. */
  readonly reason: string
  readonly confirmed?: readonly Confirmation[]
  readonly dryRun?: boolean
}

/** Writes what a key decides. The key is the approval; a refusal is thrown as the error that a typed command would end with. */
export async function writeByKey(
  context: AppContext,
  { command, reason, confirmed = [], dryRun = false }: KeyWrite,
  decide: (ledger: Ledger, confirmed: ReadonlySet<Confirmation>) => Promise<Decided>,
): Promise<Written> {
  const ledger = await context.ledger()
  return await write(
    context,
    {
      dryRun,
      confirmed,
      decide: async (given) => await decide(ledger, given),
      stamp: () => stampOf(context, commandLineText(command), reason === '' ? undefined : reason),
    },
    {
      answer: async (refusal) => await Promise.reject(refusalError(refusal)),
      approve: async () => undefined,
    },
  )
}

/** Undoes a change set that a key wrote; refuses where anything of it would stay. */
export async function undoByKey(context: AppContext, changeSet: number, reason = ''): Promise<Written> {
  const command = commandLine('undo', String(changeSet))
  return await writeByKey(context, { command, reason }, async (ledger) => {
    const head = await changeSetHeadNumbered(ledger, changeSet)
    const { plan, conflicts } = await planUndo(ledger, [head])
    if (conflicts.length === 0) return plan
    return refuse('conflict', 'not undone: later changes depend on it', [{ text: 'for details', command }])
  })
}

/** What a plan that changes nothing says. */
export function firstNotice({ notices = [], warnings }: Plan): Hint | undefined {
  return [...notices, ...warnings][0]
}

// The screen goes on after these; any other failure ends it.
const reported: ReadonlySet<ErrorCode> = new Set([
  'not-found',
  'invalid',
  'conflict',
  'decision-needed',
  'limit',
  'ledger-busy',
])

/** Whether a screen reports a failure and goes on. */
export function isReported(error: unknown): error is SfsyncError {
  return error instanceof SfsyncError && reported.has(error.code)
}

/** A failure as a screen reports it: what happened, and the first command that helps. */
export function failureHint({ message, rows, actions }: SfsyncError): Hint {
  const text = [message, ...rows.slice(0, 2).map(({ reason }) => reason)].join('; ')
  for (const action of actions)
    if (typeof action !== 'string' && 'command' in action)
      return 'text' in action
        ? { ...action, text: `${text}; ${action.text}` }
        : { text: `${text}; try`, command: action }
  return text
}
