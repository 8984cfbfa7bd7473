import { open } from 'node:fs/promises'
import { SfsyncError } from '../../core/errors.ts'

/** Reads a secret from a file, or from standard input (`-`), and tells of it; throws `usage` where there is none. */
export async function readSecret(
  file: string,
  stdin: () => AsyncIterable<Uint8Array>,
  learn: (secret: string) => void,
): Promise<SecretText> {
  const { text, openToOthers } =
    file === '-' ? { text: await textOf(stdin()), openToOthers: false } : await readKeyFile(file)
  const secret = text.trim()
  if (secret === '')
    throw new SfsyncError(
      'usage',
      `${file === '-' ? 'standard input' : file} is empty, and should hold a secret`,
    )
  learn(secret)
  return { text: secret, openToOthers }
}

async function textOf(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = []
  for await (const part of bytes) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}

/** The first line of a stream, which may stay open after it. */
export async function firstLine(bytes: AsyncIterable<Uint8Array>): Promise<string> {
  let text = ''
  for await (const part of bytes) {
    text += Buffer.from(part).toString('utf8')
    if (text.includes('\n')) break
  }
  return text.split(/\r?\n/)[0] ?? ''
}

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
