import { statSync, type Stats } from 'node:fs'
import { dirname } from 'node:path'
import { commandLine } from '../core/hint.ts'
import { SfsyncError } from '../core/errors.ts'

/** Who runs the program, and what that user trusts. */
export interface Trust {
  /** The numbers of the user's accounts: its own, and of whom it became with `sudo`; undefined on Windows. */
  readonly owners: readonly number[] | undefined
  /** Folders whose `.sfsyncrc` is used whoever owns it. */
  readonly folders: readonly string[]
}

/** The accounts of the user who runs the program; undefined on Windows, where files have no such owner. */
export function ownAccounts({ SUDO_UID: before }: NodeJS.ProcessEnv): readonly number[] | undefined {
  const own = process.geteuid?.()
  if (own === undefined) return undefined
  return own === 0 && before !== undefined && /^\d+$/.test(before) ? [own, Number(before)] : [own]
}

/**
 * Throws `configuration` if somebody else could have written a project's `.sfsyncrc`, which decides on the ledger, the
 * removal limit and more. The rule is that of git for a repository (`safe.directory`).
 */
export function requireTrusted(file: string, { owners, folders }: Trust): void {
  const folder = dirname(file)
  if (owners === undefined || folders.includes(folder)) return
  const reason = distrust(statSync(file), statSync(folder), owners)
  if (reason === undefined) return
  throw new SfsyncError('configuration', `${file} was not used: ${reason}`, {
    actions: [
      'if that is wrong, make the file yours (chown), and neither it nor its folder writable by everyone (chmod o-w)',
      {
        text: 'if you trust whoever can write it, in another folder',
        command: commandLine('settings set', 'trusted-folders', folder),
      },
    ],
  })
}

function distrust(file: Stats, folder: Stats, owners: readonly number[]): string | undefined {
  if (!owners.includes(file.uid)) return 'it belongs to another user of this machine'
  if (isOpen(file)) return 'every user of this machine can write it'
  // In a folder with the sticky bit, as /tmp, nobody can replace the file of another user.
  const isSticky = (folder.mode & 0o1000) !== 0
  return isOpen(folder) && !isSticky ? 'every user of this machine can replace it' : undefined
}

function isOpen({ mode }: Stats): boolean {
  return (mode & 0o002) !== 0
}
