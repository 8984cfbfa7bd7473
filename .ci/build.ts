// Bundles src/start.ts into dist/ with code splitting and writes the license notices of the bundled packages.
import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build, type BuildOptions, type Metafile } from 'esbuild'
import { builtins } from './builtins.ts'
import { sharedFiles } from './shared-files.ts'

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license?: string
  readonly author?: string
}

const root = join(import.meta.dirname, '..')
// The ISC license, as the Internet Systems Consortium publishes it.
const isc = `Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby
granted, provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL
IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN
ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THIS SOFTWARE.`
const manifest: Manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))

const options = {
  absWorkingDir: root,
  // A separate process talks to the keyring, so it needs a file of its own.
  entryPoints: { start: 'src/start.ts', 'keyring-process': 'src/config/secrets/keyring-process.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node22.14',
  external: ['better-sqlite3', '@napi-rs/keyring', 'pg-native'],
  // jsforce brings its own, of which it would only load a megabyte: its requests are sent by our transport.
  alias: { undici: join(root, 'node_modules', 'undici') },
  define: { SFSYNC_VERSION: JSON.stringify(manifest.version) },
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
// The first build only shows what the parts share.
const draft = await build({ ...options, plugins: [builtins], write: false })
const { metafile } = await build({ ...options, plugins: [builtins, sharedFiles(root, draft.metafile)] })
await writeFile(join(root, 'dist', 'THIRD-PARTY-NOTICES.txt'), await notices(metafile))
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

async function notices({ inputs }: Metafile): Promise<string> {
  const folders = new Set<string>()
  for (const input of Object.keys(inputs)) {
    const match = /^((?!builtin:).*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)
    if (match?.[1] !== undefined) folders.add(match[1])
  }
  const parts = await Promise.all([...folders].toSorted().map((folder) => notice(join(root, folder))))
  return `sfsync contains these packages.\n\n${parts.join('\n\n')}\n`
}

async function notice(folder: string): Promise<string> {
  const { name, version, license }: Manifest = JSON.parse(
    await readFile(join(folder, 'package.json'), 'utf8'),
  )
  const title = `${name} ${version} (${license ?? 'see below'})`
  return `${title}\n${'-'.repeat(title.length)}\n${await licenseText(folder)}`
}

async function licenseText(folder: string): Promise<string> {
  // Each package spells it in its own way: LICENSE, License.md, COPYING.
  const file = (await readdir(folder)).toSorted().find((name) => /^(?:licen[cs]e|copying)/i.test(name))
  if (file !== undefined) return (await readFile(join(folder, file), 'utf8')).trim()
  const { name, license, author }: Manifest = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  const readme = (await readdir(folder)).find((entry) => /^readme\.md$/i.test(entry))
  const about = readme === undefined ? '' : await readFile(join(folder, readme), 'utf8')
  const section = /^#+ license\s+(?=.*Copyright)(.*)/ims.exec(about)?.[1]
  if (section !== undefined) return section.trim()
  // Some packages name their license and leave out its text.
  if (license === 'ISC' && author !== undefined) return `Copyright (c) ${author}\n\n${isc}`
  throw new Error(`${name} has no license text: add the text of ${license ?? 'its license'} to .ci/build.ts`)
}
