import { describe, expect, test, onTestFinished } from 'vitest'
import { SfsyncError } from '../../../src/core/errors.ts'
import { judgeCertificate } from '../../../src/salesforce/diagnose/tls.ts'
import { startProxy } from '../../support/proxy.ts'
import { anOrg, connectionTo } from '../api/support.ts'
import { about, aClosedPort, aSilentServer, elsewhere, findingsOf, results } from './support.ts'
const report = 'without the API, import an exported report: sfsync sf-users import <report.csv>'
const behind = 'behind a proxy, set HTTPS_PROXY; behind a firewall, allow this host'
const allBehindTls =
  'tls problem, login skipped, api skipped, permissions skipped, clock skipped, calls skipped'

test('a working connection is reported step by step', async () => {
  const org = await anOrg()
  expect(await findingsOf(connectionTo(org))).toEqual([
    { step: 'dns', result: 'ok', detail: '127.0.0.1 is an IP address', actions: [] },
    { step: 'proxy', result: 'ok', detail: 'none set', actions: [] },
    { step: 'tls', result: 'ok', detail: 'not encrypted: the org is on this machine', actions: [] },
    {
      step: 'login',
      result: 'ok',
      detail: 'ada@acme.example in organization 00D5g0000001AbCEAU',
      actions: [],
    },
    { step: 'api', result: 'ok', detail: 'version 68.0, the newest of this org', actions: [] },
    {
      step: 'permissions',
      result: 'ok',
      detail: 'API Enabled yes, View All Users yes, Manage Users yes',
      actions: [],
    },
    { step: 'clock', result: 'ok', detail: 'this machine has the same time as the org', actions: [] },
    { step: 'calls', result: 'ok', detail: '14998 of 15000 left in these 24 hours', actions: [] },
  ])
})

describe('dns', () => {
  test('a host that cannot exist is not found, and nothing behind it is tried', async () => {
    const findings = await findingsOf(elsewhere('https://acme.invalid'), { seconds: 10 })
    expect(about('dns', findings)).toEqual({
      result: 'problem',
      detail: expect.stringMatching(
        /^the host acme\.invalid does not exist, or this machine cannot look it up \(E[A-Z_]+\)$/,
      ),
      actions: [
        'check the spelling of the address of the org, the network connection and the VPN',
        'behind a proxy, set HTTPS_PROXY',
      ],
    })
    expect(findings.slice(1)).toEqual(
      (['proxy', 'tls', 'login', 'api', 'permissions', 'clock', 'calls'] as const).map((step) => ({
        step,
        result: 'skipped',
        detail: 'not tested: fix dns first',
        actions: [],
      })),
    )
  })

  test('a known host is reported with its addresses', async () => {
    const org = await anOrg()
    const here = elsewhere(org.url.replace('127.0.0.1', 'localhost'))
    expect(about('dns', await findingsOf(here))?.detail).toMatch(/^localhost is .*127\.0\.0\.1/)
  })

  test('behind a proxy it is the proxy that must be found', async () => {
    const environment = { HTTPS_PROXY: 'http://proxy.invalid:3128' }
    const findings = await findingsOf(elsewhere('https://acme.invalid'), { seconds: 10, environment })
    expect(about('dns', findings)?.detail).toMatch(/^the host proxy\.invalid does not exist,/)
  })
})

describe('proxy', () => {
  test('one that asks for a sign-in is distinguished from one that does not', async () => {
    const proxy = await startProxy({ auth: 'jane:secret-of-jane' })
    onTestFinished(async () => await proxy.close())
    const place = new URL(proxy.url).host
    const findings = await findingsOf(elsewhere('https://acme.invalid'), {
      environment: { https_proxy: proxy.url.replace('//', '//jane:wrong-secret@') },
    })
    expect(about('dns', findings)?.detail).toBe(
      '127.0.0.1 is an IP address; the proxy looks up acme.invalid itself',
    )
    expect(about('proxy', findings)).toEqual({
      result: 'problem',
      detail: `the proxy ${place} (https_proxy) requires a user name and password (407)`,
      actions: ['add them to https_proxy: http://name:password@proxy.example:3128'],
    })
    expect(JSON.stringify(findings)).not.toContain('secret')
    expect(about('tls', findings)?.detail).toBe('not tested: fix proxy first')
  })

  test('one that refuses sfsync is reported with its answer', async () => {
    const proxy = await startProxy()
    onTestFinished(async () => await proxy.close())
    const closed = await aClosedPort()
    const findings = await findingsOf(elsewhere(`https://127.0.0.1:${closed}`), {
      environment: { HTTP_PROXY: proxy.url },
    })
    expect(about('proxy', findings)).toEqual({
      result: 'problem',
      detail: `the proxy ${new URL(proxy.url).host} (HTTP_PROXY) does not allow connections to 127.0.0.1 (502)`,
      actions: [
        `allow 127.0.0.1:${closed} there, or add it to NO_PROXY if it can be reached without the proxy`,
      ],
    })
  })

  test('one that is not there is named with its variable', async () => {
    const closed = await aClosedPort()
    const findings = await findingsOf(elsewhere('https://acme.invalid'), {
      environment: { HTTPS_PROXY: `http://127.0.0.1:${closed}` },
    })
    expect(about('proxy', findings)).toEqual({
      result: 'problem',
      detail: `the proxy 127.0.0.1:${closed} (HTTPS_PROXY) does not respond (ECONNREFUSED)`,
      actions: [
        'check HTTPS_PROXY, or unset it if you need no proxy',
        'if only this org needs no proxy, add acme.invalid to NO_PROXY',
      ],
    })
  })

  test('one that says nothing is given up', async () => {
    const port = await aSilentServer()
    const findings = await findingsOf(elsewhere('https://acme.invalid'), {
      environment: { HTTPS_PROXY: `http://127.0.0.1:${port}` },
    })
    expect(about('proxy', findings)?.detail).toBe('no response within 1 second')
  })

  test('an address that is none', async () => {
    const org = await anOrg()
    const environment = { http_proxy: 'http://:secret@' }
    const findings = await findingsOf(connectionTo(org), { environment })
    expect(about('proxy', findings)).toEqual({
      result: 'problem',
      detail: 'http_proxy is not a proxy address',
      actions: ['set it to an address such as http://proxy.example:3128, or unset it'],
    })
  })

  test.each(['127.0.0.1', 'other.example, 127.0.0.1', '*', '.0.0.1'])(
    'NO_PROXY=%s excepts the org',
    async (list) => {
      const org = await anOrg()
      const environment = { HTTP_PROXY: 'http://proxy.invalid', NO_PROXY: list }
      expect(about('proxy', await findingsOf(connectionTo(org), { environment }))?.detail).toBe(
        'not used: NO_PROXY lists 127.0.0.1',
      )
    },
  )

  test('NO_PROXY of another port does not', async () => {
    const org = await anOrg()
    const environment = { HTTP_PROXY: 'http://proxy.invalid', NO_PROXY: '127.0.0.1:1' }
    const findings = await findingsOf(connectionTo(org), { environment, seconds: 10 })
    expect(about('dns', findings)?.result).toBe('problem')
  })
})

describe('tls', () => {
  test('an untrusted certificate is reported with its issuer, and the token is not sent', async () => {
    const org = await anOrg({ https: true })
    const findings = await findingsOf(connectionTo(org))
    expect(about('tls', findings)).toEqual({
      result: 'problem',
      detail:
        'certificate issued by localhost, valid until 2126-10-30: this machine does not trust its issuer (DEPTH_ZERO_SELF_SIGNED_CERT)',
      actions: [
        "if that is your company's own authority for inspecting traffic, set NODE_EXTRA_CA_CERTS to the file with its certificate",
        'otherwise stop here: someone may be intercepting the connection',
      ],
    })
    expect(results(findings)).toBe(`dns ok, proxy ok, ${allBehindTls}`)
    expect(org.requests).toEqual([])
  })

  test('a port with no listener', async () => {
    const port = await aClosedPort()
    const findings = await findingsOf(elsewhere(`https://127.0.0.1:${port}`))
    expect(about('tls', findings)).toEqual({
      result: 'problem',
      detail: `127.0.0.1:${port} refused the connection`,
      actions: ['check the address of the org and the network connection', behind, report],
    })
    expect(results(findings)).toBe(`dns ok, proxy ok, ${allBehindTls}`)
  })

  test('a server that lets sfsync in and says nothing', async () => {
    const port = await aSilentServer()
    const findings = await findingsOf(elsewhere(`https://127.0.0.1:${port}`))
    expect(about('tls', findings)).toEqual({
      result: 'problem',
      detail: 'no response within 1 second',
      actions: ['try again; if it keeps happening, a firewall or a VPN may be in the way'],
    })
    expect(results(findings)).toBe(`dns ok, proxy ok, ${allBehindTls}`)
  })

  test('a server that does not encrypt', async () => {
    const org = await anOrg()
    const findings = await findingsOf(connectionTo(org, { instanceUrl: org.url.replace('http:', 'https:') }))
    expect(about('tls', findings)?.detail).toBe(
      `${new URL(org.url).host} does not answer with TLS, as an org does`,
    )
  })

  const shown = {
    issuer: 'DigiCert Inc',
    from: '2026-01-01',
    until: '2026-12-31',
    names: 'DNS:other.example',
    protocol: 'TLSv1.3',
    doubt: undefined,
  }

  test.each([
    ['CERT_HAS_EXPIRED', /and from 2026-01-01: not now, by the clock of this machine$/],
    ['CERT_NOT_YET_VALID', /not now, by the clock of this machine$/],
    ['ERR_TLS_CERT_ALTNAME_INVALID', /: it is valid for DNS:other\.example, not for acme\.example$/],
    ['SELF_SIGNED_CERT_IN_CHAIN', /does not trust its issuer \(SELF_SIGNED_CERT_IN_CHAIN\)$/],
  ])('%s is a problem of its own', (doubt, detail) => {
    const judged = judgeCertificate({ ...shown, doubt }, 'acme.example', {})
    expect(judged).toMatchObject({ result: 'problem', detail: expect.stringMatching(detail) })
  })

  test('a trusted one is reported with issuer and last day', () => {
    expect(judgeCertificate(shown, 'acme.example', {})).toEqual({
      result: 'ok',
      detail: 'certificate issued by DigiCert Inc, valid until 2026-12-31, TLSv1.3',
      actions: [],
    })
  })

  test('an authority that was given but does not help is named', () => {
    const environment = { NODE_EXTRA_CA_CERTS: '/etc/acme.pem' }
    const judged = judgeCertificate({ ...shown, doubt: 'SELF_SIGNED_CERT_IN_CHAIN' }, 'acme', environment)
    expect(judged.actions[0]).toBe(
      'NODE_EXTRA_CA_CERTS is /etc/acme.pem: check that the file can be read and contains the certificate of that authority',
    )
  })

  test('checking turned off gives a warning, whatever the certificate', () => {
    const environment = { NODE_TLS_REJECT_UNAUTHORIZED: '0' }
    expect(judgeCertificate(shown, 'acme.example', environment)).toEqual({
      result: 'warning',
      detail:
        'certificate issued by DigiCert Inc, valid until 2026-12-31; NODE_TLS_REJECT_UNAUTHORIZED=0 lets anyone impersonate acme.example',
      actions: ['unset NODE_TLS_REJECT_UNAUTHORIZED'],
    })
  })
})

describe('a user who is not signed in', () => {
  const nobody = new SfsyncError('login-needed', 'this profile has no login', { actions: ['sfsync login'] })
  const login = { result: 'problem', detail: 'this profile has no login', actions: ['sfsync login'] }

  test('hears that first where no org is known', async () => {
    const findings = await findingsOf(nobody)
    expect(about('login', findings)).toEqual(login)
    expect(results(findings)).toBe(
      'dns skipped, proxy skipped, tls skipped, login problem, api skipped, permissions skipped, clock skipped, calls skipped',
    )
    expect(about('dns', findings)?.detail).toBe('not tested: fix login first')
  })

  test('still checks whether the connection works', async () => {
    const org = await anOrg()
    const findings = await findingsOf(nobody, { address: org.url })
    expect(about('login', findings)).toEqual(login)
    expect(results(findings)).toBe(
      'dns ok, proxy ok, tls ok, login problem, api skipped, permissions skipped, clock ok, calls skipped',
    )
    expect(org.requests.map(({ path, headers }) => [path, headers['authorization']])).toEqual([
      ['/services/data', undefined],
    ])
  })
})

test('an interruption ends all tests at once, with its reason', async () => {
  const stopped = new SfsyncError('interrupted', 'interrupted; nothing was changed')
  const controller = new AbortController()
  const port = await aSilentServer(() => controller.abort(stopped))
  await expect(
    findingsOf(elsewhere(`https://127.0.0.1:${port}`), { seconds: 60, interrupted: controller.signal }),
  ).rejects.toBe(stopped)
})
