import type { Activity, ActivityReader } from '../activity.ts'
import { readDemo } from './demo.ts'

/** What the people of the built-in sample org own; always the same. */
export function demoActivity(): ActivityReader {
  const { origin, identity, organizationId } = readDemo().read
  return {
    origin,
    identity: async () =>
      await Promise.resolve({ identity: identity ?? '', organizationId: organizationId ?? '' }),
    of: async (salesforceUserIds) =>
      await Promise.resolve(new Map(salesforceUserIds.map((owner) => [owner, activityOf(owner)]))),
    hidden: () => [],
  }
}

function activityOf(salesforceUserId: string): Activity {
  const number = salesforceUserId.split('').reduce((sum, character) => sum + character.charCodeAt(0), 0)
  return { opportunities: number % 9, tasks: number % 31, events: number % 7 }
}
