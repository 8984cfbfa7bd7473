import { describe, expect, test } from 'vitest'
import type { BatchKind } from '../../../src/core/batch/decide-row.ts'
import type { BatchRow } from '../../../src/core/batch/rows.ts'
import { aTeam, aUser, salesforceUserIdOf } from '../../support/builders.ts'
import { decide, type World } from './support.ts'

const kims = { firstName: 'Kim', lastName: 'Larsen' }
const world: World = {
  users: [aUser('ada'), aUser('kim1', kims), aUser('kim2', kims)],
  teams: [aTeam('North')],
}

/** The headings and lines of the problems of a batch. */
function found(kind: BatchKind, ...rows: readonly BatchRow['values'][]): string[] {
  return decide(kind, world, ...rows).problems.map(({ line, group }) => `${line}: ${group}`)
}

describe('a row whose user is not clear does not hide what else is wrong with it', () => {
  test.each<[string, BatchKind, BatchRow['values'], readonly string[]]>([
    [
      'an unknown user',
      'assign-team',
      { user: 'eve@example.com', team: 'Nroth' },
      ['no such SalesScreen user', 'no such team'],
    ],
    [
      'a shared name',
      'assign-team',
      { user: 'Kim Larsen', team: 'Nroth' },
      ['ambiguous user name', 'no such team'],
    ],
    [
      'a shared name without a team',
      'assign-team',
      { user: 'Kim Larsen' },
      ['ambiguous user name', 'no team in the row'],
    ],
    [
      'an unknown user in map',
      'map',
      { user: 'eve@example.com', team: 'Nroth' },
      ['no such SalesScreen user', 'no Salesforce user in the row', 'no such team'],
    ],
    ['no address', 'create-user', { user: 'eve', team: 'Nroth' }, ['not an e-mail address', 'no such team']],
    ['no user', 'import', { name: 'Eve Example', team: 'Nroth' }, ['no user in the row', 'no such team']],
    [
      'no address and a damaged name',
      'import',
      { user: 'eve', name: '\ufffdve', team: 'Nroth' },
      ['not an e-mail address', 'no such team', 'damaged cells'],
    ],
    [
      'a bad ID',
      'import',
      { user: 'eve@example.com', salesforceUser: '0065g', team: 'Nroth' },
      ['not a Salesforce user', 'no such team'],
    ],
  ])('%s', (_, kind, row, groups) => {
    expect(found(kind, row)).toEqual(groups.map((group) => `2: ${group}`))
  })

  test('nor do rows that contradict each other', () => {
    const salesforceUser = salesforceUserIdOf('ada')
    const problems = found(
      'import',
      { user: 'ada@example.com', salesforceUser, team: 'Nroth' },
      { user: 'kim1@example.com', salesforceUser, team: 'North' },
    )
    expect(problems).toContain('2: no such team')
    expect(problems).not.toContain('3: no such team')
  })
})

test('a good team and a team that may be created are no problem of such a row', () => {
  const rows = [
    { user: 'eve', team: 'North' },
    { user: 'eve', team: 'West' },
  ]
  const { problems } = decide('import', { ...world, rules: { allowed: new Set(['create-team']) } }, ...rows)
  expect(problems.map(({ group }) => group)).toEqual(['not an e-mail address', 'not an e-mail address'])
})

test('the removal of a mapping does not ask about teams', () => {
  expect(found('unmap', { user: 'eve@example.com', team: 'Nroth' })).toEqual(['2: no such SalesScreen user'])
})
