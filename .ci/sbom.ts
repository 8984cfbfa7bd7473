// The software bills of materials of a release (CycloneDX, JSON): what npm says of the lock file, of which only what is
// shipped stays, and what npm does not know of, because it is inside a package.
import { execFile } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Database from 'better-sqlite3'
import type { Metafile } from 'esbuild'
import * as z from 'zod/mini'
import { bundledPackages, executablePackages, metafilePath } from './notices.ts'

/** What a bill is of: the package that npm installs, or the single executable. */
export type Shipment = 'package' | 'executable'

const component = z.looseObject({
  'bom-ref': z.string(),
  name: z.string(),
  version: z.string(),
  properties: z.array(z.object({ name: z.string(), value: z.string() })),
})
const bill = z.looseObject({
  metadata: z.looseObject({ component: z.looseObject({ 'bom-ref': z.string() }) }),
  components: z.array(component),
  dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()) })),
})
const manifest = z.object({ name: z.string(), version: z.string() })

/** The bill of what was built last, dated so that the same release gives the same file. */
export async function billOfMaterials(root: string, shipment: Shipment, date: string): Promise<string> {
  const { stdout } = await promisify(execFile)(
    'npm',
    ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'],
    { cwd: root, maxBuffer: 1 << 26 },
  )
  const { serialNumber: _random, ...all } = bill.parse(JSON.parse(stdout))
  const bundled = await bundledNames(root)
  const inside = shipment === 'executable' ? await namesOf(root, executablePackages) : new Set<string>()
  const components = all.components
    .filter(
      (each) => bundled.has(each['bom-ref']) || inside.has(each['bom-ref']) || isInstalled(each, shipment),
    )
    .map((each) => ({
      ...each,
      scope: bundled.has(each['bom-ref']) || inside.has(each['bom-ref']) ? 'required' : each['scope'],
      properties: [],
    }))
  const more = [sqlite(), ...(shipment === 'executable' ? [node()] : [])]
  const self = all.metadata.component['bom-ref']
  const names = new Set([self, ...components.map((each) => each['bom-ref'])])
  const dependencies = all.dependencies
    .filter(({ ref }) => names.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((each) => names.has(each)) }))
  const metadata = {
    ...all.metadata,
    timestamp: date,
    component: { ...all.metadata.component, name: 'sfsync', type: 'application' },
  }
  return `${JSON.stringify({ ...all, metadata, components: [...components, ...more], dependencies }, null, 2)}\n`
}

// npm installs what is no development dependency beside the package; the executable brings it along or does without.
function isInstalled({ properties }: z.infer<typeof component>, shipment: Shipment): boolean {
  return shipment === 'package' && !properties.some(({ name }) => name === 'cdx:npm:package:development')
}

async function bundledNames(root: string): Promise<ReadonlySet<string>> {
  const metafile: Metafile = JSON.parse(await readFile(metafilePath, 'utf8'))
  return await namesOf(root, bundledPackages(metafile))
}

/** Packages as npm writes them in a bill. */
async function namesOf(root: string, folders: readonly string[]): Promise<ReadonlySet<string>> {
  const names = folders.map(async (folder) => {
    const file = join(root, folder, 'package.json')
    const { name, version } = manifest.parse(JSON.parse(await readFile(file, 'utf8')))
    return `${name}@${version}`
  })
  return new Set(await Promise.all(names))
}

// Compiled into better-sqlite3, and with vulnerabilities of its own.
function sqlite(): object {
  const connection = new Database(':memory:')
  const version = z.string().parse(connection.prepare('SELECT sqlite_version()').pluck().get())
  connection.close()
  return generic('sqlite', version, 'blessing')
}

function node(): object {
  return generic('node', process.versions.node, 'MIT')
}

function generic(name: string, version: string, license: string): object {
  const purl = `pkg:generic/${name}@${version}`
  return {
    'bom-ref': purl,
    type: 'library',
    name,
    version,
    scope: 'required',
    purl,
    licenses: [{ license: { id: license } }],
  }
}
