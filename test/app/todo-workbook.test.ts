import { describe, expect, test } from 'vitest'
import { workbookEdits } from '../../src/app/todo-workbook.ts'
import type { WorkbookField } from '../../src/app/workbook-columns.ts'
import type { User } from '../../src/core/model.ts'
import { pairedByAddress } from '../../src/core/pairing.ts'
import { userTodos, type UserTodoFacts } from '../../src/core/todo.ts'
import { anEnteredUser, aUser } from '../support/builders.ts'

const fields: readonly WorkbookField[] = ['email', 'firstName', 'lastName', 'state']

function edits(user: Partial<User>, rows: readonly (readonly string[])[], columns = fields) {
  const ada = aUser('ada', user)
  const facts: UserTodoFacts = {
    user: ada,
    team: null,
    mapping: null,
    entered: anEnteredUser('ada', { salesforceUserId: null, teamId: null }),
    userSince: null,
    mappingSince: null,
  }
  const list = {
    todos: userTodos(facts),
    facts: { users: pairedByAddress([facts]), teams: new Map() },
    system: 'Salesforce',
  }
  const sheet = {
    line: 1,
    rows: rows.map((cells, index) => ({ line: index + 2, cells })),
    obstacle: () => undefined,
    freeBelow: () => ({ count: 9, next: undefined }),
  }
  const found = workbookEdits(list, sheet, { of: new Map(columns.map((field, at) => [field, at])) })
  return { ...found, left: found.left.map(({ reason }) => reason) }
}

const ada = ['Ada@Example.com', 'Ada', 'Example', 'Aktiv']

describe('a workbook to upload', () => {
  test("writes a state in the workbook's own word, if a user shows it", () => {
    expect(
      edits({ state: 'deactivated' }, [ada, ['bob@example.com', 'Bob', 'B', 'Deaktivert']]),
    ).toMatchObject({
      edits: [{ line: 2, column: 3, text: 'Deaktivert' }],
      carried: 1,
      left: [],
    })
    expect(edits({ state: 'deactivated' }, [ada])).toMatchObject({
      edits: [],
      carried: 0,
      left: ['no user of the workbook shows how this state is written; set it by hand'],
    })
  })

  test('counts what it carries in part, and names the rest', () => {
    expect(edits({ firstName: 'Augusta', nickname: 'Countess' }, [ada])).toMatchObject({
      edits: [{ line: 2, column: 1, text: 'Augusta' }],
      carried: 0,
      partly: 1,
      left: ['the workbook has no column for the nickname'],
    })
  })

  test('writes the whole name where it has no parts', () => {
    expect(
      edits({ firstName: 'Augusta' }, [['ada@example.com', 'Ada Example']], ['email', 'name']),
    ).toMatchObject({
      edits: [{ line: 2, column: 1, text: 'Augusta Example' }],
      carried: 1,
      left: [],
    })
  })

  test('does not have a user who is missing, and not one address twice', () => {
    expect(edits({ firstName: 'Augusta' }, [])).toMatchObject({
      left: ['the workbook does not have this user'],
    })
    expect(() => edits({}, [ada, ['ada@example.com', 'A', 'B', '']])).toThrow(
      'the workbook has ada@example.com twice, in rows 2 and 3',
    )
  })
})
