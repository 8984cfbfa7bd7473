import { commandLine } from '../../src/core/hint.ts'
import { findingKinds } from '../../src/core/drift.ts'
import { userStates } from '../../src/core/model.ts'
import { standings } from '../../src/core/visibility.ts'
import { zeros } from '../../src/app/report/tally.ts'
import {
  type Coverage,
  mostRows,
  type Person,
  type ReportFacts,
  spareReasons,
} from '../../src/report/facts.ts'
import { salesforceUserIdOf, userIdOf } from './builders.ts'

const at = '2026-11-28T10:22:00.000Z'

/** Someone who is called so on both sides. */
export function aPerson(name: string): Person {
  const key = name
    .toLowerCase()
    .replaceAll(/[^a-z]/g, '.')
    .slice(0, 40)
  return {
    name,
    email: `${key}@acme.example`,
    userId: userIdOf(name),
    salesforceUserId: salesforceUserIdOf(name),
  }
}

function acting(name: string): Person {
  return { name, email: null, userId: null, salesforceUserId: null }
}

function coverage(name: string | null, showsUp: number, waiting: number, missing: number): Coverage {
  return { name, showsUp, waiting, missing }
}

/** A report on a company of two hundred with something of everything, always the same; with these people in every list. */
export function aReport(
  names: readonly string[] = ['Ada Lovelace', 'Grace Hopper', 'Åse Ørland', 'José Silva', 'Yuki Nakamura'],
): ReportFacts {
  const people = names.map((name) => aPerson(name))
  const rowsOf = <Row>(make: (person: Person, at: number) => Row) => ({
    rows: people.slice(0, mostRows).map((person, index) => make(person, index)),
    total: people.length,
  })
  const day = (back: number) => new Date(Date.parse(at) - back * 86_400_000).toISOString()
  const missing = ['pending', 'salesforce-unknown', 'no-team', 'not-mapped', 'waiting'] as const
  return {
    at,
    team: null,
    isAnonymous: false,
    autoSync: 'off',
    people: {
      standings: {
        ...zeros(standings),
        'shows-up': 143,
        waiting: 9,
        'no-team': 6,
        'not-mapped': 12,
        pending: 3,
        'not-in-salesscreen': 18,
        'salesforce-inactive': 5,
        'not-active': 4,
      },
      states: { ...zeros(userStates), active: 175, pending: 3, deactivated: 4 },
      funnel: {
        known: 191,
        'in-salesscreen': 173,
        'on-team': 167,
        mapped: 155,
        entered: 146,
        'shows-up': 143,
      },
      teams: {
        rows: [
          coverage('Sales North', 61, 4, 7),
          coverage('Sales South', 48, 2, 9),
          coverage('Partners', 34, 3, 5),
          coverage(null, 0, 0, 18),
        ],
        total: 4,
      },
      departments: {
        rows: [
          coverage('Field Sales', 90, 6, 20),
          coverage('Inside Sales', 53, 3, 7),
          coverage(null, 0, 0, 12),
        ],
        total: 3,
      },
      missing: rowsOf((person, index) => {
        const standing = missing[index % missing.length] ?? 'waiting'
        return {
          person,
          team: standing === 'no-team' ? null : 'Sales North',
          standing,
          next:
            standing === 'no-team'
              ? commandLine('assign-team', person.email ?? '', '<team>')
              : commandLine('explain', person.email ?? ''),
        }
      }),
      pending: {
        rows: people.slice(0, 3).map((person, index) => ({
          person,
          team: 'Sales South',
          since: index === 2 ? null : day(12 - 5 * index),
          daysLeft: index === 2 ? null : 2 + 5 * index,
        })),
        total: 3,
      },
    },
    licenses: {
      licenses: 180,
      used: 177,
      spare: { ...zeros(spareReasons), 'to-deactivate': 2, inactive: 5, unmapped: 12 },
      rows: rowsOf((person, index) => ({ person, reason: spareReasons[index % 4] ?? 'unmapped' })),
    },
    drift: {
      kinds: { ...zeros(findingKinds), inactive: 5, renamed: 2, crossed: 1, pending: 3 },
      changedUsers: 2,
      notChecked: [['other-org', 2]],
      onlyMappings: false,
      rows: rowsOf((person, index) => ({
        person,
        kind: findingKinds[index % findingKinds.length] ?? 'renamed',
        text: `is now called ${person.name ?? ''} Berg in Salesforce, not ${person.name ?? ''}`,
        since: day(index).slice(0, 10),
      })),
    },
    mappingDays: [
      { day: '2026-11-02', added: 120, replaced: 0, removed: 0 },
      { day: '2026-11-09', added: 25, replaced: 2, removed: 1 },
      { day: '2026-11-23', added: 14, replaced: 0, removed: 3 },
      { day: '2026-11-27', added: 3, replaced: 1, removed: 0 },
    ],
    directory: {
      last: {
        source: 'live',
        origin: 'https://acme.my.salesforce.com',
        identity: acting('integration@acme.example'),
        at: day(2),
        users: 214,
        scope: 'people',
      },
      reads: {
        rows: [1, 0].map((index) => ({
          number: index + 1,
          at: day(index === 1 ? 2 : 30),
          source: 'live',
          origin: 'https://acme.my.salesforce.com',
          identity: acting('integration@acme.example'),
          users: 214,
          added: index === 0 ? null : 4,
          left: index === 0 ? null : 3,
          returned: index === 0 ? null : 0,
          changed: index === 0 ? null : 7,
          dropped: index === 0 ? null : 0,
        })),
        total: 2,
      },
      days: [{ day: '2026-11-26', joined: 4, left: 3, changed: 7 }],
    },
    connection: {
      holder: acting('Integration User'),
      answers: [
        { about: 'user', result: 'ok', detail: 'Integration User (0055g0000000001AAA)' },
        { about: 'API Enabled', result: 'unknown', detail: 'could not look' },
      ],
    },
    history: rowsOf((person, index) => ({
      number: 100 - index,
      at: day(index),
      actor: acting(index % 2 === 0 ? 'jane' : 'kim'),
      role: null,
      changes: 1 + index,
      command: `sfsync map ${person.email ?? ''} ${person.salesforceUserId ?? ''}`,
      reason: index % 2 === 0 ? `${person.name ?? ''} asked for it` : null,
    })),
    decisions: rowsOf((person, index) => ({
      kind: index % 2 === 0 ? 'never' : 'later',
      user: person,
      salesforceUser: index % 3 === 0 ? null : person,
      until: index % 2 === 0 ? null : '2026-12-24',
      reason: `${person.name ?? ''} is someone else`,
      decidedBy: acting('jane'),
      decidedAt: day(index),
    })),
  }
}
