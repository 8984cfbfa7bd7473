import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { distrust, distrustOf, ownAccounts, type Trust, trustedFolders } from '../../src/config/trust.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { failureOf, load } from './support.ts'

function requireTrusted(file: string, trust: Trust): void {
  const refusal = distrustOf(file, trust)
  if (refusal !== undefined) throw refusal
}

test.each<[string, string[]]>([
  ['/srv/a, ~/b', ['/srv/a', '~/b']],
  [String.raw`/srv/a\,b,/c`, ['/srv/a,b', '/c']],
  ['', []],
])('the folders of "%s"', (text, folders) => {
  expect(trustedFolders(text)).toEqual(folders)
})

const me = process.geteuid?.() ?? 0
const somebodyElse = me + 1

/** A folder with a project's file, with these modes. */
function project({ fileMode = 0o644, folderMode = 0o755 } = {}): {
  folder: string
  file: string
} {
  const folder = join(temporaryFolder(), 'project')
  const file = join(folder, '.sfsyncrc')
  mkdirSync(folder)
  writeFileSync(file, '')
  chmodSync(file, fileMode)
  chmodSync(folder, folderMode)
  return { folder, file }
}

describe("a project's file", () => {
  test('of the user is used', () => {
    const { file } = project()
    expect(() => requireTrusted(file, { owners: [me], folders: [] })).not.toThrow()
  })

  test('of somebody else is refused, and the advice names the folder to trust', async () => {
    const { file, folder } = project()
    const refused = await failureOf(() => requireTrusted(file, { owners: [somebodyElse], folders: [] }))
    expect(refused).toMatchObject({
      code: 'configuration',
      message: `${file} was not used: it belongs to another user of this machine`,
      actions: [expect.stringContaining('chown'), { command: { arguments: ['trusted-folders', folder] } }],
    })
    expect(() => requireTrusted(file, { owners: [somebodyElse], folders: [folder] })).not.toThrow()
  })

  test.each([
    ['that everyone can write', { fileMode: 0o666 }, 'other users of this machine can write it'],
    [
      'in a folder that everyone can write',
      { folderMode: 0o777 },
      'other users of this machine can replace it',
    ],
    ['in a folder with the sticky bit, where nobody else can replace it', { folderMode: 0o1777 }, undefined],
  ])('%s', async (_, modes, reason) => {
    const { file } = project(modes)
    const outcome = await failureOf(() => requireTrusted(file, { owners: [me], folders: [] }))
    expect(outcome).toEqual(
      reason === undefined
        ? 'no failure'
        : expect.objectContaining({ message: `${file} was not used: ${reason}` }),
    )
  })

  test('may be written by the private group of its owner, and by no other group', () => {
    const file = { uid: 501, gid: 501, mode: 0o100664, isSymbolicLink: () => false }
    expect(distrust(file, { gid: 501, mode: 0o775 }, [501])).toBeUndefined()
    expect(distrust({ ...file, gid: 20 }, { gid: 501, mode: 0o775 }, [501])).toBe(
      'other users of this machine can write it',
    )
    expect(distrust(file, { gid: 20, mode: 0o775 }, [501])).toBe('other users of this machine can replace it')
  })

  test('behind a link is where the link leads', async () => {
    const open = project({ folderMode: 0o777 })
    const { folder, file } = project()
    rmSync(file)
    symlinkSync(open.file, join(folder, '.sfsyncrc'))
    expect(await failureOf(() => requireTrusted(file, { owners: [me], folders: ['/srv/a'] }))).toMatchObject({
      message: `${file} was not used: other users of this machine can replace it`,
      actions: [expect.anything(), { command: { arguments: ['trusted-folders', `/srv/a,${folder}`] } }],
    })
  })

  test('belongs to the user who became root with sudo', () => {
    expect(ownAccounts({ SUDO_UID: '501' })).toEqual(me === 0 ? [0, 501] : [me])
    expect(ownAccounts({ SUDO_UID: 'x' })).toEqual([me])
  })
})

test('is judged before it is read, and the user says which folders are trusted', async () => {
  const files = { work: 'format = "csv"\n' }
  const loaded = await load({ files })
  const file = join(loaded.root, 'work', '.sfsyncrc')
  chmodSync(file, 0o666)
  const again = async (environment: Readonly<Record<string, string>>) =>
    await load({ root: loaded.root, environment })
  expect(await failureOf(() => again({}))).toMatchObject({ code: 'configuration' })
  const trusting = await again({ SFSYNC_TRUSTED_FOLDERS: `/nowhere, ${join(loaded.root, 'work')}` })
  expect(trusting.configuration.settings.format.value).toBe('csv')
})

test.each(['instance-url', 'token-variable', 'login-url', 'trusted-folders'])(
  'a project cannot set %s: it could send the token elsewhere',
  async (key) => {
    const top = `${key} = "x"\n`
    const inProfile = `format = "csv"\n[profiles.sandbox]\n${top}`
    const reason = `only your own .sfsyncrc can set ${key}: anyone who can write this file could send your access token elsewhere`
    for (const text of key === 'trusted-folders' ? [top] : [top, inProfile])
      expect(await failureOf(() => load({ files: { work: text } }))).toMatchObject({
        code: 'configuration',
        message: expect.stringContaining(reason),
        rows: [{ line: text.split('\n').length - 1, column: expect.stringContaining(key) }],
      })
    expect((await load({ files: { home: top } })).configuration.settings.format.value).toBe('table')
  },
)
