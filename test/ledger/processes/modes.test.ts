import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { people, reportOf } from '../../support/ledger-content.ts'
import { ran, start, until } from '../../support/processes.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

// Everybody may do everything, unless a program says otherwise.
const careless = { before: ['sh', '-c', 'umask 000; unset NODE_COMPILE_CACHE; exec "$@"', 'sh'] }

/** The mode of everything in a folder, the folder itself left out. */
function modesIn(folder: string): unknown {
  const entries = readdirSync(folder, { withFileTypes: true, recursive: true })
  const paths = entries.map(({ parentPath, name }) => join(parentPath, name)).toSorted()
  return Object.fromEntries(paths.map((path) => [relative(folder, path), modeOf(path)]))
}

function modeOf(path: string): string {
  return (statSync(path).mode & 0o777).toString(8)
}

test('a ledger, its folders and the files beside it are for their owner only, whatever the umask', async () => {
  const home = temporaryFolder()
  const running = start(home, ['sf-users', 'import', '-'], careless)
  await running.write(reportOf(people(2000)))
  const log = join(home, 'data', 'sfsync', 'default', 'ledger.sqlite-wal')
  await until(running, () => existsSync(log))
  const whileOpen = modesIn(join(home, 'data'))
  running.end()
  expect(await running.ended).toMatchObject({ exitCode: 0 })
  const folders = { sfsync: '700', 'sfsync/default': '700' }
  expect(whileOpen).toEqual({
    ...folders,
    'sfsync/default/ledger.sqlite': '600',
    'sfsync/default/ledger.sqlite-shm': '600',
    'sfsync/default/ledger.sqlite-wal': '600',
  })
  expect(modesIn(join(home, 'data'))).toEqual({ ...folders, 'sfsync/default/ledger.sqlite': '600' })
  expect(modeOf(join(home, 'data'))).toBe('700')
})

test('a .sfsyncrc that sfsync writes is for its owner only, whatever the umask', async () => {
  const home = temporaryFolder()
  expect(await ran(home, ['settings', 'set', 'format', 'json'], careless)).toMatchObject({ exitCode: 0 })
  expect(modeOf(join(home, '.sfsyncrc'))).toBe('600')
})

test('no other account can put compiled code where the program looks for it, whatever the umask', async () => {
  const home = temporaryFolder()
  expect(await ran(home, ['--version'], careless)).toMatchObject({ exitCode: 0 })
  expect(modeOf(join(home, 'cache', 'sfsync'))).toBe('700')
})
