import { open } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { SfsyncError } from '../../core/errors.ts'

/** A secret read from a file. */
export interface SecretText {
  readonly text: string
  /** Whether others on this machine can read the file. */
  readonly readableByOthers: boolean
}

const maxBytes = 64 * 1024

/** Reads a secret from a file, or from standard input (`-`), and passes it to `learn`; throws `usage` where there is none. */
export async function readSecret(
  file: string,
  stdin: () => AsyncIterable<Uint8Array>,
  learn: (secret: string) => void,
): Promise<SecretText> {
  const { text, readableByOthers } =
    file === '-'
      ? { text: (await buffer(stdin())).toString('utf8'), readableByOthers: false }
      : await readKeyFile(file)
  const secret = text.trim()
  if (secret === '')
    throw new SfsyncError('usage', `${file === '-' ? 'standard input' : file} is empty; expected a secret`, {
      actions: ['put the secret into it, alone and without quotation marks'],
    })
  learn(secret)
  return { text: secret, readableByOthers }
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

/** Reads a small file with a key or a secret; throws `usage` with the reason, and never its content. */
export async function readKeyFile(file: string): Promise<SecretText> {
  try {
    const handle = await open(file, 'r')
    try {
      const { mode, size } = await handle.stat()
      if (size > maxBytes) throw new SfsyncError('usage', `${file} is too large for a key or a secret`)
      const text = await handle.readFile('utf8')
      return { text, readableByOthers: process.platform !== 'win32' && (mode & 0o077) !== 0 }
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (error instanceof SfsyncError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown failure'
    throw new SfsyncError('usage', `cannot read ${file} (${code})`, {
      actions: ['check the name of the file, and that you may read it'],
      rows: [{ file, reason: code }],
    })
  }
}
