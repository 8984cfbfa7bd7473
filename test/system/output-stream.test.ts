import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { inShell } from '../support/in-shell.ts'
import { sfsync } from '../support/sfsync.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const demo = { SFSYNC_PROFILE: 'demo' }

test.for(['sf-users list', 'sf-users list --json', 'dump', 'completion bash', 'map --help', '--help'])(
  '%s into a full device is a failure, in words on standard error',
  (words) => {
    const { exitCode, stderr } = inShell(temporaryFolder(), `"$@" ${words} > /dev/full`, demo)
    expect(exitCode).toBe(1)
    expect(stderr).toContain(
      'error: cannot write to standard output: the disk is full; the output is incomplete',
    )
  },
)

test('the version into a full device is a failure', () => {
  expect(inShell(temporaryFolder(), '"$@" --version > /dev/full')).toMatchObject({
    exitCode: 1,
    stderr: 'error: cannot write to standard output: the disk is full\n',
  })
})

test('a failure whose JSON document cannot be written is one in words, with its own exit code', () => {
  const run = inShell(temporaryFolder(), '"$@" users list --no-such-flag --json > /dev/full')
  expect(run).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('error: unknown option') })
})

// The limit leaves room for the ledger, and 100 bytes for the list.
test('a file that takes only the first bytes of the output is a failure', () => {
  const home = temporaryFolder()
  const file = join(home, 'list')
  const limit = 16_384 * 512
  writeFileSync(file, Buffer.alloc(limit - 100, ' '))
  const script = `trap '' XFSZ; ulimit -f 16384; "$@" sf-users list --json >> list`
  const { exitCode, stderr } = inShell(home, script, demo)
  expect({ exitCode, bytes: readFileSync(file).length }).toEqual({ exitCode: 1, bytes: limit })
  expect(stderr).toContain('error: cannot write to standard output: the file is too large')
})

test('messages that cannot be written are lost, and the work is done', async () => {
  const home = temporaryFolder()
  const { exitCode } = inShell(home, '"$@" teams create North 2> /dev/full')
  const { stdout } = await sfsync(home, ['teams', 'list', '--format', 'tsv'])
  expect({ exitCode, stdout }).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('North') })
})

test('a reader that stops early is not a failure', () => {
  const { exitCode, stderr } = inShell(temporaryFolder(), '{ "$@" sf-users list -q; echo $? >&2; } | :', demo)
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '0\n' })
})
