import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { type ConfigurationName, configurationKeys } from '../../src/config/keys.ts'
import { failureOf, load, type Sources } from './support.ts'

interface Row {
  readonly name: ConfigurationName
  readonly variable: string
  /** A value for each place; a text in TOML is quoted. */
  readonly flag: string
  readonly environment: string
  /** undefined where a project's file cannot set it. */
  readonly project: string | undefined
  readonly user: string
  readonly fallback: string
}

const rows: readonly Row[] = [
  {
    name: 'profile',
    variable: 'SFSYNC_PROFILE',
    flag: 'f',
    environment: 'e',
    project: 'p',
    user: 'u',
    fallback: 'default',
  },
  {
    name: 'store',
    variable: 'SFSYNC_STORE',
    flag: '/f',
    environment: '/e',
    project: '/p',
    user: '/u',
    fallback: '<root>/home/.local/share/sfsync/default/ledger.sqlite',
  },
  {
    name: 'format',
    variable: 'SFSYNC_FORMAT',
    flag: 'json',
    environment: 'ndjson',
    project: 'csv',
    user: 'tsv',
    fallback: 'table',
  },
  {
    name: 'color',
    variable: 'SFSYNC_COLOR',
    flag: 'always',
    environment: 'never',
    project: 'always',
    user: 'never',
    fallback: 'auto',
  },
  {
    name: 'input',
    variable: 'SFSYNC_INPUT',
    flag: 'false',
    environment: '0',
    project: 'false',
    user: 'false',
    fallback: 'true',
  },
  {
    name: 'actor',
    variable: 'SFSYNC_ACTOR',
    flag: 'f',
    environment: 'e',
    project: 'p',
    user: 'u',
    fallback: '',
  },
  {
    name: 'instance-url',
    variable: 'SF_ORG_INSTANCE_URL',
    flag: 'https://f',
    environment: 'https://e',
    project: undefined,
    user: 'https://u',
    fallback: '',
  },
  {
    name: 'token-variable',
    variable: 'SFSYNC_TOKEN_VARIABLE',
    flag: 'F',
    environment: 'E',
    project: undefined,
    user: 'U',
    fallback: 'SF_ACCESS_TOKEN',
  },
  {
    name: 'target-org',
    variable: 'SFSYNC_TARGET_ORG',
    flag: 'f',
    environment: 'e',
    project: 'p',
    user: 'u',
    fallback: '',
  },
  {
    name: 'client-id',
    variable: 'SFSYNC_CLIENT_ID',
    flag: 'f',
    environment: 'e',
    project: 'p',
    user: 'u',
    fallback: '',
  },
  {
    name: 'login-url',
    variable: 'SFSYNC_LOGIN_URL',
    flag: 'https://f',
    environment: 'https://e',
    project: undefined,
    user: 'https://u',
    fallback: 'https://login.salesforce.com',
  },
  {
    name: 'username',
    variable: 'SFSYNC_USERNAME',
    flag: 'f@x',
    environment: 'e@x',
    project: 'p@x',
    user: 'u@x',
    fallback: '',
  },
  {
    name: 'jwt-key-file',
    variable: 'SFSYNC_JWT_KEY_FILE',
    flag: '/f',
    environment: '/e',
    project: '/p',
    user: '/u',
    fallback: '',
  },
  {
    name: 'callback-port',
    variable: 'SFSYNC_CALLBACK_PORT',
    flag: '1',
    environment: '2',
    project: '3',
    user: '4',
    fallback: '1717',
  },
  {
    name: 'sign-in-seconds',
    variable: 'SFSYNC_SIGN_IN_SECONDS',
    flag: '1',
    environment: '2',
    project: '3',
    user: '4',
    fallback: '300',
  },
  {
    name: 'secret-store',
    variable: 'SFSYNC_SECRET_STORE',
    flag: 'file',
    environment: 'keyring',
    project: 'file',
    user: 'keyring',
    fallback: 'auto',
  },
  {
    name: 'api-version',
    variable: 'SF_ORG_API_VERSION',
    flag: '61.0',
    environment: '62.0',
    project: '63.0',
    user: '64.0',
    fallback: '68.0',
  },
  {
    name: 'timeout-seconds',
    variable: 'SFSYNC_TIMEOUT_SECONDS',
    flag: '1',
    environment: '2',
    project: '3',
    user: '4',
    fallback: '60',
  },
  {
    name: 'retry-seconds',
    variable: 'SFSYNC_RETRY_SECONDS',
    flag: '1',
    environment: '2',
    project: '3',
    user: '4',
    fallback: '30',
  },
  {
    name: 'deadline-seconds',
    variable: 'SFSYNC_DEADLINE_SECONDS',
    flag: '1',
    environment: '2',
    project: '3',
    user: '4',
    fallback: '3600',
  },
  {
    name: 'requests-at-once',
    variable: 'SFSYNC_REQUESTS_AT_ONCE',
    flag: '1',
    environment: '2',
    project: '3',
    user: '4',
    fallback: '20',
  },
  {
    name: 'bulk-from',
    variable: 'SFSYNC_BULK_FROM',
    flag: '1',
    environment: '2',
    project: '3',
    user: '4',
    fallback: '500000',
  },
  {
    name: 'refresh-after-minutes',
    variable: 'SFSYNC_REFRESH_AFTER_MINUTES',
    flag: '1',
    environment: '2',
    project: '3',
    user: '4',
    fallback: '60',
  },
  {
    name: 'removal-limit',
    variable: 'SFSYNC_REMOVAL_LIMIT',
    flag: '1',
    environment: '2',
    project: '3',
    user: '4',
    fallback: '10',
  },
  {
    name: 'removal-percent',
    variable: 'SFSYNC_REMOVAL_PERCENT',
    flag: '1',
    environment: '2',
    project: '3',
    user: '4',
    fallback: '10',
  },
  {
    name: 'require-other-author',
    variable: 'SFSYNC_REQUIRE_OTHER_AUTHOR',
    fallback: 'false',
    flag: 'false',
    environment: 'true',
    project: '0',
    user: '1',
  },
  {
    name: 'todo-days',
    variable: 'SFSYNC_TODO_DAYS',
    flag: '1',
    environment: '2',
    project: '3',
    user: '4',
    fallback: '7',
  },
  {
    name: 'trusted-folders',
    variable: 'SFSYNC_TRUSTED_FOLDERS',
    flag: '/f',
    environment: '/e',
    project: undefined,
    user: '/u',
    fallback: '',
  },
  {
    name: 'match-rules',
    variable: 'SFSYNC_MATCH_RULES',
    flag: 'sure-gap=0.1',
    environment: 'sure-gap=0.2',
    project: 'sure-gap=0.3',
    user: 'sure-gap=0.4',
    fallback: '',
  },
]

function toml({ name }: Row, value: string): string {
  return /^(?:input|requests-at-once|bulk-from|callback-port|.*-(?:seconds|minutes|limit|percent))$/.test(
    name,
  )
    ? `${name} = ${value}\n`
    : `${name} = "${value}"\n`
}

async function settled(row: Row, sources: Sources): Promise<unknown> {
  const { configuration, root } = await load(sources)
  return JSON.parse(JSON.stringify(configuration.settings[row.name]).replaceAll(root, '<root>'))
}

test('every key is in this table, in the order in which it is documented', () => {
  expect(
    rows.map(({ name, variable, fallback }) => ({
      name,
      variable,
      fallback: name === 'store' ? '' : fallback,
    })),
  ).toEqual(configurationKeys.map(({ name, variable, fallback }) => ({ name, variable, fallback })))
})

describe('flag > environment > project file > user file > default', () => {
  test.for(rows)('$name', async (row) => {
    const flags = { [row.name]: row.flag }
    const environment = { [row.variable]: row.environment }
    const project = row.project === undefined ? {} : { work: toml(row, row.project) }
    const user = { home: toml(row, row.user) }
    const files = { ...project, ...user }
    const fromUser = { value: row.user, origin: { from: 'user', file: '<root>/home/.sfsyncrc' } }
    expect([
      await settled(row, { flags, environment, files }),
      await settled(row, { environment, files }),
      await settled(row, { environment: { [row.variable]: '' }, files }),
      await settled(row, { files: user }),
      await settled(row, {}),
    ]).toEqual([
      { value: row.flag, origin: { from: 'flag' } },
      { value: row.environment, origin: { from: 'environment', variable: row.variable } },
      row.project === undefined
        ? fromUser
        : { value: row.project, origin: { from: 'project', file: '<root>/work/.sfsyncrc' } },
      fromUser,
      { value: row.fallback, origin: { from: 'default' } },
    ])
  })
})

const format = (value: string) => `format = "${value}"\n`

async function secondAuthor(variable: string, file: string): Promise<string> {
  const { configuration } = await load({
    environment: { SFSYNC_REQUIRE_OTHER_AUTHOR: variable },
    files: { work: file },
  })
  const { value, origin } = configuration.settings['require-other-author']
  return `${value} from ${origin.from}`
}

test('a variable turns a second author on, and not off where a file turns it on', async () => {
  expect(await secondAuthor('true', '')).toBe('true from environment')
  expect(await secondAuthor('true', 'require-other-author = false')).toBe('true from environment')
  expect(await secondAuthor('false', 'require-other-author = false')).toBe('false from environment')
  expect(await secondAuthor('false', 'require-other-author = true')).toBe('true from project')
  expect(await secondAuthor('0', 'require-other-author = 1')).toBe('1 from project')
})

describe('the project file', () => {
  test('is the nearest from the folder upwards', async () => {
    const files = { work: format('csv'), 'work/a': format('tsv') }
    const found = async (folder: string) => {
      const { configuration, root } = await load({ files, folder })
      return [configuration.settings.format.value, configuration.projectFile?.replace(root, '<root>')]
    }
    expect([
      await found('work/a/b/c'),
      await found('work/a'),
      await found('work/b'),
      await found('other'),
    ]).toEqual([
      ['tsv', '<root>/work/a/.sfsyncrc'],
      ['tsv', '<root>/work/a/.sfsyncrc'],
      ['csv', '<root>/work/.sfsyncrc'],
      ['table', undefined],
    ])
  })

  test("is never the user's own, not even at work below home", async () => {
    const { configuration, root } = await load({ files: { home: format('csv') }, folder: 'home/project' })
    expect(configuration.projectFile).toBeUndefined()
    expect(configuration.settings.format).toEqual({
      value: 'csv',
      origin: { from: 'user', file: join(root, 'home', '.sfsyncrc') },
    })
  })

  test('decides key by key', async () => {
    const { configuration } = await load({
      files: { work: format('csv'), home: 'format = "tsv"\nactor = "jane"\n' },
    })
    const { format: shown, actor } = configuration.settings
    expect([shown.value, actor.value]).toEqual(['csv', 'jane'])
  })
})

const twoProfiles = `store = "top.sqlite"
instance-url = "https://top"
actor = "top"
[profiles.default]
api-version = "61.0"
[profiles.sandbox]
store = "sandbox.sqlite"
timeout-seconds = 5
`
async function settingsOf(profile: string | undefined, files: Sources['files']): Promise<string[]> {
  const { configuration, root } = await load({
    flags: profile === undefined ? {} : { profile },
    ...(files && { files }),
  })
  const {
    store,
    actor,
    'instance-url': url,
    'api-version': version,
    'timeout-seconds': timeout,
  } = configuration.settings
  return [store, url, version, timeout, actor].map(({ value }) => value.replace(root, '<root>'))
}

describe('profiles', () => {
  test('a ledger and an org at the top count for the default profile only', async () => {
    const files = { home: twoProfiles }
    expect([
      await settingsOf(undefined, files),
      await settingsOf('sandbox', files),
      await settingsOf('other', files),
    ]).toEqual([
      ['<root>/home/top.sqlite', 'https://top', '61.0', '60', 'top'],
      ['<root>/home/sandbox.sqlite', '', '68.0', '5', 'top'],
      ['<root>/home/.local/share/sfsync/other/ledger.sqlite', '', '68.0', '60', 'top'],
    ])
  })

  test('the project file without a word on it leaves a profile to the user file', async () => {
    const files = { work: 'store = "project.sqlite"\n', home: '[profiles.sandbox]\nstore = "mine.sqlite"\n' }
    expect([(await settingsOf(undefined, files))[0], (await settingsOf('sandbox', files))[0]]).toEqual([
      '<root>/work/project.sqlite',
      '<root>/home/mine.sqlite',
    ])
  })

  test('a profile in a file is used without --profile', async () => {
    const [store] = await settingsOf(undefined, { home: `profile = "sandbox"\n${twoProfiles}` })
    expect(store).toBe('<root>/home/sandbox.sqlite')
  })

  test('a store in the environment counts for every profile', async () => {
    const { configuration } = await load({
      flags: { profile: 'other' },
      environment: { SFSYNC_STORE: '/ci.sqlite' },
    })
    expect(configuration.settings.store.value).toBe('/ci.sqlite')
  })
})

describe('a store', () => {
  const stores = [
    ['flag', 'a.sqlite', '<root>/work/a.sqlite'],
    ['flag', '~/a.sqlite', '<root>/home/a.sqlite'],
    ['flag', '/a.sqlite', '/a.sqlite'],
    ['environment', '../a.sqlite', '<root>/a.sqlite'],
    ['user', 'a.sqlite', '<root>/home/a.sqlite'],
    ['user', '~/b/a.sqlite', '<root>/home/b/a.sqlite'],
  ] as const
  test.for(stores)('by %s as %s is %s', async ([from, path, expected]) => {
    const { configuration, root } = await load({
      ...(from === 'flag' && { flags: { store: path } }),
      ...(from === 'environment' && { environment: { SFSYNC_STORE: path } }),
      ...(from === 'user' && { files: { home: `store = "${path}"\n` } }),
    })
    expect(configuration.settings.store.value.replace(root, '<root>')).toBe(expected)
  })

  test('that is empty is a mistake, never the default ledger', async () => {
    expect(await failureOf(async () => await load({ flags: { store: '' } }))).toEqual({
      code: 'usage',
      message: 'store must be the name of a file or an address',
      rows: [],
      actions: ['correct --store'],
    })
    expect(await failureOf(async () => await load({ files: { work: 'store = ""\n' } }))).toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(/\.sfsyncrc:1: store must be the name of a file or an address$/),
    })
  })
})

describe('a wrong value', () => {
  const wrong: readonly (readonly [name: ConfigurationName, value: string, problem: string])[] = [
    ['profile', 'a b', `the name of a profile may have only letters, digits, - and _, not "a b"`],
    ['profile', '../x', `the name of a profile may have only letters, digits, - and _, not "../x"`],
    ['profile', '-x', `the name of a profile may have only letters, digits, - and _, not "-x"`],
    ['format', 'xml', 'format must be one of table, markdown, json, ndjson, csv, tsv, xlsx, ids, not "xml"'],
    ['color', 'yes', 'color must be one of auto, always, never, not "yes"'],
    ['input', 'maybe', 'input must be true or false, not "maybe"'],
    ['api-version', '68', 'api-version must look like 68.0, not "68"'],
    ['callback-port', '65536', 'callback-port must be between 1 and 65535, not "65536"'],
    ['secret-store', 'pocket', 'secret-store must be one of auto, keyring, file, not "pocket"'],
    ['timeout-seconds', '0', 'timeout-seconds must be a whole number above 0, not "0"'],
    ['timeout-seconds', '1.5', 'timeout-seconds must be a whole number above 0, not "1.5"'],
    [
      'token-variable',
      '00D!x',
      'token-variable must be the name of an environment variable (letters, digits and _), never the token itself',
    ],
  ]
  test.for(wrong)('of %s: "%s"', async ([name, value, problem]) => {
    const variable = configurationKeys.find((key) => key.name === name)?.variable ?? ''
    expect([
      await failureOf(async () => await load({ flags: { [name]: value } })),
      await failureOf(async () => await load({ environment: { [variable]: value } })),
    ]).toEqual([
      { code: 'usage', message: problem, rows: [], actions: [`correct --${name}`] },
      {
        code: 'configuration',
        message: `${problem} (from ${variable})`,
        rows: [],
        actions: [`correct ${variable}, or unset it`],
      },
    ])
  })
})
