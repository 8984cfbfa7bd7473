import { lstatSync, realpathSync, statSync, type Stats } from 'node:fs'
import { dirname } from 'node:path'
import { commandLine } from '../core/hint.ts'
import { SfsyncError } from '../core/errors.ts'

/** Who runs the program, and what that user trusts. */
export interface Trust {
  /** The numbers of the user's accounts: its own, and of the one that ran `sudo`; undefined on Windows. */
  readonly owners: readonly number[] | undefined
  /** Folders whose `.sfsyncrc` is used, regardless of who owns it. */
  readonly folders: readonly string[]
}

/** The folders of the setting `trusted-folders`: separated by commas, a comma in a name is written `\,`. */
export function trustedFolders(text: string): string[] {
  return text
    .split(/(?<!\\),/)
    .map((folder) => folder.trim().replaceAll('\\,', ','))
    .filter(Boolean)
}

/** What the file system says about a file and who may write it. */
type FileFacts = Pick<Stats, 'uid' | 'gid' | 'mode' | 'isSymbolicLink'>

/** The accounts of the user who runs the program; undefined on Windows, where files have no such owner. */
export function ownAccounts({ SUDO_UID: before }: NodeJS.ProcessEnv): readonly number[] | undefined {
  const own = process.geteuid?.()
  if (own === undefined) return undefined
  return own === 0 && before !== undefined && /^\d+$/.test(before) ? [own, Number(before)] : [own]
}

/**
 * Why a project's `.sfsyncrc`, which decides on the ledger, the removal limit and more, is not used: someone else could
 * have written it. The rule is that of git for a repository (`safe.directory`).
 */
export function distrustOf(file: string, { owners, folders }: Trust): SfsyncError | undefined {
  const folder = dirname(file)
  if (owners === undefined || folders.includes(folder)) return undefined
  const real = realpathSync(file)
  const reason =
    distrust(lstatSync(file), statSync(folder), owners) ??
    (real === file ? undefined : distrust(statSync(real), statSync(dirname(real)), owners))
  if (reason === undefined) return undefined
  return new SfsyncError('configuration', `${file} was not used: ${reason}`, {
    actions: [
      'if that is wrong, make the file yours (chown), and remove write access for others from it and its folder (chmod go-w)',
      {
        text: 'if you trust everyone who can write it, in another folder',
        command: commandLine(
          'settings set',
          'trusted-folders',
          [...folders, folder].map((each) => each.replaceAll(',', '\\,')).join(','),
        ),
      },
    ],
  })
}

/** Who else could have written a file, as the end of a sentence; undefined if no one could. */
export function distrust(
  file: FileFacts,
  folder: Pick<FileFacts, 'gid' | 'mode'>,
  owners: readonly number[],
): string | undefined {
  if (!owners.includes(file.uid)) return 'it belongs to another user of this machine'
  // A symbolic link has no mode of its own.
  if (!file.isSymbolicLink() && isOpen(file, owners)) return 'other users of this machine can write it'
  // In a folder with the sticky bit, as /tmp, no one can replace the file of another user.
  const isSticky = (folder.mode & 0o1000) !== 0
  return isOpen(folder, owners) && !isSticky ? 'other users of this machine can replace it' : undefined
}

// A user's private group has the number of the user; every other group may have more members.
function isOpen({ mode, gid }: Pick<FileFacts, 'gid' | 'mode'>, owners: readonly number[]): boolean {
  return (mode & 0o002) !== 0 || ((mode & 0o020) !== 0 && !owners.includes(gid))
}
