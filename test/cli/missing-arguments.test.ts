import { expect, test } from 'vitest'
import { documentedCommands, programToRead } from '../../.ci/reference.ts'
import { exitCodes } from '../../src/app/exit-codes.ts'
import type { Dependencies } from '../../src/app/ports.ts'
import { commandName } from '../../src/cli/command.ts'
import { SfsyncError } from '../../src/core/errors.ts'
import { aMapping, aSalesforceUser, aTeam, aUser, email, salesforceUserIdOf } from '../support/builders.ts'
import { aStage } from '../support/dependencies.ts'
import { aLedger } from '../support/seeded-ledger.ts'

const ada = email('ada@example.com')

// Where something else is missing once a part of it was typed.
const partly = [
  ['history', '--person'],
  ['assign-team', '--none'],
  ['assign-team', ada],
  ['map', ada],
  ['reject', ada],
  ['settings', 'set', 'auto-sync'],
  ['teams', 'key', '--none'],
  ['teams', 'key', 'North'],
  ['teams', 'rename', 'North'],
  ['users', 'edit', ada],
]
const [, ...commands] = documentedCommands(await programToRead())
const everyone = commands.map((command) => commandName(command).split(' '))

/** A ledger in which every command finds someone to ask about. */
async function aDesk() {
  const ledger = await aLedger({
    teams: [aTeam('North')],
    users: [
      aUser('ada', { teamId: aTeam('North').teamId }),
      aUser('bob'),
      aUser('cleo', { state: 'deactivated' }),
    ],
    mappings: [aMapping('bob')],
    people: [aSalesforceUser('ada'), aSalesforceUser('bob')],
  })
  await aStage({ ledger }).run('reject', ada, salesforceUserIdOf('bob'))
  return ledger
}

/** What a terminal is asked by this command line; whoever sits there presses Ctrl-C. */
async function questionsOf(words: readonly string[]): Promise<readonly string[]> {
  const questions: string[] = []
  const ask = async (message: string): Promise<never> => {
    questions.push(message)
    throw await Promise.resolve(new SfsyncError('interrupted', 'interrupted'))
  }
  const text = async ({ message }: { readonly message: string }) => await ask(message)
  const parts: Partial<Dependencies> = {
    prompts: async () => await Promise.resolve({ text, secret: ask, yesNo: ask, choose: ask, search: ask }),
    openScreen: async () => await ask('a screen'),
    describeFile: async () => await Promise.resolve(undefined),
    listFolder: async () => await Promise.resolve([]),
  }
  await aStage({ ledger: await aDesk(), asks: [], parts }).run(...words)
  return questions
}

test.each([...everyone, ...partly].map((words) => [words.join(' '), words] as const))(
  'sfsync %s asks on a terminal for what it needs without one',
  async (_, words) => {
    const { exitCode, stderr } = await aStage({ ledger: await aDesk() }).run(...words)
    if (exitCode === exitCodes.usage) expect([stderr, ...(await questionsOf(words))]).toHaveLength(2)
  },
)
