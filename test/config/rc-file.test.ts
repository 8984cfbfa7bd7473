import { chmodSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { configurationKeys } from '../../src/config/keys.ts'
import { parseRcFile, readRcFile } from '../../src/config/rc-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { failureOf } from './support.ts'

const example = join(import.meta.dirname, '..', '..', '.sfsyncrc.example')

test('a file is read with everything as text', () => {
  expect(
    parseRcFile('input = false\ntimeout-seconds = 5\nactor = "jane"\n[profiles.uat]\nstore = "u"\n', 'rc'),
  ).toEqual({
    file: 'rc',
    top: { input: 'false', 'timeout-seconds': '5', actor: 'jane' },
    profiles: { uat: { store: 'u' } },
  })
})

const empty = ['', '\n', '# nothing\n', '[profiles]\n', '\ufeff']
test.for(empty)('%j says nothing', (text) => {
  expect(parseRcFile(text, 'rc')).toEqual({ file: 'rc', top: {}, profiles: {} })
})

test('a file of Windows is read: CRLF and a byte order mark', () => {
  expect(parseRcFile('\ufeffformat = "csv"\r\n[profiles.uat]\r\nstore = "u"\r\n', 'rc')).toEqual({
    file: 'rc',
    top: { format: 'csv' },
    profiles: { uat: { store: 'u' } },
  })
})

describe('an unknown key is refused with file, line and the nearest key', () => {
  const unknown = [
    ['formt = "json"\n', 1, 'formt', 'unknown key "formt"; did you mean format?'],
    ['# a\n\nstor = "x"\n', 3, 'stor', 'unknown key "stor"; did you mean store?'],
    ['format = "json"\nform = 1\n', 2, 'form', 'unknown key "form"; did you mean format?'],
    ['"colour" = "auto"\n', 1, 'colour', 'unknown key "colour"; did you mean color?'],
    ['[profile.uat]\nstore = "x"\n', 1, 'profile', 'profile must be a single value'],
    ['[sandbox]\nstore = "x"\n', 1, 'sandbox', 'unknown key "sandbox"; did you mean actor?'],
    [
      'store = "x"\n[profiles.uat]\nstor = "y"\n',
      3,
      'stor',
      'unknown key "profiles.uat.stor"; did you mean store?',
    ],
    ['format = "json"\n[profiles.uat]\nformat = "csv"\n', 3, 'format', 'format cannot be set per profile'],
  ] as const
  test.for(unknown)('%j', async ([text, line, column, reason]) => {
    expect(await failureOf(() => parseRcFile(text, 'rc'))).toMatchObject({
      code: 'configuration',
      message: `rc:${line}: ${reason}`,
      rows: [{ file: 'rc', line, column, reason }],
    })
  })

  test('and all the keys there are', async () => {
    expect(await failureOf(() => parseRcFile('x = 1\n', 'rc'))).toMatchObject({
      actions: [`valid keys: ${configurationKeys.map(({ name }) => name).join(', ')}`],
    })
    expect(await failureOf(() => parseRcFile('[profiles.p]\nx = 1\n', 'rc'))).toMatchObject({
      actions: [
        'valid keys: store, instance-url, token-variable, target-org, client-id, login-url, username, jwt-key-file, callback-port, sign-in-seconds, secret-store, api-version, timeout-seconds, retry-seconds, deadline-seconds, requests-at-once, bulk-from, refresh-after-minutes',
      ],
    })
  })
})

describe('a wrong value is refused with file and line', () => {
  const wrong = [
    [
      '\nformat = "xml"\n',
      2,
      'format must be one of table, markdown, json, ndjson, csv, tsv, xlsx, ids, not "xml"',
    ],
    ['format = 1\n', 1, 'format must be one of table, markdown, json, ndjson, csv, tsv, xlsx, ids, not "1"'],
    ['format = ["json"]\n', 1, 'format must be a single value'],
    ['actor = 2026-11-23\n', 1, 'actor must be a single value'],
    ['input = "no"\n', 1, 'input must be true or false, not "no"'],
    ['api-version = 68.0\n', 1, 'api-version must look like 68.0, not "68"'],
    [
      'timeout-seconds = 60\n[profiles.uat]\ntimeout-seconds = 0\n',
      3,
      'timeout-seconds must be a whole number above 0, not "0"',
    ],
    [
      '[profiles.a]\nstore = "a"\n[profiles.b]\nstore = ""\n',
      4,
      'store must be the name of a file or an address',
    ],
    ['actor = "a.store = 1"\nstore = ""\n', 2, 'store must be the name of a file or an address'],
    ['profiles = 1\n', 1, 'profiles must be tables: [profiles.sandbox]'],
    ['[profiles]\nuat = 1\n', 2, 'a profile must be a table: [profiles.uat]'],
    ['# uat\nprofiles.uat.store = ""\n', 2, 'store must be the name of a file or an address'],
  ] as const
  test.for(wrong)('%j', async ([text, line, reason]) => {
    expect(await failureOf(() => parseRcFile(text, 'rc'))).toMatchObject({
      code: 'configuration',
      message: `rc:${line}: ${reason}`,
      rows: [{ file: 'rc', line, reason }],
      actions: [`fix line ${line} of rc; .sfsyncrc.example shows every key`],
    })
  })
})

describe('what is no TOML is refused with the line', () => {
  const broken = [
    ['format = "json"\nactor = jane\n', 2],
    ['actor = "jane\n', 1],
    ['a\n', 1],
    ['format = "a"\nformat = "b"\n', 2],
    ['format: json\n', 1],
    ['{"format": "json"}\n', 1],
  ] as const
  test.for(broken)('%j', async ([text, line]) => {
    expect(await failureOf(() => parseRcFile(text, 'rc'))).toMatchObject({
      code: 'configuration',
      message: expect.stringMatching(new RegExp(`^rc:${line}: Invalid TOML document: .`)),
      rows: [{ file: 'rc', line }],
      actions: [`fix line ${line} of rc; .sfsyncrc.example shows every key`],
    })
  })
})

test('a file that cannot be read is refused with its name', async () => {
  const file = join(temporaryFolder(), '.sfsyncrc')
  mkdirSync(file)
  chmodSync(file, 0o700)
  expect(await failureOf(() => readRcFile(file))).toEqual({
    code: 'configuration',
    message: `cannot read ${file}`,
    rows: [],
    actions: ['check that it is a text file, and that you may read it'],
  })
})

describe('.sfsyncrc.example', () => {
  const text = readFileSync(example, 'utf8')

  const alike = {
    'callback-port': '1717',
    'sign-in-seconds': '300',
    'secret-store': 'auto',
    'api-version': '68.0',
    'timeout-seconds': '60',
    'retry-seconds': '30',
    'deadline-seconds': '3600',
    'requests-at-once': '20',
    'bulk-from': '500000',
    'refresh-after-minutes': '60',
  }

  test('sets every key to the default, or to a value that shows what it looks like', () => {
    expect(readRcFile(example)).toEqual({
      file: example,
      top: {
        profile: 'default',
        store: '~/sfsync/ledger.sqlite',
        format: 'table',
        color: 'auto',
        input: 'true',
        actor: 'jane.admin',
        'instance-url': 'https://acme.my.salesforce.com',
        'token-variable': 'SF_ACCESS_TOKEN',
        'target-org': 'acme',
        'client-id': '3MVG9...',
        'login-url': 'https://login.salesforce.com',
        username: 'jane@acme.example',
        'jwt-key-file': '~/sfsync/key.pem',
        ...alike,
        'removal-limit': '10',
        'removal-percent': '10',
        'todo-days': '7',
        'require-other-author': 'false',
        'trusted-folders': '/srv/sales,~/team',
        'match-rules': 'sure=0.9995, likely=0.9',
      },
      profiles: {
        sandbox: {
          store: '~/sfsync/sandbox.sqlite',
          'instance-url': 'https://acme--uat.sandbox.my.salesforce.com',
          'token-variable': 'SF_ACCESS_TOKEN_SANDBOX',
          'target-org': 'acme-uat',
          'client-id': '3MVG9...',
          'login-url': 'https://test.salesforce.com',
          username: 'jane@acme.example.uat',
          'jwt-key-file': '~/sfsync/uat.pem',
          ...alike,
        },
      },
    })
  })

  test('shows the default of every key that has one but the profile-wise store', () => {
    const { top } = parseRcFile(text, 'example')
    const withDefault = configurationKeys.filter(({ fallback }) => fallback !== '')
    expect(withDefault.map(({ name }) => top[name])).toEqual(withDefault.map(({ fallback }) => fallback))
  })

  test('names the variable of every key in the comment above it', () => {
    const comments = configurationKeys.map(({ name, variable }) => {
      const [above = ''] = text.split(`\n${name} = `)
      return (above.split('\n\n').at(-1) ?? '').includes(variable)
    })
    expect(comments).toEqual(configurationKeys.map(() => true))
  })
})
