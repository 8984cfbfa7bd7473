import { inBase62, mixed, salesforceTime, wholeId } from './data/values.ts'
import type { OrgFacts, OwnedRecord } from './facts.ts'

const keyPrefixes = { Opportunity: '006', Task: '00T', Event: '00U' } as const
const day = 86_400_000

/** So many records of one kind that somebody owns, one made each day up to a time. */
export function ownedRecords(
  object: keyof typeof keyPrefixes,
  ownerId: string,
  count: number,
  until: number,
): OwnedRecord[] {
  const owner = ownerId.slice(10, 15)
  return Array.from({ length: count }, (_, index) => {
    const time = salesforceTime(until - index * day)
    const id = wholeId(`${keyPrefixes[object]}5g${owner}${inBase62(index, 5)}`)
    return {
      Id: id,
      OwnerId: ownerId,
      CreatedDate: time,
      LastModifiedDate: time,
      SystemModstamp: time,
      IsDeleted: false,
    }
  })
}

/** What people own: some much, some nothing. */
export function recordsOf(ownerIds: readonly string[], until: number): OrgFacts['records'] {
  const all = (object: keyof typeof keyPrefixes, salt: number) =>
    ownerIds.flatMap((id, index) => ownedRecords(object, id, mixed(1, index, salt) % 12, until))
  return { Opportunity: all('Opportunity', 1), Task: all('Task', 2), Event: all('Event', 3) }
}
