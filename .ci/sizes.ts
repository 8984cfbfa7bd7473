// Reports how large the source is, and how far one has to walk to understand one command. It never fails.
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const root = join(import.meta.dirname, '..', 'src')
const start = 'cli/commands/map.ts'
const [long, short] = [400, 30]

const lines = new Map(
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => [name, textOf(name).split('\n').length - 1]),
)
const total = [...lines.values()].reduce((sum, count) => sum + count, 0)

console.log(`src: ${lines.size} files, ${total} lines`)
console.log(namesWhere('more than', long, (count) => count > long))
console.log(namesWhere('at most', short, (count) => count <= short))
console.log(
  reach(
    'only what runs',
    /^(?:import|export) (?!type )(?!\{(?:\s*type [^,}]+,?)+\s*\})[^'"`;]*?from '(\.[^']+)'/gm,
  ),
)
console.log(reach('type-only imports included', /^(?:import|export) [^'"`;]*?from '(\.[^']+)'/gm))

function textOf(name: string): string {
  return readFileSync(join(root, name), 'utf8')
}

function namesWhere(words: string, limit: number, matches: (count: number) => boolean): string {
  const names = [...lines].filter(([, count]) => matches(count)).map(([name]) => name)
  const shown = names.length > 0 && names.length <= 8 ? `: ${names.join(', ')}` : ''
  return `files of ${words} ${limit} lines: ${names.length}${shown}`
}

/** How many files of src one file imports, itself included and whatever those import; `import()` is not followed. */
function reach(what: string, pattern: RegExp): string {
  const reached = new Set([start])
  for (const name of reached)
    for (const [, path = ''] of textOf(name).matchAll(pattern))
      reached.add(relative(root, join(root, dirname(name), path)))
  const folders = new Set([...reached].map((name) => dirname(name)))
  return `map reaches ${reached.size} files in ${folders.size} folders (static imports from ${start}, ${what})`
}
