import { describe, expect, test } from 'vitest'
import { Canceled } from '../../src/app/interrupts.ts'
import type { Found } from '../../src/app/ports.ts'
import { typedNewFile } from '../../src/cli/file-question.ts'
import { SfsyncError } from '../../src/core/errors.ts'
import { aSalesforceUser, aTeam, aUser, email } from '../support/builders.ts'
import { aStage } from '../support/dependencies.ts'
import type { Scripted } from '../support/scripted-prompts.ts'
import { aLedger } from '../support/seeded-ledger.ts'

const ada = aSalesforceUser('ada', { lastName: 'Ofada', name: 'Ada Ofada' })

async function aDesk(asks: readonly Scripted[]) {
  const alike = aUser('a.ofada', {
    firstName: 'Ada',
    lastName: 'Ofada',
    email: email('ada.ofada@private.example'),
  })
  const ledger = await aLedger({ teams: [aTeam('North')], people: [ada], users: [alike] })
  return aStage({ ledger, asks })
}

const who = { search: 'Who?', typed: 'Jo Doe', answer: 'Jo Doe, who is not in Salesforce' }
const emailOf = (answer: string) => ({ text: 'E-mail address', answer })
const create = { yesNo: 'Create Jo Doe on North?', answer: true }

describe('Esc goes back one question and keeps what was typed', () => {
  test('create-user: from the team to the e-mail address, and from there to the name', async () => {
    const stage = await aDesk([
      { text: 'Last name', answer: 'Doe' },
      emailOf('jo@example.com'),
      'escape',
      { text: 'E-mail address', initial: 'jo@example.com' },
      'escape',
      'escape',
      { text: 'Last name', initial: 'Doe' },
      { text: 'E-mail address', initial: 'jo@example.com' },
      { choose: 'Which team?', answer: 'North' },
      create,
    ])
    const { exitCode, stderr } = await stage.run('create-user', '--first-name', 'Jo')
    expect(stderr).toContain('--first-name Jo --last-name Doe --email jo@example.com --team North')
    expect(exitCode).toBe(0)
  })

  test('from the name of a new team to the teams', async () => {
    const stage = await aDesk([
      who,
      emailOf('jo@example.com'),
      { choose: 'Which team?', answer: '(a new team)' },
      'escape',
      { choose: 'Which team?', answer: 'North' },
      create,
    ])
    expect((await stage.run('create-user')).exitCode).toBe(0)
  })

  test('add: from the team to who is the same person, where Esc cancels if the person was typed', async () => {
    const alike = { choose: 'Is Ada Ofada one of these SalesScreen users?', answer: 'no, create a user' }
    const stage = await aDesk([alike, 'escape', 'escape'])
    expect((await stage.run('add', 'Ada Ofada')).exitCode).toBe(6)
  })
})

test('create-user --map offers only those who are in Salesforce', async () => {
  const offered: string[] = []
  const search = async <T>(_: string, find: (text: string) => Promise<Found<T>>): Promise<T> => {
    for (const text of ['', 'Jo Doe']) offered.push(...(await find(text)).choices.map(({ name }) => name))
    throw new Canceled()
  }
  const prompts = { search, text: unasked, secret: unasked, yesNo: unasked, choose: unasked }
  const stage = aStage({
    ledger: await aLedger({ people: [ada] }),
    asks: [],
    parts: { prompts: async () => await Promise.resolve(prompts) },
  })
  expect((await stage.run('create-user', '--map')).exitCode).toBe(6)
  expect(offered).toEqual([expect.stringContaining('Ada Ofada')])
})

const unasked = () => Promise.reject(new Error('only searches are expected'))

describe('a file to write', () => {
  const there = { isFile: true, bytes: 1, mode: 0o600, writable: true }

  async function asked(asks: readonly Scripted[], force = false) {
    const stage = aStage({
      asks,
      parts: {
        describeFile: async (path) =>
          await Promise.resolve(['todo.html', 'todo-2.html'].includes(path) ? there : undefined),
        realPath: async (path) => await Promise.resolve(path),
      },
    })
    const file = await typedNewFile(await stage.context(), undefined, {
      command: 'todo export',
      question: 'File to write',
      initial: 'todo.html',
      action: 'name the file',
      force,
      check: (name) => {
        if (!name.endsWith('.html')) throw new SfsyncError('usage', `the format of ${name} is unknown`)
      },
    })
    return { file, stderr: stage.printed().stderr }
  }

  test('is proposed by a name that no file has', async () => {
    expect((await asked([{ text: 'File to write', initial: 'todo-3.html' }])).file).toBe('todo-3.html')
  })

  test('is asked for again if it exists or cannot be written', async () => {
    const answers = ['todo.html', 'todo.doc', 'new.html']
    const { file, stderr } = await asked(answers.map((answer) => ({ text: 'File to write', answer })))
    expect(file).toBe('new.html')
    expect(stderr).toContain('warning: todo.html already exists; it was not overwritten')
    expect(stderr).toContain('warning: the format of todo.doc is unknown')
  })

  test('replaces one with --force', async () => {
    expect((await asked([{ text: 'File to write', initial: 'todo.html' }], true)).file).toBe('todo.html')
  })
})
