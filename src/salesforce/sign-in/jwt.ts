import { createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { SfsyncError } from '../../core/errors.ts'
import { audienceOf } from './oauth.ts'

/** The claims of a login with a key. */
interface JwtClaims {
  readonly clientId: string
  readonly username: string
  readonly loginUrl: string
  /** PEM. */
  readonly privateKey: string
  readonly now: Date
}

// Source: "OAuth 2.0 JWT Bearer Flow": at most three minutes; clocks differ a little.
const lifeSeconds = 150

/** The form that requests a token with a signed JWT (RFC 7523); throws `usage` where the key is invalid. */
export function jwtForm(claims: JwtClaims): Readonly<Record<string, string>> {
  const head = encoded({ alg: 'RS256' })
  const body = encoded({
    iss: claims.clientId,
    sub: claims.username,
    aud: audienceOf(claims.loginUrl),
    exp: Math.floor(claims.now.getTime() / 1_000) + lifeSeconds,
  })
  const signature = sign('sha256', Buffer.from(`${head}.${body}`), parseKey(claims.privateKey)).toString(
    'base64url',
  )
  return {
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    assertion: `${head}.${body}.${signature}`,
  }
}

/** Reads an RSA private key; throws `usage` with what is wrong, and never any of its text. */
export function parseKey(pem: string): KeyObject {
  const problem = problemWith(pem)
  if (problem !== undefined) throw unusable(problem)
  let key: KeyObject
  try {
    key = createPrivateKey({ key: pem, format: 'pem' })
  } catch {
    // Without the cause: a future version of Node.js might quote the key in it.
    throw unusable('it is damaged')
  }
  if (key.asymmetricKeyType !== 'rsa')
    throw unusable(`its type is ${key.asymmetricKeyType ?? 'unknown'}, and Salesforce accepts only RSA`)
  return key
}

function problemWith(pem: string): string | undefined {
  if (pem.trim() === '') return 'it is empty'
  if (/ENCRYPTED/.test(pem))
    return 'it is encrypted: remove the passphrase with "openssl pkey -in key.pem -out plain.pem" and make that file readable only by you (chmod 600)'
  if (/BEGIN CERTIFICATE/.test(pem) && !/PRIVATE KEY/.test(pem))
    return 'it is the certificate, which belongs in the app; sfsync needs the private key'
  if (/BEGIN (?:RSA )?PUBLIC KEY/.test(pem)) return 'it is the public key; sfsync needs the private key'
  if (/BEGIN OPENSSH/.test(pem))
    return 'it is an SSH key: create a key with "openssl req -x509 -newkey rsa:2048 -noenc -keyout key.pem -out certificate.pem"'
  return /BEGIN (?:RSA )?PRIVATE KEY/.test(pem)
    ? undefined
    : 'it is not in PEM format (-----BEGIN PRIVATE KEY-----)'
}

function unusable(problem: string): SfsyncError {
  return new SfsyncError('usage', `cannot use the private key: ${problem}`, {
    actions: ['name the file of the RSA private key with --jwt-key-file <file>'],
  })
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}
