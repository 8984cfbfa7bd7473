import { expect, test } from 'vitest'
import { proposeTeam, type ProposalFacts } from '../../src/core/team-proposal.ts'

function proposal(facts: Partial<ProposalFacts>): string | undefined {
  const proposed = proposeTeam({ department: null, role: null, teams: [], colleagues: [], ...facts })
  return proposed === null
    ? undefined
    : `${proposed.name}${proposed.isNew ? ' (new)' : ''}: ${proposed.reason}`
}

test.for<[string, Partial<ProposalFacts>, string | undefined]>([
  [
    'called like the department',
    { department: 'SALES NORTH', teams: ['Sales North', 'South'] },
    'Sales North: the department in Salesforce',
  ],
  [
    'called like the role',
    { department: 'Sales', role: 'South', teams: ['Sales North', 'South'] },
    'South: the role in Salesforce',
  ],
  [
    'of most colleagues',
    { department: 'Sales', teams: ['Red', 'Blue'], colleagues: ['Red', 'Red', 'Blue', null, 'Red'] },
    'Red: the team of 3 of 5 colleagues in Sales',
  ],
  [
    'of half of them is not enough',
    { department: 'Sales', teams: ['Red', 'Blue'], colleagues: ['Red', 'Red', 'Blue', null] },
    'Sales (new): the department in Salesforce',
  ],
  [
    'of a single colleague is not enough',
    { department: 'Sales', teams: ['Red', 'Blue'], colleagues: ['Red'] },
    'Sales (new): the department in Salesforce',
  ],
  [
    'whose words are in the role, the longest name first',
    { department: null, role: 'Rep, Sales-North', teams: ['North', 'Sales North', 'Nor'] },
    'Sales North: a part of the role in Salesforce',
  ],
  [
    'that is new, from the role if there is no department',
    { role: 'Support' },
    'Support (new): the role in Salesforce',
  ],
  ['that is the only one', { teams: ['North'] }, 'North: the only team'],
  ['none where nothing is known', { teams: ['North', 'South'] }, undefined],
])('the proposed team is the one %s', ([, facts, expected]) => {
  expect(proposal(facts)).toBe(expected)
})
