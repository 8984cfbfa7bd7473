import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { foldersFor, loadAddon } from '../../src/executable/addon.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const addon = new TextEncoder().encode('an addon')

function refuse(): void {
  throw new Error('failed to map segment from shared object')
}

test('an addon is loaded from a new file in a folder that only this account can open, and nothing is left', () => {
  const folder = temporaryFolder()
  const seen: unknown[] = []
  const exported = loadAddon(addon, [folder], (target, file) => {
    const modes = [join(file, '..'), file].map((each) => (statSync(each).mode & 0o777).toString(8))
    seen.push(modes, readFileSync(file, 'utf8'))
    target.exports = { open: 1 }
  })
  expect(exported).toEqual({ open: 1 })
  expect(seen).toEqual([['700', '600'], 'an addon'])
  expect(readdirSync(folder)).toEqual([])
})

test('the real addon of better-sqlite3 is loaded this way', () => {
  const file = join(import.meta.dirname, '../../node_modules/better-sqlite3/prebuilds')
  const bytes = readFileSync(join(file, `${process.platform}-${process.arch}.node`))
  expect(loadAddon(bytes, [temporaryFolder()])).toHaveProperty('Database')
})

test('where a folder is missing, a file, or without programs, the next one is taken', () => {
  const folder = temporaryFolder()
  const noPrograms = join(folder, 'noexec')
  const good = join(folder, 'good')
  for (const each of [noPrograms, good]) mkdirSync(each)
  writeFileSync(join(folder, 'file'), '')
  const places = [join(folder, 'missing'), join(folder, 'file'), noPrograms, good]
  const exported = loadAddon(addon, places, (target, file) => {
    if (file.startsWith(noPrograms)) throw new Error('failed to map segment from shared object')
    target.exports = { from: file.startsWith(good) }
  })
  expect(exported).toEqual({ from: true })
  expect([noPrograms, good].map((each) => readdirSync(each))).toEqual([[], []])
})

test('where no folder will do, the error has the reason of each', () => {
  const folder = temporaryFolder()
  expect(() => loadAddon(addon, [folder, '/nowhere'], refuse)).toThrow(
    expect.objectContaining({
      code: 'ERR_DLOPEN_FAILED',
      message: expect.stringMatching(
        `^${folder}: failed to map segment from shared object; /nowhere: ENOENT: no such file or directory`,
      ),
    }),
  )
})

test('folders are tried once each, and none that depends on where sfsync is used', () => {
  const environment = { HOME: '/home/ada', XDG_CACHE_HOME: '/tmp', XDG_RUNTIME_DIR: 'relative' }
  expect(foldersFor(environment, '/tmp')).toEqual(['/tmp', '/home/ada', '/dev/shm', '/var/tmp'])
  expect(foldersFor({ HOME: '/home/ada' }, '/tmp')).toContain('/home/ada/.cache')
  expect(foldersFor({}, '/tmp')).toEqual(['/tmp', '/dev/shm', '/var/tmp'])
})
