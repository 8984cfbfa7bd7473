import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sfsync } from '../support/sfsync.ts'
import { keys, TerminalSession } from '../support/terminal-session.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const demo = { environment: { SFSYNC_PROFILE: 'demo' } }
const adaId = '0055g0000004C92AAE'

type Answer = readonly [question: string, answer: string]

const stepOne: readonly Answer[] = [
  ['"Automatically sync users" is', keys.enter],
  ['integration is initialized', keys.enter],
]
const search: readonly Answer[] = [
  ['which Salesforce user?', 'lovel'],
  ['1 of 1', keys.enter],
]
const place: Answer = ['in SalesScreen already?', keys.enter]
const plan: Answer = ['(Y/n)', keys.enter]
const entered: Answer = ['Did you enter all of it?', keys.down + keys.down + keys.down + keys.enter]
const everything = [...stepOne, ...search, place, plan, entered]

async function answerAll(terminal: TerminalSession, answers: readonly Answer[]): Promise<void> {
  for (const [question, answer] of answers) await terminal.answers(question, answer)
}

/** How many questions were answered: each is marked when it is. */
function promptsOf({ text }: TerminalSession): number {
  return text.match(/✔/g)?.length ?? 0
}

async function commandsIn(home: string, environment: Readonly<Record<string, string>> = demo.environment) {
  const { stdout } = await sfsync(home, ['history', '--json'], { environment })
  const changeSets: { command: string }[] = JSON.parse(stdout)
  return changeSets.map(({ command }) => command).toReversed()
}

const settled = ['sfsync settings set auto-sync off', 'sfsync settings set integration-initialized yes']
const created = `sfsync create-user --from-sf ${adaId} --team 'Sales North' --create-team --map`
const done = 'sfsync todo done ada.lovelace@acme.example'

const report = `User ID,Full Name,Username,Email,Active,Profile,Department
${adaId},Ada Lovelace,ada.lovelace@acme.example.prod,ada.lovelace@acme.example,1,Standard User,Sales North
0055g0000004COnAAM,Grace Hopper,grace.hopper@acme.example.prod,grace.hopper@acme.example,1,Standard User,Sales North
`

describe('the guide', () => {
  test('takes seven prompts for the first colleague, from nothing, and four for each later one', async () => {
    const home = temporaryFolder()
    writeFileSync(join(home, 'users.csv'), report)
    const terminal = new TerminalSession(home, ['guide'], { columns: 120 })
    await answerAll(terminal, [
      ...stepOne,
      ['users.csv', keys.enter],
      ...search,
      place,
      plan,
      // Yes, and the next one.
      ['Did you enter all of it?', keys.down + keys.down + keys.enter],
    ])
    await terminal.sees('2 of 2')
    expect(promptsOf(terminal)).toBe(7)
    terminal.types(keys.enter)
    await answerAll(terminal, [place, plan, entered])
    await terminal.sees('1 person: 1 showing up')
    expect(await terminal.ends()).toBe(0)
    expect(promptsOf(terminal)).toBe(7 + 4)
    expect(await commandsIn(home, {})).toEqual([
      ...settled,
      created,
      done,
      "sfsync create-user --from-sf 0055g0000004COnAAM --team 'Sales North' --map",
      'sfsync todo done grace.hopper@acme.example',
    ])
  })

  test('prints the equivalent of each answer, and shows each plan once', async () => {
    const home = temporaryFolder()
    const terminal = new TerminalSession(home, ['guide'], demo)
    await answerAll(terminal, everything)
    await terminal.sees('1 person: 1 showing up')
    expect(await terminal.ends()).toBe(0)
    expect(await commandsIn(home)).toEqual([...settled, created, done])
    const text = terminal.text.replaceAll(/\s+/g, ' ')
    for (const command of [...settled, created]) expect(text).toContain(`equivalent command: ${command}`)
    expect(terminal.text.match(/^\+ mapping/gm)).toHaveLength(1)
  })

  test('asks again at No and Esc, and ends with neither', async () => {
    const home = temporaryFolder()
    const terminal = new TerminalSession(home, ['guide'], demo)
    await terminal.answers('"Automatically sync users" is', keys.escape)
    await terminal.sees('This is the first question')
    await answerAll(terminal, [
      ...stepOne,
      ['which Salesforce user?', keys.escape],
      ...stepOne.slice(1),
      ...search,
      place,
      ['(Y/n)', `n${keys.enter}`],
      ['in SalesScreen already?', keys.escape],
      ...search,
      place,
      plan,
      entered,
    ])
    expect(await terminal.ends()).toBe(0)
    expect(await commandsIn(home)).toEqual([...settled, ...settled.slice(1), created, done])
  })

  test('goes on where it was stopped', async () => {
    const home = temporaryFolder()
    const first = new TerminalSession(home, ['guide', adaId], demo)
    await answerAll(first, [...stepOne, place])
    await first.answers('(Y/n)', keys.ctrlC)
    await first.sees(`sfsync guide ${adaId}`)
    expect(await first.ends()).toBe(130)
    expect(await commandsIn(home)).toEqual(settled)

    const second = new TerminalSession(home, ['guide', adaId], demo)
    await second.sees('Step 1 is done')
    await answerAll(second, [place, plan])
    await second.answers('Did you enter all of it?', keys.enter)
    expect(await second.ends()).toBe(0)
    expect(await commandsIn(home)).toEqual([...settled, created])
  })

  const written = [0, 1, 2, 2, 2, 2, 3]
  test.each(everything.map(([question], index) => [index, question, written[index] ?? 0] as const))(
    'stops at question %i (%s) on Ctrl-C: one line, nothing more written, exit code 130, the terminal as before',
    async (index, question, changeSets) => {
      const home = temporaryFolder()
      const terminal = new TerminalSession(home, ['guide'], demo)
      await answerAll(terminal, everything.slice(0, index))
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
