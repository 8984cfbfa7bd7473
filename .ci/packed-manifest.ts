// `npm pack` runs this before and after it packs: what is installed elsewhere gets a manifest without the scripts of a
// checkout (npm would run `prepare`, and there is nothing to build) and without what only development needs.
import { existsSync } from 'node:fs'
import { copyFile, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod/mini'

const root = join(import.meta.dirname, '..')
const file = join(root, 'package.json')
// In place while npm packs; it also remains there when packing is interrupted.
const original = join(root, 'package.json.checkout')

// An allow list: a new key of package.json is packed only once it is listed here.
const packedKeys = new Set([
  'name',
  'version',
  'description',
  'keywords',
  'license',
  'bin',
  'man',
  'files',
  'type',
  'dependencies',
  'optionalDependencies',
  'engines',
])

async function strip(): Promise<void> {
  if (existsSync(original)) await putBack()
  const manifest = await manifestHere()
  const packed = Object.fromEntries(Object.entries(manifest).filter(([key]) => packedKeys.has(key)))
  // npm links these where `man` looks, when it installs globally.
  const pages = (await readdir(join(root, 'dist', 'share', 'man', 'man1'))).toSorted()
  packed['man'] = pages.map((name) => `dist/share/man/man1/${name}`)
  await copyFile(file, original)
  await writeFile(file, `${JSON.stringify(packed, null, 2)}\n`)
}

// What remained of an interrupted packing belongs to the manifest of then: where that is back already, it is of no use.
async function putBack(): Promise<void> {
  if ('scripts' in (await manifestHere())) await rm(original)
  else await restore()
}

async function manifestHere(): Promise<Readonly<Record<string, unknown>>> {
  return z.record(z.string(), z.unknown()).parse(JSON.parse(await readFile(file, 'utf8')))
}

async function restore(): Promise<void> {
  await rename(original, file)
}

if (process.argv[2] === 'restore') await restore()
else await strip()
