import { describe, expect, test } from 'vitest'
import { sfsync } from '../support/sfsync.ts'
import { keys, TerminalSession } from '../support/terminal-session.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const demo = { environment: { SFSYNC_PROFILE: 'demo' } }
const adaId = '0055g0000004C92AAE'
const yes = `y${keys.enter}`
const mapAda = `Map ada.lovelace@acme.example to ${adaId}?`

type Answer = readonly [question: string, answer: string]

/** Every question of the guide for Ada, in order, with its answer. */
const stepOne: readonly Answer[] = [
  ['"Automatically sync users" is', keys.enter],
  ['Set auto-sync to off?', yes],
  ['integration is initialized', keys.enter],
  ['Set integration-initialized to yes?', yes],
]
const search: readonly Answer[] = [
  ['which Salesforce user?', 'lovel'],
  ['❯ Ada Lovelace', keys.enter],
]
const entered: Answer = ['Did you enter all of it?', yes]
const stepsThreeAndFour: readonly Answer[] = [
  ['First name', keys.enter],
  ['Last name', keys.enter],
  ['E-mail address', keys.enter],
  ['Nickname', keys.enter],
  ['Name of the new team', `Sales North${keys.enter}`],
  ['Make these 2 changes?', yes],
  [mapAda, yes],
]

async function answerAll(terminal: TerminalSession, answers: readonly Answer[]): Promise<void> {
  for (const [question, answer] of answers) {
    await terminal.answers(question, answer)
    // The next question may be the same one.
    if (answer === yes) await terminal.sees('change set ')
  }
}

async function commandsIn(home: string): Promise<string[]> {
  const { stdout } = await sfsync(home, ['history', '--json'], demo)
  const changeSets: { command: string }[] = JSON.parse(stdout)
  return changeSets.map(({ command }) => command).toReversed()
}

const settled = ['sfsync settings set auto-sync off', 'sfsync settings set integration-initialized yes']
const created = `sfsync create-user --from-sf ${adaId} --first-name Ada --last-name Lovelace --email ada.lovelace@acme.example --team 'Sales North' --create-team`
const mapped = `sfsync map ada.lovelace@acme.example ${adaId}`
const done = 'sfsync todo done ada.lovelace@acme.example'

describe('the guide', () => {
  test('leads from nothing to a user who shows up', async () => {
    const home = temporaryFolder()
    const terminal = new TerminalSession(home, ['guide'], demo)
    await answerAll(terminal, [...stepOne, ...search, ...stepsThreeAndFour, entered])
    await terminal.sees('1 person: 1 showing up')
    await terminal.answers('Map another Salesforce user?', keys.enter)
    expect(await terminal.ends()).toBe(0)
    expect(await commandsIn(home)).toEqual([...settled, created, mapped, done])
    for (const command of [...settled, created, mapped])
      expect(terminal.text.replaceAll(/\s+/g, ' ')).toContain(`equivalent command: ${command}`)
  })

  test('shows the plan before it writes, and keeps only the earlier steps when the admin says no', async () => {
    const home = temporaryFolder()
    const terminal = new TerminalSession(home, ['guide', adaId], demo)
    await answerAll(terminal, [...stepOne, ...stepsThreeAndFour.slice(0, 5)])
    await terminal.sees('+ user     ada.lovelace@acme.example  Ada Lovelace, team Sales North')
    await terminal.answers('Make these 2 changes?', `n${keys.enter}`)
    await terminal.sees('Canceled. Changes made before that are kept.')
    expect(await terminal.ends()).toBe(6)
    expect(await commandsIn(home)).toEqual(settled)
  })

  test('goes on where it was stopped', async () => {
    const home = temporaryFolder()
    const first = new TerminalSession(home, ['guide', adaId], demo)
    await answerAll(first, [...stepOne, ...stepsThreeAndFour.slice(0, 6)])
    await first.answers(mapAda, keys.ctrlC)
    await first.sees(`sfsync guide ${adaId}`)
    expect(await first.ends()).toBe(130)
    expect(await commandsIn(home)).toEqual([...settled, created])

    const second = new TerminalSession(home, ['guide', adaId], demo)
    await second.sees('Step 1 is done')
    await second.sees('Step 3 is done')
    await answerAll(second, [[mapAda, yes]])
    await second.answers('Did you enter all of it?', keys.enter)
    expect(await second.ends()).toBe(0)
    expect(await commandsIn(home)).toEqual([...settled, created, mapped])
  })

  test('does several users one after the other', async () => {
    const home = temporaryFolder()
    const terminal = new TerminalSession(home, ['guide', adaId, 'grace.hopper@acme.example.prod'], demo)
    await answerAll(terminal, [...stepOne, ...stepsThreeAndFour, entered])
    await terminal.sees('Grace Hopper is 0055g0000004COnAAM')
    await answerAll(terminal, [
      ...stepsThreeAndFour.slice(0, 4),
      ['Which team?', keys.enter],
      ['Create the user grace.hopper@acme.example?', yes],
      ['Map grace.hopper@acme.example to 0055g0000004COnAAM?', yes],
      entered,
    ])
    expect(await terminal.ends()).toBe(0)
    expect((await sfsync(home, ['status', '--json'], demo)).stdout.match(/"showsUp":true/g)).toHaveLength(2)
  })

  const all = [...stepOne, ...search, ...stepsThreeAndFour, entered]
  const written = [0, 0, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3, 4]
  test.each(all.map(([question], index) => [index, question, written[index] ?? 0] as const))(
    'stops at question %i (%s) on Ctrl-C: one line, nothing more written, exit code 130, the terminal as before',
    async (index, question, changeSets) => {
      const home = temporaryFolder()
      const terminal = new TerminalSession(home, ['guide'], demo)
      await answerAll(terminal, all.slice(0, index))
      await terminal.answers(question, keys.ctrlC)
      expect(await terminal.ends()).toBe(130)
      expect(terminal.text.match(/^(?:interrupted|stopped).*$/gm)).toHaveLength(1)
      expect(terminal.text).not.toContain('error:')
      expect(terminal.raw.lastIndexOf('\u001b[?25h')).toBeGreaterThanOrEqual(
        terminal.raw.lastIndexOf('\u001b[?25l'),
      )
      expect(await commandsIn(home)).toHaveLength(changeSets)
    },
  )
})
