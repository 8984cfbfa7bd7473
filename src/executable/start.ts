// Where the single executable starts. It contains Node.js and the files of the package, and runs them from memory as
// Node.js runs those of an installed package, so that the program itself need not know which of the two it is.
import { registerHooks } from 'node:module'
import { getAsset } from 'node:sea'

// No file is there: the names only have the form that the program expects of its own files.
const folder = '/sfsync-executable/'
const root = `file://${folder}`

/** What the program loads by name, because a package has them beside it. */
const packages: Readonly<Record<string, string>> = {
  'better-sqlite3': 'addons/better-sqlite3.mjs',
  '@napi-rs/keyring': 'addons/keyring.cjs',
}

registerHooks({
  resolve: (specifier, context, next) => {
    const own = addressOf(specifier, context.parentURL ?? '')
    if (own === undefined) return next(specifier, context)
    return { url: own, format: own.endsWith('.cjs') ? 'commonjs' : 'module', shortCircuit: true }
  },
  load: (url, context, next) => {
    if (!url.startsWith(root)) return next(url, context)
    const format = url.endsWith('.cjs') ? 'commonjs' : 'module'
    return { source: getAsset(url.slice(root.length), 'utf8'), format, shortCircuit: true }
  },
})

function addressOf(specifier: string, from: string): string | undefined {
  if (specifier.startsWith(root)) return specifier
  if (!from.startsWith(root)) return undefined
  const name = packages[specifier]
  if (name !== undefined) return `${root}${name}`
  return specifier.startsWith('.') ? new URL(specifier, from).href : undefined
}

// The program starts itself, and its other programs, as `node <file> <words>`.
const program = `${folder}bin/sfsync.js`
const programs = [program, `${folder}dist/keyring-process.js`, `${folder}dist/look-up-process.js`]
const [node = '', , ...words] = process.argv
const file = programs.includes(words[0] ?? '') ? (words.shift() ?? '') : program
process.argv = [node, file, ...words]
void import(`file://${file}`)
