import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { passwordInFile } from '../../../src/config/secrets/pass-file.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const file = String.raw`# server:port:database:user:password
db.acme.example:5432:people:ada:first
db.acme.example:*:people:ada:second
*:6432:a\:b:*:pass\:with\\signs:and more
\:\:1:5432:people:ada:sixth
*:*:*:bob:last
`

function written(mode = 0o600): string {
  const path = join(temporaryFolder(), 'passwords')
  writeFileSync(path, file, { mode })
  chmodSync(path, mode)
  return path
}

test.each([
  ['postgres://ada@db.acme.example/people', 'first'],
  ['postgres://ada@db.acme.example:6000/people', 'second'],
  ['postgres://zoe@any.example:6432/a%3Ab', String.raw`pass:with\signs:and more`],
  ['postgres://ada@[::1]/people', 'sixth'],
  ['postgres://any.example/people', 'last'],
  ['postgres://ada@any.example/people', undefined],
])('%s has the password of the first line that fits: %s', (address, password) => {
  const environment = { PGPASSFILE: written(), PGUSER: 'bob' }
  expect(passwordInFile(address, environment, undefined).password).toBe(password)
})

test.each([
  ['postgres://ada@any.example/pe%20ople', 'any.example:5432:pe ople:ada'],
  ['postgres://a%5Cb@[::2]:6000/a%3Ab', String.raw`\:\:2:6000:a\:b:a\\b`],
])('%s needs the line %s, which then fits', (address, line) => {
  const environment = { PGPASSFILE: written() }
  expect(passwordInFile(address, environment, undefined).line).toBe(line)
  writeFileSync(environment.PGPASSFILE, `${line}:found\n`)
  expect(passwordInFile(address, environment, undefined).password).toBe('found')
})

test('the file at home is used where no other one is named, and need not be there', () => {
  const home = temporaryFolder()
  expect(passwordInFile('postgres://bob@h/d', {}, home)).toEqual({})
  writeFileSync(join(home, '.pgpass'), file, { mode: 0o600 })
  expect(passwordInFile('postgres://bob@h/d', {}, home).password).toBe('last')
})

test('a file that others can read is refused with what to do', () => {
  const path = written(0o644)
  expect(() => passwordInFile('postgres://bob@h/d', { PGPASSFILE: path }, undefined)).toThrow(
    `the password file ${path} can be read by other accounts, so its passwords are not used`,
  )
})

test('a file that was named and is not there is no silence', () => {
  expect(() => passwordInFile('postgres://bob@h/d', { PGPASSFILE: '/no/file' }, undefined)).toThrow(
    'the password file /no/file (PGPASSFILE) cannot be read',
  )
})
