import { type ErrorRow, SfsyncError } from '../core/errors.ts'

/** How a file is spoken of when it cannot be read: an exported report, or any table. */
export interface Voice {
  readonly code: 'report-unreadable' | 'file-unreadable'
  /** What sfsync reads, as the end of a sentence. */
  readonly expected: string
  /** How to get a file that sfsync reads. */
  readonly advice: readonly string[]
  /** How to get the file once more. */
  readonly again: string
}

/** A file that is being read. */
export interface TextSource {
  /** As the admin gave it; `-` is shown as "standard input". */
  readonly name: string
  readonly voice: Voice
}

/** A file with its bytes, which are read once, from the beginning to the end. */
export interface TextInput extends TextSource {
  readonly bytes: AsyncIterable<Uint8Array>
}

const systemReasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a directory',
  EACCES: 'you may not read it',
  EPERM: 'you may not read it',
}

/** The bytes of a file; a failure of the file system becomes a failure of that file. */
export async function* bytesOf(input: TextInput): AsyncGenerator<Uint8Array> {
  try {
    yield* input.bytes
  } catch (error) {
    if (error instanceof SfsyncError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const reason = systemReasons[code] ?? (error instanceof Error ? error.message : String(error))
    throw new SfsyncError(input.voice.code, `${input.name} cannot be read: ${reason}`, {
      actions: ['check the name of the file and who may read it'],
      cause: error,
    })
  }
}

/** The failure of a whole file: what is wrong with it, and what to do. */
export function unreadable(
  { voice }: TextSource,
  message: string,
  actions: readonly string[],
  rows: readonly ErrorRow[] = [],
): SfsyncError {
  return new SfsyncError(voice.code, message, { actions, rows })
}
