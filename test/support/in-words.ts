import { hintText } from '../../src/app/hints.ts'
import { type Decided, isRefusal, type Plan } from '../../src/core/change.ts'

/** A plan or refusal with its hints as the admin reads them. */
export function inWords(decided: Plan): Plan
export function inWords(decided: Decided): Decided
export function inWords(decided: Decided): Decided {
  return isRefusal(decided)
    ? { ...decided, actions: decided.actions.map((hint) => hintText(hint)) }
    : {
        ...decided,
        ...(decided.notices === undefined ? {} : { notices: decided.notices.map((hint) => hintText(hint)) }),
        warnings: decided.warnings.map((hint) => hintText(hint)),
        next: decided.next.map((hint) => hintText(hint)),
      }
}
