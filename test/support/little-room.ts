import { spawn, spawnSync } from 'node:child_process'
import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { once } from 'node:events'
import { onTestFinished } from 'vitest'
import { copyInto } from './ledger-content.ts'

/** A place whose disk is full for the program, with a ledger in it. */
export interface LittleRoom {
  /** The ledger as the program names it. */
  readonly store: string
  /** What to put before a command so that it runs there. */
  readonly before: readonly string[]
  /** Copies the ledger, as it is now, to where the test can look at it. */
  look(folder: string): string
  /** Makes room; gives what to put before a command from now on. */
  free(): readonly string[]
}

/** Puts a ledger into a place with so much room left, in bytes. */
export type MakeRoom = (home: string, ledger: string, left: number) => Promise<LittleRoom>

const size = 4 << 20

/** Under a shell's limit on the size of files, which every system has; every file may grow to what is left. */
export const limitedFiles: MakeRoom = async (home, ledger, left) =>
  await Promise.resolve({
    store: ledger,
    before: ['sh', '-c', `trap '' XFSZ; ulimit -f ${Math.max(1, left / 512)}; exec "$@"`, 'sh'],
    look: (folder) => copyInto(folder, ledger),
    free: () => [],
  })

/** On a file system of four megabytes in memory, which only a child process sees, with ballast in it. */
export const smallFileSystem: MakeRoom = async (home, ledger, left) => {
  const folder = join(home, 'small')
  mkdirSync(folder)
  const holder = spawn(...mounting(folder, 'echo ready; cat'), { stdio: ['pipe', 'pipe', 'inherit'] })
  onTestFinished(() => void holder.kill('SIGKILL'))
  await once(holder.stdout, 'data')
  const seen = `/proc/${holder.pid}/root${folder}`
  copyFileSync(ledger, join(seen, 'ledger.sqlite'))
  writeFileSync(join(seen, 'left'), Buffer.alloc(left))
  fill(join(seen, 'ballast'))
  rmSync(join(seen, 'left'))
  const before = ['nsenter', '-t', String(holder.pid), '-U', '-m', '--preserve-credentials']
  return {
    store: join(folder, 'ledger.sqlite'),
    before,
    look: (target) => copyInto(target, join(seen, 'ledger.sqlite')),
    free: () => {
      rmSync(join(seen, 'ballast'))
      return before
    },
  }
}

/** Whether this machine lets anybody mount a file system for a child process alone. */
export function canMount(): boolean {
  const [program, words] = mounting('/tmp', 'exec true')
  return process.platform === 'linux' && spawnSync(program, words).status === 0
}

function mounting(folder: string, then: string): [string, string[]] {
  return ['unshare', ['-Urm', 'sh', '-c', `mount -t tmpfs -o size=${size} tmpfs "$0" && ${then}`, folder]]
}

function fill(file: string): void {
  try {
    writeFileSync(file, Buffer.alloc(2 * size))
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
  }
}
