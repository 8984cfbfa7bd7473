import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { temporaryFolder as makeTemporaryFolder } from '../../src/system/files.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

test('a place for temporary files that is not there is named, and the variable that says so', async () => {
  const place = join(temporaryFolder(), 'nowhere')
  vi.stubEnv('TMPDIR', place)
  await expect(makeTemporaryFolder()).rejects.toMatchObject({
    code: 'failure',
    message: expect.stringContaining(`cannot make a folder in ${place}: ENOENT`),
    actions: ['set TMPDIR to a folder where you may write'],
  })
  vi.unstubAllEnvs()
})
