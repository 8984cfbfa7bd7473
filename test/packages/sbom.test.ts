import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { billOfMaterials, type Shipment } from '../../.ci/sbom.ts'

const root = join(import.meta.dirname, '..', '..')
const date = '2026-01-02T03:04:05Z'
const notices = readFileSync(join(root, 'dist', 'THIRD-PARTY-NOTICES.txt'), 'utf8')
const bundled = [...notices.matchAll(/^(\S+) (\S+) \(.+\)\n---/gm)].map(
  ([, name, version]) => `${name}@${version}`,
)

const bill = z.object({
  bomFormat: z.literal('CycloneDX'),
  specVersion: z.string(),
  metadata: z.looseObject({
    timestamp: z.literal(date),
    component: z.looseObject({ name: z.literal('sfsync') }),
  }),
  components: z.array(
    z.looseObject({
      'bom-ref': z.string(),
      name: z.string().check(z.minLength(1)),
      version: z.string().check(z.minLength(1)),
      purl: z.string().check(z.startsWith('pkg:')),
      scope: z.enum(['required', 'optional']),
      licenses: z.array(z.looseObject({})).check(z.minLength(1)),
    }),
  ),
  dependencies: z.array(z.object({ ref: z.string(), dependsOn: z.array(z.string()) })),
})

const texts = {
  package: await billOfMaterials(root, 'package', date),
  executable: await billOfMaterials(root, 'executable', date),
}

function billOf(shipment: Shipment) {
  return bill.parse(JSON.parse(texts[shipment]))
}

/** Names without versions, of what is not bundled. */
function beside(components: readonly { readonly name: string; readonly 'bom-ref': string }[]): string[] {
  return components
    .filter((each) => !bundled.includes(each['bom-ref']))
    .map(({ name }) => name)
    .toSorted()
}

describe.each(['package', 'executable'] as const)('the bill of materials of the %s', (shipment) => {
  test('lists everything that is bundled, once, and nothing that only development needs', () => {
    const { components } = billOf(shipment)
    const refs = components.map((each) => each['bom-ref'])
    expect(bundled.filter((each) => !refs.includes(each))).toEqual([])
    expect(new Set(refs).size).toBe(refs.length)
    const needed = /^(?:better-sqlite3|node-addon-api|sqlite|node|@napi-rs\/keyring(?:-.+)?)$/
    expect(beside(components).filter((name) => !needed.test(name))).toEqual([])
  })

  test('only refers to what it lists, and is the same each time', async () => {
    const { components, metadata, dependencies } = billOf(shipment)
    const known = [metadata.component['bom-ref'], ...components.map((each) => each['bom-ref'])]
    const named = dependencies.flatMap(({ ref, dependsOn }) => [ref, ...dependsOn])
    expect(named.filter((each) => !known.includes(each))).toEqual([])
    expect(await billOfMaterials(root, shipment, date)).toBe(texts[shipment])
  })
})

test('the package is installed with the keyring of any platform, as an option; the executable has one inside', () => {
  const [ofPackage, ofExecutable] = [billOf('package'), billOf('executable')]
  const keyrings = ofPackage.components.filter(({ name }) => name.startsWith('@napi-rs/keyring'))
  expect(keyrings.length).toBeGreaterThan(5)
  expect(new Set(keyrings.map(({ scope }) => scope))).toEqual(new Set(['optional']))
  expect(beside(ofExecutable.components)).toEqual([
    '@napi-rs/keyring',
    '@napi-rs/keyring-linux-x64-gnu',
    'better-sqlite3',
    'node',
    'node-addon-api',
    'sqlite',
  ])
  expect(new Set(ofExecutable.components.map(({ scope }) => scope))).toEqual(new Set(['required']))
})
