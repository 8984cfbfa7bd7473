import type { SalesforceUserId } from '../core/salesforce-id.ts'
import { isPerson } from '../core/salesforce-user.ts'
import type { Directory, DirectoryChange, DirectoryLogEntry } from '../ledger/ledger.ts'

// First Mondays of two months are up to 35 days apart, and a routine may be late. Users who were added since are not listed again.
const window = 45 * 86_400_000

/**
 * The moment (UTC, ISO 8601) after which a change in Salesforce is recent: 45 days before the last read, or the read before
 * that one where it is older. So neither daily nor rare reads leave anyone out. Undefined before the first read.
 */
export async function recentSince(directory: Directory): Promise<string | undefined> {
  const [last, previous] = await newestReads(directory, 2)
  if (last === undefined) return undefined
  const windowStart = new Date(Date.parse(last.at) - window).toISOString()
  return previous !== undefined && previous.at < windowStart ? previous.at : windowStart
}

async function newestReads(directory: Directory, most: number): Promise<DirectoryLogEntry[]> {
  for await (const page of directory.log()) return page.slice(0, most)
  return []
}

/** The reads after a moment, or the last one alone where none is given; newest first. */
export async function readsSince(
  directory: Directory,
  since: string | undefined,
): Promise<DirectoryLogEntry[]> {
  if (since === undefined) return await newestReads(directory, 1)
  const reads: DirectoryLogEntry[] = []
  for await (const page of directory.log()) {
    const recent = page.filter(({ at }) => at > since)
    reads.push(...recent)
    if (recent.length < page.length) break
  }
  return reads
}

/** What changed of a Salesforce user where neither `check` nor the monthly walk has a next step. */
export interface OtherChange {
  readonly name: string
  readonly fields: DirectoryChange['fields']
}

/** Who else changed, by name, and the reads that say so. */
export interface OtherChanges {
  readonly users: readonly OtherChange[]
  readonly numbers: readonly number[]
}

// What is drift of a mapped user.
const drifting: ReadonlySet<string> = new Set(['name', 'firstName', 'lastName', 'email', 'active', 'frozen'])

/** Changes of people who are not mapped, and of mapped ones in what is no drift. */
export async function otherChanges(
  directory: Directory,
  reads: readonly DirectoryLogEntry[],
): Promise<OtherChanges> {
  const found = new Map<SalesforceUserId, OtherChange & { readonly numbers: readonly number[] }>()
  for (const { number, changed } of reads) {
    if ((changed ?? 0) === 0) continue
    for await (const page of directory.changesOf(number))
      for (const { salesforceUserId, name, what, mappedTo, fields: all } of page) {
        const fields = mappedTo === null ? all : all.filter(({ field }) => !drifting.has(field))
        if (what !== 'changed' || fields.length === 0) continue
        const later = found.get(salesforceUserId)
        found.set(salesforceUserId, {
          name: later?.name ?? name,
          fields: [...fields, ...(later?.fields ?? [])],
          numbers: [...(later?.numbers ?? []), number],
        })
      }
  }
  const people = await directory.findAll({ salesforceUserIds: [...found.keys()] })
  const users = people.flatMap((each) => {
    const other = found.get(each.salesforceUserId)
    if (other === undefined || !isPerson(each)) return []
    const fields = merged(other.fields)
    return fields.length === 0 ? [] : [{ ...other, fields }]
  })
  return {
    users: users.toSorted((left, right) => (left.name < right.name ? -1 : Number(left.name > right.name))),
    numbers: [...new Set(users.flatMap(({ numbers }) => numbers))].toSorted((left, right) => right - left),
  }
}

// Each field once, from its first value to its last; what was changed back is no change.
function merged(fields: DirectoryChange['fields']): DirectoryChange['fields'] {
  return [...Map.groupBy(fields, ({ field }) => field)].flatMap(([field, [first, ...more]]) => {
    const before = first?.before ?? null
    const after = (more.at(-1) ?? first)?.after ?? null
    return before === after ? [] : [{ field, before, after }]
  })
}
