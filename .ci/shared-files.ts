import { readFile } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type { Metafile, Plugin } from 'esbuild'

// These start on their own; the others wait for what main.ts awaits if they import it.
const alone = [
  'src/start.ts',
  'src/main.ts',
  'src/cli/notices.ts',
  'src/config/secrets/keyring-process.ts',
  'src/salesforce/diagnose/look-up-process.ts',
]

/** What the commands that scripts call in loops need is one file: the command line, the ledger, and these. */
const hot = [
  'src/main.ts',
  'src/cli/commands/map.ts',
  'src/cli/commands/status.ts',
  'src/ledger/sqlite/open.ts',
  'src/ledger/sqlite/entered-queries.ts',
]

/** What this many other commands need is a second file. */
const usedByMany = 8

/**
 * Every file costs start-up time, and so does code that a command does not use; code splitting makes one file for each set
 * of parts that share something. Here every part imports what the hot commands need, and every part that needs something
 * which many commands do imports all of that: two files remain, and the small ones of each part.
 */
export function sharedFiles(root: string, { outputs }: Metafile): Plugin {
  const parts = new Map(
    Object.entries(outputs).flatMap(([path, { entryPoint }]) =>
      entryPoint === undefined ? [] : [[entryPoint, path]],
    ),
  )
  const inputsOfPart = new Map([...parts].map(([part, path]) => [part, inputsOf(outputs, path)]))
  const hotInputs = new Set(hot.flatMap((part) => [...(inputsOfPart.get(part) ?? [])]))
  for (const part of alone) hotInputs.delete(part)
  const warmInputs = new Set([...usedBy(inputsOfPart)].filter((input) => !hotInputs.has(input)))
  const importsOf = (inputs: Iterable<string>) =>
    [...inputs].map((input) => `import ${JSON.stringify(join(root, input))}\n`).join('')
  return {
    name: 'shared-files',
    setup({ onLoad }) {
      onLoad({ filter: /\/src\/.*\.ts$/ }, async ({ path }) => {
        const name = relative(root, path)
        const inputs = inputsOfPart.get(name)
        if (inputs === undefined || (alone.includes(name) && !hot.includes(name))) return undefined
        const isWarm = [...inputs].some((input) => warmInputs.has(input))
        const others = (more: ReadonlySet<string>) => [...more].filter((input) => input !== name)
        const more = importsOf(others(hotInputs)) + (isWarm ? importsOf(others(warmInputs)) : '')
        return { contents: (await readFile(path, 'utf8')) + more, loader: 'ts', resolveDir: dirname(path) }
      })
    },
  }
}

function usedBy(inputsOfPart: ReadonlyMap<string, ReadonlySet<string>>): ReadonlySet<string> {
  const uses = new Map<string, number>()
  for (const [part, inputs] of inputsOfPart)
    if (part.startsWith('src/cli/commands/'))
      for (const input of inputs) uses.set(input, (uses.get(input) ?? 0) + 1)
  return new Set([...uses].flatMap(([input, count]) => (count >= usedByMany ? [input] : [])))
}

/** The files of this project that an output and what it imports at once consist of. */
function inputsOf(outputs: Metafile['outputs'], output: string): ReadonlySet<string> {
  const inputs = new Set<string>()
  const visited = new Set<string>()
  const visit = (path: string): void => {
    if (visited.has(path)) return
    visited.add(path)
    for (const input of Object.keys(outputs[path]?.inputs ?? {}))
      if (input.startsWith('src/')) inputs.add(input)
    for (const { path: imported, kind } of outputs[path]?.imports ?? [])
      if (kind === 'import-statement' && outputs[imported] !== undefined) visit(imported)
  }
  visit(output)
  return inputs
}
