import type { Plan } from './change.ts'
import type { ErrorCode, ErrorRow } from './errors.ts'

/** What a decision answers when the wish cannot become a plan; nothing is written then. */
export interface Refusal {
  readonly code: Extract<ErrorCode, 'decision-needed' | 'invalid' | 'conflict' | 'not-found' | 'limit'>
  readonly message: string
  readonly rows: readonly ErrorRow[]
  readonly actions: readonly string[]
}

/** A plan, or why there is none. */
export type Decided = Plan | Refusal

/** Tells the two answers of a decision apart. */
export function isRefusal(decided: Decided): decided is Refusal {
  return 'code' in decided
}

/** Refuses until the admin takes each of these decisions with its flag. */
export function needsDecision(message: string, rows: readonly ErrorRow[]): Refusal {
  const flags = [...new Set(rows.flatMap((row) => (row.flag === undefined ? [] : [row.flag])))]
  return {
    code: 'decision-needed',
    message,
    rows,
    actions: [`decide, then run the command again with ${flags.join(' ')}`],
  }
}

/** Refuses for good: the wish contradicts a rule. */
export function refuse(code: Refusal['code'], message: string, actions: readonly string[] = []): Refusal {
  return { code, message, rows: [], actions }
}
