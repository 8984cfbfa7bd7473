import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Metafile } from 'esbuild'
import { expect, test } from 'vitest'
import { executablePackages, metafilePath, withoutNotice } from '../../.ci/notices.ts'
import { sfsync } from '../support/sfsync.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const root = join(import.meta.dirname, '..', '..')
const text = readFileSync(join(root, 'dist', 'THIRD-PARTY-NOTICES.txt'), 'utf8')
/** Title line, a line below it, and the text up to the next title. */
const notices = [
  ...text.matchAll(/^(\S+) (\S+) \(.+\)\n-+\n([\s\S]*?)(?=\n\n\S+ \S+ \(.+\)\n---|$(?![\s\S]))/gm),
]

/** What is in the files that are shipped, as `name version`; the package of each is looked up where the file was. */
function shipped(): string[] {
  const { outputs }: Metafile = JSON.parse(readFileSync(metafilePath, 'utf8'))
  const files = Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs))
  const folders = files.flatMap((file) => {
    const at = file.lastIndexOf('node_modules/')
    if (at === -1 || file.startsWith('builtin:')) return []
    const words = file.slice(at + 'node_modules/'.length).split('/')
    return [
      file.slice(0, at) + ['node_modules', ...words.slice(0, file.includes('/@', at) ? 2 : 1)].join('/'),
    ]
  })
  return [...new Set(folders)].map((folder) => {
    const { name, version } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'))
    return `${name} ${version}`
  })
}

test('the notices name exactly the packages that the bundle contains', () => {
  const named = notices.map(([, name, version]) => `${name} ${version}`)
  expect(named.toSorted()).toEqual(shipped().toSorted())
  expect(named.length).toBeGreaterThan(30)
})

test('each notice has the text of its license, with who holds the copyright where the license asks for it', () => {
  const short = notices.filter(
    ([, , , license = '']) => !/permission|licen[cs]e|public domain/i.test(license),
  )
  expect(short.map(([, name]) => name)).toEqual([])
  const bare = notices.filter(
    ([title, , , license = '']) =>
      /MIT|ISC|BSD/.test(title.split('\n')[0] ?? '') && !/copyright/i.test(license),
  )
  expect(bare.map(([, name]) => name)).toEqual([])
})

test('the program prints the same notices', async () => {
  expect(await sfsync(temporaryFolder(), ['help', 'third-party'])).toEqual({
    exitCode: 0,
    stdout: text,
    stderr: '',
  })
})

test('a package that only the executable contains must have a notice there', () => {
  const input = { bytes: 1, imports: [] }
  const partWith = (...files: readonly string[]) =>
    withoutNotice({ inputs: Object.fromEntries(files.map((file) => [file, input])), outputs: {} })
  expect(partWith('src/executable/addon.ts', 'node_modules/better-sqlite3/lib/index.js')).toEqual([])
  expect(partWith('../elsewhere/node_modules/better-sqlite3/lib/index.js')).toEqual([])
  expect(partWith('node_modules/left-pad/index.js', 'node_modules/@a/b/c.js')).toEqual(['@a/b', 'left-pad'])
  for (const folder of executablePackages)
    expect(() => readFileSync(join(root, folder, 'package.json'))).not.toThrow()
})
