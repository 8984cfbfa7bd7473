import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import { readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import {
  beginBrowserSignIn,
  pastedRedirect,
  listenForRedirect,
} from '../../../src/salesforce/sign-in/browser.ts'
import { launcher, ownEnvironment, sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { TerminalSession } from '../../support/terminal-session.ts'
import { failureOf } from '../api/support.ts'
import {
  aDesktop,
  anOrgWithPages,
  aProgram,
  browserLogin,
  clientId,
  freePort,
  inFile,
  recordIn,
} from './support.ts'

async function aSignIn(seconds = 30) {
  const port = await freePort()
  const signIn = beginBrowserSignIn({
    loginUrl: 'https://login.salesforce.com',
    clientId,
    clientSecret: null,
    port,
  })
  const listener = await listenForRedirect(signIn, { port, seconds })
  onTestFinished(async () => await listener.close())
  const state = new URL(signIn.authorizeUrl).searchParams.get('state') ?? ''
  const comeBack = async (path: string, host = 'localhost') =>
    (await fetch(`http://${host}:${port}${path}`)).status
  return { port, signIn, listener, state, comeBack }
}

test('the browser is sent there with PKCE S256 and a state, and nothing secret', async () => {
  const one = new URL((await aSignIn()).signIn.authorizeUrl)
  const other = new URL((await aSignIn()).signIn.authorizeUrl)
  expect(one.origin + one.pathname).toBe('https://login.salesforce.com/services/oauth2/authorize')
  expect(Object.fromEntries(one.searchParams)).toEqual({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: expect.stringMatching(/^http:\/\/localhost:\d+\/OauthRedirect$/),
    state: expect.stringMatching(/^[\w-]{32}$/),
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: 'S256',
  })
  expect(one.searchParams.get('state')).not.toBe(other.searchParams.get('state'))
  expect(one.searchParams.get('code_challenge')).not.toBe(other.searchParams.get('code_challenge'))
})

describe('the listener', () => {
  test('takes one answer with the right state, whatever came before', async () => {
    const { listener, state, comeBack } = await aSignIn()
    const statuses = [
      await comeBack('/'),
      await comeBack('/favicon.ico'),
      await comeBack('/OauthRedirect'),
      await comeBack('/OauthRedirect?code=guessed'),
      await comeBack('/OauthRedirect?code=guessed&state=guessed'),
      await comeBack('/OauthRedirect?error=access_denied&state=guessed'),
      await comeBack(`/elsewhere?code=c&state=${state}`),
      await comeBack(`/OauthRedirect?code=right&state=${state}`),
      await comeBack(`/OauthRedirect?code=later&state=${state}`),
    ]
    expect(statuses).toEqual([404, 404, 404, 404, 404, 404, 404, 200, 404])
    expect(await listener.redirect).toEqual({ code: 'right' })
  })

  test('says in the browser how it went, and keeps the code from the pages after it', async () => {
    const { port, state } = await aSignIn()
    const page = await fetch(`http://localhost:${port}/OauthRedirect?error=access_denied&state=${state}`)
    expect(await page.text()).toContain('sfsync shows the reason')
    expect([page.headers.get('cache-control'), page.headers.get('referrer-policy')]).toEqual([
      'no-store',
      'no-referrer',
    ])
  })

  test('does not answer to another name, behind which a page could hide', async () => {
    const { port, state, signIn } = await aSignIn()
    const { request } = await import('node:http')
    const status = await new Promise((resolve, reject) => {
      const asked = request({
        port,
        host: '127.0.0.1',
        path: `/OauthRedirect?code=c&state=${state}`,
        headers: { host: 'evil.example' },
      })
      asked.once('response', (response) => resolve(response.statusCode)).once('error', reject)
      asked.end()
    })
    expect([status, signIn.authorizeUrl.includes('evil')]).toEqual([404, false])
  })

  test('is open on this machine alone', async () => {
    const { port } = await aSignIn()
    const outside = Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .filter(({ internal, family }) => !internal && family === 'IPv4')
    for (const { address } of outside) await expect(fetch(`http://${address}:${port}/`)).rejects.toThrow()
    await expect(fetch(`http://[::1]:${port}/`)).rejects.toThrow()
    expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(404)
  })

  test('gives up when the time is over', async () => {
    const { listener } = await aSignIn(0.05)
    expect(await failureOf(listener.redirect)).toEqual({
      code: 'login-needed',
      message: 'no sign-in in the browser within 0.05 seconds',
      rows: [],
      actions: [
        'start again: sfsync login',
        'allow more time: set SFSYNC_SIGN_IN_SECONDS',
        'if the browser is on another machine: sfsync login --no-browser',
      ],
    })
  })

  test('says which port is taken', async () => {
    const { port, signIn } = await aSignIn()
    expect(await failureOf(listenForRedirect(signIn, { port, seconds: 1 }))).toMatchObject({
      code: 'failure',
      message: `cannot listen on port ${port} of this machine (EADDRINUSE)`,
    })
  })

  test('closes every connection, so that the port is free again', async () => {
    const { listener, port, signIn, comeBack } = await aSignIn()
    await comeBack('/')
    await listener.close()
    const second = await listenForRedirect(signIn, { port, seconds: 1 })
    await second.close()
  })
})

const codeOf = async (authorizeUrl: string) => {
  const { headers } = await fetch(authorizeUrl, { redirect: 'manual' })
  return { code: new URL(headers.get('location') ?? '').searchParams.get('code') ?? '' }
}

test('Salesforce checks the proof: a code without its verifier is worth nothing', async () => {
  const org = await anOrgWithPages()
  const asking = { timeoutSeconds: 20, learn: () => undefined }
  const request = { loginUrl: org.url, clientId, clientSecret: null, port: org.port }
  const [mine, thief] = [beginBrowserSignIn(request), beginBrowserSignIn(request)]
  const code = await codeOf(mine.authorizeUrl)
  expect(await failureOf(thief.finish(code, asking))).toMatchObject({
    code: 'login-needed',
    message: expect.stringContaining('does not accept the PKCE code verifier'),
  })
  expect(await mine.finish(code, asking)).toMatchObject({ instanceUrl: org.url })
  expect(await failureOf(mine.finish(code, asking))).toMatchObject({
    message: expect.stringContaining('the code from the browser expired or was already used'),
  })
  const sent = new URLSearchParams(org.requests.findLast(({ path }) => path.endsWith('/token'))?.body)
  const challenge = createHash('sha256')
    .update(sent.get('code_verifier') ?? '')
    .digest('base64url')
  expect(challenge).toBe(new URL(mine.authorizeUrl).searchParams.get('code_challenge'))
})

test('a refusal in the browser prints how to continue', async () => {
  const home = temporaryFolder()
  const org = await anOrgWithPages({
    refuses: { error: 'access_denied', description: 'end-user denied authorization' },
  })
  const run = await sfsync(home, [...browserLogin(org), '--json'], {
    environment: { ...aDesktop(home), ...inFile },
  })
  expect(run.exitCode).toBe(4)
  expect(JSON.parse(run.stdout)).toEqual({
    error: {
      code: 'login-needed',
      message: `${new URL(org.url).host} refused the login: access was denied in the browser`,
      rows: [{ reason: 'access_denied: end-user denied authorization' }],
      actions: [
        'sign in again: sfsync login',
        'without the API, import an exported report: sfsync sf-users import <report.csv>',
      ],
    },
  })
})

test('the browser is opened without a shell, with the address as one word', async () => {
  const home = temporaryFolder()
  const org = await anOrgWithPages()
  const log = join(home, 'words.json')
  const opener = `require('node:fs').writeFileSync(${JSON.stringify(log)}, JSON.stringify(process.argv.slice(2))); fetch(process.argv[2])`
  await sfsync(home, browserLogin(org), { environment: { ...aProgram(home, 'xdg-open', opener), ...inFile } })
  const words: string[] = JSON.parse(readFileSync(log, 'utf8'))
  expect(words).toEqual([
    expect.stringContaining(`${org.url}/services/oauth2/authorize?response_type=code&client_id=`),
  ])
})

describe('without a browser', () => {
  test('the address is printed, and the one it ends at pasted on standard input', async () => {
    const home = temporaryFolder()
    const org = await anOrgWithPages()
    const { spawn } = await import('node:child_process')
    const child = spawn(process.execPath, [launcher, ...browserLogin(org), '--no-browser'], {
      cwd: home,
      env: ownEnvironment(home, inFile),
      stdio: ['pipe', 'ignore', 'pipe'],
    })
    let told = ''
    for await (const part of child.stderr) {
      told += String(part)
      const address = /^http\S+$/m.exec(told)?.[0]
      if (address === undefined || told.includes('next:')) continue
      const { headers } = await fetch(address, { redirect: 'manual' })
      // The line ends, the stream does not.
      child.stdin.write(`${headers.get('location')}\n`)
    }
    expect(told).toMatch(
      /^open this address in a browser and sign in:\nhttp\S+\nnext: sfsync sf-users refresh\n$/,
    )
    expect(recordIn(home)).toMatchObject({ way: 'browser' })
  })

  test('a terminal asks for it', async () => {
    const home = temporaryFolder()
    const org = await anOrgWithPages()
    const session = new TerminalSession(home, [...browserLogin(org), '--no-browser'], {
      columns: 500,
      environment: inFile,
    })
    await session.sees('Address that the browser ends at')
    const address = /^http\S+/m.exec(session.text)?.[0] ?? ''
    const { headers } = await fetch(address, { redirect: 'manual' })
    session.types(`${headers.get('location')}\r`)
    await session.sees('signed in as ada@acme.example')
    expect(await session.ends()).toBe(0)
  })

  test.for([
    ['nothing', ''],
    ['the address of the page before', 'https://login.salesforce.com/'],
    ['one of another sign-in', 'http://localhost:1717/OauthRedirect?code=c&state=other'],
    ['the code alone', 'aPrxCodeOfTheBrowser'],
  ])('%s is refused, and not repeated', async ([, pasted = '']) => {
    const { signIn } = await aSignIn()
    const failure = await failureOf(Promise.resolve().then(() => pastedRedirect(pasted, signIn)))
    expect(failure).toMatchObject({
      code: 'usage',
      message: 'the pasted address does not belong to this sign-in',
    })
    expect(JSON.stringify(failure)).not.toContain('aPrx')
  })
})

test('Ctrl-C ends the wait for the browser, and nothing is kept', async () => {
  const home = temporaryFolder()
  const org = await anOrgWithPages()
  const idle = aProgram(home, 'xdg-open', '')
  const session = new TerminalSession(home, browserLogin(org), {
    columns: 500,
    environment: { ...idle, ...inFile },
  })
  await session.sees('continue in your browser')
  session.types('\u0003')
  expect(await session.ends()).toBe(130)
  expect(session.text).toContain('interrupted; nothing was changed')
  // The port is free again.
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(org.port, '127.0.0.1', resolve)
  })
  await new Promise((resolve) => server.close(resolve))
})
