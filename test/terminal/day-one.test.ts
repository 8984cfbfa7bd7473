import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sfsync } from '../support/sfsync.ts'
import { keys, type TerminalOptions, TerminalSession } from '../support/terminal-session.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const report = `User ID,Full Name,Username,Email,Active,Profile,Department
0055g0000004C92AAE,Ada Lovelace,ada.lovelace@acme.example.prod,ada.lovelace@acme.example,1,Standard User,Sales North
0055g0000004COnAAM,Grace Hopper,grace.hopper@acme.example.prod,grace.hopper@acme.example,1,Standard User,Sales North
`

/** The whole first day: from nothing to a colleague who shows up. Each answer is one key, but for the name. */
const dayOne: readonly (readonly [question: string, answer: string])[] = [
  ['"Automatically sync users" is', keys.enter],
  ['initialized', keys.enter],
  ['users.csv', keys.enter],
  ['2 of 2', keys.enter],
  ['already?', keys.enter],
  ['(Y/n)', keys.enter],
  ['yes; end here', keys.down + keys.down + keys.down + keys.enter],
]

const plain = { NO_COLOR: '1', LC_ALL: 'C' }

describe('day one takes seven prompts and ten keys', () => {
  test.each<[string, TerminalOptions, done: string]>([
    ['100x32', { columns: 100, rows: 32 }, '✔'],
    ['80x24', { columns: 80, rows: 24 }, '✔'],
    ['40x15', { columns: 40, rows: 15 }, '✔'],
    ['80x24 in ASCII without color', { columns: 80, rows: 24, environment: plain }, '* '],
    ['40x15 in ASCII without color', { columns: 40, rows: 15, environment: plain }, '* '],
  ])('on %s', async (_, options, done) => {
    const home = temporaryFolder()
    writeFileSync(join(home, 'users.csv'), report)
    const terminal = new TerminalSession(home, ['guide'], options)
    for (const [question, answer] of dayOne) {
      await terminal.answers(question, answer)
      for (const line of terminal.screen.split('\n'))
        expect(line.length).toBeLessThanOrEqual(options.columns ?? 0)
    }
    await terminal.sees('1 person: 1 showing up')
    expect(await terminal.ends()).toBe(0)
    expect(terminal.text.split(done)).toHaveLength(7 + 1)
    expect(dayOne.map(([, answer]) => answer.split(/(?<=\r|\[B)/)).flat()).toHaveLength(10)
    if (options.environment === plain) {
      // oxlint-disable-next-line no-control-regex
      expect(terminal.text).toMatch(/^[\x00-\x7f]*$/)
      // oxlint-disable-next-line no-control-regex
      expect(terminal.raw).not.toMatch(/\u001b\[3\dm/)
    }
    expect(
      (await sfsync(home, ['status', '--format', 'csv', '--columns', 'email,showsUp'])).stdout,
    ).toContain('ada.lovelace@acme.example,true')
  })
})
