import { describe, expect, test } from 'vitest'
import { commandLine, withOptions } from '../../src/core/hint.ts'
import { exitCodes } from '../../src/app/exit-codes.ts'
import { SfsyncError, type ErrorCode } from '../../src/core/errors.ts'
import { aMapping, aSalesforceUser, aTeam, aUser, salesforceUserIdOf } from '../support/builders.ts'
import { FakeLiveReader } from '../support/fake-live-reader.ts'
import { aStage, type Scene } from '../support/dependencies.ts'
import { aLedger } from '../support/seeded-ledger.ts'

const failing = (failure: Error): Scene => ({
  parts: {
    openLedger: async () => {
      await Promise.resolve()
      throw failure
    },
  },
})

describe('how a command line ends', () => {
  const ends: readonly (readonly [code: ErrorCode, exitCode: number])[] = [
    ['failure', 1],
    ['usage', 2],
    ['configuration', 2],
    ['not-found', 1],
    ['invalid', 1],
    ['conflict', 1],
    ['ledger-unusable', 1],
    ['ledger-newer', 1],
    ['ledger-busy', 1],
    ['disk-full', 1],
    ['report-unreadable', 1],
    ['login-needed', 4],
    ['remote', 5],
    ['decision-needed', 6],
    ['limit', 7],
    ['waiting', 10],
    ['interrupted', 130],
  ]
  test.for(ends)('%s is exit code %i, in words and as JSON', async ([code, exitCode]) => {
    const error = new SfsyncError(code, 'it went wrong', {
      actions: ['look'],
      rows: [{ file: 'a.csv', line: 3, column: 'Id', value: 'x', reason: 'no ID' }],
    })
    const shown = code === 'interrupted' ? 'it went wrong' : 'error: it went wrong'
    expect(await aStage(failing(error)).run('teams', 'list')).toEqual({
      exitCode,
      stdout: '',
      stderr: `${shown}\n  a.csv:3: Id: no ID\ntry: look\n`,
    })
    const { stdout, ...rest } = await aStage(failing(error)).run('teams', 'list', '--json')
    expect({ ...rest, document: JSON.parse(stdout) }).toEqual({
      exitCode,
      stderr: '',
      document: {
        error: {
          code,
          message: 'it went wrong',
          actions: ['look'],
          rows: [{ file: 'a.csv', line: 3, column: 'Id', value: 'x', reason: 'no ID' }],
        },
      },
    })
  })

  test('an empty list is exit code 0 and a valid document', async () => {
    expect(await aStage().run('teams', 'list', '--json')).toMatchObject({ exitCode: 0, stdout: '[]\n' })
  })

  test('an unexpected error is exit code 1 and says how to report it', async () => {
    expect(await aStage(failing(new TypeError('x is not a function'))).run('teams', 'list')).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `error: unexpected error: x is not a function
try: run the command again with --debug and report what it prints
`,
    })
  })

  test('--debug adds where it comes from, with every cause; without it no stack trace shows', async () => {
    const cause = new Error('the disk is gone')
    const error = new SfsyncError('ledger-unusable', 'the ledger cannot be read', { cause })
    const quiet = await aStage(failing(error)).run('teams', 'list')
    expect(quiet.stderr).toBe('error: the ledger cannot be read\n')
    const { stderr } = await aStage(failing(error)).run('teams', 'list', '--debug')
    const lines = stderr.split('\n')
    expect(lines.filter((line) => !line.startsWith('    at '))).toEqual([
      'error: the ledger cannot be read',
      'SfsyncError: the ledger cannot be read',
      'caused by: Error: the disk is gone',
      '',
    ])
    expect(lines.some((line) => line.includes('run.test.ts'))).toBe(true)
  })

  test('hostile text in a failure is made visible', async () => {
    const error = new SfsyncError('invalid', 'no user \u001b[31m\u202eada', {
      rows: [{ reason: 'first\nsecond' }],
    })
    expect((await aStage(failing(error)).run('teams', 'list')).stderr).toBe(
      'error: no user ␛[31m<U+202E>ada\n  first␊second\n',
    )
  })

  test('the command of a row is never broken: where it has no room it gets a line of its own', async () => {
    const action = withOptions(commandLine('sf-users find', 'ada.lovelace@acme.example'), {
      all: true,
      limit: '100',
    })
    const error = new SfsyncError('invalid', '2 rows cannot be taken', {
      rows: [
        { file: 'people.csv', line: 3, reason: 'no Salesforce user has this e-mail address', action },
        { reason: 'no ID', action: commandLine('sf-users', 'list') },
      ],
    })
    const ended = await aStage({ ...failing(error), asks: [] }).run('--profile', 'acme', 'teams', 'list')
    expect(ended.stderr).toBe(
      [
        'error: 2 rows cannot be taken',
        '  people.csv:3: no Salesforce user has this e-mail address:',
        '    sfsync --profile acme sf-users find ada.lovelace@acme.example --all --limit 100',
        '  no ID  (sfsync --profile acme sf-users list)',
        '',
      ].join('\n'),
    )
  })

  test('of many rows twenty are shown, and all with --all-problems', async () => {
    const rows = Array.from({ length: 23 }, (_, at) => ({
      file: 'a.csv',
      line: at + 2,
      reason: `no ID ${at}`,
    }))
    const error = new SfsyncError('invalid', '23 rows cannot be taken', { rows })
    const { stderr } = await aStage(failing(error)).run('teams', 'list')
    expect(stderr.split('\n').slice(19)).toEqual([
      '  a.csv:20: no ID 18',
      '  a.csv:21: no ID 19',
      '  ... and 3 more',
      'try: to list every problem one by one, add --all-problems',
      '',
    ])
    const { stdout } = await aStage(failing(error)).run('teams', 'list', '--json')
    expect(JSON.parse(stdout).error.rows).toHaveLength(23)
  })
})

describe('a failure that needs confirmation', () => {
  const rows = [
    { reason: 'Ada is inactive', confirmation: 'allow-inactive' },
    { reason: 'Ada is mapped', confirmation: 'replace' },
    { reason: 'Bob is inactive', confirmation: 'allow-inactive' },
  ] as const

  test('shows the flag of each row, and says how to continue anyway', async () => {
    const error = new SfsyncError('decision-needed', 'not mapped', { rows, actions: ['or wait'] })
    expect((await aStage(failing(error)).run('teams', 'list')).stderr).toBe(
      [
        'error: not mapped',
        '  Ada is inactive  (--allow-inactive)',
        '  Ada is mapped  (--replace)',
        '  Bob is inactive  (--allow-inactive)',
        'try: to continue anyway, add --allow-inactive --replace',
        'try: or wait',
        '',
      ].join('\n'),
    )
    const { stdout } = await aStage(failing(error)).run('teams', 'list', '--json')
    expect(JSON.parse(stdout).error).toMatchObject({
      rows: [{ flag: '--allow-inactive' }, { flag: '--replace' }, { flag: '--allow-inactive' }],
      actions: ['to continue anyway, add --allow-inactive --replace', 'or wait'],
    })
  })

  test('says nothing of it where a row has no flag that would help', async () => {
    const error = new SfsyncError('invalid', 'bad rows', { rows: [...rows, { reason: 'no ID' }] })
    expect((await aStage(failing(error)).run('teams', 'list')).stderr).not.toContain('try:')
  })

  test('names the number of removals that must be confirmed', async () => {
    const shown = []
    for (const given of [undefined, 15]) {
      const error = new SfsyncError('limit', 'too many', { removals: { needed: 14, given } })
      shown.push((await aStage(failing(error)).run('teams', 'list')).stderr)
    }
    expect(shown).toEqual([
      'error: too many\ntry: if that is what you want, add --allow-removals 14\n',
      'error: too many\ntry: expected --allow-removals 14, not 15\n',
    ])
  })
})

const fourUsers = async () =>
  await aLedger({
    teams: [aTeam('North')],
    users: [aUser('ada'), aUser('bob'), aUser('kim'), aUser('kim2', { firstName: 'Kim' })],
    mappings: [aMapping('bob')],
    people: [aSalesforceUser('ada'), aSalesforceUser('bob'), aSalesforceUser('cleo', { active: false })],
  })

describe('a 15-character ID that has lost its letter case is refused', () => {
  const id = salesforceUserIdOf('bob')
  const lost = id.slice(0, 15).toLowerCase()
  test.for([
    ['map', 'ada@example.com', lost],
    ['create-user', '--from-sf', lost],
    ['sf-users', 'show', lost],
    ['explain', lost],
    ['status', lost],
    ['reject', 'ada@example.com', lost],
    ['decisions', 'list', '--about', lost],
    ['decisions', 'remove', lost],
    ['blame', lost],
    ['history', '--person', lost],
    ['undo', '1', '--only', lost],
  ])('by %s %s', async (words) => {
    const { exitCode, stdout, stderr } = await aStage({ ledger: await fourUsers() }).run(...words)
    expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' })
    expect(stderr).toContain(`"${lost}" has lost its letter case`)
    expect(stderr).toContain(id)
  })
})

describe('a reader that closes the output early', () => {
  test.for(['--help', '--version', 'map --help', 'sf-users'])(
    'while %s is printed: exit code 0',
    async (typed) => {
      expect(await aStage({ closed: 'stdout' }).run(...typed.split(' '))).toEqual({
        exitCode: 0,
        stdout: '',
        stderr: '',
      })
    },
  )

  test('is not a failure: exit code 0, nothing printed', async () => {
    expect(await aStage({ closed: 'stdout' }).run('teams', 'list', '--json')).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: '',
    })
  })

  test('while a failure is printed as JSON: its exit code stays', async () => {
    const { exitCode } = await aStage({ closed: 'stdout' }).run('users', 'show', 'nobody', '--json')
    expect(exitCode).toBe(exitCodes.failure)
  })

  test('while a failure is printed as text: its exit code stays', async () => {
    const { exitCode } = await aStage({ closed: 'stderr' }).run('users', 'show')
    expect(exitCode).toBe(exitCodes.usage)
  })
})

describe('a failure with --json is exactly one document', () => {
  const failures: readonly (readonly [words: string, code: ErrorCode, exitCode: number])[] = [
    ['nonsense --json', 'usage', 2],
    ['teams list --json --format csv', 'usage', 2],
    ['teams list --nonsense --json', 'usage', 2],
    ['teams list --columns nonsense --format json', 'usage', 2],
    ['teams list --limit 0 --format=json', 'usage', 2],
    ['map --json', 'usage', 2],
    ['map nobody@example.com 0055g0000000q1oAAA --json', 'not-found', 1],
    ['map ada@example.com 0055g0000000q1oAAB --json', 'invalid', 1],
    [`map ada@example.com bob@example.com.sales --json`, 'decision-needed', 6],
    [`map ada@example.com cleo@example.com.sales --json`, 'decision-needed', 6],
    ['users show kim --json', 'not-found', 1],
    ['assign-team ada@example.com Nort --json', 'not-found', 1],
    ['create-user --json', 'usage', 2],
    ['create-user --first-name A --last-name B --email no --json', 'invalid', 1],
    ['undo 99 --json', 'not-found', 1],
    ['guide --json', 'usage', 2],
    ['sf-users refresh --json', 'login-needed', 4],
    ['sf-users import --json', 'usage', 2],
    ['settings set auto-sync maybe --json', 'usage', 2],
    ['settings set nonsense 1 --json', 'usage', 2],
  ]
  test.for(failures)('sfsync %s', async ([words, code, exitCode]) => {
    const ended = await aStage({ ledger: await fourUsers() }).run(...words.split(' '))
    const document = JSON.parse(ended.stdout)
    expect({ keys: Object.keys(document), code: document.error?.code, exitCode: ended.exitCode }).toEqual({
      keys: ['error'],
      code,
      exitCode,
    })
    expect(Object.keys(document.error)).toEqual(['code', 'message', 'actions', 'rows'])
    expect(ended.stderr).toBe('')
  })
})

describe('an interrupted question', () => {
  const prompted = [
    ['map'],
    ['assign-team'],
    ['create-user'],
    ['settings', 'set'],
    ['settings'],
    ['guide'],
    ['map', 'ada@example.com', '0055g0000000zzz'],
  ]
  test.for(prompted)('of sfsync %s ends with 130 and writes nothing', async (words) => {
    const ledger = await aLedger({ users: [aUser('ada')], people: [aSalesforceUser('ada')] })
    const { exitCode, stdout, stderr } = await aStage({ ledger, asks: ['interrupt'] }).run(...words)
    expect({ exitCode, stdout, last: stderr.split('\n').findLast((line) => line !== '') }).toEqual({
      exitCode: 130,
      stdout: '',
      last: 'interrupted; nothing was changed',
    })
    expect(await ledger.counts()).toMatchObject({ changeSets: 1 })
  })
})

describe('questions are asked only in a terminal', () => {
  const silent: readonly Scene[] = [
    {},
    { asks: [], environment: { CI: 'true' } },
    { asks: [], environment: { TERM: 'dumb' } },
    { asks: [], environment: { SFSYNC_INPUT: 'false' } },
    { asks: [], parts: { stdinIsTerminal: false } },
  ]
  test.for(silent)('%j: the command fails and names what is missing', async (scene) => {
    expect(await aStage(scene).run('map', 'ada@example.com')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: 'error: map needs <sfId>\ntry: add <sfId>\ntry: sfsync map --help\n',
    })
  })

  test('--no-input is the same', async () => {
    expect(await aStage({ asks: [] }).run('map', '--no-input')).toEqual({
      exitCode: 2,
      stdout: '',
      stderr:
        'error: map needs <screenUser> and <sfId>\ntry: add <screenUser> <sfId>\ntry: sfsync map --help\n',
    })
  })

  test.for(['', '0', 'false'])('CI=%j is not CI', async (CI) => {
    const { exitCode } = await aStage({ asks: ['interrupt'], environment: { CI } }).run('create-user')
    expect(exitCode).toBe(130)
  })
})

describe('the access token', () => {
  const token = '00D5g0000001AbC!Very.Secret_Token'
  const environment = {
    SF_ACCESS_TOKEN: token,
    SF_ORG_INSTANCE_URL: 'https://acme.my.salesforce.com',
  }
  const leaks: Scene = {
    environment,
    parts: {
      openReader: async ({ session }) => {
        const leaked = await session.token()
        throw new Error(`Bearer ${leaked} is no header`, { cause: new Error(`cause: ${leaked}`) })
      },
      diagnoseConnection: async ({ access }) => {
        if (access instanceof SfsyncError) throw access
        throw new TypeError(`Bearer ${await access.session.token()} is no header`)
      },
    },
  }
  const commandLines = [
    'sf-users refresh',
    'sf-users refresh --debug',
    'sf-users refresh --json --debug',
    'doctor',
    'doctor --json',
    'doctor --debug',
    'settings list --origin',
    'settings list --origin --json',
    'settings get token-variable',
    'settings path',
    'status --debug',
  ]
  test.for(commandLines)('is in nothing that sfsync %s prints', async (line) => {
    const scene = {
      ...leaks,
      parts: { ...leaks.parts, describeFile: async () => await Promise.resolve(undefined) },
    }
    const { stdout, stderr } = await aStage(scene).run(...line.split(' '))
    expect(stdout + stderr).not.toContain(token)
    expect(stdout + stderr).not.toBe('')
  })

  test('in a variable of another name is hidden, too', async () => {
    const scene = {
      ...leaks,
      environment: { ...environment, SF_ACCESS_TOKEN: '', OTHER: token, SFSYNC_TOKEN_VARIABLE: 'OTHER' },
    }
    const { exitCode, stderr } = await aStage(scene).run('sf-users', 'refresh', '--debug')
    expect(exitCode).toBe(exitCodes.failure)
    expect(stderr).not.toContain(token)
  })

  test('given in the place of its variable is not repeated', async () => {
    const { exitCode, stderr } = await aStage({
      environment: { SFSYNC_TOKEN_VARIABLE: token },
    }).run('sf-users', 'refresh')
    expect({ exitCode, stderr }).toEqual({
      exitCode: 2,
      stderr:
        'error: token-variable must be the name of an environment variable (letters, digits and _), never the token itself (from SFSYNC_TOKEN_VARIABLE)\ntry: correct SFSYNC_TOKEN_VARIABLE, or unset it\n',
    })
  })

  test('never reaches the ledger', async () => {
    const stage = aStage({
      environment,
      parts: {
        openReader: async () => await Promise.resolve(new FakeLiveReader([aSalesforceUser('ada')])),
      },
    })
    const { exitCode } = await stage.run('sf-users', 'refresh')
    expect(exitCode).toBe(0)
    expect(JSON.stringify(await stage.ledger.directory.lastRead())).not.toContain(token)
  })
})
