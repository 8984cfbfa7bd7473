import type { Confirmation } from '../confirmation.ts'
import { type CommandLine, commandLine, withOptions } from '../hint.ts'
import type { Candidate, Suggestion } from './suggestion.ts'

/** A user and the best candidate, as far as the next command depends on them. */
export interface SuggestedPair extends Pick<Candidate, 'blockers'> {
  readonly userEmail: string
  readonly salesforceUserId: string
  readonly matchClass: Suggestion['matchClass'] | null
}

/**
 * The command for a pair that is sure or likely, given what `map` would ask about it: the matcher has weighed a name or an
 * address that differs, and nothing else; about the rest an admin decides who sees both sides.
 */
export function pairCommand(
  { userEmail, salesforceUserId, matchClass, blockers }: SuggestedPair,
  asked: readonly Confirmation[],
): CommandLine {
  const map = commandLine('map', userEmail, salesforceUserId)
  if (asked.length === 0) return map
  const isWeighed = matchClass === 'sure' || matchClass === 'likely'
  return isWeighed && blockers.length === 0 && asked.every((each) => each === 'allow-mismatch')
    ? withOptions(map, { 'allow-mismatch': true })
    : commandLine('review', userEmail)
}
