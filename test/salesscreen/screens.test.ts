import { describe, expect, test } from 'vitest'
import type { Todo } from '../../src/core/todo.ts'
import { todoCard, todoTitle } from '../../src/salesscreen/screens.ts'
import { salesforceUserIdOf, teamIdOf, userIdOf } from '../support/builders.ts'

const id = salesforceUserIdOf('ada')
const ada = { id: userIdOf('ada'), email: 'ada@acme.example', name: 'Ada King' }

function aTodo(kind: Todo['kind'], rest: Partial<Todo> = {}): Todo {
  const about = kind.endsWith('-team') && kind !== 'assign-team'
  return {
    kind,
    user: about ? null : ada,
    team: about ? 'Sales' : null,
    teamId: about ? teamIdOf('sales') : null,
    salesforceUserId: null,
    values: [],
    since: null,
    order: '',
    ...rest,
  }
}

/** The values of a card, with a star before those that can be copied. */
function cardOf(todo: Todo): string[] {
  return todoCard(todo, 'Salesforce').map(
    ({ label, value, copies }) => `${copies ? '*' : ''}${label}: ${value}`,
  )
}

const who = ['*User: Ada King', '*User e-mail: ada@acme.example']

describe('the card of a to-do has what to look for, and then what to type', () => {
  test.each<[string, Todo, string, readonly string[]]>([
    ['a team to create', aTodo('create-team'), 'Create the team Sales', ['*Name: Sales']],
    [
      'a team to rename',
      aTodo('rename-team', { values: [{ field: 'name', value: 'Sales EU' }] }),
      'Rename the team Sales',
      ['*Team: Sales', '*New name: Sales EU'],
    ],
    ['a team to delete', aTodo('delete-team'), 'Delete the team Sales', ['*Team: Sales']],
    [
      'a user to create',
      aTodo('create-user', { team: 'Sales', values: [{ field: 'firstName', value: 'Ada' }] }),
      'Create the user Ada King',
      ['*First name: Ada', '*Team: Sales'],
    ],
    [
      'a user to change',
      aTodo('edit-user', { values: [{ field: 'nickname', value: '' }] }),
      'Change the user Ada King',
      [...who, 'Nickname: (empty)'],
    ],
    [
      'an address to free',
      aTodo('free-address', { values: [{ field: 'email', value: 'ada+temp@acme.example' }] }),
      'Change the e-mail address of Ada King for now',
      [...who, '*E-mail: ada+temp@acme.example'],
    ],
    [
      'a team name to free',
      aTodo('free-team-name', {
        user: null,
        team: 'Sales',
        values: [{ field: 'name', value: 'Sales (temp)' }],
      }),
      'Rename the team Sales for now',
      ['*Team: Sales', '*New name: Sales (temp)'],
    ],
    ['a user to reactivate', aTodo('reactivate'), 'Reactivate the user Ada King', who],
    [
      'a user for a team',
      aTodo('assign-team', { team: 'Sales' }),
      'Put Ada King on the team Sales',
      [...who, '*Team: Sales'],
    ],
    ['a user for no team', aTodo('assign-team'), 'Take Ada King off the team', [...who, 'Team: none']],
    [
      'a mapping to add',
      aTodo('map', { salesforceUserId: id }),
      'Add the mapping of Ada King',
      ['System: Salesforce', '*User: Ada King', '*User e-mail: ada@acme.example', `*External ID: ${id}`],
    ],
    [
      'a mapping to remove',
      aTodo('unmap', { salesforceUserId: id }),
      'Remove the mapping of Ada King',
      ['System: Salesforce', '*User: Ada King', '*User e-mail: ada@acme.example', `*External ID: ${id}`],
    ],
    ['a user to deactivate', aTodo('deactivate'), 'Deactivate the user Ada King', who],
  ])('%s', (_, todo, title, card) => {
    expect(todoTitle(todo)).toBe(title)
    expect(cardOf(todo)).toEqual(card)
  })
})
