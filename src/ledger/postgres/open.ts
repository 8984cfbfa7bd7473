import { createHash } from 'node:crypto'
import { lstatSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { SfsyncError } from '../../core/errors.ts'
import { commandLine, type Hint, withOptions } from '../../core/hint.ts'
import type { Ledger, OpenOptions } from '../ledger.ts'
import { schemaVersion } from '../sqlite/schema.ts'
import { postgresAddress, type SignIn } from '../../core/store-address.ts'
import { makeOwnFolder } from '../../system/own-folder.ts'
import { isStoredRow } from './check.ts'
import { type Client, Connections } from './connection.ts'
import { inSchema, quoted } from './dialect.ts'
import { codeOf, orRefused } from './errors.ts'
import { PostgresLedger } from './ledger.ts'
import { migrations } from './migrations.ts'
import { serverConfig } from './server.ts'

/** How a ledger on PostgreSQL is opened. */
export interface PostgresOptions extends OpenOptions {
  /** Where files beside the ledger are on this machine: a path to which endings are added. */
  readonly beside: string
  readonly password?: string | undefined
  readonly signIn?: SignIn
}

/** Where this machine keeps what belongs to a ledger on a server, such as a refresh in progress: a path for endings. */
export function placeBeside(shown: string, dataFolder: string | undefined): string {
  const folder = dataFolder === undefined ? temporaryPlace() : join(dataFolder, 'servers')
  return join(folder, createHash('sha256').update(shown).digest('hex').slice(0, 16))
}

function temporaryPlace(): string {
  return join(tmpdir(), `sfsync-${process.getuid?.() ?? 'data'}`)
}

const homeOrTemporary =
  'set HOME or XDG_DATA_HOME to an absolute path, or TMPDIR to a folder that you can write to'

/** Makes the folder of such a place; called only where something is to be written there. Throws `configuration`. */
export function makePlaceBeside(place: string): void {
  const folder = dirname(place)
  const isTemporary = folder === temporaryPlace()
  makeOwnFolder(folder, isTemporary ? homeOrTemporary : undefined)
  const account = process.getuid?.()
  if (account === undefined || !isTemporary) return
  // The home folder is unknown, and others can make a folder of this name first.
  const { uid, mode } = lstatSync(folder)
  if (uid === account && (mode & 0o777) === 0o700) return
  throw new SfsyncError(
    'configuration',
    `your home folder is unknown, and ${folder} can be used by other accounts, so that nothing is kept there`,
    { actions: ['set HOME or XDG_DATA_HOME to an absolute path', `or remove ${folder}`] },
  )
}

/**
 * Opens the ledger at an address, and creates its schema if missing, unless `ifMissing` says otherwise or it is a dry run.
 * An older ledger is refused unless this is an update.
 */
export async function openPostgresLedger(store: string, options: PostgresOptions): Promise<Ledger> {
  const { shown, schema } = postgresAddress(store)
  const connections = new Connections(serverConfig(shown, options.password), schema, shown)
  try {
    const version = await versionOf(connections)
    if (version === undefined && options.ifMissing === 'refuse') throw missing(shown, schema)
    if (version !== undefined || (options.ifMissing !== 'empty' && options.isDryRun !== true))
      return await openHere(connections, version, options)
  } catch (error) {
    await connections.close()
    throw options.signIn === undefined ? error : orRefused(error, shown, options.signIn)
  }
  await connections.close()
  const { openEmpty, openScratch } = await import('../sqlite/open.ts')
  if (options.ifMissing === 'empty') return await openEmpty(shown)
  await options.missing?.()
  return await openScratch()
}

async function openHere(
  connections: Connections,
  version: number | undefined,
  options: PostgresOptions,
): Promise<Ledger> {
  const { shown } = connections
  if (version !== undefined && version < schemaVersion && options.isUpdate !== true)
    throw older(shown, version, '')
  if (version === undefined || version < schemaVersion) await migrate(connections, version, options)
  if (version === undefined) await options.created?.()
  if (version !== undefined && version > schemaVersion) throw newer(shown, version)
  return new PostgresLedger(connections, options.beside)
}

async function versionOf(connections: Connections): Promise<number | undefined> {
  try {
    const [row] = await connections.rows(`select version from ${connections.table('ledger_head')}`)
    return typeof row === 'object' && row !== null && 'version' in row ? Number(row.version) : undefined
  } catch (error) {
    const code = error instanceof SfsyncError ? codeOf(error.cause) : undefined
    // There is no such table, or no such schema.
    if (code === '42P01' || code === '3F000') return undefined
    throw error
  }
}

// In one transaction: a second process that creates the same ledger fails at the schema or waits, and finds it current.
async function migrate(
  connections: Connections,
  version: number | undefined,
  options: PostgresOptions,
): Promise<void> {
  try {
    await create(connections)
  } catch (error) {
    const code = error instanceof SfsyncError ? codeOf(error.cause) : undefined
    if (code === '42501') throw await onlyOwner(connections, version, options, error)
    if (!/^23505$|^42P0[67]$/.test(code ?? '')) throw error
    await create(connections)
  }
}

async function create(connections: Connections): Promise<void> {
  await connections.writing(async (client) => {
    await requireUnicode(client, connections.shown)
    // Its owner may not be allowed to create another one, which PostgreSQL asks for even where it exists.
    const schemas = await client.query('select 1 from pg_namespace where nspname = $1', [connections.schema])
    if (schemas.rows.length === 0)
      await client.query(`create schema if not exists ${quoted(connections.schema)}`)
    await client.query(`create table if not exists ${connections.table('ledger_head')} (
      id integer primary key check (id = 1), version integer not null, number integer not null, directory integer not null)`)
    await client.query(
      `insert into ${connections.table('ledger_head')} values (1, 0, 0, 0) on conflict (id) do nothing`,
    )
    const { rows } = await client.query(
      `select version from ${connections.table('ledger_head')} where id = 1 for update`,
    )
    const [row] = rows
    const found = typeof row === 'object' && row !== null && 'version' in row ? Number(row.version) : 0
    // A newer sfsync may have migrated it since its version was read.
    if (found > schemaVersion) throw newer(connections.shown, found)
    for (const { version, statements } of migrations)
      if (version > found)
        for (const statement of statements) await client.query(definition(statement, connections.schema))
    await client.query(
      `update ${connections.table('ledger_head')} set version = $1::integer where version < $1::integer`,
      [schemaVersion],
    )
  })
}

// Others refuse the first name that they have no letter for, or store bytes that no one else can read.
async function requireUnicode(client: Client, shown: string): Promise<void> {
  const { rows } = await client.query(
    "select current_database() as name, current_setting('server_encoding') as encoding",
  )
  const [row] = rows.filter((each) => isStoredRow(each))
  const { encoding, name } = { encoding: 'UTF8', name: '', ...row }
  if (encoding === 'UTF8') return
  throw new SfsyncError(
    'ledger-unusable',
    `the database of the ledger ${shown} is encoded as ${encoding}, which cannot store every name; nothing was changed`,
    {
      actions: [
        `create another database on the server: create database ${quoted(`${name}_utf8`)} encoding 'UTF8' locale 'C' template template0`,
        'then name it in the address',
      ],
    },
  )
}

// Text is ordered as SQLite orders it, by code points, whatever the language of the database is.
function definition(statement: string, schema: string): string {
  const text = inSchema(statement.replace(/\btext\b/g, 'text collate "C"'), schema).replace(
    /^(create|alter) table (\w+)/,
    (_, verb: string, table: string) => `${verb} table ${quoted(schema)}.${quoted(table)}`,
  )
  return text
    .replace(/references (\w+)/g, (_, table: string) => `references ${quoted(schema)}.${quoted(table)}`)
    .replace(
      /^(create index \w+ on) (\w+)/,
      (_, start: string, table: string) => `${start} ${quoted(schema)}.${quoted(table)}`,
    )
}

// Someone who did not type a schema knows the profile, which may come from SFSYNC_PROFILE.
function missing(shown: string, schema: string): SfsyncError {
  const [, profile] = /^sfsync_(.+)$/.exec(schema) ?? []
  const place = profile === undefined ? 'the schema' : `the profile ${profile}, whose schema is`
  return new SfsyncError('not-found', `there is no ledger at ${shown}`, {
    actions: [
      `check the address, the database and ${place} ${schema}`,
      byOwner('to create it, as its owner', shown),
    ],
  })
}

async function onlyOwner(
  connections: Connections,
  version: number | undefined,
  { isUpdate }: PostgresOptions,
  cause: unknown,
): Promise<SfsyncError> {
  const { shown, schema } = connections
  if (version !== undefined) return older(shown, version, ', and your database role may not update it', cause)
  const [found] = await connections.rows(
    `select exists (select 1 from pg_namespace where nspname = $1) as "isThere", session_user as role`,
    [schema],
  )
  const { isThere, role } = { isThere: true, role: '', ...(isStoredRow(found) ? found : {}) }
  // Who sets up a ledger is to own it; anyone else does not know who is.
  const owner = isUpdate === true ? quoted(role) : '<owner>'
  const statement = `create schema ${quoted(schema)} authorization ${owner};`
  const bySuperuser: readonly Hint[] = [
    `ask an administrator of the server to run in the database: ${statement} (docs/postgresql.md, Rights)`,
    isUpdate === true ? 'then run this command again' : byOwner('then, as that owner', shown),
  ]
  return new SfsyncError(
    'ledger-unusable',
    `there is no ledger at ${shown} yet, and your database role may not create it; nothing was changed`,
    {
      actions: isThere ? [byOwner('ask the owner of the schema to run', shown)] : bySuperuser,
      cause,
    },
  )
}

// Its update keeps out everyone with an older sfsync, and needs rights to be given again: no other command does it by the way.
function older(shown: string, version: number, why: string, cause?: unknown): SfsyncError {
  return new SfsyncError(
    'ledger-unusable',
    `the ledger ${shown} has schema version ${version}, this sfsync needs version ${schemaVersion}${why}; nothing was changed`,
    {
      actions: [
        byOwner('update it as the owner of the schema', shown),
        'until then, use the earlier version of sfsync',
      ],
      cause,
    },
  )
}

function byOwner(text: string, shown: string): Hint {
  const address = new URL(shown)
  address.username = 'owner'
  const store = address.href.replace('//owner@', '//<owner>@')
  return {
    text,
    command: withOptions(commandLine('settings init'), { 'ledger-only': true, store }),
  }
}

function newer(shown: string, version: number): SfsyncError {
  return new SfsyncError(
    'ledger-newer',
    `the ledger ${shown} was written by a newer sfsync (schema version ${version}; this sfsync reads version ${schemaVersion})`,
    { actions: ['update sfsync', 'or use another ledger: --store <file>'] },
  )
}
