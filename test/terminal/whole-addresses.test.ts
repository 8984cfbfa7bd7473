import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sfsync } from '../support/sfsync.ts'
import { TerminalSession } from '../support/terminal-session.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

// Forty characters each, on both sides.
const ada = 'ada.lovelace.of.analytics@north.example0'
const kate = 'kate.johnson.of.analytics@north.example0'
const there = 'augusta.king.lovelace@countess.example00'
const grace = 'grace.brewster.murray.hopper@navy.exampl'
const actor = 'head.of.operations.norway@acme.example00'
const whole = [ada, kate, there, grace, actor]
const ids = ['0055g0000004C92AAE', '0055g0000004COnAAM', '0055g0000004DPpAAM']

/** Two mapped users, one of whom has left Salesforce, a decision, and everything with long addresses. */
async function aHome(): Promise<string> {
  const home = temporaryFolder()
  const report = (graceActive: string, more = '') =>
    `User ID,Full Name,Username,Email,Active,Profile,Role\n` +
    `${ids[0]},Augusta Lovelace,${there},${there},1,Standard User,Account Executive\n` +
    `${ids[1]},Grace Hopper,${grace},${grace},${graceActive},Standard User,Account Executive\n${more}`
  writeFileSync(join(home, 'report.csv'), report('1'))
  const joined = `${ids[2]},Katherine Johnson,kj.johnson.of.langley@countess.example00,kj.johnson.of.langley@countess.example00,1,Standard User,Trainee\n`
  writeFileSync(join(home, 'later.csv'), report('0', joined))
  writeFileSync(
    join(home, 'people.csv'),
    `Name,Email,Team,External ID\nAda Lovelace,${ada},Sales North,${ids[0]}\n` +
      `Grace Hopper,${grace},Sales North,${ids[1]}\nKatherine Johnson,${kate},Sales North,\n`,
  )
  const commands = [
    ['sf-users', 'import', 'report.csv'],
    ['import', 'people.csv', '--create-team', '--allow-mismatch', '--yes'],
    ['reject', kate, ids[0] ?? ''],
    ['settings', 'set', 'auto-sync', 'off'],
    ['sf-users', 'import', 'later.csv'],
  ]
  for (const words of commands) {
    const { exitCode, stderr } = await sfsync(home, words, { environment: { SFSYNC_ACTOR: actor } })
    expect([words, exitCode, stderr]).toEqual([words, 0, expect.anything()])
  }
  return home
}

const tables = [
  ['status'],
  ['users', 'list'],
  ['users', 'licenses'],
  ['mappings', 'list'],
  ['mappings', 'audit', '--sample', '2', '--seed', 'a', '--format', 'table'],
  ['sf-users', 'list', '--all'],
  ['sf-users', 'list', '--columns', 'salesforceUserId,username,mappedTo'],
  ['sf-users', 'find', 'lovelace'],
  ['sf-users', 'log', '2'],
  ['suggest'],
  ['suggest', '--for-salesforce'],
  ['check'],
  ['check', '--columns', 'kind,email,fix'],
  ['decisions', 'list'],
  ['todo', '--columns', 'kind,email,name,salesforceUserId'],
  ['todo'],
  ['history'],
  ['blame', ada],
  ['settings', 'check'],
  ['teams', 'list'],
] as const

test.each([80, 100])('every e-mail address is whole in every table on %i columns', async (columns) => {
  const home = await aHome()
  const cut: string[] = []
  for (const words of tables) {
    const terminal = new TerminalSession(home, words, { columns, environment: { SFSYNC_ACTOR: actor } })
    await terminal.ends()
    expect(terminal.text).not.toContain('error:')
    for (const [, start = ''] of terminal.text.matchAll(/(\S*)…/g))
      if (start !== '' && whole.some((each) => each.startsWith(start)))
        cut.push(`${words.join(' ')}: ${start}`)
  }
  expect(cut).toEqual([])
})
