import { describe, expect, test } from 'vitest'
import { absolutePath, dataFolder, loadConfiguration } from '../../src/config/load.ts'
import { failureOf } from './support.ts'

describe('where ledgers are stored', () => {
  const places = [
    ['linux', {}, '/home/jane/.local/share/sfsync'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/sfsync'],
    ['linux', { XDG_DATA_HOME: '' }, '/home/jane/.local/share/sfsync'],
    // Source: XDG Base Directory Specification; a relative path is invalid and ignored.
    ['linux', { XDG_DATA_HOME: 'data' }, '/home/jane/.local/share/sfsync'],
    ['freebsd', {}, '/home/jane/.local/share/sfsync'],
    ['darwin', {}, '/home/jane/Library/Application Support/sfsync'],
    ['darwin', { XDG_DATA_HOME: '/data' }, '/data/sfsync'],
    ['win32', { LOCALAPPDATA: '/local' }, '/local/sfsync'],
    ['win32', {}, '/home/jane/AppData/Local/sfsync'],
  ] as const
  test.for(places)('on %s with %j: %s', ([platform, environment, expected]) => {
    expect(dataFolder(environment, '/home/jane', platform)).toBe(expected)
  })

  test.for(['linux', 'darwin', 'win32'])('on %s without a home folder: nowhere', (platform) => {
    expect(dataFolder({}, undefined, platform)).toBeUndefined()
  })
})

/** A configuration of an account whose home folder is unknown. */
const withoutHome = async (environment: NodeJS.ProcessEnv, flags = {}) =>
  await loadConfiguration(flags, { environment, folder: '/project', home: undefined, platform: 'linux' })

describe('without a home folder', () => {
  test.for([
    [{}, 'HOME is not set and this account has no home folder'],
    [{ HOME: '' }, 'HOME is "", which is not an absolute path'],
    [{ HOME: 'jane' }, 'HOME is "jane", which is not an absolute path'],
  ] as const)('with %j nothing falls back to the current folder', async ([environment, reason]) => {
    expect(await failureOf(async () => await withoutHome(environment))).toEqual({
      code: 'configuration',
      message: `there is no folder for your ledger: ${reason}`,
      rows: [],
      actions: ['set HOME or XDG_DATA_HOME to an absolute path, or name a ledger with --store <file>'],
    })
  })

  test('XDG_DATA_HOME or a named ledger is enough', async () => {
    const xdg = await withoutHome({ XDG_DATA_HOME: '/data' })
    expect([xdg.settings.store.value, xdg.profileFolder, xdg.userFile]).toEqual([
      '/data/sfsync/default/ledger.sqlite',
      '/data/sfsync/default',
      undefined,
    ])
    const named = await withoutHome({}, { store: 'ledger.sqlite' })
    expect([named.settings.store.value, named.profileFolder, named.userFile]).toEqual([
      '/project/ledger.sqlite',
      undefined,
      undefined,
    ])
  })

  test('a path that begins with ~/ is refused', async () => {
    expect(await failureOf(async () => await withoutHome({}, { store: '~/ledger.sqlite' }))).toMatchObject({
      code: 'configuration',
      message: 'cannot resolve ~/ledger.sqlite: your home folder is unknown',
    })
  })
})

describe('a path as configured', () => {
  const paths = [
    ['~', '/home/jane'],
    ['~/a/b', '/home/jane/a/b'],
    ['~jane/a', '/project/~jane/a'],
    ['a', '/project/a'],
    ['./a/../b', '/project/b'],
    ['../a', '/a'],
    ['/a', '/a'],
  ] as const
  test.for(paths)('%s is %s', ([path, expected]) => {
    expect(absolutePath(path, '/project', '/home/jane')).toBe(expected)
  })
})
