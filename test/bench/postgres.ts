import { copyFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { LocalServer, serverPassword } from '../support/postgres-server.ts'
import type { Paper } from './batch.ts'
import { addUsers } from './ledger.ts'
import { writeMappings } from './mappings.ts'
import { type Cost, costOf, mediansOf, sfsync } from './measure.ts'
import { emailOf, salesforceUserIdOf, writeReport } from './people.ts'

const flags = ['--allow-inactive', '--quiet'] as const

/** The ledger on a server beside the server's own ways, and beside the ledger in a file. */
export async function postgres(home: string, { say, compare }: Paper): Promise<void> {
  const server = new LocalServer()
  try {
    await server.install()
    // As on a server that people work with.
    server.settings = ['fsync=on']
    await server.start()
    writeFileSync(join(home, '.pgpass'), `*:*:*:*:${serverPassword}\n`, { mode: 0o600 })
    await batch(home, server, { say, compare })
    await single(home, server, { say, compare })
  } finally {
    await server.remove()
  }
}

function addressOf(server: LocalServer, database: string): string {
  return `postgres://postgres@127.0.0.1:${server.port}/${database}?schema=bench`
}

/** Makes a ledger of users and the directory of the same people, nobody mapped, in a database of this name. */
async function fill(home: string, server: LocalServer, database: string, people: number): Promise<void> {
  await server.query(`create database ${database}`)
  const address = addressOf(server, database)
  const report = join(home, 'people.csv')
  await addUsers(address.replace('@', `:${serverPassword}@`), people)
  await writeReport(report, people)
  costOf(home, ['sf-users', 'import', report, '--store', address])
  rmSync(report)
}

async function batch(home: string, server: LocalServer, { say, compare }: Paper): Promise<void> {
  const rows = 100_000
  const file = join(home, 'map.csv')
  const readable = join(server.folder, 'map.csv')
  await writeMappings(file, rows)
  copyFileSync(file, readable)
  await fill(home, server, 'whole', rows)
  const own: Cost[] = []
  const other: number[] = []
  for (const round of [1, 2, 3]) {
    const [first, second] = [`own${round}`, `other${round}`] as const
    for (const name of [first, second]) await server.query(`create database ${name} template whole`)
    own.push(costOf(home, ['map', '--file', file, ...flags, '--store', addressOf(server, first)]))
    other.push(await copied(server, second, readable))
    for (const name of [first, second]) await server.query(`drop database ${name} with (force)`)
  }
  say('', `${rows.toLocaleString('en')} mapping rows on PostgreSQL: medians of 3 runs each, in turns`)
  const medians = [own.map(({ seconds }) => seconds * 1000), other].map((each) => middle(each))
  compare('sfsync map --file', 'copy, insert', medians, 3)
  say(`greatest memory of the process: ${middle(own.map(({ megabytes }) => megabytes)).toFixed(0)} MB`)
  rmSync(file)
}

/** The time in which the server itself reads the file and writes the same rows. */
async function copied(server: LocalServer, database: string, file: string): Promise<number> {
  const client = await server.connected(database)
  await client.query('set search_path = bench')
  const began = performance.now()
  await client.query(`begin;
    create temp table batch (email text, id text, system text) on commit drop;
    copy batch from '${file}' with (format csv, header);
    update ledger_head set number = number + 1;
    insert into mapping (user_id, salesforce_user_id, organization_id, seen_name, seen_email)
      select u.user_id, s.salesforce_user_id, null, s.name, s.email from batch b
      join screen_user u on u.email = lower(b.email) join salesforce_user s on s.salesforce_user_id = b.id;
    insert into change_set (number, at, actor, command, evidence, token)
      select number, '2026-01-01T00:00:00.000Z', 'yardstick', 'sfsync map', '[]', 't' from ledger_head;
    insert into change (change_set, position, entity, key, before, after, origin, evidence)
      select (select number from ledger_head), row_number() over () - 1, 'mapping', m.user_id, null,
        json_build_object('userId', m.user_id, 'salesforceUserId', m.salesforce_user_id, 'organizationId', null,
          'seenName', m.seen_name, 'seenEmail', m.seen_email)::text,
        'map.csv:1', m.salesforce_user_id || ' is ' || m.seen_name || ', ' || m.seen_email || ', active' from mapping m;
    commit`)
  const milliseconds = performance.now() - began
  await client.end()
  return milliseconds
}

async function single(home: string, server: LocalServer, { say, compare }: Paper): Promise<void> {
  const people = 1000
  await fill(home, server, 'small', people)
  const file = join(home, 'small.sqlite')
  const report = join(home, 'people.csv')
  await addUsers(file, people)
  await writeReport(report, people)
  costOf(home, ['sf-users', 'import', report, '--store', file])
  const medians = mediansOf(home, 21, [map(addressOf(server, 'small')), map(file)])
  say('', `One mapping in a ledger of ${people} users: medians of 21 runs each, in turns; goal 60 ms more`)
  compare('map, on PostgreSQL', 'map, in a file', medians)
}

const map = (store: string) => (round: number) =>
  sfsync('map', emailOf(round), salesforceUserIdOf(round), ...flags, '--store', store)

function middle(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1] ?? 0
}
