import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { suffixOf } from '../../src/core/salesforce-id.ts'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const firstNames = ['Ada', 'Åse', 'Grace', 'José', 'Li', 'Mary', 'Nora', 'Per', 'Søren', 'Yuki']
const lastNames = [
  'Andersen',
  'Berg',
  'Dahl',
  'Hansen',
  'Kim',
  'Larsen',
  'Lovelace',
  'Müller',
  'Nakamura',
  'Silva',
]
const profiles = ['Sales User', 'Sales Manager', 'Standard User', 'System Administrator']
const headings = [
  'User ID',
  'First Name',
  'Last Name',
  'Username',
  'Email',
  'Alias',
  'Active',
  'Profile',
  'Role',
  'Department',
  'Title',
]

/** The 18-character Salesforce User ID of the person with this number; IDs come as in an org, one after another. */
export function salesforceUserIdOf(person: number): string {
  let digits = ''
  for (let rest = person; digits.length < 9; rest = Math.floor(rest / 62))
    digits = (alphabet[rest % 62] ?? '0') + digits
  const fifteen = `0055g0${digits}`
  return fifteen + suffixOf(fifteen)
}

/** The e-mail address of the person with this number. */
export function emailOf(person: number): string {
  return `person.${person}@acme.example`
}

/** The first and the last name of the person with this number, in Salesforce and in SalesScreen. */
export function namesOf(person: number): readonly [first: string, last: string] {
  return [firstNames[person % 10] ?? '', `${lastNames[Math.floor(person / 10) % 10] ?? ''} ${person}`]
}

/** Writes a Users report with this many people, as Salesforce exports it: every cell quoted. */
export async function writeReport(file: string, people: number): Promise<void> {
  const stream = createWriteStream(file)
  let text = row(headings)
  for (let person = 0; person < people; person += 1) {
    text += row(cellsOf(person))
    if (text.length < 1 << 18) continue
    if (!stream.write(text)) await once(stream, 'drain')
    text = ''
  }
  stream.end(text)
  await finished(stream)
}

function cellsOf(person: number): string[] {
  const [first, last] = namesOf(person)
  return [
    salesforceUserIdOf(person),
    first,
    last,
    `${emailOf(person)}.prod`,
    emailOf(person),
    `p${person}`,
    person % 10 === 3 ? '0' : '1',
    profiles[person % profiles.length] ?? '',
    `Region ${person % 40}`,
    `Sales ${person % 12}`,
    'Account Executive',
  ]
}

function row(cells: readonly string[]): string {
  return `${cells.map((cell) => `"${cell}"`).join(',')}\r\n`
}
