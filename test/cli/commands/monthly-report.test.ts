import { expect, test } from 'vitest'
import type { SalesforceUser } from '../../../src/core/salesforce-user.ts'
import { pagesOf } from '../../support/all.ts'
import { aMapping, aSalesforceUser, aUser } from '../../support/builders.ts'
import { aStage } from '../../support/dependencies.ts'
import type { MemoryLedger } from '../../support/memory-ledger.ts'
import { aLedger } from '../../support/seeded-ledger.ts'

const ada = aSalesforceUser('ada')
const bob = aSalesforceUser('bob')
const cleo = aSalesforceUser('cleo')
const dan = aSalesforceUser('dan')

/** Runs a command where the report new.csv has these users. */
async function withReport(ledger: MemoryLedger, users: readonly SalesforceUser[], ...words: string[]) {
  const readReport = async () =>
    await Promise.resolve({
      read: { source: 'report', origin: 'new.csv', identity: null, organizationId: null } as const,
      total: undefined,
      pages: pagesOf(users),
      problems: [],
      notices: [],
    })
  return await aStage({ ledger, parts: { readReport } }).run(...words)
}

async function mappedLedger(): Promise<MemoryLedger> {
  return await aLedger({ users: [aUser('ada')], mappings: [aMapping('ada')], people: [ada, bob, cleo] })
}

const changed = { ...bob, email: 'bob@new.example' }

test('names who joined, left and changed, with who is mapped', async () => {
  const ledger = await mappedLedger()
  expect(
    await withReport(ledger, [changed, cleo, dan], 'sf-users', 'import', 'new.csv', '--complete'),
  ).toEqual({
    exitCode: 0,
    stdout: `3 users read from new.csv: 1 new, 1 left, 1 changed
  new      Dan Example (dan@example.com)
  left     Ada Example (ada@example.com), mapped to ada@example.com
  changed  Bob Example (bob@new.example): email: bob@example.com -> bob@new.example
`,
    stderr: 'next: sfsync guide --monthly\n',
  })
  const log = await withReport(
    ledger,
    [],
    'sf-users',
    'log',
    '2',
    '--format',
    'csv',
    '--columns',
    'name,what,fields',
  )
  expect(log.stdout.split('\n').toSorted()).toEqual([
    '',
    'Ada Example,left,active: true -> false',
    'Bob Example,changed,email: bob@example.com -> bob@new.example',
    'Dan Example,added,',
    'name,what,fields',
  ])
  const check = await withReport(ledger, [], 'check', '--offline')
  expect(check.stdout).toContain('ada@example.com (Ada Example) is inactive in Salesforce')
})

test('a report that was not complete after all is put right by one that is', async () => {
  const ledger = await mappedLedger()
  const complete = ['sf-users', 'import', 'new.csv', '--complete'] as const
  const wrong = await withReport(ledger, [bob, cleo], ...complete)
  expect(wrong.stdout).toContain('  left  Ada Example (ada@example.com), mapped to ada@example.com\n')
  expect((await withReport(ledger, [], 'check', '--offline')).stdout).toContain('is inactive in Salesforce')
  const right = await withReport(ledger, [ada, bob, cleo], ...complete)
  expect(right.stdout).toBe(`3 users read from new.csv: 1 active again
  active again  Ada Example (ada@example.com), mapped to ada@example.com
`)
  expect((await withReport(ledger, [], 'check', '--offline')).stdout).not.toContain('inactive')
  const log = await withReport(ledger, [], 'sf-users', 'log', '--json')
  const counts = JSON.parse(log.stdout).map((read: Record<string, number>) => [
    read['left'],
    read['returned'],
    read['changed'],
  ])
  expect(counts).toEqual([
    [0, 1, 0],
    [1, 0, 0],
    [0, 0, 0],
  ])
  const { stdout: help } = await withReport(ledger, [], 'sf-users', 'import', '--help')
  expect(help.replace(/\s+/g, ' ')).toContain(
    'if it did not list everyone, import one that does, and they are active again',
  )
})

test('a partial report changes nothing of who is not in it, and names them', async () => {
  const ledger = await mappedLedger()
  const { stdout, stderr } = await withReport(ledger, [bob], 'sf-users', 'import', 'new.csv')
  expect({ stdout, stderr }).toEqual({
    stdout: '1 user read from new.csv: no changes\n',
    stderr: `next: 2 active users of the directory are not in new.csv: Ada Example (ada@example.com) and Cleo Example (cleo@example.com). If it lists every active user, they have left; record that: sfsync sf-users import new.csv --complete
next: sfsync sf-users list --unmapped
`,
  })
  expect((await withReport(ledger, [], 'check', '--offline')).stdout).not.toContain('inactive')
})

test('names five of a kind, and everyone with --all-changes or --json', async () => {
  const many = Array.from({ length: 8 }, (_, index) => aSalesforceUser(`joiner${index}`))
  const import_ = ['sf-users', 'import', 'new.csv', '--dry-run'] as const
  const ledger = await aLedger({ people: [ada] })
  const some = await withReport(ledger, [ada, ...many], ...import_)
  expect(some.stdout.split('\n').slice(4)).toEqual([
    '  new  Joiner3 Example (joiner3@example.com)',
    '  new  Joiner4 Example (joiner4@example.com)',
    '  new  ... and 3 more',
    '',
  ])
  const all = await withReport(ledger, [ada, ...many], ...import_, '--all-changes')
  expect(all.stdout).toContain('  new  Joiner7 Example (joiner7@example.com)\n')
  const document = await withReport(ledger, [ada, ...many], ...import_, '--json')
  expect(JSON.parse(document.stdout).read.users).toHaveLength(8)
  const kept = await withReport(ledger, [ada, ...many], 'sf-users', 'import', 'new.csv')
  expect(kept.stderr).toContain('all changes: sfsync sf-users log 2\n')
})

test('more leavers than one run may have need their exact number', async () => {
  const names = Array.from({ length: 20 }, (_, index) => `user${index}`)
  const people = names.map((name) => aSalesforceUser(name))
  const ledger = await aLedger({ people })
  const complete = ['sf-users', 'import', 'new.csv', '--complete'] as const
  const { exitCode, stderr } = await withReport(ledger, people.slice(5), ...complete)
  expect({ exitCode, stderr }).toEqual({
    exitCode: 7,
    stderr: `error: new.csv no longer shows 5 of the 20 users in the directory; the limit for one run is 10 users or 10 percent; nothing was changed
  with --complete they count as people who left; check that the report lists every active user, without filters
try: if that is what you want, add --allow-removals 5
`,
  })
  const allowed = await withReport(ledger, people.slice(5), ...complete, '--allow-removals', '5')
  expect(allowed.stdout).toContain('15 users read from new.csv: 5 left\n')
})

test.each([['--replace'], ['--keep-going']])('a complete report cannot be combined with %s', async (flag) => {
  const { exitCode } = await withReport(
    await aLedger(),
    [ada],
    'sf-users',
    'import',
    'new.csv',
    '--complete',
    flag,
  )
  expect(exitCode).toBe(2)
})
