import { closeSync, lstatSync, openSync, readlinkSync, readSync, realpathSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { SfsyncError } from '../../core/errors.ts'
import { commandLine, type Hint } from '../../core/hint.ts'

/** Which file a path names now, whatever its name. */
export type FileIdentity = string

/** The identity of a file; undefined where there is none. */
export function identityOf(path: string): FileIdentity | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false })
  return found === undefined ? undefined : `${found.dev}:${found.ino}`
}

const restoreHint: Hint = { text: 'restore a backup', command: commandLine('restore', '<backup>') }

/**
 * Whether the file of a ledger exists. Throws `ledger-unusable` where SQLite would do harm: it takes an empty file for a
 * new database, and writes the log of an earlier one into a copy that was put in its place.
 */
export function ledgerFileExists(path: string): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  // SQLite keeps its files beside the file that a link points to.
  const place = found === undefined ? path : realpathSync(path)
  const log = statSync(`${place}-wal`, { throwIfNoEntry: false })
  const hasLog = log !== undefined && log.size > 0
  if (found === undefined) {
    requireNoLink(path)
    if (!hasLog) return false
    throw new SfsyncError(
      'ledger-unusable',
      `the ledger ${path} is missing, but its log ${path}-wal exists`,
      {
        actions: [
          'put the ledger back where it was',
          restoreHint,
          `or move ${path}-wal away to begin a new ledger`,
        ],
      },
    )
  }
  if (!found.isFile()) return true
  if (found.size === 0)
    throw new SfsyncError('ledger-unusable', `the ledger ${path} is empty (0 bytes); it was not changed`, {
      actions: [restoreHint, 'or remove the file to begin a new ledger'],
    })
  if (hasLog && isStandaloneCopy(path)) throw staleLog(place)
  return true
}

/** The error where a ledger that only is to be read does not exist. */
export function noLedger(path: string): SfsyncError {
  return new SfsyncError('not-found', `there is no ledger at ${path}; nothing was made`, {
    actions: [
      { text: 'check its name; where sfsync looks', command: commandLine('settings path') },
      { text: 'to begin a new ledger there', command: commandLine('guide') },
    ],
  })
}

/** Whether a database keeps no log: a backup does not, and a ledger in use does. */
export function isStandaloneCopy(path: string): boolean {
  const header = Buffer.alloc(20)
  const file = openSync(path, 'r')
  try {
    readSync(file, header, 0, header.length, 0)
  } finally {
    closeSync(file)
  }
  // Source: https://www.sqlite.org/fileformat.html, "File format version numbers".
  return header.toString('latin1', 0, 15) === 'SQLite format 3' && header[18] === 1
}

function staleLog(path: string): SfsyncError {
  return new SfsyncError(
    'ledger-unusable',
    `the ledger ${path} was replaced by a copy, but the log of the earlier ledger (${path}-wal) is still there; together they would be damaged. Nothing was changed`,
    {
      actions: [
        `to use the copy, move ${path}-wal and ${path}-shm away`,
        { text: 'next time, put a backup in place with', command: commandLine('restore', '<backup>') },
      ],
    },
  )
}

function requireNoLink(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() !== true) return
  const target = resolve(dirname(path), readlinkSync(path))
  throw new SfsyncError(
    'ledger-unusable',
    `the ledger ${path} is a link to ${target}, which does not exist`,
    {
      actions: ['check whether the drive is connected', 'or remove the link to begin a new ledger'],
    },
  )
}

/** Throws `ledger-unusable` if the path does not name this file any more; `end` says what became of the changes. */
export function requireSameFile(path: string, opened: FileIdentity | undefined, end: string): void {
  if (opened === undefined || identityOf(path) === opened) return
  throw new SfsyncError(
    'ledger-unusable',
    `the ledger ${path} was moved, deleted or replaced while this command used it; ${end}`,
    { actions: [{ text: 'see what is there now', command: commandLine('doctor') }] },
  )
}
