import { describe, expect, test } from 'vitest'
import { companyFactNames, isCompanyFactName, parseFactValue } from '../../../src/core/model.ts'

test('three facts have names, and nothing else has', () => {
  expect(companyFactNames.filter((name) => isCompanyFactName(name))).toEqual([
    'auto-sync',
    'integration-initialised',
    'licences',
  ])
  expect(['Auto-Sync', 'auto sync', '', 'constructor'].some((text) => isCompanyFactName(text))).toBe(false)
})

describe('the value of a fact', () => {
  test.each([
    ['auto-sync', 'on', 'on'],
    ['auto-sync', ' OFF ', 'off'],
    ['auto-sync', 'true', 'on'],
    ['auto-sync', 'false', 'off'],
    ['auto-sync', 'Yes', 'on'],
    ['auto-sync', 'no', 'off'],
    ['integration-initialised', 'yes', 'yes'],
    ['integration-initialised', 'no', 'no'],
    ['integration-initialised', 'TRUE', 'yes'],
    ['integration-initialised', 'false', 'no'],
    ['licences', '50', '50'],
    ['licences', ' 007 ', '7'],
    ['licences', '0', '0'],
  ] as const)('of %s, given as %j, is %s', (name, text, value) => {
    expect(parseFactValue(name, text)).toEqual({ value })
  })

  test.each([
    ['auto-sync', '', 'auto-sync must be on or off, not ""'],
    ['auto-sync', 'maybe', 'auto-sync must be on or off, not "maybe"'],
    ['auto-sync', 'constructor', 'auto-sync must be on or off, not "constructor"'],
    ['auto-sync', '__proto__', 'auto-sync must be on or off, not "__proto__"'],
    ['integration-initialised', 'on', 'integration-initialised must be yes or no, not "on"'],
    ['licences', '-1', 'licences must be a whole number, for example 50, not "-1"'],
    ['licences', '1.5', 'licences must be a whole number, for example 50, not "1.5"'],
    ['licences', '1e3', 'licences must be a whole number, for example 50, not "1e3"'],
    ['licences', 'many', 'licences must be a whole number, for example 50, not "many"'],
    ['licences', '10000000', 'licences must be a whole number, for example 50, not "10000000"'],
  ] as const)('of %s cannot be %j', (name, text, reason) => {
    expect(parseFactValue(name, text)).toEqual({ reason })
  })
})
