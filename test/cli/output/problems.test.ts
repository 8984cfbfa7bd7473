import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { hintParts } from '../../../src/app/hints.ts'
import type { ErrorRow } from '../../../src/core/errors.ts'
import { kindTexts } from '../../../src/cli/output/problem-kinds.ts'
import { printedProblems, problemLines } from '../../../src/cli/output/problems.ts'

async function printed(rows: readonly ErrorRow[], all = false) {
  const problems = printedProblems(rows, { all, parts: hintParts })
  return { lines: await problemLines(problems, { isTerminal: false, width: 80 }), isShort: problems.isShort }
}

const noTeam = (line: number, value: string, rest: Partial<ErrorRow> = {}): ErrorRow => ({
  file: 'people.csv',
  line,
  column: 'Team',
  value,
  reason: `the team "${value}" does not exist`,
  confirmation: 'create-team',
  group: 'no such team',
  ...rest,
})

const inactive = (line: number): ErrorRow => ({
  file: 'people.csv',
  line,
  column: 'External ID',
  value: `id ${line}`,
  reason: `user ${line} is inactive in Salesforce`,
  confirmation: 'allow-inactive',
  group: 'inactive or frozen in Salesforce',
})

const wrong = (line: number, action: string): ErrorRow => ({
  file: 'people.csv',
  line,
  reason: 'it has no @',
  action,
  group: 'not an e-mail address',
})

describe('problems of one kind', () => {
  test('are one line where their values say it all', async () => {
    const rows = [...[2, 3, 4].map((line) => noTeam(line, 'North')), noTeam(5, 'South')]
    expect(await printed(rows)).toEqual({
      lines: ['  2 teams do not exist: North (3 rows), South (line 5): add --create-team'],
      isShort: false,
    })
    expect(await printed([noTeam(5, 'South')])).toEqual({
      lines: ['  1 team does not exist: South (line 5): add --create-team'],
      isShort: false,
    })
  })

  test('keep what one of the values may have meant', async () => {
    const rows = [noTeam(2, 'Nroth', { action: 'did you mean North?' }), noTeam(3, 'West')]
    expect((await printed(rows)).lines).toEqual([
      '  2 teams do not exist: Nroth (line 2; did you mean North?), West (line 3): add --create-team',
    ])
  })

  test('name the first values, and count the others', async () => {
    const rows = ['A', 'B', 'C', 'D', 'E', 'F', 'G'].map((name, at) => noTeam(at + 2, name))
    expect(await printed(rows)).toEqual({
      lines: [
        '  7 teams do not exist: A (line 2), B (line 3), C (line 4), D (line 5), E (line 6) and 2 others: add --create-team',
      ],
      isShort: true,
    })
  })

  test('are one line with their lines where nothing else differs', async () => {
    const rows = [2, 3, 7].map((line) => ({
      file: 'people.csv',
      line,
      reason: 'the row has no team',
      action: 'fill in the team, or remove the line',
      group: 'no team in the row',
    }))
    expect(await printed(rows)).toEqual({
      lines: ['  3 rows have no team (lines 2-3, 7): fill in the team, or remove the line'],
      isShort: false,
    })
  })

  test('with reasons of their own are listed while they are few', async () => {
    expect(await printed([2, 3].map((line) => inactive(line)))).toEqual({
      lines: [
        '  2 Salesforce users are inactive or frozen: add --allow-inactive',
        '    people.csv:2: External ID: user 2 is inactive in Salesforce',
        '    people.csv:3: External ID: user 3 is inactive in Salesforce',
      ],
      isShort: false,
    })
    expect(await printed([2, 3, 4, 5, 6, 7].map((line) => inactive(line)))).toEqual({
      lines: [
        '  6 Salesforce users are inactive or frozen: add --allow-inactive',
        '    people.csv:2: External ID: user 2 is inactive in Salesforce',
        '    people.csv:3: External ID: user 3 is inactive in Salesforce',
        '    people.csv:4: External ID: user 4 is inactive in Salesforce',
        '    ... and 3 more',
      ],
      isShort: true,
    })
  })

  test('with different solutions say each at its row', async () => {
    expect((await printed([wrong(2, 'correct it'), wrong(4, 'did you mean ada?')])).lines).toEqual([
      '  2 values are not e-mail addresses:',
      '    people.csv:2: it has no @  (correct it)',
      '    people.csv:4: it has no @  (did you mean ada?)',
    ])
  })
})

describe('all problems', () => {
  test('are listed one by one, however many there are', async () => {
    const rows = [
      ...[2, 3].map((line) => noTeam(line, 'North')),
      ...[4, 5, 6, 7, 8, 9].map((line) => inactive(line)),
    ]
    const { lines, isShort } = await printed(rows, true)
    expect(lines).toEqual([
      '  1 team does not exist: add --create-team',
      '    people.csv:2: Team: the team "North" does not exist',
      '    people.csv:3: Team: the team "North" does not exist',
      '  6 Salesforce users are inactive or frozen: add --allow-inactive',
      ...[4, 5, 6, 7, 8, 9].map(
        (line) => `    people.csv:${line}: External ID: user ${line} is inactive in Salesforce`,
      ),
    ])
    expect(isShort).toBe(false)
  })
})

describe('rows of no kind', () => {
  test('have their heading, and only the first of them', async () => {
    const rows = Array.from({ length: 22 }, (_, at) => ({ reason: `row ${at}`, group: 'change set 7' }))
    const { lines, isShort } = await printed(rows)
    expect([lines[0], lines[1], lines.at(-1), lines.length]).toEqual([
      '  change set 7:',
      '    row 0',
      '    ... and 2 more',
      22,
    ])
    expect(isShort).toBe(true)
    expect((await printed([{ reason: 'alone' }])).lines).toEqual(['  alone'])
  })
})

test('every kind of problem of a file is said in words', () => {
  const sources = ['core/batch', 'core/review', 'app', 'app/batch', 'sheet', 'salesforce/report'].flatMap(
    (room) =>
      readdirSync(join('src', room))
        .filter((name) => name.endsWith('.ts'))
        .map((name) => readFileSync(join('src', room, name), 'utf8')),
  )
  const groups = sources.flatMap((text) =>
    [...text.matchAll(/\bgroup: '([^']+)'/g)].map(([, group]) => group),
  )
  const others = ['the header', 'changes that it had made']
  expect(new Set(groups.filter((group) => kindTexts(group) === undefined))).toEqual(new Set(others))
})
