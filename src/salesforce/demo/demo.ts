import { isSalesforceUserId, type SalesforceUserId, suffixOf } from '../../core/salesforce-id.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import { SfsyncError } from '../../core/errors.ts'
import type { Activity, ActivityReader, DirectoryReading } from '../salesforce.ts'
import { demoPeople, type DemoPerson } from './people.ts'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const firstNumber = 1_000_000
// Far enough apart that no two IDs look alike.
const step = 977
const origin = 'the built-in sample org'
const identity = 'demo.admin@acme.example'
const organizationId = '00D5g0000000DemEAE'

/** Reads the built-in sample org: always the same users with the same IDs. */
export function readDemo(): DirectoryReading {
  return {
    read: { source: 'demo', origin, identity, organizationId },
    total: demoPeople.length,
    pages: onePage(demoPeople.map((person, index) => salesforceUser(person, index))),
    problems: [],
    notices: [],
  }
}

async function* onePage(users: readonly SalesforceUser[]): AsyncGenerator<readonly SalesforceUser[]> {
  yield await Promise.resolve(users)
}

function salesforceUser(person: DemoPerson, index: number): SalesforceUser {
  const { first, last, login, department } = person
  return {
    salesforceUserId: numberedId(firstNumber + index * step),
    name: first === null ? last : `${first} ${last}`,
    firstName: first,
    lastName: last,
    username: `${login}@acme.example.prod`,
    email: person.email === undefined ? `${login}@acme.example` : person.email,
    alias: login.slice(0, 8),
    active: person.active ?? true,
    frozen: false,
    type: person.type ?? 'Standard',
    profile: person.profile === undefined ? 'Standard User' : person.profile,
    role: person.role === undefined ? department : person.role,
    department,
    title: person.title ?? null,
    manager: person.manager ?? null,
    employeeNumber: String(1001 + index),
    federationId: null,
    lastLoginAt: person.lastLoginAt === undefined ? lastLogin(index) : person.lastLoginAt,
  }
}

function lastLogin(index: number): string {
  return `2026-11-${String(1 + (index % 20)).padStart(2, '0')}T08:${String(index % 60).padStart(2, '0')}:00.000Z`
}

function numberedId(number: number): SalesforceUserId {
  let rest = number
  let digits = ''
  while (rest > 0) {
    digits = (alphabet[rest % alphabet.length] ?? '') + digits
    rest = Math.floor(rest / alphabet.length)
  }
  const fifteen = `0055g0000${digits.padStart(6, '0')}`
  const id = fifteen + suffixOf(fifteen)
  if (!isSalesforceUserId(id)) throw new SfsyncError('failure', `${id} is not a Salesforce User ID`)
  return id
}

/** The activity of the sample org's users; always the same. */
export function demoActivity(): ActivityReader {
  return {
    origin,
    identity: async () => await Promise.resolve({ identity, organizationId }),
    activityOf: async (salesforceUserIds) =>
      await Promise.resolve(new Map(salesforceUserIds.map((owner) => [owner, activityOf(owner)]))),
    hiddenKinds: () => [],
  }
}

function activityOf(salesforceUserId: string): Activity {
  const number = salesforceUserId.split('').reduce((sum, character) => sum + character.charCodeAt(0), 0)
  return { opportunities: number % 9, tasks: number % 31, events: number % 7 }
}
