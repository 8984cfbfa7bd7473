import { describe, expect, test } from 'vitest'
import { absolutePath, dataFolder, defaultStore, userRcFile } from '../../src/config/load.ts'

describe('where ledgers are kept', () => {
  const places = [
    ['linux', {}, '/home/jane/.local/share/sfsync'],
    ['linux', { XDG_DATA_HOME: '/data' }, '/data/sfsync'],
    ['linux', { XDG_DATA_HOME: '' }, '/home/jane/.local/share/sfsync'],
    // Source: XDG Base Directory Specification; a relative path is invalid and ignored.
    ['linux', { XDG_DATA_HOME: 'data' }, '/home/jane/.local/share/sfsync'],
    ['linux', { HOME: '/root' }, '/root/.local/share/sfsync'],
    ['freebsd', {}, '/home/jane/.local/share/sfsync'],
    ['darwin', {}, '/home/jane/Library/Application Support/sfsync'],
    ['darwin', { XDG_DATA_HOME: '/data' }, '/data/sfsync'],
    ['win32', { LOCALAPPDATA: '/local' }, '/local/sfsync'],
    ['win32', {}, '/home/jane/AppData/Local/sfsync'],
  ] as const
  test.for(places)('on %s with %j: %s', ([platform, environment, expected]) => {
    expect(dataFolder(environment, '/home/jane', platform)).toBe(expected)
  })

  test('each profile has a folder of its own', () => {
    expect(defaultStore('/data/sfsync', 'sandbox')).toBe('/data/sfsync/sandbox/ledger.sqlite')
  })
})

test("the user's own file is at home", () => {
  expect([userRcFile({}, '/home/jane'), userRcFile({ HOME: '/root' }, '/home/jane')]).toEqual([
    '/home/jane/.sfsyncrc',
    '/root/.sfsyncrc',
  ])
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
