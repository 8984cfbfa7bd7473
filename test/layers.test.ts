import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as z from 'zod/mini'
import { temporaryFolder } from './support/temporary-folder.ts'

const root = join(import.meta.dirname, '..')
const imports = 'eslint(no-restricted-imports)'
const globals = 'eslint(no-restricted-globals)'
const properties = 'eslint(no-restricted-properties)'
const circles = 'import(no-cycle)'
const floating = 'typescript(no-floating-promises)'

/** What nobody may write, by the file it is written in, and the rule that must find it there. */
const breaches: Readonly<Record<string, readonly [rule: string, text: string]>> = {
  'core/node.ts': [imports, `import { sep } from 'node:path'\nexport const separator = sep\n`],
  'core/node-without-prefix.ts': [imports, `import { sep } from 'path'\nexport const separator = sep\n`],
  'core/package.ts': [imports, `import { z } from 'zod'\nexport const text = z.string()\n`],
  'core/ledger.ts': [imports, `export type { Ledger } from '../ledger/ledger.ts'\n`],
  'core/everything-of-cli.ts': [imports, `export * from '../cli/clean.ts'\n`],
  'core/lazily.ts': [imports, `export const files = async () => await import('node:fs')\n`],
  'core/batch/ledger.ts': [imports, `export type { Ledger } from '../../ledger/ledger.ts'\n`],
  'core/batch/package.ts': [imports, `import { z } from 'zod'\nexport const text = z.string()\n`],
  'core/batch/clock.ts': [globals, `export const now = () => Date.now()\n`],
  'core/clock.ts': [globals, `export const now = () => Date.now()\n`],
  'core/new-date.ts': [globals, `export const today = () => new Date()\n`],
  'core/environment.ts': [globals, `export const home = () => process.env['HOME']\n`],
  'core/process-exit.ts': [globals, `export const leave = () => process.exit(1)\n`],
  'core/network.ts': [globals, `export const get = async () => await fetch('https://example.com')\n`],
  'core/talk.ts': [globals, `export const say = () => console.log('hello')\n`],
  'core/by-the-back-door.ts': [globals, `export const back = () => globalThis\n`],
  'core/chance.ts': [properties, `export const toss = () => Math.random() < 0.5\n`],
  'core/identity.ts': [globals, `export const fresh = () => crypto.randomUUID()\n`],
  'cli/jsforce.ts': [
    imports,
    `import { Connection } from 'jsforce'\nexport const connection = new Connection()\n`,
  ],
  'cli/commands/sqlite.ts': [
    imports,
    `import Database from 'better-sqlite3'\nexport const open = () => new Database('')\n`,
  ],
  'cli/kysely.ts': [imports, `export type { Kysely } from 'kysely'\n`],
  'cli/adapter.ts': [imports, `export { open } from '../ledger/sqlite/clean.ts'\n`],
  'cli/commands/adapter.ts': [imports, `export { open } from '../../ledger/sqlite/clean.ts'\n`],
  'cli/lazily.ts': [imports, `export const open = async () => await import('../ledger/sqlite/clean.ts')\n`],
  'cli/api.ts': [imports, `export { org } from '../salesforce/api/clean.ts'\n`],
  'cli/main.ts': [imports, `export { start } from '../main.ts'\n`],
  'cli/sheet.ts': [imports, `export { readSheet } from '../sheet/read-sheet.ts'\n`],
  'cli/yaml.ts': [imports, `export { parse } from 'yaml'\n`],
  'app/cli.ts': [imports, `export type { command } from '../cli/clean.ts'\n`],
  'app/match/cli.ts': [imports, `export { command } from '../../cli/clean.ts'\n`],
  'app/commander.ts': [imports, `export type { Command } from 'commander'\n`],
  'app/commander-types.ts': [imports, `export type { Command } from '@commander-js/extra-typings'\n`],
  'app/color.ts': [imports, `import chalk from 'chalk'\nexport const red = chalk.red('red')\n`],
  'app/prompt.ts': [imports, `export { default } from 'inquirer'\n`],
  'app/adapter.ts': [imports, `export { open } from '../ledger/sqlite/clean.ts'\n`],
  'app/jsforce.ts': [imports, `export type { Connection } from 'jsforce'\n`],
  'app/main.ts': [imports, `export { start } from '../main.ts'\n`],
  'system/cli.ts': [imports, `export { command } from '../cli/clean.ts'\n`],
  'system/use-case.ts': [imports, `export { useCase } from '../app/clean.ts'\n`],
  'cli/files.ts': [imports, `export { writeFile } from '../system/clean.ts'\n`],
  'ledger/app.ts': [imports, `export type { useCase } from '../app/clean.ts'\n`],
  'core/circle-of-types.ts': [
    circles,
    `import type { Right } from './circle-back.ts'\nexport type Left = Right | null\n`,
  ],
  'core/circle-back.ts': [
    circles,
    `import type { Left } from './circle-of-types.ts'\nexport type Right = { left: Left }\n`,
  ],
  'sheet/cli.ts': [imports, `export { command } from '../cli/clean.ts'\n`],
  'sheet/terminal.ts': [imports, `import chalk from 'chalk'\nexport const red = chalk.red('red')\n`],
  'core/review/beyond.ts': [imports, `export type { Sheet } from '../../sheet/sheet.ts'\n`],
  'ledger/cli.ts': [imports, `export { command } from '../cli/clean.ts'\n`],
  'ledger/sqlite/cli.ts': [imports, `export { command } from '../../cli/clean.ts'\n`],
  'salesforce/main.ts': [imports, `export { start } from '../main.ts'\n`],
  'salesforce/terminal.ts': [imports, `import chalk from 'chalk'\nexport const red = chalk.red('red')\n`],
  'report/use-case.ts': [imports, `export type { useCase } from '../app/clean.ts'\n`],
  'salesscreen/prompt.ts': [imports, `export { default } from 'inquirer'\n`],
  'config/cli.ts': [imports, `export { command } from '../cli/clean.ts'\n`],
  'config/commander.ts': [imports, `export { Command } from 'commander'\n`],
  'cli/leave.ts': [properties, `export const leave = () => process.exit(1)\n`],
  'cli/leave-quietly.ts': [properties, `const { exit } = process\nexport const leave = () => exit(1)\n`],
  'ledger/leave.ts': [properties, `export const leave = () => process.exit(1)\n`],
  'ledger/sqlite/forgotten-query.ts': [
    floating,
    `import type { Kysely } from 'kysely'
export function clear(kysely: Kysely<{ team: { name: string } }>): void {
  kysely.deleteFrom('team').execute()
}
`,
  ],
  'salesforce/api/forgotten-query.ts': [
    floating,
    `import type { Connection } from 'jsforce'
export function ask(connection: Connection): void {
  connection.query('SELECT Id FROM User')
}
`,
  ],
  'ledger/forgotten-thenable.ts': [
    floating,
    `export function forget(start: () => PromiseLike<void>): void {
  start()
}
`,
  ],
  'core/cast.ts': ['typescript(consistent-type-assertions)', `export const cast = 'on' as string\n`],
  'core/any.ts': [
    'typescript(no-explicit-any)',
    `export const any = (value: any): string => String(value)\n`,
  ],
  'core/not-null.ts': [
    'typescript(no-non-null-assertion)',
    `export const first = (texts: readonly string[]) => texts[0]!.length\n`,
  ],
  'core/hush.ts': ['typescript(ban-ts-comment)', `// @ts-expect-error\nexport const wrong: string = 1\n`],
}

/** What must stay allowed, so that a rule that refuses everything is noticed. */
const clean: Readonly<Record<string, string>> = {
  'main.ts': `import { command } from './cli/clean.ts'
import { open } from './ledger/sqlite/clean.ts'
export const start = () => [command, open]
`,
  'core/clean.ts': `export const states = ['on', 'off'] as const\n`,
  'core/clean-neighbor.ts': `import { states } from './clean.ts'\nexport const first = states[0]\n`,
  'cli/clean.ts': `import { Command } from 'commander'
import { states } from '../core/clean.ts'
import type { Ledger } from '../ledger/ledger.ts'
export const command = new Command(states[0])
export const close = async (ledger: Ledger) => await ledger.close()
`,
  'app/clean.ts': `import type { Ledger } from '../ledger/ledger.ts'
export const useCase = async (ledger: Ledger) => await ledger.close()
`,
  'system/clean.ts': `import { writeFile } from 'node:fs/promises'
export { writeFile }
`,
  'ledger/ledger.ts': `export interface Ledger {\n  close(): Promise<void>\n}\n`,
  'ledger/sqlite/clean.ts': `import Database from 'better-sqlite3'
import { states } from '../../core/clean.ts'
export const open = () => [new Database(''), states]
`,
  'salesforce/api/clean.ts': `import { Connection } from 'jsforce'
export const org = async () => await new Connection().query('SELECT Id FROM User')
`,
}

const report = z.object({
  number_of_files: z.number(),
  diagnostics: z.array(z.object({ code: z.string(), filename: z.string() })),
})

/** Runs the real linter in a folder; it ends with 1 when it finds something. */
function lint(folder: string): z.infer<typeof report> {
  const linter = join(root, 'node_modules/.bin/oxlint')
  const words = ['--type-aware', '--format', 'json', 'src']
  const command = `"$0" "$@" || test $? -eq 1`
  const printed = execFileSync('sh', ['-c', command, linter, ...words], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  return report.parse(JSON.parse(printed))
}

/** A folder set up like this project, with these files under `src`. */
function projectOf(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder()
  for (const name of ['.oxlintrc.json', 'tsconfig.json', 'package.json'])
    copyFileSync(join(root, name), join(folder, name))
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'))
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, 'src', name)), { recursive: true })
    writeFileSync(join(folder, 'src', name), text)
  }
  return folder
}

describe('the linter', () => {
  test('finds every breach of the layers, and nothing in clean files', () => {
    const texts = Object.entries(breaches).map(([name, [, text]]) => [name, text] as const)
    const { diagnostics, number_of_files: seen } = lint(projectOf({ ...clean, ...Object.fromEntries(texts) }))
    const found = diagnostics.map(({ filename, code }) => `${filename}: ${code}`)
    const expected = Object.entries(breaches).map(([name, [rule]]) => `src/${name}: ${rule}`)
    expect([...new Set(found)].toSorted()).toEqual(expected.toSorted())
    expect(seen).toBe(Object.keys(clean).length + texts.length)
  })

  test('sees every file of this project', () => {
    const files = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    expect(lint(root).number_of_files).toBe(files.filter((name) => name.endsWith('.ts')).length)
  })
})
