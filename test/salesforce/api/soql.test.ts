import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  userCountQuery,
  fieldsNamedIn,
  inScope,
  usersQuery,
  fieldList,
  soql,
} from '../../../src/salesforce/api/soql.ts'
test('a value becomes a literal, in which quotes and backslashes end nothing', () => {
  const name = String.raw`O'Neill \ ' OR Name LIKE '%`
  expect(soql`SELECT Id FROM User WHERE Name = ${name}`.text).toBe(
    String.raw`SELECT Id FROM User WHERE Name = 'O\'Neill \\ \' OR Name LIKE \'%'`,
  )
})

test('whatever the value is, its literal is one literal and reads back as the same value', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom("'", '\\', 'n', ' ', '%', '$', '&', 'é', '😀') }),
      (value) => {
        const { text } = soql`${value}`
        expect(text).toMatch(/^'(?:[^'\\]|\\['\\])*'$/u)
        expect(text.slice(1, -1).replaceAll(/\\(.)/g, '$1')).toBe(value)
      },
    ),
  )
})

test('a query in a query is taken as it is', () => {
  expect(soql`SELECT Id FROM User${soql` WHERE UserType = ${'Standard'}`}`.text).toBe(
    "SELECT Id FROM User WHERE UserType = 'Standard'",
  )
})

test('only names of fields come into a field list', () => {
  expect(fieldList(['Id', 'Profile.Name', 'Region__c']).text).toBe('Id, Profile.Name, Region__c')
  expect(() => fieldList(["Id FROM User WHERE Name = 'x"])).toThrow('is not the name of a field')
})

test('users are asked for by scope and other conditions, which all must hold', () => {
  expect(usersQuery(['Profile.Name'], [inScope('people'), undefined, soql`Id > ${'005'}`]).text).toBe(
    "SELECT Id, Username, Name, IsActive, UserType, Profile.Name FROM User WHERE UserType = 'Standard' AND Id > '005'",
  )
  expect(usersQuery([], [inScope('everyone')]).text).toBe(
    'SELECT Id, Username, Name, IsActive, UserType FROM User',
  )
  expect(userCountQuery('people').text).toBe("SELECT COUNT() FROM User WHERE UserType = 'Standard'")
  expect(userCountQuery('external').text).toBe(
    "SELECT COUNT() FROM User WHERE UserType IN ('Standard', 'PowerPartner', 'CSPLitePortal', 'CustomerSuccess', 'PowerCustomerSuccess')",
  )
})

test('a hidden field is found in the words of Salesforce, in whatever language they are', () => {
  expect(fieldsNamedIn("No such column 'EmployeeNumber' on entity 'User'.")).toEqual(['EmployeeNumber'])
  expect(fieldsNamedIn('«FederationIdentifier» ist in „User“ nicht vorhanden')).toEqual([
    'FederationIdentifier',
  ])
  expect(fieldsNamedIn("Didn't understand relationship 'Manager' in field path.")).toEqual(['Manager.Name'])
  expect(fieldsNamedIn("No such column 'IsActive' on entity 'User'.")).toEqual([])
  expect(fieldsNamedIn("SELECT Id, Title FROM User WHERE UserType = 'Standard'")).toEqual([])
})
