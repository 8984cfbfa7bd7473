import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { launcher, sfsync } from '../support/sfsync.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { TerminalSession } from '../support/terminal-session.ts'

const ctrlD = '\u0004'
const ctrlZ = '\u001a'

test.for([
  ['a text', ['teams', 'create'], 'Name of the team'],
  ['yes or no', ['teams', 'create'], 'Create the team North?'],
  ['a choice', ['guide'], 'enter: select'],
] as const)(
  'Ctrl-D at a question for %s ends with 130, and nothing is written',
  async ([, words, question]) => {
    const home = temporaryFolder()
    const terminal = new TerminalSession(home, words)
    if (question.endsWith('?')) await terminal.answers('Name of the team', 'North\r')
    await terminal.answers(question, ctrlD)
    await terminal.sees('interrupted; nothing was changed')
    expect(await terminal.ends()).toBe(130)
    const { stdout } = await sfsync(home, ['history', '--json'])
    expect(stdout).toBe('[]\n')
  },
)

test.each([
  ['of the program itself', ''],
  ['of a script that waits for it, as npx does', 'script'],
])('after Ctrl-Z and fg the question goes on, %s', async (_, script) => {
  const home = temporaryFolder()
  writeFileSync(join(home, 'start.sh'), "PS1='ready> '\n")
  const terminal = new TerminalSession(home, [], {
    command: ['bash', '--noprofile', '--rcfile', join(home, 'start.sh'), '-i'],
  })
  const command = `"${process.execPath}" "${launcher}" teams create`
  writeFileSync(join(home, 'script'), `${command}\nexit $?\n`)
  await terminal.answers('ready> ', `${script === '' ? command : `sh ${script}`}\r`)
  await terminal.answers('Name of the team', ctrlZ)
  await terminal.answers('ready> ', 'fg\r')
  await terminal.sees(script === '' ? 'teams create' : 'sh script')
  terminal.types('North\r')
  await terminal.answers('Create the team North?', 'y\r')
  await terminal.answers('ready> ', 'echo "code $?"\r')
  await terminal.sees('code 0')
  terminal.types('exit\r')
  await terminal.ends()
  expect((await sfsync(home, ['teams', 'list', '--format', 'tsv'])).stdout).toContain('North')
})
