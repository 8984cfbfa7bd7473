import * as z from 'zod/mini'
import {
  type Activity,
  type ActivityKind,
  activityKinds,
  type ActivityReader,
  type Identity,
} from '../salesforce.ts'
import type { LiveConnection } from './connection.ts'
import { FieldNotVisible } from './errors.ts'
import { openOrg, type Org } from './org.ts'
import { fieldList, joinSoql, soqlTime, soql, type Soql } from './soql.ts'

// Source: Salesforce Developer Limits quick reference, "URI length".
const longestAddress = 16_384
// Source: SOQL and SOSL reference, GROUP BY: "queries that include a GROUP BY clause ... can't use queryMore".
const mostGroups = 2_000

const objects: Readonly<Record<ActivityKind, string>> = {
  opportunities: 'Opportunity',
  tasks: 'Task',
  events: 'Event',
}
const group = z.object({ OwnerId: z.string(), records: z.int() })

/** Counts the records that changed since a time (UTC, ISO 8601); nothing is asked yet. */
export function openActivityReader(connection: LiveConnection, since: string): ActivityReader {
  return new OrgActivity(openOrg(connection), since)
}

class OrgActivity implements ActivityReader {
  readonly #org: Org
  readonly #since: string
  readonly #hidden = new Set<ActivityKind>()
  #who: Identity | undefined

  constructor(org: Org, since: string) {
    this.#org = org
    this.#since = since
  }

  get origin(): string {
    return this.#org.host
  }

  async identity(): Promise<Identity> {
    this.#who ??= await this.#org.identity()
    return this.#who
  }

  hidden(): readonly ActivityKind[] {
    return activityKinds.filter((kind) => this.#hidden.has(kind))
  }

  async of(salesforceUserIds: readonly string[]): Promise<ReadonlyMap<string, Activity>> {
    const owners = [...new Set(salesforceUserIds)]
    const [opportunities, tasks, events] = await Promise.all([
      this.#records('opportunities', owners),
      this.#records('tasks', owners),
      this.#records('events', owners),
    ])
    return new Map(
      owners.map((owner) => [
        owner,
        { opportunities: opportunities(owner), tasks: tasks(owner), events: events(owner) },
      ]),
    )
  }

  async #records(kind: ActivityKind, owners: readonly string[]): Promise<(owner: string) => number | null> {
    if (this.#hidden.has(kind)) return () => null
    const chunks = evenly(owners, mostOwners(this.#org, objects[kind], this.#since))
    try {
      const counted = await Promise.all(chunks.map((chunk) => this.#counted(objects[kind], chunk)))
      const counts = new Map(counted.flat())
      return (owner) => counts.get(owner) ?? 0
    } catch (error) {
      if (!(error instanceof FieldNotVisible)) throw error
      this.#hidden.add(kind)
      return () => null
    }
  }

  async #counted(object: string, owners: readonly string[]): Promise<[owner: string, records: number][]> {
    const groups = await this.#org.rows(activityQuery(object, owners, this.#since), group)
    const answered = new Set(groups.map(({ OwnerId }) => OwnerId))
    const strange = [...answered].filter((owner) => !owners.includes(owner))
    if (strange.length > 0 || answered.size < groups.length)
      throw this.#org.misunderstood(['it counted for people who were not asked for, or twice'])
    return groups.map(({ OwnerId, records }) => [OwnerId, records])
  }
}

function activityQuery(object: string, owners: readonly string[], since: string): Soql {
  const among = joinSoql(
    owners.map((owner) => soql`${owner}`),
    ', ',
  )
  return soql`SELECT OwnerId, COUNT(Id) records FROM ${fieldList([object])} WHERE OwnerId IN (${among}) AND LastModifiedDate >= ${soqlTime(since)} GROUP BY OwnerId`
}

/** For how many owners one request can ask without an address or an answer that is too long. */
function mostOwners(org: Org, object: string, since: string): number {
  const bytes = (owners: number) =>
    addressBytes(org, activityQuery(object, Array<string>(owners).fill('0'.repeat(18)), since))
  const [one, two] = [bytes(1), bytes(2)]
  return Math.min(mostGroups, 1 + Math.floor((longestAddress - one) / (two - one)))
}

// As it is sent: an address holds quotes, too, only in encoded form.
function addressBytes(org: Org, { text }: Soql): number {
  const path = org.path(`query?q=${encodeURIComponent(text)}`)
  return Buffer.byteLength(new URL(path, `https://${org.host}`).href)
}

// In parts of about the same size, so that all are answered at about the same time.
function evenly<Item>(items: readonly Item[], most: number): Item[][] {
  const parts = Math.ceil(items.length / most)
  const size = Math.ceil(items.length / parts)
  return Array.from({ length: parts }, (_, part) => items.slice(part * size, (part + 1) * size))
}
