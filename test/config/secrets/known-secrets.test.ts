import { describe, expect, test } from 'vitest'
import { KnownSecrets } from '../../../src/config/secrets/known-secrets.ts'

const secret = 'Pa55/w+rd "of" Acme=='

describe('a secret that is known', () => {
  const forms = {
    'as it is': secret,
    'in an address': encodeURIComponent(secret),
    'in a form': new URLSearchParams({ client_secret: secret }).toString(),
    'in base 64': Buffer.from(secret).toString('base64'),
    'in base 64 for addresses': Buffer.from(secret).toString('base64url'),
    'in JSON': JSON.stringify({ client_secret: secret }),
  }
  test.for(Object.entries(forms))('%s is hidden', ([, text]) => {
    const secrets = new KnownSecrets()
    expect(secrets.redact(`before ${text} after`)).toBe(`before ${text} after`)
    secrets.learn(secret)
    const hidden = secrets.redact(`before ${text} after`)
    expect(hidden).toMatch(/^before .*<secret>.* after$/)
    expect(hidden).not.toMatch(/Pa55|UGE1NS/)
  })

  test('of several lines is hidden line by line', () => {
    const secrets = new KnownSecrets()
    secrets.learn('MIIEvQIBADANBgkq\nhkiG9w0BAQEFAASC\n')
    expect(secrets.redact('it stopped at hkiG9w0BAQEFAASC')).toBe('it stopped at <secret>')
  })

  test('hides no word that is merely short', () => {
    const secrets = new KnownSecrets()
    secrets.learn('sales')
    expect(secrets.redact('salesforce')).toBe('salesforce')
  })
})

describe('what looks like a secret is hidden without being known', () => {
  const texts = [
    ['a session', 'Bearer 00D5g0000001AbC!AQEAQFtest.Token_1 is', 'Bearer <secret> is'],
    ['a session in an address', 'sid=00D5g0000001AbCEAU%21AQEAQFtest', 'sid=<secret>'],
    ['a JWT', 'assertion=eyJhbGciOi.eyJpc3MiOi.c2lnbmF0dXJl&', 'assertion=<secret>&'],
    ['a refresh token', 'token 5Aep861KIwKdekr90Klxyz0123 gone', 'token <secret> gone'],
    [
      'a key',
      'it is -----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY----- there',
      'it is <secret> there',
    ],
    [
      'the half of a key',
      'it is -----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASC\nhkiG9w0BAQEFAASCBKcwggSj',
      'it is <secret>',
    ],
    [
      'what stands behind the mark of a key is kept',
      'Ada -----BEGIN PRIVATE KEY-----, title -----BEGIN RSA PRIVATE KEY----- of sales\nBob, no key',
      'Ada <secret>, title <secret> of sales\nBob, no key',
    ],
  ] as const
  test.for(texts)('%s', ([, text, hidden]) => {
    expect(new KnownSecrets().redact(text)).toBe(hidden)
  })

  test('and an organization ID, a username or a record ID is not', () => {
    const text = '00D5g0000001AbCEAU ada@acme.example 0055g0000004C92AAE wow! eyJ.a.b'
    expect(new KnownSecrets().redact(text)).toBe(text)
  })
})
