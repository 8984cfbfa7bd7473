// Bundles src/start.ts into dist/ with code splitting and writes the license notices of the bundled packages.
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { build, type BuildOptions, type Metafile } from 'esbuild'
import { builtins } from './builtins.ts'
import { bundledPackages, metafilePath, noticesOf } from './notices.ts'
import { sharedFiles } from './shared-files.ts'

const root = join(import.meta.dirname, '..')
const { version }: { version: string } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))

const options = {
  absWorkingDir: root,
  // Each separate process needs a file of its own; the single executable brings notices of its own.
  entryPoints: {
    start: 'src/start.ts',
    'keyring-process': 'src/config/secrets/keyring-process.ts',
    'look-up-process': 'src/salesforce/diagnose/look-up-process.ts',
    notices: 'src/cli/notices.ts',
  },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.14',
  external: ['better-sqlite3', '@napi-rs/keyring', 'pg-native'],
  // jsforce brings its own, of which it would only load a megabyte: its requests are sent by our transport.
  alias: { undici: join(root, 'node_modules', 'undici') },
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
  // Some bundled packages are CommonJS and require Node's own modules at run time.
  banner: {
    js: "const require=process.getBuiltinModule('node:module').createRequire(import.meta.url);",
  },
} as const satisfies BuildOptions
const define = (notices: string) => ({
  SFSYNC_VERSION: JSON.stringify(version),
  SFSYNC_NOTICES: JSON.stringify(notices),
})
// The first build only shows what the parts share and which packages they contain.
const draft = await build({ ...options, define: define(''), plugins: [builtins], write: false })
const notices = `sfsync contains these packages.\n\n${await noticesOf(root, bundledPackages(draft.metafile))}`
const plugins = [builtins, sharedFiles(root, draft.metafile)]
const { metafile } = await build({ ...options, define: define(notices), plugins })
await writeFile(join(root, 'dist', 'THIRD-PARTY-NOTICES.txt'), notices)
await mkdir(dirname(metafilePath), { recursive: true })
await writeFile(metafilePath, JSON.stringify(metafile))
await removeLeftovers(metafile)
await linkProgram()

// Only at the end, so that a running program finds its files until the new ones are there.
async function removeLeftovers({ outputs }: Metafile): Promise<void> {
  const fresh = new Set(['dist/THIRD-PARTY-NOTICES.txt', ...Object.keys(outputs)])
  for (const file of await readdir(join(root, 'dist')))
    if (!fresh.has(`dist/${file}`)) await rm(join(root, 'dist', file), { recursive: true })
}

// npm links only the programs of dependencies; with this, `npx sfsync` runs the program of the checkout.
async function linkProgram(): Promise<void> {
  const folder = join(root, 'node_modules', '.bin')
  await mkdir(folder, { recursive: true })
  if (process.platform === 'win32') {
    await writeFile(join(folder, 'sfsync.cmd'), '@node "%~dp0\\..\\..\\bin\\sfsync.js" %*\r\n')
    return
  }
  await rm(join(folder, 'sfsync'), { force: true })
  await symlink('../../bin/sfsync.js', join(folder, 'sfsync'))
}
