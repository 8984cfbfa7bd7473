import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { validate } from 'dockerfile-utils'
import { expect, test } from 'vitest'
import { ownEnvironment } from '../support/sfsync.ts'
import { packInto } from '../support/tarball.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const root = join(import.meta.dirname, '..', '..')
const text = readFileSync(join(root, 'Dockerfile'), 'utf8')

/** The instructions, continued lines joined, comments left out. */
const instructions = text
  .replaceAll(/^#.*\n/gm, '')
  .replaceAll(/\\\n\s*/g, '')
  .split('\n')
  .flatMap((line) => {
    const [, keyword, rest] = /^([A-Z]+) (.+)$/.exec(line) ?? []
    return keyword === undefined || rest === undefined ? [] : [{ keyword, rest }]
  })

function all(keyword: string): string[] {
  return instructions.flatMap((each) => (each.keyword === keyword ? [each.rest] : []))
}

test('the linter for Dockerfiles finds nothing, and finds something where something is wrong', () => {
  expect(validate(text)).toEqual([])
  expect(validate(text.replace('USER node', 'USR node'))).not.toEqual([])
})

test('every stage has the exact version of Node.js that is developed with, and the program does not run as root', () => {
  const version = execFileSync(join(root, 'node_modules', '.bin', 'node'), ['--version'], {
    encoding: 'utf8',
  })
  const bases = all('FROM').map((rest) => rest.split(' ')[0])
  const tag = `node:${version.trim().slice(1)}-bookworm-slim`
  // A release can pin it by digest.
  expect([...new Set(bases.map((base) => base?.replace(/@sha256:[0-9a-f]{64}$/, '')))]).toEqual([tag])
  const last = instructions.slice(instructions.findLastIndex(({ keyword }) => keyword === 'FROM'))
  expect(last.filter(({ keyword }) => ['USER', 'RUN', 'ADD'].includes(keyword))).toEqual([
    { keyword: 'USER', rest: 'node' },
  ])
})

test('only the package of a release gets into the build', () => {
  const lines = readFileSync(join(root, '.dockerignore'), 'utf8').trim().split('\n')
  expect(lines).toEqual(['*', '!release', 'release/*', '!release/sfsync-*.tgz'])
  expect(all('COPY').filter((rest) => !rest.startsWith('--from='))).toEqual([
    'release/sfsync-*.tgz /package/',
  ])
})

test('the documented command makes the package that the build takes, in a checkout without a release', () => {
  const page = readFileSync(join(root, 'docs', 'installation.md'), 'utf8')
  const [, command = ''] = /^```sh\n(.*npm pack.*)\ndocker build /m.exec(page) ?? []
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'package.json'), '{"name":"sfsync","version":"1.0.0"}')
  const environment = ownEnvironment(folder, { npm_config_offline: 'true' })
  execFileSync('sh', ['-ec', command], { cwd: folder, env: environment, stdio: 'pipe' })
  expect(readdirSync(join(folder, 'release'))).toEqual(['sfsync-1.0.0.tgz'])
  expect(text).toContain(command)
})

test('its steps install a program that runs, with the addons of Linux only', () => {
  const folder = temporaryFolder()
  mkdirSync(join(folder, 'context', 'release'), { recursive: true })
  renameSync(packInto(join(folder, 'packing')), join(folder, 'context', 'release', 'sfsync-1.0.0.tgz'))
  // The folders of the image, below a folder of this test.
  const inFolder = (line: string) => line.replaceAll(/(?<=^|\s)\/(?=\w)/g, `${folder}/`)
  mkdirSync(join(folder, 'package'))
  const script = instructions
    .slice(
      0,
      instructions.findLastIndex(({ keyword }) => keyword === 'FROM'),
    )
    .flatMap(({ keyword, rest }) => (keyword === 'RUN' ? [rest] : keyword === 'COPY' ? [`cp ${rest}`] : []))
    .map((line) => inFolder(line))
    .join('\n')
  const environment = ownEnvironment(folder, { npm_config_offline: 'true' })
  const build = () =>
    spawnSync('sh', ['-ec', script], { cwd: join(folder, 'context'), env: environment, encoding: 'utf8' })
  const another = join(folder, 'context', 'release', 'sfsync-0.9.0.tgz')
  writeFileSync(another, '')
  const { status, stderr } = build()
  expect([status, stderr]).toEqual([1, 'release/ has several packages: remove all but one\n'])
  for (const file of [another, join(folder, 'package', 'sfsync-0.9.0.tgz')]) rmSync(file)
  expect(build().status).toBe(0)
  const [path = '', ...others] = all('ENV').flatMap((rest) => rest.split(' '))
  expect(others).toContain('XDG_DATA_HOME=/data')
  const bin = inFolder(path.replace('PATH=', '').replace(/:\$PATH$/, ''))
  const [program = ''] = JSON.parse(all('ENTRYPOINT')[0] ?? '[]')
  const output = execFileSync(join(bin, program), ['teams', 'list', '--profile', 'demo', '--json'], {
    env: { ...environment, XDG_DATA_HOME: join(folder, 'data') },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  expect(JSON.parse(output)).toEqual([])
  expect(existsSync(join(folder, 'data', 'sfsync', 'demo', 'ledger.sqlite'))).toBe(true)
  const addons = readdirSync(join(folder, 'opt'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.node'),
  )
  expect(addons.map((name) => name.replace(/.*\//, '')).toSorted()).toEqual([
    'linux-arm64.node',
    'linux-x64.node',
  ])
})
