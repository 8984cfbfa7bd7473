import { SqliteError } from 'better-sqlite3'
import { SfsyncError } from '../../core/errors.ts'

/** Whether an error is SQLite's refusal of a row (UNIQUE, CHECK, FOREIGN KEY). */
export function isConstraintError(error: unknown): boolean {
  return error instanceof SqliteError && error.code.startsWith('SQLITE_CONSTRAINT')
}

/** Whether another process holds the ledger at this moment. */
export function isBusy(error: unknown): boolean {
  return error instanceof SqliteError && error.code.startsWith('SQLITE_BUSY')
}

/** Turns what SQLite or the file system says into what happened, where, and what to do; other errors stay as they are. */
export function ledgerFailure(error: unknown, path: string): unknown {
  if (error instanceof SfsyncError) return error
  const code = codeOf(error)
  if (code === undefined) return error
  const [errorCode, message, ...actions] = explain(code, path)
  return new SfsyncError(errorCode, message, { actions, cause: error })
}

function codeOf(error: unknown): string | undefined {
  if (error instanceof SqliteError) return error.code
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error)
    return error.code
  return undefined
}

type Explanation = readonly ['ledger-unusable' | 'ledger-busy' | 'disk-full', string, ...string[]]

const explanations: readonly (readonly [RegExp, (path: string, code: string) => Explanation])[] = [
  [
    // The index beside the log could not be made larger: on a full disk that fails first.
    /^SQLITE_FULL$|^SQLITE_IOERR_SHMSIZE$|^ENOSPC$|^EDQUOT$/,
    (path) => [
      'disk-full',
      `the disk is full: nothing was written to the ledger ${path}`,
      'free some space and run the command again; the ledger is as it was',
    ],
  ],
  [
    /^SQLITE_READONLY|^EACCES$|^EPERM$|^EROFS$/,
    (path) => [
      'ledger-unusable',
      `the ledger ${path} cannot be written: the file or its folder is read-only for you`,
      'make the folder and the file writable for your account (SQLite writes beside the file, too)',
      'or keep the ledger elsewhere: --store <file>, or SFSYNC_STORE',
    ],
  ],
  [
    /^SQLITE_NOTADB$/,
    (path) => [
      'ledger-unusable',
      `${path} is not a ledger: the file is no SQLite database`,
      'name another file with --store, or move this one away; sfsync has not changed it',
    ],
  ],
  [
    /^SQLITE_CORRUPT/,
    (path) => [
      'ledger-unusable',
      `the ledger ${path} is damaged`,
      'keep a copy of the file and of those beside it (-wal, -shm); nothing was written',
      'restore it from a backup, or rescue what can be read: sqlite3 <file> .recover',
    ],
  ],
  [
    /^SQLITE_BUSY|^SQLITE_LOCKED/,
    (path) => [
      'ledger-busy',
      `the ledger ${path} is held by another process`,
      'wait until the other sfsync has finished (a large import can take a minute) and run the command again',
    ],
  ],
  [
    /^SQLITE_CANTOPEN|^ENOENT$|^ENOTDIR$|^EISDIR$|^EEXIST$/,
    (path) => [
      'ledger-unusable',
      `the ledger ${path} cannot be opened`,
      'check that the path names a file in a folder that you may use: sfsync settings path',
    ],
  ],
  [
    /^SQLITE_IOERR/,
    (path, code) => [
      'ledger-unusable',
      `reading or writing the ledger ${path} failed (${code}): nothing was written`,
      'check the disk: free space, quota, and whether a network drive is connected',
    ],
  ],
]

function explain(code: string, path: string): Explanation {
  for (const [pattern, explanation] of explanations) if (pattern.test(code)) return explanation(path, code)
  return ['ledger-unusable', `the ledger ${path} cannot be used (${code})`, 'run: sfsync doctor']
}
