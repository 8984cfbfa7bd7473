import { describe, expect, test } from 'vitest'
import { easternLabels, nordicLabels } from '../../src/sheet/labels-other.ts'
import { latinLabels } from '../../src/sheet/labels-latin.ts'
import { batchMeaningsOf, isReviewLabel, reportFieldsOf } from '../../src/sheet/labels.ts'
import { reportFields } from '../../src/sheet/report-fields.ts'

const languages = Object.entries({ ...latinLabels, ...nordicLabels, ...easternLabels })

test.each(languages)('every %s label means its field', (_, labels) => {
  const wrong = reportFields.flatMap((field) =>
    (labels[field] ?? [])
      .filter((label) => reportFieldsOf([label])[0] !== field)
      .map((label) => `${label}: ${field} but ${reportFieldsOf([label])[0]}`),
  )
  expect(wrong).toEqual([])
})

test.each([
  ['USER ID', 'salesforceUserId'],
  ['User: User ID', 'salesforceUserId'],
  ['user-id', 'salesforceUserId'],
  ['Owner.Id', 'salesforceUserId'],
  ['ユーザーID', 'salesforceUserId'],
  ['User.Profile.Name', 'profile'],
  ['UserRole.Name', 'role'],
  ['E-mail', 'email'],
  ['Owner: Email', 'email'],
  ['PRENOM', 'firstName'],
  ['ISACTIVE', 'active'],
  ['Manager.Name', 'manager'],
  ['User.Name', 'name'],
  ['User Name', 'username'],
  ['lastLoginAt', 'lastLoginAt'],
])('the label "%s" means %s', (label, field) => {
  expect(reportFieldsOf([label])).toEqual([field])
})

test('columns of others and columns that are not needed are ignored', () => {
  const labels = [
    'Manager.Email',
    'Contact: Email',
    'ProfileId',
    'Profile.Id',
    'CreatedBy.Name',
    'mappedTo',
    'seenAt',
    'constructor',
    '',
  ]
  expect(reportFieldsOf(labels)).toEqual(labels.map(() => undefined))
})

test('one word for a name and a part of it is understood by the other part', () => {
  expect(reportFieldsOf(['Prénom', 'Nom'])).toEqual(['firstName', 'lastName'])
  expect(reportFieldsOf(['Nom'])).toEqual(['name'])
  expect(reportFieldsOf(['Nombre', 'Apellidos'])).toEqual(['firstName', 'lastName'])
  expect(reportFieldsOf(['Имя'])).toEqual(['name'])
})

/** The labels that batch files do not take for this, apart from those whose meaning depends on other columns. */
function misread(meaning: string, names: readonly string[] = []) {
  return names
    .map((label) => [label, batchMeaningsOf([label])[0]] as const)
    .filter(([label, found]) => found !== meaning && !/^(nom|nombre|nome|имя|이름)$/i.test(label))
}

describe('batch files know the same labels', () => {
  test.each(languages)('in %s', (_, labels) => {
    expect([
      ...misread('user', labels.email),
      ...misread('team', labels.team),
      ...misread('firstName', labels.firstName),
      ...misread('lastName', labels.lastName),
      ...misread('name', labels.name),
      ...misread('by-content', labels.username),
      ...misread('ignored', labels.department),
    ]).toEqual([])
  })

  test('a label of their own counts for more than that of a report', () => {
    expect(batchMeaningsOf(['Salesforce User ID', 'User ID', 'Benutzer-ID', 'Username', 'User'])).toEqual([
      'salesforceUser',
      'by-content',
      'by-content',
      'by-content',
      'user',
    ])
    expect(reportFieldsOf(['User', 'External ID', 'Team', 'Problem'])).toEqual(
      Array.from({ length: 4 }, () => undefined),
    )
  })

  test('one word for a name and a part of it is understood by the other part', () => {
    expect(batchMeaningsOf(['Prénom', 'Nom'])).toEqual(['firstName', 'lastName'])
    expect(batchMeaningsOf(['Nom', 'E-Mail'])).toEqual(['name', 'user'])
  })

  test('what they do not know has no meaning', () => {
    expect(batchMeaningsOf(['Shoe size', '', 'Manager.Email', 'constructor'])).toEqual(
      Array.from({ length: 4 }, () => undefined),
    )
  })
})

test('the labels of a review sheet are known however they are spelled', () => {
  expect(['Row key', 'ROW-KEY', 'Decision', 'Shoe size'].map(isReviewLabel)).toEqual([
    true,
    true,
    true,
    false,
  ])
})
