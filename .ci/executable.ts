// Writes release/sfsync, a single executable for Linux on x64: Node.js with the built program and its addons inside.
import { chmod, copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { execFile } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build, type Plugin } from 'esbuild'
import { inject } from 'postject'
import { builtins } from './builtins.ts'
import { executablePackages, noticesOf, withoutNotice } from './notices.ts'

const root = join(import.meta.dirname, '..')
const modules = join(root, 'node_modules')
const node = join(modules, 'node', 'bin', 'node')
const output = join(root, 'release', 'sfsync')
// Node.js looks for this text in itself, and its last character says whether something was put in.
const fuse = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2'

const work = await mkdtemp(join(tmpdir(), 'sfsync-executable-'))

async function makeExecutable(): Promise<void> {
  const configuration = {
    main: await bundled('start.cjs', { entry: join(root, 'src', 'executable', 'start.ts') }),
    output: join(work, 'blob'),
    disableExperimentalSEAWarning: true,
    assets: { ...(await packageFiles()), ...(await addons()) },
  }
  const file = join(work, 'configuration.json')
  await writeFile(file, JSON.stringify(configuration))
  await promisify(execFile)(node, ['--experimental-sea-config', file])
  const draft = join(work, 'sfsync')
  await copyFile(node, draft)
  await inject(draft, 'NODE_SEA_BLOB', await readFile(configuration.output), { sentinelFuse: fuse })
  await chmod(draft, 0o755)
  await mkdir(join(root, 'release'), { recursive: true })
  await copyFile(draft, output)
}

/** The files of the npm package that run, by the names that they have in it. */
async function packageFiles(): Promise<Record<string, string>> {
  const names = ['bin/sfsync.js', ...(await readdir(join(root, 'dist'))).map((name) => `dist/${name}`)]
  const files = names.filter((name) => name.endsWith('.js')).map((name) => [name, join(root, name)])
  const notices = join(work, 'notices.js')
  await writeFile(notices, `export const notices = ${JSON.stringify(await allNotices())}\n`)
  return { ...Object.fromEntries(files), 'dist/notices.js': notices }
}

async function allNotices(): Promise<string> {
  const ofPackage = await readFile(join(root, 'dist', 'THIRD-PARTY-NOTICES.txt'), 'utf8')
  return `${ofPackage}\n${await noticesOf(root, executablePackages)}`
}

async function addons(): Promise<Record<string, string>> {
  return {
    'addons/better-sqlite3.mjs': await bundled('better-sqlite3.mjs', {
      text: `export { default, SqliteError } from 'better-sqlite3'`,
    }),
    'addons/keyring.cjs': await bundled('keyring.cjs', {
      text: `module.exports = require('./src/executable/addon.ts').addonOf('keyring.node')`,
    }),
    'better-sqlite3.node': join(modules, 'better-sqlite3', 'prebuilds', 'linux-x64.node'),
    'keyring.node': join(modules, '@napi-rs', 'keyring-linux-x64-gnu', 'keyring.linux-x64-gnu.node'),
  }
}

/** better-sqlite3 without its search for the addon in folders. */
const bindings: Plugin = {
  name: 'bindings',
  setup: ({ onResolve, onLoad }) => {
    onResolve({ filter: /^\.\/binding$/ }, () => ({ path: 'binding', namespace: 'binding' }))
    onLoad({ filter: /./, namespace: 'binding' }, () => ({
      contents: `import { addonOf } from './src/executable/addon.ts'
        let addon
        export const getBinding = () => (addon ??= addonOf('better-sqlite3.node'))`,
      resolveDir: root,
    }))
  },
}

async function bundled(name: string, from: { entry: string } | { text: string }): Promise<string> {
  const outfile = join(work, name)
  const { metafile } = await build({
    absWorkingDir: root,
    metafile: true,
    ...('entry' in from
      ? { entryPoints: [from.entry] }
      : { stdin: { contents: from.text, resolveDir: root } }),
    outfile,
    bundle: true,
    format: name.endsWith('.cjs') ? 'cjs' : 'esm',
    platform: 'node',
    target: 'node24',
    banner: name.endsWith('.cjs')
      ? {}
      : { js: "const require=process.getBuiltinModule('node:module').createRequire(import.meta.url);" },
    minifySyntax: true,
    logLevel: 'warning',
    plugins: [bindings, builtins],
  })
  const missing = withoutNotice(metafile)
  if (missing.length > 0)
    throw new Error(
      `${name} contains ${missing.join(', ')}: add it to executablePackages in .ci/notices.ts, so that the executable has its license`,
    )
  return outfile
}

if (process.platform !== 'linux' || process.arch !== 'x64')
  throw new Error('The executable is for Linux on x64 and can only be made there.')
try {
  await makeExecutable()
  process.stdout.write('release/sfsync is made; try it: release/sfsync demo\n')
} finally {
  await rm(work, { recursive: true })
}
