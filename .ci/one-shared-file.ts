import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Metafile, Plugin } from 'esbuild'

// These start on their own and must be fast.
const alone = ['src/start.ts', 'src/config/secrets/keyring-process.ts']

/**
 * Every file costs start-up time, and code splitting makes one for each set of parts that share something. Here every
 * part imports everything that the command line shares with any of them, which is loaded by then: one file remains.
 */
export function oneSharedFile(root: string, { outputs }: Metafile): Plugin {
  const parts = new Set(Object.values(outputs).flatMap(({ entryPoint }) => entryPoint ?? []))
  const imports = sharedBy(outputs).map((input) => `import ${JSON.stringify(join(root, input))}\n`)
  return {
    name: 'one-shared-file',
    setup({ onLoad }) {
      onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
        const name = relative(root, path)
        if (!parts.has(name) || alone.includes(name)) return undefined
        return { contents: (await readFile(path, 'utf8')) + imports.join(''), loader: 'ts' }
      })
    },
  }
}

function sharedBy(outputs: Metafile['outputs']): string[] {
  const main = Object.values(outputs).find(({ entryPoint }) => entryPoint === 'src/main.ts')
  const shared = new Set<string>()
  const visit = ({ imports }: Pick<Metafile['outputs'][string], 'imports'>): void => {
    for (const { path, kind } of imports) {
      const output = outputs[path]
      if (kind !== 'import-statement' || output === undefined || shared.has(path)) continue
      shared.add(path)
      visit(output)
    }
  }
  if (main !== undefined) visit(main)
  return [...shared]
    .flatMap((path) => Object.keys(outputs[path]?.inputs ?? {}))
    .filter((input) => !input.startsWith('builtin:'))
}
