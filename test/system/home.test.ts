import { describe, expect, test } from 'vitest'
import { accountName, homeFolder } from '../../src/system/home.ts'
import { failureOf } from '../config/support.ts'
import { sfsync } from '../support/sfsync.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** As Node.js answers for a user ID that has no account. */
const noAccount = (): string => {
  throw Object.assign(new Error('A system error occurred: uv_os_get_passwd returned ENOENT'), {
    code: 'ERR_SYSTEM_ERROR',
  })
}

describe('the home folder', () => {
  test('is HOME, else what the system says', () => {
    expect(homeFolder({ HOME: '/root' }, () => '/home/jane')).toBe('/root')
    expect(homeFolder({}, () => '/home/jane')).toBe('/home/jane')
  })

  test('is unknown where it would be relative, and for a user ID without an account', () => {
    expect(homeFolder({ HOME: '' }, () => '/home/jane')).toBeUndefined()
    expect(homeFolder({ HOME: 'jane' }, () => '/home/jane')).toBeUndefined()
    expect(homeFolder({}, noAccount)).toBeUndefined()
  })
})

describe('the name of the account', () => {
  test('is USER or USERNAME, else what the system says', () => {
    expect(accountName({ USER: 'jane', USERNAME: 'bob' }, () => 'root')).toBe('jane')
    expect(accountName({ USER: '', USERNAME: 'bob' }, () => 'root')).toBe('bob')
    expect(accountName({}, () => 'root')).toBe('root')
  })

  test('a user ID without an account must name itself', async () => {
    expect(await failureOf(() => accountName({}, noAccount))).toEqual({
      code: 'configuration',
      message: 'your user ID has no account name on this machine',
      rows: [],
      actions: ['set SFSYNC_ACTOR to the name that signs your change sets'],
    })
  })
})

describe('the program without a usable HOME', () => {
  test.for(['', 'jane'])('with HOME="%s" fails in one sentence, exit code 2', async (HOME) => {
    const run = await sfsync(temporaryFolder(), ['teams', 'list'], {
      environment: { HOME, XDG_DATA_HOME: '' },
    })
    expect(run).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `error: there is no folder for your ledger: HOME is "${HOME}", which is not an absolute path
try: set HOME or XDG_DATA_HOME to an absolute path, or name a ledger with --store <file>
`,
    })
  })

  test('works with a ledger that is named', async () => {
    const home = temporaryFolder()
    const environment = { HOME: '', XDG_DATA_HOME: '' }
    const run = await sfsync(home, ['--store', 'own.sqlite', 'teams', 'create', 'North'], { environment })
    expect(run.exitCode).toBe(0)
    const login = await sfsync(home, ['--store', 'own.sqlite', 'login', '--target-org', 'acme'], {
      environment,
    })
    expect(login).toEqual({
      exitCode: 2,
      stdout: '',
      stderr: `error: there is no folder for your login: your home folder is unknown
try: set HOME or XDG_DATA_HOME to an absolute path
`,
    })
  })
})
