import type { Identity } from './identity.ts'

/** The kinds of records that SalesScreen shows of a person, in the order in which they are told. */
export const activityKinds = ['opportunities', 'tasks', 'events'] as const

/** One of these kinds. */
export type ActivityKind = (typeof activityKinds)[number]

/** How many records of each kind somebody owns that changed of late: 0 is looked and found none, null is could not look. */
export type Activity = Readonly<Record<ActivityKind, number | null>>

/** Counts what people own in an org. */
export interface ActivityReader {
  /** The host of the org. */
  readonly origin: string
  /** Who asks, by the org's own word; throws `login-needed` and `remote`. */
  identity(): Promise<Identity>
  /** The activity of each of these Salesforce users; throws `login-needed` and `remote`. */
  of(salesforceUserIds: readonly string[]): Promise<ReadonlyMap<string, Activity>>
  /** The kinds that whoever asks may not see; complete once everything was asked. */
  hidden(): readonly ActivityKind[]
}
