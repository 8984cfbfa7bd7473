import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod/mini'

const root = join(import.meta.dirname, '..', '..')
const dependencies = ['better-sqlite3', 'node-addon-api']

/**
 * Packs the built program in a new folder as `npm pack` does, but without building or touching the checkout, and with its
 * dependencies inside, so that it can be installed without a registry. Gives the file.
 */
export function packInto(folder: string): string {
  const work = join(folder, 'package')
  mkdirSync(work, { recursive: true })
  for (const name of ['bin', 'dist', ...dependencies.map((each) => join('node_modules', each))])
    cpSync(join(root, name), join(work, name), { recursive: true })
  const manifest = z
    .object({
      name: z.string(),
      version: z.string(),
      type: z.string(),
      bin: z.record(z.string(), z.string()),
    })
    .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))
  const bundled = {
    dependencies: Object.fromEntries(dependencies.map((each) => [each, '*'])),
    bundleDependencies: dependencies,
  }
  writeFileSync(join(work, 'package.json'), JSON.stringify({ ...manifest, ...bundled }))
  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], { cwd: work })
  return join(folder, `${manifest.name}-${manifest.version}.tgz`)
}
