import { readFile } from 'node:fs/promises'
import { join, relative } from 'node:path'
import type { Metafile, Plugin } from 'esbuild'

// These start on their own and must be fast.
const alone = ['src/start.ts', 'src/config/secrets/keyring-process.ts']

/** What this many commands need is loaded with the command line. */
const usedByMany = 8

/**
 * Every file costs start-up time, and code splitting makes one for each set of parts that share something. Here every
 * part imports what the command line needs, and what many commands do, which is loaded by then: one file remains.
 */
export function oneSharedFile(root: string, { outputs }: Metafile): Plugin {
  const parts = new Map(
    Object.entries(outputs).flatMap(([path, { entryPoint }]) =>
      entryPoint === undefined ? [] : [[entryPoint, path]],
    ),
  )
  const shared = sharedInputs(outputs, parts)
  const imports = [...shared].map((input) => `import ${JSON.stringify(join(root, input))}\n`)
  return {
    name: 'one-shared-file',
    setup({ onLoad }) {
      onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
        const name = relative(root, path)
        if (!parts.has(name) || shared.has(name) || alone.includes(name)) return undefined
        return { contents: (await readFile(path, 'utf8')) + imports.join(''), loader: 'ts' }
      })
    },
  }
}

function sharedInputs(outputs: Metafile['outputs'], parts: ReadonlyMap<string, string>): ReadonlySet<string> {
  const commands = [...parts].filter(([entryPoint]) => entryPoint.startsWith('src/cli/commands/'))
  const uses = new Map<string, number>()
  for (const [, output] of commands)
    for (const chunk of importedBy(outputs, output)) uses.set(chunk, (uses.get(chunk) ?? 0) + 1)
  const chunks = new Set([
    ...importedBy(outputs, parts.get('src/main.ts') ?? ''),
    ...[...uses].filter(([, count]) => count >= usedByMany).map(([chunk]) => chunk),
  ])
  const inputs = [...chunks].flatMap((path) => Object.keys(outputs[path]?.inputs ?? {}))
  return new Set(inputs.filter((input) => input.startsWith('src/')))
}

// Without the parts themselves, which stay files of their own.
function importedBy(
  outputs: Metafile['outputs'],
  output: string,
  found = new Set<string>(),
): ReadonlySet<string> {
  for (const { path, kind } of outputs[output]?.imports ?? []) {
    if (kind !== 'import-statement' || outputs[path] === undefined || found.has(path)) continue
    found.add(path)
    importedBy(outputs, path, found)
  }
  return found
}
