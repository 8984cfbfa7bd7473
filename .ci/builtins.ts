import { isBuiltin } from 'node:module'
import type { Plugin } from 'esbuild'

/**
 * Gets Node's own modules without importing them. An `import` reads every property of a module, which loads what is behind
 * them (streams, readline, workers): ten milliseconds for fs, process and util, at every start.
 */
export const builtins: Plugin = {
  name: 'builtins',
  setup({ onResolve, onLoad }) {
    // One tiny module for each importer, because a shared one would become a file of its own.
    onResolve({ filter: /./ }, ({ kind, path, importer }) =>
      kind === 'import-statement' && isBuiltin(path)
        ? {
            path: path.replace(/^node:/, ''),
            suffix: `?${importer}`,
            namespace: 'builtin',
            sideEffects: false,
          }
        : undefined,
    )
    onLoad({ filter: /./, namespace: 'builtin' }, async ({ path, suffix }) => ({
      contents: await contentsOf(path, suffix),
    }))
  },
}

async function contentsOf(name: string, importer: string): Promise<string> {
  const exported: object = await import(`node:${name}`)
  const names = Object.keys(exported).filter((each) => each !== 'default' && /^[\w$]+$/.test(each))
  // Our own code only calls functions of crypto; a package may need its constants.
  const isLazy = name === 'child_process' || (name === 'crypto' && !importer.includes('node_modules'))
  return isLazy ? loadedAtFirstUse(name, names) : loadedAtOnce(name, names)
}

// Marked as pure, so that only the names in use stay in the bundle.
function loadedAtOnce(name: string, names: readonly string[]): string {
  return [
    `const builtin = /* @__PURE__ */ process.getBuiltinModule('node:${name}')`,
    'const take = (name) => builtin[name]',
    'export default builtin',
    ...names.map(
      (each) => `const $${each} = /* @__PURE__ */ take('${each}'); export { $${each} as ${each} }`,
    ),
  ].join('\n')
}

// Commander imports child_process for programs with several executables, which sfsync is not; it loads all of networking.
// Opening a ledger needs crypto only to create or copy one.
function loadedAtFirstUse(name: string, names: readonly string[]): string {
  return [
    `const take = (name) => (...values) => process.getBuiltinModule('node:${name}')[name](...values)`,
    ...names.map((each) => `export const ${each} = /* @__PURE__ */ take('${each}')`),
    `export default { ${names.join(', ')} }`,
  ].join('\n')
}
