import { execFileSync, spawnSync } from 'node:child_process'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { problemsOf, unreleasedText, withVersion } from '../../.ci/changelog.ts'

const root = join(import.meta.dirname, '..', '..')
const changelog =
  '# Changelog\n\n## Unreleased\n\n### Added\n\n- A new thing.\n\n## 0.1.0 - 2026-01-01\n\n- First.\n'
const good = { status: '', tags: ['v0.1.0', 'v0.9.0', 'other'], changelog, current: '0.9.0' }

describe('a version', () => {
  test.each(['0.9.1', '0.10.0', '1.0.0'])('%s can be released after 0.9.0', (version) => {
    expect(problemsOf(version, good)).toEqual([])
  })

  test('of package.json can be released while it has neither a tag nor a section of the changelog', () => {
    const state = { ...good, tags: [], current: '0.1.0' }
    const empty = '# Changelog\n\n## Unreleased\n\n- First.\n\n## 0.1.00\n'
    expect(problemsOf('0.1.0', { ...state, changelog: empty })).toEqual([])
    const problem = 'version 0.1.0 is not new: CHANGELOG.md has a section of it'
    expect(problemsOf('0.1.0', state)).toEqual([problem])
    expect(problemsOf('0.1.0', { ...state, changelog: `${empty}\n## 0.1.0\n` })).toEqual([problem])
  })

  test.each(['', '1', '1.2', 'v1.2.3', '1.2.3-beta.1', '01.2.3', 'major'])('"%s" is not one', (version) => {
    expect(problemsOf(version, good)).toEqual([
      `"${version}" is not a version: give three numbers, such as 1.2.0`,
    ])
  })

  test.each([
    ['0.9.0', 'version 0.9.0 has a tag already: give a new one'],
    ['0.8.9', 'version 0.8.9 is not new: the newest is 0.9.0'],
    ['0.1.0', 'version 0.1.0 has a tag already: give a new one'],
  ])('%s is refused', (version, problem) => {
    expect(problemsOf(version, good)).toEqual([problem])
  })
})

describe('the changelog', () => {
  test('gets the section of the version below an empty one', () => {
    const next = withVersion(changelog, '1.0.0', '2026-02-03')
    expect(next).toContain(
      '## Unreleased\n\n## 1.0.0 - 2026-02-03\n\n### Added\n\n- A new thing.\n\n## 0.1.0',
    )
    expect(unreleasedText(changelog)).toBe('### Added\n\n- A new thing.')
    expect(unreleasedText(next)).toBe('')
  })

  test.each(['# Changelog\n', '## Unreleased\n\n## 0.1.0\n\n- First.\n', '## Unreleased\n\n### Added\n'])(
    'with nothing under "Unreleased" is refused: %j',
    (text) => {
      expect(problemsOf('1.0.0', { ...good, changelog: text })).toEqual([
        'CHANGELOG.md says nothing under "Unreleased": write what changed for an admin',
      ])
    },
  )
})

let parent = ''
let folder = ''
beforeAll(() => {
  parent = mkdtempSync(join(tmpdir(), 'sfsync-release-'))
  folder = join(parent, 'clone')
  makeClone()
})
afterAll(() => rmSync(parent, { recursive: true, force: true }))

/** A clone with the release script as it is here, and a change to release. */
function makeClone(): void {
  execFileSync('git', ['clone', '--quiet', '--shared', '--no-tags', root, folder], { stdio: 'ignore' })
  rmSync(join(folder, '.ci'), { recursive: true })
  cpSync(join(root, '.ci'), join(folder, '.ci'), { recursive: true })
  writeFileSync(join(folder, 'CHANGELOG.md'), changelog)
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  // A link is not a folder, which is what .gitignore leaves out.
  writeFileSync(join(folder, '.git', 'info', 'exclude'), 'node_modules\n')
  git('config', 'user.name', 'Jane')
  git('config', 'user.email', 'jane@example.com')
  commit('scratch')
  git('tag', 'scratch')
}

/** The clone as it was made. */
function resetClone(): void {
  git('reset', '--quiet', '--hard', 'scratch')
  git('clean', '--quiet', '--force')
  for (const tag of git('tag', '--list', 'v*').split('\n').filter(Boolean)) git('tag', '--delete', tag)
}

function git(...words: string[]): string {
  return execFileSync('git', words, { cwd: folder, encoding: 'utf8' })
}

function commit(message: string): void {
  git('add', '--all')
  git('commit', '--quiet', '--allow-empty', '--message', message)
}

test.each([
  ['a changed file', (): unknown => writeFileSync(join(folder, 'README.md'), ''), '9.9.9', ' M README.md'],
  ['a new file', (): unknown => writeFileSync(join(folder, 'new.txt'), ''), '9.9.9', '?? new.txt'],
  ['a version with a tag', (): unknown => git('tag', 'v9.9.9'), '9.9.9', 'has a tag already'],
  ['an older version', (): unknown => git('tag', 'v10.0.0'), '9.9.9', 'the newest is 10.0.0'],
  [
    'an empty changelog',
    (): unknown => {
      writeFileSync(join(folder, 'CHANGELOG.md'), withVersion(changelog, '0.2.0', '2026-01-02'))
      return commit('changelog')
    },
    '9.9.9',
    'says nothing under "Unreleased"',
  ],
  ['no version', (): unknown => undefined, '', 'is not a version'],
] as const)('in a clone with %s nothing is released or changed', (_, prepare, version, reason) => {
  resetClone()
  prepare()
  const before = [git('status', '--porcelain'), git('log', '--format=%H', '-1'), git('tag')]
  const words = [join(folder, '.ci', 'release.ts'), ...(version === '' ? [] : [version])]
  const { status, stdout, stderr } = spawnSync(process.execPath, words, { encoding: 'utf8' })
  expect([status, stdout]).toEqual([1, ''])
  expect(stderr).toContain(reason)
  expect(stderr).toMatch(/^error: [\s\S]*Nothing was released or changed\.\n$/)
  const after = [git('status', '--porcelain'), git('log', '--format=%H', '-1'), git('tag')]
  expect([after, existsSync(join(folder, 'release'))]).toEqual([before, false])
})

function manifest(): string {
  return readFileSync(join(folder, 'package.json'), 'utf8')
}

function packing(...words: string[]): void {
  execFileSync(process.execPath, [join(folder, '.ci', 'packed-manifest.ts'), ...words])
}

describe('the manifest that npm packs', () => {
  test.each([
    ['after npm was stopped while it packed', (): unknown => packing('strip')],
    [
      'with a copy of an older one, left by a release that was taken back',
      (): unknown => writeFileSync(join(folder, 'package.json.checkout'), '{"version":"0.0.1","scripts":{}}'),
    ],
  ] as const)('is put back as it was, %s', (_, before) => {
    resetClone()
    mkdirSync(join(folder, 'dist', 'share', 'man', 'man1'), { recursive: true })
    const whole = manifest()
    before()
    packing('strip')
    expect(JSON.parse(manifest())).not.toHaveProperty('scripts')
    packing('restore')
    expect(manifest()).toBe(whole)
    expect(existsSync(join(folder, 'package.json.checkout'))).toBe(false)
  })
})
