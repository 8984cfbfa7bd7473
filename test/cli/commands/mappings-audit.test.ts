import { join } from 'node:path'
import { writeFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const people = ['ada', 'bea', 'cleo', 'dora', 'eva'].map((name, index) => ({
  email: `${name}@acme.example`,
  id: `0055g0000000aa${index + 1}AAA`,
}))
const users = `email,name,salesforce id\n${people.map(({ email, id }) => `${email},X ${email},${id}`).join('\n')}\n`

const waiting = 'email,name,salesforce id\nfay@acme.example,X fay,0055g0000000aa6AAA\n'

/** Four mapped users who are entered, one who is deactivated, and one whose mapping waits. */
async function aHome(): Promise<string> {
  const home = temporaryFolder()
  await ran(home, ['import', '-', '--allow-unknown'], users)
  await ran(home, ['todo', 'done', '--all'])
  await ran(home, ['import', '-', '--allow-unknown'], waiting)
  await ran(home, ['users', 'edit', 'eva@acme.example', '--state', 'deactivated', '--allow-removals', '1'])
  return home
}

async function ran(home: string, words: readonly string[], stdin = '') {
  const run = await sfsync(home, words, { stdin })
  if (run.exitCode !== 0) throw new Error(run.stderr)
  return run
}

async function audited(home: string, rows: string) {
  writeFileSync(join(home, 'answers.csv'), rows)
  return await sfsync(home, ['mappings', 'audit', '--file', 'answers.csv', '--json'])
}

async function sample(home: string): Promise<string> {
  return (await ran(home, ['mappings', 'audit', '--sample', '3', '--seed', 'x', '--format', 'csv'])).stdout
}

/** The sample with these answers, row by row. */
function withAnswers(list: string, ...answers: readonly string[]): string {
  const [header = '', ...rows] = list.trim().split('\n')
  return `${[header, ...rows.map((row, index) => row.replace(/,,3$/, `,${answers[index] ?? ''},3`))].join('\n')}\n`
}

describe('without a terminal', () => {
  test('a sample of the mappings of active users is listed, the same for the same seed', async () => {
    const home = await aHome()
    const list = await sample(home)
    expect(list.split('\n')[0]).toBe(
      'userId,name,email,salesforceUserId,salesforceName,salesforceEmail,right,sampleSize',
    )
    expect(list.trim().split('\n')).toHaveLength(4)
    expect(await sample(home)).toBe(list)
    const { stdout, stderr } = await ran(home, ['mappings', 'audit'])
    expect(stdout).not.toContain('eva@acme.example')
    expect(stdout).not.toContain('fay@acme.example')
    expect(stderr).toMatch(/^4 of 4 mappings of active users in SalesScreen; seed [0-9a-z]{8}$/m)
  })

  test('the answers in the list are recorded', async () => {
    const home = await aHome()
    const { stdout } = await audited(home, withAnswers(await sample(home), 'yes', 'no'))
    expect(JSON.parse(stdout)).toEqual({
      mappings: 4,
      sample: 3,
      right: 1,
      wrong: 1,
      unclear: 1,
      percentAtLeast: 25,
      statement:
        'at least 25% of the 4 mappings are right (95% confidence); random sample of 3: 1 right, 1 wrong, 1 unclear',
      changeSet: 5,
    })
    const todo = await ran(home, ['todo', '--kind', 'map', '--format', 'csv', '--columns', 'kind'])
    // The one that was wrong, and the one that waited before.
    expect(todo.stdout.trim().split('\n')).toHaveLength(3)
  })
})

test('a user who was removed and created again stays one user in SalesScreen', async () => {
  const home = temporaryFolder()
  const create = ['create-user', '--first-name', 'Ada', '--last-name', 'X', '--email', 'ada@acme.example']
  const map = ['map', 'ada@acme.example', '0055g0000000aa1AAA', '--allow-unknown']
  await ran(home, create)
  await ran(home, map)
  await ran(home, ['todo', 'done', '--all'])
  await ran(home, ['undo', '2', '1'])
  await ran(home, create)
  await ran(home, map)
  const list = (await ran(home, ['mappings', 'audit', '--sample', '1', '--format', 'csv'])).stdout
  const { exitCode } = await audited(home, list.replace(/,,1$/m, ',yes,1'))
  expect(exitCode).toBe(0)
  const dump = (await ran(home, ['dump'])).stdout
  expect(dump.split('\n').filter((line) => line.includes('enteredUser'))).toHaveLength(1)
  expect((await ran(home, ['todo', '--json'])).stdout.trim()).toBe('[]')
})

describe('answers that do not count are refused', () => {
  test.each<[string, (list: string) => string, string]>([
    ['another word', (list) => withAnswers(list, 'perhaps'), '"perhaps" is not an answer'],
    [
      'a mapping that changed',
      (list) => list.replace(/0055g0000000aa\dAAA/, '0055g0000000zz9AAA'),
      'is no longer mapped to',
    ],
    ['a row twice', (list) => `${list}${list.split('\n')[1]}\n`, 'is in the list twice'],
    [
      'a row that is missing',
      (list) => list.split('\n').slice(0, -2).join('\n'),
      'it has 2 of the 3 mappings of the sample',
    ],
    ['another table', () => 'email,name\na@acme.example,A\n', 'is not a list of mappings to look up'],
  ])('%s', async (_, change, reason) => {
    const home = await aHome()
    const { exitCode, stdout } = await audited(home, change(await sample(home)))
    expect(exitCode).toBe(1)
    expect(stdout).toContain(JSON.stringify(reason).slice(1, -1))
    expect((await ran(home, ['history', '--format', 'ids'])).stdout.trim().split('\n')).toHaveLength(4)
  })

  test('flags that contradict each other', async () => {
    const home = temporaryFolder()
    for (const [words, reason] of [
      [['--file', 'a.csv', '--seed', 'x'], '--file has the sample already; omit --sample and --seed'],
      [['--sample', '0'], '--sample is a number of mappings, not "0"'],
    ] as const) {
      const { exitCode, stderr } = await sfsync(home, ['mappings', 'audit', ...words])
      expect({ exitCode, stderr: stderr.split('\n')[0] }).toEqual({ exitCode: 2, stderr: `error: ${reason}` })
    }
  })
})
