import type { Command } from 'commander'

/** The decisions that rows of a batch may need, with what they mean. */
const meanings = {
  'allow-unknown': 'map although the directory does not know the ID',
  'allow-inactive': 'go on although the Salesforce user is inactive or frozen',
  'allow-non-person': 'go on although the Salesforce user is not a person',
  'take-over': 'take the Salesforce user away from whoever has it',
  replace: 'give up present mappings',
  'allow-rejected': 'map although somebody decided that the two are never the same person',
  move: 'take people away from another team',
  'create-team': 'make teams that do not exist',
} as const

/** One of these decisions; the flag is the name with two hyphens before it. */
export type BatchDecisionName = keyof typeof meanings

/** What commander gives for the flags of decisions. */
export interface AllowanceFlags {
  readonly allowUnknown?: boolean
  readonly allowInactive?: boolean
  readonly allowNonPerson?: boolean
  readonly takeOver?: boolean
  readonly replace?: boolean
  readonly allowRejected?: boolean
  readonly move?: boolean
  readonly createTeam?: boolean
}

/** Adds a flag for each decision. */
export function takingDecisions(command: Command, names: readonly BatchDecisionName[]): Command {
  return names.reduce((built, name) => built.option(`--${name}`, meanings[name]), command)
}

/** The decisions that the flags take. */
export function allowancesIn<Name extends BatchDecisionName>(
  flags: AllowanceFlags,
  names: readonly Name[],
): Name[] {
  const taken: Readonly<Record<BatchDecisionName, boolean | undefined>> = {
    'allow-unknown': flags.allowUnknown,
    'allow-inactive': flags.allowInactive,
    'allow-non-person': flags.allowNonPerson,
    'take-over': flags.takeOver,
    replace: flags.replace,
    'allow-rejected': flags.allowRejected,
    move: flags.move,
    'create-team': flags.createTeam,
  }
  return names.filter((name) => taken[name] === true)
}
