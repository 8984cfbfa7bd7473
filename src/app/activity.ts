import { SfsyncError } from '../core/errors.ts'
import type { Visibility } from '../core/visibility.ts'
import type { Activity, ActivityReader } from '../salesforce/salesforce.ts'
import type { AppContext } from './context.ts'
import { liveRequest } from './directory/refresh.ts'
import { wholeNumber } from '../core/values.ts'
import { refuseOtherOrg } from './directory/import-directory.ts'

const usualDays = 30
// Salesforce puts older tasks and events into an archive that plain queries do not see.
const mostDays = 365
const dayMilliseconds = 86_400_000

/** One person of `status`; without activity where there is no Salesforce user to look for. */
export interface StatusRow extends Visibility {
  readonly activity?: Activity
}

/** The days that `--activity [days]` means; undefined without the flag. */
export function activityDays(flag: string | true | undefined): number | undefined {
  if (flag === undefined || flag === true) return flag && usualDays
  const days = wholeNumber(flag)
  if (days !== undefined && days <= mostDays) return days
  throw new SfsyncError('usage', `--activity is a number of days from 1 to ${mostDays}, not "${flag}"`, {
    actions: ['type --activity after the people, or with its days: --activity=30'],
  })
}

/** Who counts the records of these last days: the org of this ledger and no other. Throws `login-needed` and `remote`. */
export async function openActivity(context: AppContext, days: number): Promise<ActivityReader> {
  const since = new Date(context.dependencies.now().getTime() - days * dayMilliseconds).toISOString()
  const reader =
    context.profile === 'demo'
      ? await context.dependencies.demoActivity()
      : await context.dependencies.openActivity(await liveRequest(context), since)
  const { organizationId } = await reader.identity()
  const lastRead = await (await context.ledger()).directory.lastRead()
  // In another org these IDs own nothing, which would look like people who do nothing.
  const refusal = refuseOtherOrg(context, reader.origin, organizationId, lastRead?.organizationId ?? null)
  if (refusal !== undefined) throw refusal
  return reader
}

/** Adds to each page what its people own, before the next page is looked at. */
export async function* withActivity(
  pages: AsyncIterable<readonly Visibility[]>,
  reader: ActivityReader,
): AsyncGenerator<readonly StatusRow[]> {
  for await (const page of pages) {
    const owners = page.flatMap(({ salesforceUserId }) => salesforceUserId ?? [])
    const activities = await reader.activityOf(owners)
    yield page.map((person) => {
      const activity = activities.get(person.salesforceUserId ?? '')
      return activity === undefined ? person : { ...person, activity }
    })
  }
}

/** Says what the numbers are, and where there are none because nobody could look. */
export async function tellActivity(context: AppContext, reader: ActivityReader, days: number): Promise<void> {
  const { identity } = await reader.identity()
  await context.note(
    `opportunities, tasks and events that changed in the last ${days === 1 ? 'day' : `${days} days`}, as far as ${identity} may see them`,
  )
  const hidden = reader.hiddenKinds()
  if (hidden.length > 0)
    await context.warn(`${identity} may not see any ${hidden.join(' or ')}: that is unknown, not 0`)
}
