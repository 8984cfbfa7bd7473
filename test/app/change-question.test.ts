import { expect, test } from 'vitest'
import { changeQuestion } from '../../src/app/change-question.ts'
import type { Change } from '../../src/core/change.ts'
import { anEnteredUser, aTeam } from '../support/builders.ts'
import { anEnteredTeam } from '../support/entered-worlds.ts'

const names = {
  user: (key: string) => key,
  person: (key: string) => `<${key}>`,
  team: (key: string) => `[${key}]`,
}

function entered(login: string, isThere: boolean): Change {
  const row = anEnteredUser(login)
  return isThere
    ? { entity: 'enteredUser', key: row.userId, before: null, after: row }
    : { entity: 'enteredUser', key: row.userId, before: row, after: null }
}

function enteredTeam(name: string, isThere: boolean): Change {
  const row = anEnteredTeam(name)
  return isThere
    ? { entity: 'enteredTeam', key: row.teamId, before: null, after: row }
    : { entity: 'enteredTeam', key: row.teamId, before: row, after: null }
}

test.each<[string, Change[]]>([
  [`Record what SalesScreen has of <${anEnteredUser('ada').userId}>`, [entered('ada', true)]],
  [`Mark <${anEnteredUser('ada').userId}> as not entered`, [entered('ada', false)]],
  [
    'Record 2 SalesScreen users and record that SalesScreen has the team North',
    [entered('ada', true), entered('bob', true), enteredTeam('North', true)],
  ],
  [
    'Mark 2 SalesScreen users as not entered and mark the team North as not entered',
    [entered('ada', false), entered('bob', false), enteredTeam('North', false)],
  ],
  [
    'Create the team North and record 2 SalesScreen teams',
    [
      { entity: 'team', key: 'n', before: null, after: aTeam('North') },
      enteredTeam('North', true),
      enteredTeam('West', true),
    ],
  ],
])('what is asked says what is done: %s', (question, changes) => {
  expect(changeQuestion(changes, names)).toBe(question)
})
