import { readFileSync } from 'node:fs'
import type { ConnectionOptions } from 'node:tls'
import type { PoolConfig } from 'pg'
import { SfsyncError } from '../../core/errors.ts'
import { decoded, isLoopback } from '../../core/store-address.ts'

const parameters = new Set(['schema', 'sslmode', 'sslrootcert', 'sslcert', 'sslkey', 'options'])

/** How to connect to the server in an address. Everything that matters is given, so that the driver looks nowhere else. */
export function serverConfig(shown: string, password: string | undefined): PoolConfig {
  const { hostname, port, username, pathname, searchParams } = new URL(shown)
  for (const name of searchParams.keys())
    if (!parameters.has(name))
      throw invalid(`the address of the ledger has an unknown parameter "${name}"`, [
        `known parameters: ${[...parameters].join(', ')}`,
      ])
  const options = searchParams.get('options')
  return {
    host: hostname.replace(/^\[(.*)\]$/, '$1'),
    port: port === '' ? 5432 : Number(port),
    ...(username === '' ? {} : { user: decoded(username) }),
    database: decoded(pathname.slice(1)),
    // The driver does not let go of a server that asks for a password if there is none: the server refuses this one.
    password: password ?? ' ',
    ssl: encryption(searchParams, hostname),
    ...(options === null ? {} : { options }),
  }
}

function encryption(given: URLSearchParams, hostname: string): ConnectionOptions | false {
  const mode =
    given.get('sslmode') ?? (isLoopback(hostname) && !given.has('sslrootcert') ? 'disable' : 'verify-full')
  for (const [name, other] of [
    ['sslcert', 'sslkey'],
    ['sslkey', 'sslcert'],
  ] as const)
    if (given.has(name) && !given.has(other))
      throw invalid(`the address of the ledger has ${name}, but not ${other}`, [
        `give both files, or leave out ${name}`,
      ])
  const certificates: ConnectionOptions = {
    ...contentOf('ca', given.get('sslrootcert'), 'sslrootcert'),
    ...contentOf('cert', given.get('sslcert'), 'sslcert'),
    ...contentOf('key', given.get('sslkey'), 'sslkey'),
  }
  switch (mode) {
    case 'disable':
      return false
    case 'require':
      // As other programs do: a named authority is used.
      return given.has('sslrootcert') ? anyName(certificates) : { ...certificates, rejectUnauthorized: false }
    case 'verify-ca':
      if (certificates.ca === undefined)
        throw invalid('sslmode=verify-ca needs an authority of your own: public ones certify anyone', [
          'name the file with its certificate in the address of the ledger: sslrootcert=<file>',
        ])
      return anyName(certificates)
    case 'verify-full':
      return certificates
    default:
      throw invalid(`sslmode=${mode} is not supported in the address of the ledger`, [
        'use verify-full (the default), verify-ca, require (encrypted, but not verified) or disable',
      ])
  }
}

function anyName(certificates: ConnectionOptions): ConnectionOptions {
  return { ...certificates, checkServerIdentity: () => undefined }
}

function contentOf(name: 'ca' | 'cert' | 'key', file: string | null, parameter: string): ConnectionOptions {
  // Source: libpq, where `system` stands for the authorities that the machine trusts.
  if (file === null || file === 'system') return {}
  const text = textOf(file, parameter)
  const [what, label] = name === 'key' ? ['private key', 'PRIVATE KEY'] : ['certificate', 'CERTIFICATE']
  if (new RegExp(`^-----BEGIN ([A-Z0-9 ]+ )?${label}-----`, 'm').test(text)) return { [name]: text }
  // The TLS library passes over anything else without a word.
  throw invalid(`the file ${file} in the address of the ledger (${parameter}) contains no ${what}`, [
    `name a file in the PEM format, which has a line -----BEGIN ${label}-----`,
  ])
}

function textOf(file: string, parameter: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw invalid(
      `the file ${file} in the address of the ledger (${parameter}) cannot be read`,
      ['check the path'],
      cause,
    )
  }
}

function invalid(message: string, actions: readonly string[], cause?: unknown): SfsyncError {
  return new SfsyncError('configuration', message, { actions, cause })
}
