import { createPrivateKey, type KeyObject, sign } from 'node:crypto'
import { SfsyncError } from '../../core/errors.ts'
import { audienceOf } from './oauth.ts'

/** Who signs in with a key. */
export interface JwtClaims {
  readonly clientId: string
  readonly username: string
  readonly loginUrl: string
  /** PEM. */
  readonly privateKey: string
  readonly now: Date
}

// Source: "OAuth 2.0 JWT Bearer Flow": at most three minutes; a clock may be a little off.
const lifeSeconds = 150

/** The form that asks for a token with a signed claim (RFC 7523); throws `usage` where the key is none. */
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
    // The cause quotes nothing today; nobody promises that for tomorrow.
    throw unusable('it is damaged')
  }
  if (key.asymmetricKeyType !== 'rsa')
    throw unusable(`it is a key of type ${key.asymmetricKeyType ?? 'unknown'}, and Salesforce takes RSA only`)
  return key
}

function problemWith(pem: string): string | undefined {
  if (pem.trim() === '') return 'it is empty'
  if (/ENCRYPTED/.test(pem))
    return 'it is encrypted: remove the passphrase with "openssl pkey -in key.pem -out plain.pem" and keep that file to yourself (chmod 600)'
  if (/BEGIN CERTIFICATE/.test(pem) && !/PRIVATE KEY/.test(pem))
    return 'it is the certificate, which belongs into the app; the private key is needed here'
  if (/BEGIN (?:RSA )?PUBLIC KEY/.test(pem)) return 'it is the public key; the private key is needed here'
  if (/BEGIN OPENSSH/.test(pem))
    return 'it is a key of SSH: make one with "openssl req -x509 -newkey rsa:2048 -noenc -keyout key.pem -out certificate.pem"'
  return /BEGIN (?:RSA )?PRIVATE KEY/.test(pem)
    ? undefined
    : 'it is not in the form PEM (-----BEGIN PRIVATE KEY-----)'
}

function unusable(problem: string): SfsyncError {
  return new SfsyncError('usage', `the private key cannot be used: ${problem}`, {
    actions: ['give the file of the RSA private key with --jwt-key-file <file>'],
  })
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url')
}
