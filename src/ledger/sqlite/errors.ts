import { SqliteError } from 'better-sqlite3'
import { SfsyncError } from '../../core/errors.ts'
import { commandLine, type Hint } from '../../core/hint.ts'

/** Whether SQLite refused a row (UNIQUE, CHECK, FOREIGN KEY). */
export function isConstraintError(error: unknown): boolean {
  return error instanceof SqliteError && error.code.startsWith('SQLITE_CONSTRAINT')
}

/** Whether another process has locked the ledger. */
export function isBusy(error: unknown): boolean {
  return error instanceof SqliteError && error.code.startsWith('SQLITE_BUSY')
}

/** Whether a file is damaged, or not a database. */
export function isUnreadable(error: unknown): boolean {
  return error instanceof SqliteError && /^SQLITE_(?:NOTADB|CORRUPT)/.test(error.code)
}

// On a full disk, growing the index beside the log (-shm) fails first.
const isFull = /^SQLITE_FULL$|^SQLITE_IOERR_SHMSIZE$|^ENOSPC$|^EDQUOT$/

const isElsewhere = /^ENOENT$|^ENOTDIR$/

const readOnly = /^SQLITE_READONLY|^SQLITE_CANTOPEN|^EACCES$|^EPERM$|^EROFS$/

/** Whether a ledger can perhaps be read, but not written. */
export function isReadOnly(error: unknown): boolean {
  return readOnly.test(codeOf(error) ?? '')
}

/** An error of SQLite or the file system as an `SfsyncError` that says what to do; other errors stay as they are. */
export function ledgerFailure(error: unknown, path: string): unknown {
  if (error instanceof SfsyncError) return error
  if (error instanceof Error && 'code' in error && error.code === 'ERR_DLOPEN_FAILED') return notLoaded(error)
  const code = codeOf(error)
  if (code === undefined) return error
  const [errorCode, message, ...actions] = explain(code, path)
  return new SfsyncError(errorCode, message, { actions, cause: error })
}

/** The same for the ledger of a dry run, where the folder for temporary files cannot be used. */
export function scratchFailure(error: unknown, place: string): unknown {
  const code = codeOf(error) ?? ''
  if (!isFull.test(code) && !readOnly.test(code) && !isElsewhere.test(code)) return error
  const problem = isFull.test(code) ? 'is full' : 'cannot be used'
  return new SfsyncError(
    isFull.test(code) ? 'disk-full' : 'failure',
    `the folder for temporary files, ${place}, ${problem}: a dry run needs a ledger there (${code}); nothing was changed`,
    {
      actions: [
        ...(isFull.test(code) ? ['free some space there and run the command again'] : []),
        'set TMPDIR to a folder with enough space where you may write',
      ],
      cause: error,
    },
  )
}

function notLoaded(error: Error): SfsyncError {
  const isOldSystem = /GLIBC_[\d.]+['`"]? not found/.test(error.message)
  const actions = isOldSystem
    ? ['use a newer Linux: sfsync needs glibc 2.34 or newer (Debian 12, Ubuntu 22.04, RHEL 9)']
    : [
        'with the single executable: set TMPDIR to a folder that you can write to and that is not mounted with "noexec"',
        'with the npm package: install sfsync again on this machine',
      ]
  const message = `SQLite cannot be loaded: ${error.message}`
  return new SfsyncError('ledger-unusable', message, { actions, cause: error })
}

function codeOf(error: unknown): string | undefined {
  if (error instanceof SqliteError) return error.code
  if (error instanceof Error && 'code' in error && typeof error.code === 'string' && 'syscall' in error)
    return error.code
  return undefined
}

type Explanation = readonly ['ledger-unusable' | 'ledger-busy' | 'disk-full', string, ...Hint[]]

const explanations: readonly (readonly [RegExp, (path: string, code: string) => Explanation])[] = [
  [
    isFull,
    (path) => [
      'disk-full',
      `the disk is full; the ledger ${path} was not changed`,
      'free some space and run the command again',
    ],
  ],
  [
    /^SQLITE_READONLY|^EACCES$|^EPERM$|^EROFS$/,
    (path) => [
      'ledger-unusable',
      `cannot write to the ledger ${path}: the file or its folder is read-only for your account`,
      'make the folder and the file writable for your account (SQLite also creates files beside it)',
      'or use a ledger in another place: --store <file> or SFSYNC_STORE',
    ],
  ],
  [
    /^SQLITE_NOTADB$/,
    (path) => [
      'ledger-unusable',
      `${path} is not an sfsync ledger: the file is not a SQLite database`,
      'name another file with --store, or move this one away; it was not changed',
    ],
  ],
  [
    /^SQLITE_CORRUPT/,
    (path) => [
      'ledger-unusable',
      `the ledger ${path} is damaged`,
      'copy the file and those beside it (-wal, -shm) before anything else; nothing was changed',
      { text: 'restore a backup', command: commandLine('restore', '<backup>') },
      'or recover what can be read: sqlite3 <file> .recover',
    ],
  ],
  [
    /^SQLITE_BUSY|^SQLITE_LOCKED/,
    (path) => [
      'ledger-busy',
      `the ledger ${path} is locked by another process`,
      'wait until the other sfsync is done (a large import can take a minute), then run the command again',
    ],
  ],
  [
    /^SQLITE_CANTOPEN|^ENOENT$|^ENOTDIR$|^EISDIR$|^EEXIST$/,
    (path) => [
      'ledger-unusable',
      `the ledger ${path} cannot be opened`,
      {
        text: 'check that the path names a file in a folder that you can access',
        command: commandLine('settings path'),
      },
    ],
  ],
  [
    /^SQLITE_IOERR/,
    (path, code) => [
      'ledger-unusable',
      `reading or writing the ledger ${path} failed (${code}); nothing was changed`,
      'check the disk: free space, quota, and whether a network drive is connected',
    ],
  ],
]

function explain(code: string, path: string): Explanation {
  for (const [pattern, explanation] of explanations) if (pattern.test(code)) return explanation(path, code)
  return ['ledger-unusable', `the ledger ${path} cannot be used (${code})`, commandLine('doctor')]
}
