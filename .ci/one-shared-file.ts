import { readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type { Metafile, Plugin } from 'esbuild'

// These start on their own and must be fast.
const alone = ['src/start.ts', 'src/config/secrets/keyring-process.ts']

/** What this many commands need is loaded with the command line. */
const usedByMany = 8

/** The part of the ledger that is loaded before its other parts. */
const ledger = 'src/ledger/sqlite/open.ts'

/**
 * Every file costs start-up time, and code splitting makes one for each set of parts that share something. Here every
 * part imports what the command line needs, and what many commands do, which is loaded by then: one file remains. So do
 * the parts of the ledger with what opening it needs.
 */
export function oneSharedFile(root: string, { outputs }: Metafile): Plugin {
  const parts = new Map(
    Object.entries(outputs).flatMap(([path, { entryPoint }]) =>
      entryPoint === undefined ? [] : [[entryPoint, path]],
    ),
  )
  const shared = sharedInputs(outputs, parts)
  const opening = inputsOf(outputs, importedBy(outputs, parts.get(ledger) ?? ''))
  const importsOf = (inputs: Iterable<string>) =>
    [...inputs].map((input) => `import ${JSON.stringify(join(root, input))}\n`).join('')
  return {
    name: 'one-shared-file',
    setup({ onLoad }) {
      onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
        const name = relative(root, path)
        if (!parts.has(name) || shared.has(name) || alone.includes(name)) return undefined
        const isLedger = dirname(name) === dirname(ledger) && !opening.has(name)
        const more = importsOf(shared) + (isLedger ? importsOf(opening) : '')
        return { contents: (await readFile(path, 'utf8')) + more, loader: 'ts' }
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
  return inputsOf(outputs, chunks)
}

function inputsOf(outputs: Metafile['outputs'], chunks: Iterable<string>): ReadonlySet<string> {
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
