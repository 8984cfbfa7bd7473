import { setImmediate as nextTurn } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Connection } from 'jsforce/lib/connection.js'
import * as z from 'zod/mini'
import type { OrgConnection } from '../../../src/salesforce/salesforce.ts'
import { readerOf } from '../api/support.ts'

/** How many records somebody saw, and how many of them were still in memory when the last one came. */
export interface Alive {
  readonly seen: number
  readonly alive: number
}

/** Streams what a query finds with plain jsforce. */
export async function plainAlive(connection: Connection, soql: string): Promise<Alive> {
  const watched: WeakRef<object>[] = []
  const query = connection.query(soql, { autoFetch: true, maxFetch: 1_000_000 })
  const records: AsyncIterable<unknown> = query.stream('record')
  for await (const record of records) watch(watched, [record])
  const alive = await countAlive(watched)
  // Whoever reads has the query in hand until here.
  z.object({ totalFetched: z.number() }).parse(query)
  return { seen: watched.length, alive }
}

/** Reads everybody page by page with ours. */
export async function oursAlive(connection: OrgConnection): Promise<Alive> {
  const watched: WeakRef<object>[] = []
  const ids = new Set<string>()
  let alive = 0
  for await (const { users: people } of (await readerOf(connection).readAll('everyone')).pages) {
    watch(watched, people)
    for (const { salesforceUserId } of people) ids.add(salesforceUserId)
    alive = await countAlive(watched)
  }
  return { seen: ids.size, alive }
}

function watch(watched: WeakRef<object>[], records: readonly unknown[]): void {
  for (const record of records)
    if (typeof record === 'object' && record !== null) watched.push(new WeakRef(record))
}

async function countAlive(watched: readonly WeakRef<object>[]): Promise<number> {
  // Whatever a WeakRef was made of or asked for stays until the end of the turn.
  await nextTurn()
  collectGarbage()
  return watched.filter((record) => record.deref() !== undefined).length
}

function collectGarbage(): void {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect !== 'function') throw new Error('this Node.js collects no garbage on request')
  collect()
}
