import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { RunMemory } from '../app/ports.ts'
import { SfsyncError } from '../core/errors.ts'
import { type FileLock, lockFile } from '../ledger/sqlite/file-lock.ts'
import { isBusy } from '../ledger/sqlite/errors.ts'
import { writePrivately } from './files.ts'
import { makeOwnFolder } from './own-folder.ts'

/** Opens what runs of a command keep beside a ledger, and locks it. Throws `ledger-busy` while another process has it. */
export async function openMemory(place: string, name: string): Promise<RunMemory> {
  const file = `${place}.${name}`
  // That of a ledger on a server has been made before.
  makeOwnFolder(dirname(file), 'use a ledger in a folder that you can write to: --store <file>')
  const lock = lockedOrBusy(file)
  return {
    read: async () => await readFile(file, 'utf8').catch(whereMissing),
    write: async (text) => await writePrivately(file, text),
    close: () => lock.release(),
  }
}

function lockedOrBusy(file: string): FileLock {
  try {
    return lockFile(file)
  } catch (error) {
    if (!isBusy(error))
      throw new SfsyncError('failure', `cannot use ${file}`, {
        actions: ['make its folder writable for your account'],
        cause: error,
      })
    throw new SfsyncError(
      'ledger-busy',
      'another sfsync process is running the same command for this ledger',
      {
        actions: ['wait until it has finished, then run the command again'],
        cause: error,
      },
    )
  }
}

function whereMissing(error: unknown): undefined {
  if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
  throw error
}
