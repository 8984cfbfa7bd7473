import { describe, expect, test } from 'vitest'
import { withoutPassword } from '../../../src/core/store-address.ts'
import { schemaVersion } from '../../../src/ledger/sqlite/schema.ts'
import { salesforceUserIdOf } from '../../support/builders.ts'
import { handMade, people, populate } from '../../support/ledger-content.ts'
import { freePort, postgresServer, serverPassword } from '../../support/postgres-server.ts'
import { type Run, sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const map = ['map', 'person0001@example.com', salesforceUserIdOf('person0001')]
const list = ['users', 'list']
const server = postgresServer()

interface Story {
  readonly what: string
  /** Makes it impossible to use the ledger at an address, and gives the address to try. */
  readonly spoil: (ledger: Spoiled) => Promise<string>
  readonly words: readonly string[]
  readonly code: string
  readonly message: (shown: string) => string
  readonly actions: readonly string[] | ((shown: string) => readonly string[])
}

/** A ledger on the server that can be spoiled. */
class Spoiled {
  readonly address = server.database()
  readonly schema = new URL(this.address).searchParams.get('schema') ?? ''

  /** The address for another role, which may read the ledger or write to it. */
  async as(role: string, rights: string): Promise<string> {
    await server.query(`create role ${role} login password '${serverPassword}'`)
    if (rights !== '')
      await server.query(
        `grant usage on schema ${this.schema} to ${role}; grant ${rights} on all tables in schema ${this.schema} to ${role}`,
      )
    return this.address.replace('//postgres:', `//${role}:`)
  }
}

const asOwner = (shown: string) => shown.replace('//postgres@', '//<owner>@')
const writing = 'select, insert, update, delete'

const stories: readonly Story[] = [
  {
    what: 'a server that is down',
    spoil: async ({ address }) => address.replace(`:${server.port}/`, `:${await freePort()}/`),
    words: list,
    code: 'ledger-unusable',
    message: (shown) => `the server of the ledger ${shown} does not answer`,
    actions: ['check that it is running and that host and port in the address are right'],
  },
  {
    what: 'a wrong password',
    spoil: async ({ address }) => await Promise.resolve(address.replace(serverPassword, 'hunter2hunter2')),
    words: list,
    code: 'ledger-unusable',
    message: (shown) =>
      `the PostgreSQL server did not accept the role "postgres" with the password from SFSYNC_STORE_URL for the ledger ${shown}`,
    actions: ['correct the password in SFSYNC_STORE_URL', 'or correct the role in the address'],
  },
  {
    what: 'no password',
    spoil: async ({ address }) => await Promise.resolve(withoutPassword(address)),
    words: list,
    code: 'ledger-unusable',
    message: (shown) =>
      `the PostgreSQL server asks for a password for the role "postgres" for the ledger ${shown}, and none was found`,
    actions: [
      'save the password: sfsync settings password',
      'or set PGPASSWORD or PGPASSFILE, or give the whole address in SFSYNC_STORE_URL',
      'or correct the role in the address',
    ],
  },
  {
    what: 'a role that may not log in',
    spoil: async (ledger) => {
      const address = await ledger.as('locked', writing)
      await server.query('alter role locked nologin')
      return address
    },
    words: list,
    code: 'ledger-unusable',
    message: (shown) =>
      `the PostgreSQL server does not let you connect to the ledger ${shown}: role "locked" is not permitted to log in`,
    actions: [
      'check the user name in the address',
      'or ask the administrator of the server to let this user connect from your host (pg_hba.conf)',
    ],
  },
  {
    what: 'no such database',
    spoil: async ({ address }) => await Promise.resolve(address.replace('/postgres?', '/nowhere?')),
    words: list,
    code: 'ledger-unusable',
    message: (shown) => `the database of the ledger ${shown} does not exist`,
    actions: ['create it on the server (createdb), or correct the address in store'],
  },
  {
    what: 'no ledger in the schema of the address',
    spoil: async ({ address }) => await Promise.resolve(address.replace(/schema=.*/, 'schema=typo')),
    words: list,
    code: 'not-found',
    message: (shown) => `there is no ledger at ${shown}`,
    actions: (shown) => [
      'check the address, the database and the schema typo',
      `to create it, as its owner: sfsync settings init --ledger-only --store '${asOwner(shown)}'`,
    ],
  },
  {
    what: 'no ledger of a profile',
    spoil: async ({ address }) => await Promise.resolve(address.replace(/schema=.*/, 'schema=sfsync_ORD')),
    words: list,
    code: 'not-found',
    message: (shown) => `there is no ledger at ${shown}`,
    actions: (shown) => [
      'check the address, the database and the profile ORD, whose schema is sfsync_ORD',
      `to create it, as its owner: sfsync settings init --ledger-only --store '${asOwner(shown)}'`,
    ],
  },
  {
    what: 'a new ledger in a database for Western European letters only',
    spoil: async ({ address }) => {
      await server.query("create database old encoding 'LATIN1' locale 'C' template template0")
      return address.replace('/postgres?', '/old?')
    },
    words: ['settings', 'init', '--ledger-only'],
    code: 'ledger-unusable',
    message: (shown) =>
      `the database of the ledger ${shown} is encoded as LATIN1, which cannot store every name; nothing was changed`,
    actions: [
      `create another database on the server: create database "old_utf8" encoding 'UTF8' locale 'C' template template0`,
      'then name it in the address',
    ],
  },
  {
    what: 'a reader who writes',
    spoil: async (ledger) => await ledger.as('reader', 'select'),
    words: map,
    code: 'ledger-unusable',
    message: (shown) => `your database role may only read the ledger ${shown}; nothing was changed`,
    actions: ['ask the owner of the ledger for the rights of a writer; docs/postgresql.md lists them'],
  },
  {
    what: 'a role without any rights',
    spoil: async (ledger) => await ledger.as('stranger', ''),
    words: list,
    code: 'ledger-unusable',
    message: (shown) =>
      `your database role does not have the rights for this in the ledger ${shown}: permission denied for schema ${new URL(shown).searchParams.get('schema')}; nothing was changed`,
    actions: [
      'ask the owner of the ledger for the rights of a reader or a writer; docs/postgresql.md lists them',
    ],
  },
  {
    what: 'a ledger written by a newer sfsync',
    spoil: async ({ address, schema }) => {
      await server.query(`update ${schema}.ledger_head set version = 99`)
      return address
    },
    words: list,
    code: 'ledger-newer',
    message: (shown) =>
      `the ledger ${shown} was written by a newer sfsync (schema version 99; this sfsync reads version ${schemaVersion})`,
    actions: ['update sfsync', 'or use another ledger: --store <file>'],
  },
  {
    what: 'a server that accepts no changes',
    spoil: async (ledger) => {
      const address = await ledger.as('replica', writing)
      await server.query('alter role replica set default_transaction_read_only = on')
      return address
    },
    words: map,
    code: 'ledger-unusable',
    message: (shown) =>
      `the server of the ledger ${shown} is read-only, as a replica is; nothing was changed`,
    actions: ['use the address of the primary server to write'],
  },
  {
    what: 'a row that was changed without sfsync',
    spoil: async ({ address, schema }) => {
      await server.query(handMade('person0001', `${schema}.entered_user`))
      return address
    },
    words: ['status'],
    code: 'ledger-unusable',
    message: () => 'the SalesScreen record of person0001@example.com in the ledger cannot be read',
    actions: ['sfsync doctor'],
  },
  {
    what: 'a full disk',
    spoil: async ({ address, schema }) => {
      await server.query(`create function ${schema}.full() returns trigger language plpgsql as
        $$ begin raise exception 'could not extend file: No space left on device' using errcode = '53100'; end $$;
        create trigger full_disk before insert on ${schema}.change execute function ${schema}.full()`)
      return address
    },
    words: map,
    code: 'disk-full',
    message: (shown) => `the disk of the PostgreSQL server is full; the ledger ${shown} was not changed`,
    actions: ['free some space on the server and run the command again'],
  },
  {
    what: 'too many connections',
    spoil: async (ledger) => {
      const address = await ledger.as('many', writing)
      await server.query('alter role many connection limit 0')
      return address
    },
    words: list,
    code: 'ledger-busy',
    message: (shown) => `the server of the ledger ${shown} has too many connections; nothing was changed`,
    actions: [
      'run the command again in a moment',
      'if this happens often, use a connection pooler, or raise max_connections or the limit of the role',
    ],
  },
  {
    what: 'another command that takes too long',
    spoil: async (ledger) => {
      const address = await ledger.as('hurried', writing)
      await server.query("alter role hurried set statement_timeout = '200ms'")
      const holder = await server.connected()
      await holder.query(`begin; lock table ${ledger.schema}.mapping`)
      return address
    },
    words: map,
    code: 'ledger-busy',
    message: (shown) =>
      `the server of the ledger ${shown} stopped this command because it waited too long (canceling statement due to statement timeout); nothing was changed`,
    actions: [
      'wait until the other command is done (a large import can take a minute), then run this one again',
    ],
  },
]

describe('what keeps a ledger on a server from being used', () => {
  test.each(stories)(
    '$what is explained, changes nothing, and shows no secret',
    async ({ spoil, words, code, message, actions }) => {
      const home = temporaryFolder()
      const ledger = new Spoiled()
      await populate(ledger.address, people(2))
      const address = await spoil(ledger)
      const run = async (...more: readonly string[]): Promise<Run> =>
        await sfsync(home, [...words, ...more], { environment: { SFSYNC_STORE_URL: address } })
      const { exitCode, stdout, stderr } = await run('--json')
      const shown = withoutPassword(address)
      const advice = typeof actions === 'function' ? actions(shown) : actions
      expect(JSON.parse(stdout)).toEqual({
        error: { code, message: message(shown), actions: advice, rows: [] },
      })
      expect({ exitCode, stderr }).toEqual({ exitCode: 1, stderr: '' })
      expect(stdout).not.toMatch(new RegExp(`${serverPassword}|hunter2`))
      const [count] = await server.query<{ changes: number }>(
        `select count(*)::integer as changes from ${ledger.schema}.change_set`,
      )
      expect(count).toEqual({ changes: 1 })
    },
  )

  test('a reader reads, and so does everyone on a server that accepts no changes', async () => {
    const home = temporaryFolder()
    const ledger = new Spoiled()
    await populate(ledger.address, people(2))
    for (const [role, rights] of [
      ['watching', 'select'],
      ['mirrored', writing],
    ] as const) {
      const address = await ledger.as(role, rights)
      await server.query(`alter role ${role} set default_transaction_read_only = on`)
      const listed = await sfsync(home, [...list, '--format', 'ids', '-q'], {
        environment: { SFSYNC_STORE_URL: address },
      })
      expect(listed.stderr).toBe('')
      expect(listed.stdout.trim().split('\n')).toHaveLength(2)
      const dumped = await sfsync(home, ['dump', '--history'], { environment: { SFSYNC_STORE_URL: address } })
      expect(dumped.exitCode).toBe(0)
    }
  })

  test('doctor says it where it says whether the ledger is all right', async () => {
    const address = server.database().replace(serverPassword, 'hunter2hunter2')
    const { stdout } = await sfsync(temporaryFolder(), ['doctor', '--json'], {
      environment: { SFSYNC_STORE_URL: address },
    })
    const rows: unknown = JSON.parse(stdout)
    expect(rows).not.toContainEqual(expect.objectContaining({ check: 'ledger', result: 'ok' }))
    expect(rows).toContainEqual({
      check: 'ledger',
      result: 'problem',
      detail: expect.stringContaining('did not accept the role'),
    })
  })
})
