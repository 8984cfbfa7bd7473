import { SfsyncError } from '../../core/errors.ts'
import { readKeyFile, type SecretText } from './key-file.ts'

/** Reads a secret from a file, or from standard input (`-`), and tells of it; throws `usage` where there is none. */
export async function readGivenSecret(
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
