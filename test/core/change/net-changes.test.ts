import { expect, test } from 'vitest'
import { netChanges } from '../../../src/core/change.ts'
import { aMapping, aTeam, aUser } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'

const ada = aUser('ada')
const countess = aUser('ada', { nickname: 'countess' })
const lady = aUser('ada', { nickname: 'lady' })

test('changes of one row come to one change, from the first state to the last', () => {
  expect(netChanges([change.user(ada, countess), change.user(countess, lady)])).toEqual([
    change.user(ada, lady),
  ])
})

test('what was made and taken away again is no change, nor is what came back', () => {
  const north = aTeam('North')
  expect(
    netChanges([
      change.team(null, north),
      change.user(ada, lady),
      change.team(north, null),
      change.user(lady, ada),
    ]),
  ).toEqual([])
})

test('a row that was made and changed is made', () => {
  expect(netChanges([change.user(null, ada), change.user(ada, lady)])).toEqual([change.user(null, lady)])
})

test('rows of two kinds with one key are two; the first touched comes first', () => {
  expect(
    netChanges([
      change.mapping(null, aMapping('ada', 'bob')),
      change.user(ada, lady),
      change.mapping(aMapping('ada', 'bob'), aMapping('ada')),
    ]),
  ).toEqual([change.mapping(null, aMapping('ada')), change.user(ada, lady)])
})
