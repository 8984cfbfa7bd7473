import { describe, expect, test } from 'vitest'
import { Canceled } from '../../../src/app/interrupts.ts'
import type { Choice, Dependencies } from '../../../src/app/ports.ts'
import { SfsyncError } from '../../../src/core/errors.ts'
import type { LoginRecord } from '../../../src/salesforce/sign-in/login-store.ts'
import type { SignInRequest } from '../../../src/salesforce/sign-in/sign-in.ts'
import { aStage, type Scene } from '../../support/dependencies.ts'

const record: LoginRecord = {
  loginId: 'one',
  way: 'browser',
  instanceUrl: 'https://acme.my.salesforce.com',
  identity: 'ada@acme.example',
  organizationId: '00D5g0000001AbCEAU',
  loginUrl: 'https://login.salesforce.com',
  clientId: '3MVG9',
  keyFile: null,
  targetOrg: null,
  signedInAt: '2026-11-23T12:00:00.000Z',
  secretStorage: 'keyring',
}

/** A command line whose sign-in always works, and what it was asked to do. */
function aDesk({ parts = {}, ...scene }: Scene = {}) {
  const requests: SignInRequest[] = []
  const stage = aStage({
    ...scene,
    parts: {
      signIn: async (request) => {
        requests.push(request)
        return await Promise.resolve({ record: { ...record, way: request.way }, warnings: [] })
      },
      listFolder: async () => await Promise.resolve([]),
      readSecret: async (file) =>
        await Promise.resolve({ text: `secret in ${file}`, readableByOthers: false }),
      ...parts,
    },
  })
  return { stage, requests }
}

const browser = {
  way: 'browser',
  loginUrl: 'https://login.salesforce.com',
  clientId: '3MVG9',
  clientSecret: null,
  port: 1717,
  seconds: 300,
} as const

describe('the way is what the flags mean', () => {
  const rows: readonly (readonly [words: string, request: SignInRequest])[] = [
    ['--target-org acme', { way: 'sf-cli', targetOrg: 'acme' }],
    ['--no-browser --client-id 3MVG9', browser],
    ['--port 8080 --client-id 3MVG9', { ...browser, port: 8080 }],
    ['--sandbox --client-id 3MVG9', { ...browser, loginUrl: 'https://test.salesforce.com' }],
    [
      '--client-id 3MVG9 --username ada@acme.example --jwt-key-file key.pem',
      {
        way: 'jwt',
        loginUrl: 'https://login.salesforce.com',
        clientId: '3MVG9',
        username: 'ada@acme.example',
        privateKey: 'secret in key.pem',
        keyFile: 'key.pem',
      },
    ],
    [
      '--client-id 3MVG9 --client-secret-file - --instance-url acme.my.salesforce.com',
      {
        way: 'client-credentials',
        loginUrl: 'acme.my.salesforce.com',
        clientId: '3MVG9',
        clientSecret: 'secret in -',
      },
    ],
    ['--way browser --client-id 3MVG9 --client-secret-file s', { ...browser, clientSecret: 'secret in s' }],
  ]
  test.for(rows)('%s', async ([words, request]) => {
    // A token in the environment is no reason to do other than what was typed.
    const environment = { SF_ACCESS_TOKEN: '00D!x', SF_ORG_INSTANCE_URL: 'https://acme.my.salesforce.com' }
    const { stage, requests } = aDesk({ environment })
    expect(await stage.run('login', ...words.split(' '))).toMatchObject({ exitCode: 0 })
    expect(requests).toEqual([request])
  })
})

describe('the org that is named is where the admin signs in', () => {
  const key = '--client-id 3MVG9 --username ada@acme.example --jwt-key-file key.pem'
  const address = 'https://acme--test.sandbox.my.salesforce.com'
  test.each([
    ['a key', `${key} --instance-url ${address}`, {}],
    ['the browser', `--client-id 3MVG9 --instance-url ${address}`, {}],
    ['a key and an address in the environment', key, { SF_ORG_INSTANCE_URL: address }],
  ])('with %s', async (_, words, environment) => {
    const { stage, requests } = aDesk({ environment })
    expect(await stage.run('login', ...words.split(' '))).toMatchObject({ exitCode: 0 })
    expect(requests).toMatchObject([{ loginUrl: address }])
  })

  test.each([
    ['--target-org acme --client-id 3MVG9', 'sf-cli', '--client-id'],
    ['--target-org acme --sandbox', 'sf-cli', '--login-url (or --sandbox)'],
    [`${key} --port 1718`, 'jwt', '--port'],
    [`${key} --no-browser`, 'jwt', '--no-browser'],
    [`${key} --client-secret-file s`, 'jwt', '--client-secret-file'],
    ['--way environment --login-url acme', 'environment', '--login-url (or --sandbox)'],
    ['--way browser --client-id 3MVG9 --username ada', 'browser', '--username'],
  ])('%s is refused: the way does not use a flag', async (words, way, flag) => {
    const { stage, requests } = aDesk()
    const { exitCode, stderr } = await stage.run('login', ...words.split(' '))
    expect({ exitCode, requests }).toEqual({ exitCode: 2, requests: [] })
    expect(stderr).toContain(`error: signing in with --way ${way} does not use ${flag}\n`)
  })

  test('a job does not wait for a browser', async () => {
    const { stage, requests } = aDesk({ environment: { CI: 'true' } })
    const run = await stage.run('login', '--client-id', '3MVG9')
    expect({ ...run, requests }).toMatchObject({ exitCode: 2, requests: [] })
    expect(run.stderr).toContain('not possible in a job (CI is set)')
  })

  test.each([
    [{ DISPLAY: ':0' }, true],
    [{ DISPLAY: ':0', CI: '0' }, true],
    [{ DISPLAY: ':0', CI: 'true' }, false],
    [{}, false],
  ])(
    'where nobody can be asked, the browser is offered only if there is one: %j',
    async (environment, isOffered) => {
      const { exitCode, stderr } = await aDesk({ environment }).stage.run('login')
      expect(exitCode).toBe(2)
      expect(stderr.includes('try: in the browser: sfsync login --client-id <id>')).toBe(isOffered)
      expect(stderr).toContain(isOffered ? 'PKCE required' : 'the JWT Bearer Flow')
      expect(stderr).toContain('try: with a key: ')
    },
  )

  test('two addresses are refused', async () => {
    const { stage } = aDesk()
    const run = await stage.run('login', ...`${key} --instance-url acme --sandbox`.split(' '))
    expect(run).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('both say where to sign in') })
  })
})

describe('without flags the first way that is possible counts', () => {
  const all = {
    SFSYNC_TARGET_ORG: 'acme',
    SF_ACCESS_TOKEN: '00D!x',
    SF_ORG_INSTANCE_URL: 'https://acme.my.salesforce.com',
    SFSYNC_JWT_KEY: '-----BEGIN PRIVATE KEY-----',
    SFSYNC_USERNAME: 'ada@acme.example',
    SFSYNC_CLIENT_SECRET: 'the client secret',
    SFSYNC_CLIENT_ID: '3MVG9',
  }
  const order = [
    ['sf-cli', 'SFSYNC_TARGET_ORG'],
    ['environment', 'SF_ACCESS_TOKEN'],
    ['jwt', 'SFSYNC_JWT_KEY'],
    ['client-credentials', 'SFSYNC_CLIENT_SECRET', 'SF_ORG_INSTANCE_URL'],
    ['browser'],
  ] as const
  test.for(order.map(([way], index) => [way, index] as const))('%s', async ([way, index]) => {
    const gone = Object.fromEntries(
      order.slice(0, index).flatMap(([, ...variables]) => variables.map((variable) => [variable, ''])),
    )
    const { stage, requests } = aDesk({ environment: { ...all, ...gone } })
    expect(await stage.run('login')).toMatchObject({ exitCode: 0 })
    expect(requests.map((request) => request.way)).toEqual([way])
  })
})

describe('what is missing', () => {
  test('is asked for on a terminal, and the same is shown as it would be typed', async () => {
    const { stage, requests } = aDesk({
      asks: [
        { choose: 'How do you want to sign in?', answer: 'with client ID and secret' },
        {
          text: 'Client ID (Consumer Key) of your External Client App',
          answer: '3MVG9',
          refused: [{ answer: ' ', problem: 'a value is required' }],
        },
        {
          text: 'My Domain address of the org (https://acme.my.salesforce.com)',
          answer: 'acme.my.salesforce.com',
        },
        { secret: 'Client secret (Consumer Secret) of the app', answer: 'TheClientSecret' },
      ],
    })
    const { exitCode, stderr } = await stage.run('login')
    expect(exitCode).toBe(0)
    expect(requests).toEqual([
      {
        way: 'client-credentials',
        loginUrl: 'acme.my.salesforce.com',
        clientId: '3MVG9',
        clientSecret: 'TheClientSecret',
      },
    ])
    expect(stderr).toContain(
      'equivalent command:\n  sfsync login --way client-credentials --client-id 3MVG9 --instance-url acme.my.salesforce.com --client-secret-file -\n',
    )
    expect(stderr).not.toContain('TheClientSecret')
  })

  test.for([
    ['sf-cli', '--target-org'],
    ['jwt', '--client-id'],
    ['client-credentials', '--client-id'],
    ['browser', '--client-id'],
    ['jwt --client-id 3MVG9', '--username'],
    ['jwt --client-id 3MVG9 --username ada', '--jwt-key-file'],
    ['client-credentials --client-id 3MVG9', '--instance-url'],
    ['client-credentials --client-id 3MVG9 --instance-url acme', '--client-secret-file'],
  ])('with --way %s is named where nobody can be asked: %s', async ([words = '', flag = '']) => {
    const { stage, requests } = aDesk()
    const { exitCode, stdout, stderr } = await stage.run('login', '--way', ...words.split(' '))
    expect({ exitCode, stdout, requests }).toEqual({ exitCode: 2, stdout: '', requests: [] })
    expect(stderr).toContain(`error: login needs ${flag}\n`)
  })

  test('altogether names every way, and how to create an app', async () => {
    const desk = aDesk({ environment: { DISPLAY: ':0' } })
    const { exitCode, stderr } = await desk.stage.run('login')
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr: `error: no sign-in method selected
try: with the Salesforce CLI: sfsync login --target-org <org>
try: with a token: set SF_ACCESS_TOKEN and SF_ORG_INSTANCE_URL
try: with a key: sfsync login --client-id <id> --username <username> --jwt-key-file <file>
try: with a client secret: sfsync login --client-id <id> --client-secret-file <file> --instance-url <url>
try: in the browser: sfsync login --client-id <id>
try: create an app: in Setup, External Client App Manager, New, enable OAuth with the callback URL http://localhost:1717/OauthRedirect, the scopes "api" and "refresh_token", PKCE required, and no secret required
try: copy its Consumer Key and save it: sfsync settings set client-id <consumerKey>
`,
    })
  })
})

const org = (name: string) => ({ name, isFolder: false, bytes: 9, changedAt: '2026-11-28T10:00:00.000Z' })
const withOrgs: Scene['parts'] = {
  listFolder: async (path) =>
    await Promise.resolve(
      path.endsWith('/.sfdx')
        ? ['alias.json', 'ada@acme.example.json', 'bob@acme.example.json'].map(org)
        : [],
    ),
}

const unasked = () => Promise.reject(new Error('only a choice is expected'))

describe('only what is possible here is offered', () => {
  test.for<[string, Scene, string[]]>([
    [
      'without a desktop',
      {},
      ['in a browser on another machine', 'with a key (JWT)', 'with client ID and secret'],
    ],
    [
      'on a desktop, with the Salesforce CLI',
      { environment: { DISPLAY: ':0' }, parts: withOrgs },
      [
        'as ada@acme.example, with the login of the Salesforce CLI',
        'as bob@acme.example, with the login of the Salesforce CLI',
        'in the browser of this machine',
        'in a browser on another machine',
        'with a key (JWT)',
        'with client ID and secret',
      ],
    ],
  ])('%s', async ([, scene, names]) => {
    let offered: readonly string[] = []
    const choose = async (_: string, choices: readonly Choice<unknown>[]) => {
      offered = choices.map(({ name }) => name)
      return await Promise.reject(new Canceled())
    }
    const prompts = { choose, text: unasked, secret: unasked, yesNo: unasked, search: unasked }
    const parts = { ...scene.parts, prompts: async () => await Promise.resolve(prompts) }
    expect((await aDesk({ ...scene, asks: [], parts }).stage.run('login')).exitCode).toBe(6)
    expect(offered).toEqual(names)
  })

  test('a login of the Salesforce CLI needs no further answer', async () => {
    const { stage, requests } = aDesk({
      asks: [
        {
          choose: 'How do you want to sign in?',
          answer: 'as ada@acme.example, with the login of the Salesforce CLI',
        },
      ],
      parts: withOrgs,
    })
    const { stderr } = await stage.run('login')
    expect(requests).toEqual([{ way: 'sf-cli', targetOrg: 'ada@acme.example' }])
    expect(stderr).toContain('equivalent command: sfsync login --way sf-cli --target-org ada@acme.example\n')
  })

  test('the app is made differently for each way', async () => {
    const recipes = await Promise.all(
      ['browser', 'jwt', 'client-credentials'].map(async (way) => {
        const { stderr } = await aDesk({ asks: ['interrupt'] }).stage.run('login', '--way', way)
        return stderr.replaceAll(/\s+/g, ' ')
      }),
    )
    expect(recipes[0]).toContain('PKCE required')
    expect(recipes[1]).toContain('JWT Bearer Flow with the certificate of your key')
    expect(recipes[2]).toContain('name the user to run as')
  })
})

test('after an error, what was typed is kept', async () => {
  let attempts = 0
  const text = 'My Domain address of the org (https://acme.my.salesforce.com)'
  const { stage } = aDesk({
    asks: [
      { text: 'Client ID (Consumer Key) of your External Client App', answer: '3MVG9' },
      { text, answer: 'acne.my.salesforce.com' },
      { secret: 'Client secret (Consumer Secret) of the app', answer: 'TheClientSecret' },
      { text: 'Client ID (Consumer Key) of your External Client App', initial: '3MVG9' },
      { text, answer: 'acme.my.salesforce.com' },
      { secret: 'Client secret (Consumer Secret) of the app (Enter: as before)', answer: '' },
    ],
    parts: {
      signIn: async (request) => {
        attempts += 1
        if (attempts === 1) throw new SfsyncError('remote', 'the host acne.my.salesforce.com does not exist')
        expect(request).toMatchObject({ loginUrl: 'acme.my.salesforce.com', clientSecret: 'TheClientSecret' })
        return await Promise.resolve({ record, warnings: [] })
      },
    },
  })
  const { exitCode, stderr } = await stage.run('login', '--way', 'client-credentials')
  expect(exitCode).toBe(0)
  expect(stderr).toContain(
    'warning: the host acne.my.salesforce.com does not exist\nEnter keeps what was typed',
  )
})

test('while it waits for the browser it says so, and for how long', async () => {
  const { stage } = aDesk({
    parts: {
      signIn: async (_request, _configuration, talk) => {
        await talk.show('https://login.salesforce.com/x', true)
        return { record, warnings: [] }
      },
    },
  })
  const { stderr } = await stage.run('login', '--client-id', '3MVG9')
  expect(stderr).toContain('waiting for the browser, at most 5 minutes; Ctrl-C stops\n')
})

describe('a way that there is not explains itself', () => {
  test.for([
    ['--device', 'there is no device flow'],
    ['--password', 'there is no sign-in with a password'],
    ['--soap', 'there is no SOAP login'],
    ['--client-secret', 'sfsync accepts no client secret as a flag'],
    ['--refresh-token', 'sfsync accepts no refresh token of another program'],
  ])('%s', async ([flag = '', reason = '']) => {
    const { stage, requests } = aDesk()
    const { exitCode, stdout, stderr } = await stage.run('login', flag)
    expect({ exitCode, stdout, requests }).toEqual({ exitCode: 2, stdout: '', requests: [] })
    expect(stderr).toMatch(new RegExp(`^error: ${reason}.*\ntry: `))
  })

  test('in JSON, too, and help does not offer it', async () => {
    const { exitCode, stdout } = await aDesk().stage.run('login', '--device', '--json')
    expect({ exitCode, found: JSON.parse(stdout) }).toMatchObject({
      exitCode: 2,
      found: { error: { code: 'usage' } },
    })
    expect((await aDesk().stage.run('login', '--help')).stdout).not.toMatch(
      /--device|--soap|--token|--password/,
    )
  })

  test.for(['0', '65536', 'x'])('--port %s is not a port', async (port) => {
    expect(await aDesk().stage.run('login', '--port', port)).toMatchObject({ exitCode: 2, stdout: '' })
  })
})

const signedOut = (revoked: boolean | undefined): Partial<Dependencies> => ({
  signOut: async () => await Promise.resolve({ record, revoked }),
})

describe('logout', () => {
  test('reports who was signed out', async () => {
    expect(await aStage({ parts: signedOut(true) }).run('logout')).toEqual({
      exitCode: 0,
      stdout: 'signed out ada@acme.example (the browser)\n',
      stderr: '',
    })
  })

  test('says that Salesforce may still take the token', async () => {
    const { exitCode, stderr } = await aStage({ parts: signedOut(false) }).run('logout')
    expect({ exitCode, stderr }).toEqual({
      exitCode: 0,
      stderr:
        'warning: Salesforce did not confirm that the token was revoked; revoke it in Setup, Connected Apps OAuth Usage\n',
    })
  })

  test.for([
    [
      'SF_ACCESS_TOKEN',
      'environment',
      'this profile is still signed in through the token in the environment',
    ],
    [
      'SFSYNC_TARGET_ORG',
      'sf-cli',
      'this profile is still signed in through the login of the Salesforce CLI',
    ],
  ])('says that %s still signs in', async ([variable = '', way, words]) => {
    const stage = aStage({ parts: signedOut(undefined), environment: { [variable]: '00Dtoken!12345' } })
    const { stdout, stderr } = await stage.run('logout', '--json')
    expect({ found: JSON.parse(stdout), stderr }).toMatchObject({
      found: { signedOut: true, stillSignedInBy: way },
      stderr: `warning: ${words}\n`,
    })
  })

  test('without a login is not a failure', async () => {
    expect(
      await aStage({
        parts: { signOut: async () => await Promise.resolve({ record: undefined, revoked: undefined }) },
      }).run('logout'),
    ).toEqual({
      exitCode: 0,
      stdout: 'this profile had no login\n',
      stderr: '',
    })
  })
})

test('a sign-in that fails prints no result', async () => {
  const { stage } = aDesk({
    parts: { signIn: async () => await Promise.reject(new SfsyncError('login-needed', 'no')) },
  })
  expect(await stage.run('login', '--target-org', 'acme')).toEqual({
    exitCode: 4,
    stdout: '',
    stderr: 'error: no\n',
  })
})
