import { expect, test } from 'vitest'
import {
  backupFiles,
  batchFiles,
  dumpFiles,
  type FileKind,
  planFiles,
  plannedFiles,
  reportFiles,
  userListFiles,
} from '../../src/cli/file-kinds.ts'

const kinds: Readonly<Record<string, FileKind>> = {
  report: reportFiles,
  users: userListFiles,
  batch: batchFiles,
  planned: plannedFiles,
  dump: dumpFiles,
  plan: planFiles,
  backup: backupFiles,
}

/** The kinds that a file most likely is of. */
function likelyKinds(head: string | Buffer): string[] {
  return Object.entries(kinds).flatMap(([name, { likeness }]) =>
    likeness(Buffer.from(head)) === 0 ? [name] : [],
  )
}

test.each([
  ['a report', 'User ID,Full Name,Email\n', ['report', 'batch', 'planned']],
  ['a report below its title', 'Users\n\nUser ID;Username;Active\n', ['report', 'batch', 'planned']],
  ['a report in German', 'Benutzer-ID,Nachname,E-Mail\n', ['report', 'batch', 'planned']],
  ['a report with unknown labels', 'Foo,Bar\n0055g0000004C92AAE,x\n', ['report']],
  ['a report in UTF-16', Buffer.from('\ufeffUser ID\tUsername\n', 'utf16le'), ['report', 'batch', 'planned']],
  ['a list of users', 'Email,First name,Team,Status\n', ['users', 'batch', 'planned']],
  ['rows of JSON', '{"email":"ada@acme.example","team":"Sales"}\n', ['users', 'batch', 'planned']],
  ['other records', 'Id,Amount,Stage\n0065g0000004C92AAE,5,won\n', []],
  ['a workbook', Buffer.from('504b030414000600', 'hex'), ['users', 'batch', 'planned']],
  ['a roster', 'teams:\n  Sales:\n    - ada@acme.example\n', ['planned']],
  ['a dump', '{"sfsync":"dump","version":1}\n', ['dump']],
  ['a plan', '{"sfsync":"plan","version":1}\n', ['plan']],
  ['a backup', 'SQLite format 3\0', ['backup']],
  ['an empty file', '', []],
])('%s is shown by its first bytes', (_, head, expected) => {
  expect(likelyKinds(head)).toEqual(expected)
})

test('a workbook may be a report, and a report may list users', () => {
  expect(reportFiles.likeness(Buffer.from('504b0304', 'hex'))).toBe(1)
  expect(userListFiles.likeness(Buffer.from('User ID,Username,Email\n'))).toBe(1)
})
