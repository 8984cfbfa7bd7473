import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import * as z from 'zod'
import { programToRead, typedName } from '../../.ci/reference.ts'
import { schemaText } from '../../.ci/schema.ts'
import { outputReference } from '../../src/cli/json-schemas.ts'
import { everyCommand } from '../../src/cli/program.ts'
import { sfsync } from '../support/sfsync.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { shapeOf } from './shape.ts'

type Kind = 'list' | 'show' | 'write' | 'planned' | 'tried' | 'read in' | 'failure'

const people = 'Email,Name,Team,External ID\ncher@acme.example,Cher,West,0055g0000004K1XAAU\n'
const mapping = 'Email,External ID\ncher@acme.example,0055g0000004C92AAE\n'
const report = 'User ID,Name\n0055g0000004C92AAE,Ada\n0055g0000004C9,Grace\n'

const root = join(import.meta.dirname, '..', '..')

// One ledger of the demo profile, command after command, so that every key has a value and, where it can, none.
const story: readonly (readonly [kind: Kind, ...words: string[]])[] = [
  ['show', 'login'],
  ['show', 'whoami'],
  ['show', 'logout'],
  ['write', 'settings', 'set', 'auto-sync', 'off'],
  ['write', 'settings', 'set', 'licenses', '50'],
  ['write', 'settings', 'unset', 'licenses'],
  ['write', 'settings', 'set', 'color', 'never'],
  ['write', 'settings', 'unset', 'color'],
  ['show', 'settings', 'get', 'auto-sync'],
  ['list', 'settings', 'list'],
  ['list', 'settings', 'check'],
  ['list', 'settings', 'path'],
  ['list', 'sf-users', 'list', '--all'],
  ['list', 'sf-users', 'find', 'ada'],
  ['show', 'sf-users', 'show', 'ada.lovelace@acme.example'],
  ['read in', 'sf-users', 'refresh'],
  ['list', 'sf-users', 'frozen'],
  ['list', 'sf-users', 'log'],
  ['write', 'add', 'dorothy.vaughan@acme.example', '--team', 'North', '--create-team', '--dry-run'],
  ['write', 'create-user', '--from-sf', 'ada.lovelace@acme.example.prod', '--team', 'North', '--create-team'],
  ['write', 'create-user', '--from-sf', 'ada.lovelace@acme.example.prod', '--first-name', 'Augusta'],
  ['write', 'create-user', '--from-sf', 'grace.hopper@acme.example.prod', '--nickname', 'grace'],
  ['write', 'assign-team', 'grace', 'North'],
  ['write', 'teams', 'create', 'South', '--key', 'south'],
  ['write', 'teams', 'rename', 'South', 'Deep South'],
  ['write', 'teams', 'key', 'Deep South', '--none', '--dry-run'],
  ['write', 'teams', 'key', 'Deep South', '--none'],
  ['list', 'teams', 'list'],
  ['write', 'teams', 'delete', 'Deep South'],
  ['write', 'map', 'ada.lovelace@acme.example', 'ada.lovelace@acme.example.prod'],
  ['write', 'map', 'grace', 'alan.turing@acme.example.prod', '--allow-inactive', '--allow-mismatch'],
  ['write', 'map', 'grace', 'grace.hopper@acme.example.prod', '--replace', '--dry-run'],
  ['list', 'check'],
  ['list', 'mappings', 'list'],
  ['write', 'unmap', 'grace'],
  ['write', 'users', 'edit', 'grace', '--last-name', 'Murray'],
  ['write', 'users', 'deactivate', 'grace'],
  ['write', 'users', 'reactivate', 'grace'],
  ['list', 'users', 'list'],
  ['list', 'users', 'licenses'],
  ['show', 'users', 'show', 'grace'],
  ['list', 'todo'],
  ['write', 'todo', 'done', '--all'],
  ['list', 'mappings', 'audit', '--seed', 'x'],
  ['list', 'status'],
  ['list', 'status', '--activity'],
  ['write', 'todo', 'reopen', 'grace', '--kind', 'assign-team'],
  ['show', 'todo', 'export', 'todo.csv'],
  ['tried', 'todo', 'push', '--all', '--dry-run'],
  ['show', 'todo', 'key', '--remove'],
  ['show', 'settings', 'init', '--ledger-only'],
  ['show', 'settings', 'password', '--remove', '--store', 'postgres://ada@db.acme.example/people'],
  ['write', 'users', 'import', 'users.csv', '--dry-run'],
  ['list', 'history'],
  ['write', 'undo', '1'],
  ['show', 'show', '2'],
  ['list', 'blame', 'grace'],
  ['write', 'import', 'people.csv', '--create-team'],
  ['write', 'import', 'people.csv', '--create-team'],
  ['write', 'map', '--file', 'mapping.csv', '--keep-going'],
  ['planned', 'plan', 'new.csv', '--create-team', '--out', 'new.plan'],
  ['write', 'apply', 'new.plan'],
  ['show', 'export', '--for-review', 'review.csv'],
  ['tried', 'try', '--', 'true'],
  ['show', 'report', 'report.html'],
  ['show', 'dump', 'ledger.ndjson'],
  ['write', 'load', 'ledger.ndjson'],
  ['show', 'backup', 'monday.sqlite'],
  ['show', 'restore', 'monday.sqlite', '--force'],
  ['list', 'suggest', '--explain'],
  ['list', 'suggest', '--for-salesforce'],
  ['write', 'suggest', '--accept', 'score>=0.97 and gap>=0.15', '--dry-run'],
  ['write', 'reject', 'grace', 'hedy.lamarr@acme.example.prod', '--reason', 'somebody else'],
  ['list', 'decisions', 'list'],
  ['show', 'explain', 'grace'],
  ['show', 'explain', 'hedy.lamarr@acme.example.prod'],
  ['write', 'decisions', 'remove', 'grace'],
  ['list', 'doctor'],
  ['failure', 'map', 'nobody', '0055g0000004C92AAE'],
  ['failure', 'map', 'grace', 'ada.lovelace@acme.example.prod'],
  ['failure', 'sf-users', 'show', 'sales@acme.example'],
  ['failure', 'sf-users', 'import', 'report.csv'],
  ['failure', 'undo', '99'],
  ['failure', 'teams', 'list', '--nonsense'],
]

const keysOf: Readonly<Record<Kind, readonly string[] | undefined>> = {
  list: undefined,
  show: undefined,
  write: ['changeSet', 'changes', 'warnings', 'next'],
  planned: ['digest', 'changes', 'warnings', 'next'],
  'read in': ['changeSet', 'changes', 'warnings', 'next', 'read'],
  tried: ['changeSets', 'changes', 'warnings', 'next'],
  failure: ['error'],
}

// Scripts rely on these shapes: a change here is a decision, taken with `vitest -u` and said in the changelog.
test('the JSON of every command has the shape that was decided', async () => {
  const home = temporaryFolder()
  writeFileSync(join(home, 'report.csv'), report)
  writeFileSync(join(home, 'people.csv'), people)
  writeFileSync(join(home, 'mapping.csv'), mapping)
  writeFileSync(
    join(home, 'users.csv'),
    'Email,First name,Last name,State\neve@acme.example,Eve,Moore,Active\n',
  )
  writeFileSync(join(home, 'new.csv'), 'Email,Name\nnew@acme.example,Newcomer\n')
  const schema: Record<string, unknown> = JSON.parse(readFileSync(join(root, 'docs', 'schema.json'), 'utf8'))
  // The longest name first: "todo done" is no "todo".
  const names = everyCommand(await programToRead())
    .map((command) => typedName(command))
    .toSorted((one, other) => other.length - one.length)
  const shapes: string[] = []
  for (const [kind, ...words] of story) {
    const { stdout } = await sfsync(home, ['--profile', 'demo', '--json', ...words])
    const document: unknown = JSON.parse(stdout)
    const title = `${kind}: sfsync ${words.join(' ')}`
    const name = names.find((each) => `sfsync ${words.join(' ')} `.startsWith(`${each} `)) ?? ''
    const reference = kind === 'failure' ? '#/$defs/failure' : outputReference(name.replace('sfsync ', ''))
    const { error } = z.fromJSONSchema({ ...schema, $ref: reference ?? '' }).safeParse(document)
    expect.soft(error === undefined ? [] : error.issues, title).toEqual([])
    expect.soft(Array.isArray(document), title).toBe(kind === 'list')
    expect
      .soft(keysOf[kind]?.filter((key) => !Object.keys(Object(document)).includes(key)) ?? [], title)
      .toEqual([])
    shapes.push(`${title}\n${shapeOf(document)}`)
  }
  await expect(`${shapes.join('\n\n')}\n`).toMatchFileSnapshot(join(import.meta.dirname, 'json-shapes.txt'))
})

test('every command that has a result is among them', async () => {
  const typed = story.map(([, ...words]) => `sfsync ${words.join(' ')} `)
  const without = ['guide', 'review', 'todo walk', 'demo', 'completion', 'complete', 'help'].map(
    (name) => `sfsync ${name}`,
  )
  const names = everyCommand(await programToRead())
    .filter(({ commands }) => commands.length === 0)
    .map((command) => typedName(command))
    .filter((name) => !without.includes(name))
  expect(names.filter((name) => !typed.some((words) => words.startsWith(`${name} `)))).toEqual([])
})

test('docs/schema.json is what "npm run reference" writes', () => {
  expect(readFileSync(join(root, 'docs', 'schema.json'), 'utf8')).toBe(schemaText())
})
