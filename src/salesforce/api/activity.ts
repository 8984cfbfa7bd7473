import * as z from 'zod/mini'
import {
  type Activity,
  type ActivityKind,
  activityKinds,
  type ActivityReader,
  type Identity,
  type OrgConnection,
} from '../salesforce.ts'
import { FieldNotVisible } from './errors.ts'
import { Org } from './org.ts'
import { fieldList, joinSoql, soqlTime, soql, type Soql } from './soql.ts'

// Source: Salesforce Developer Limits quick reference, "URI length".
const maxUrlBytes = 16_384
// Source: SOQL and SOSL reference, GROUP BY: "queries that include a GROUP BY clause ... can't use queryMore".
const maxGroups = 2_000

const objects: Readonly<Record<ActivityKind, string>> = {
  opportunities: 'Opportunity',
  tasks: 'Task',
  events: 'Event',
}
const group = z.object({ OwnerId: z.string(), records: z.int() })

/** Counts the records that changed since a time (UTC, ISO 8601); sends no request yet. */
export function openActivityReader(connection: OrgConnection, since: string): ActivityReader {
  return new OrgActivity(new Org(connection), since)
}

class OrgActivity implements ActivityReader {
  readonly #org: Org
  readonly #since: string
  readonly #hidden = new Set<ActivityKind>()
  #identity: Promise<Identity> | undefined

  constructor(org: Org, since: string) {
    this.#org = org
    this.#since = since
  }

  get origin(): string {
    return this.#org.host
  }

  async identity(): Promise<Identity> {
    return await (this.#identity ??= this.#org.identity())
  }

  hiddenKinds(): readonly ActivityKind[] {
    return activityKinds.filter((kind) => this.#hidden.has(kind))
  }

  async activityOf(salesforceUserIds: readonly string[]): Promise<ReadonlyMap<string, Activity>> {
    const owners = [...new Set(salesforceUserIds)]
    const [opportunities, tasks, events] = await Promise.all([
      this.#counts('opportunities', owners),
      this.#counts('tasks', owners),
      this.#counts('events', owners),
    ])
    return new Map(
      owners.map((owner) => [
        owner,
        { opportunities: opportunities(owner), tasks: tasks(owner), events: events(owner) },
      ]),
    )
  }

  async #counts(kind: ActivityKind, owners: readonly string[]): Promise<(owner: string) => number | null> {
    if (this.#hidden.has(kind)) return () => null
    const chunks = evenChunks(owners, ownersPerRequest(this.#org, objects[kind], this.#since))
    try {
      const counts = new Map((await Promise.all(chunks.map((chunk) => this.#query(kind, chunk)))).flat())
      return (owner) => counts.get(owner) ?? 0
    } catch (error) {
      if (!(error instanceof FieldNotVisible)) throw error
      this.#hidden.add(kind)
      return () => null
    }
  }

  async #query(kind: ActivityKind, owners: readonly string[]): Promise<[owner: string, records: number][]> {
    const groups = await this.#org.queryAll(activityQuery(objects[kind], owners, this.#since), group)
    const found = new Set(groups.map(({ OwnerId }) => OwnerId))
    if (found.size < groups.length || [...found].some((owner) => !owners.includes(owner)))
      throw this.#org.unexpectedResponse(['it contains owners that were not requested, or one owner twice'])
    return groups.map(({ OwnerId, records }) => [OwnerId, records])
  }
}

function activityQuery(object: string, owners: readonly string[], since: string): Soql {
  const list = joinSoql(
    owners.map((owner) => soql`${owner}`),
    ', ',
  )
  return soql`SELECT OwnerId, COUNT(Id) records FROM ${fieldList([object])} WHERE OwnerId IN (${list}) AND LastModifiedDate >= ${soqlTime(since)} GROUP BY OwnerId`
}

/** How many owners fit into one request before its URL or its result is too long. */
function ownersPerRequest(org: Org, object: string, since: string): number {
  const bytes = (owners: number) => {
    const { text } = activityQuery(object, Array<string>(owners).fill('0'.repeat(18)), since)
    // As it is sent: a URL contains quotes, too, only in encoded form.
    return Buffer.byteLength(
      new URL(org.path(`query?q=${encodeURIComponent(text)}`), `https://${org.host}`).href,
    )
  }
  const [one, two] = [bytes(1), bytes(2)]
  return Math.min(maxGroups, 1 + Math.floor((maxUrlBytes - one) / (two - one)))
}

// Chunks of about the same size, so that all requests take about the same time.
function evenChunks<Item>(items: readonly Item[], limit: number): Item[][] {
  const count = Math.ceil(items.length / limit)
  const size = Math.ceil(items.length / count)
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size))
}
