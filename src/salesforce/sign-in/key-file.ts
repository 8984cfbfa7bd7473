import { open } from 'node:fs/promises'
import { SfsyncError } from '../../core/errors.ts'

/** A secret read from a file. */
export interface SecretText {
  readonly text: string
  /** Whether others on this machine can read the file. */
  readonly openToOthers: boolean
}

const mostBytes = 64 * 1024

/** Reads a small file that holds a key or a secret; throws `usage` with the reason, and never its content. */
export async function readKeyFile(file: string): Promise<SecretText> {
  try {
    const handle = await open(file, 'r')
    try {
      const { mode, size } = await handle.stat()
      if (size > mostBytes) throw new SfsyncError('usage', `${file} is too large to be a key or a secret`)
      const text = await handle.readFile('utf8')
      return { text, openToOthers: process.platform !== 'win32' && (mode & 0o077) !== 0 }
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (error instanceof SfsyncError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown failure'
    throw new SfsyncError('usage', `${file} cannot be read (${code})`, {
      actions: ['check the name of the file and that you may read it'],
      rows: [{ file, reason: code }],
    })
  }
}
