import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import stringWidth from 'string-width'
import { expect, test } from 'vitest'
import { sfsync } from '../support/sfsync.ts'
import { TerminalSession } from '../support/terminal-session.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const demo = { SFSYNC_PROFILE: 'demo' }

/** A ledger with two teams and three users, and a file with several kinds of problems. */
async function aHome(): Promise<string> {
  const home = temporaryFolder()
  writeFileSync(
    join(home, 'people.csv'),
    `Name,Email,Team,External ID
Ada Lovelace,ada.lovelace@acme.example,Sales North,0055g0000004C92AAE
Grace Hopper,grace.hopper@acme.example,Sales South,0055g0000004COnAAM
Annie Easley,annie.easley@acme.example,Sales North,
`,
  )
  const teams = ['East', 'East', 'East', 'West', 'Sales Nroth', 'Far North', 'Far South', 'Up', 'Down']
  const rows = [
    ...teams.map((team, at) => `Person ${at},person${at}@acme.example,${team},`),
    ',nameless@acme.example,Sales North,',
    'Hedy Lamarr,hedy.lamarr@acme.example,Sales North,0055g0000004EB6AAM',
    'Mary Jackson,mary.jackson@acme.example,Sales North,',
  ]
  writeFileSync(join(home, 'problems.csv'), ['Name,Email,Team,External ID', ...rows, ''].join('\n'))
  const { exitCode } = await sfsync(
    home,
    ['import', 'people.csv', '--create-team', '--reason', 'new quarter'],
    {
      environment: demo,
    },
  )
  expect(exitCode).toBe(0)
  return home
}

const commands = [
  ['status', 'ada.lovelace@acme.example', 'annie.easley@acme.example', 'alan.turing@acme.example'],
  ['users', 'list'],
  ['mappings', 'list'],
  ['sf-users', 'find', 'lovelace'],
  ['history', '--columns', 'changeSet,actor,changes,command,reason'],
  ['todo', '--limit', '3'],
  ['settings', 'check'],
  ['import', 'problems.csv', '--dry-run'],
  ['assign-team', 'annie.easley@acme.example', 'Sales South', '--move', '--dry-run'],
] as const

async function screensOf(
  home: string,
  columns: number,
  rows: number,
  environment: Readonly<Record<string, string>>,
): Promise<string> {
  let text = ''
  for (const words of commands) {
    const terminal = new TerminalSession(home, words, {
      columns,
      rows,
      environment: { ...demo, ...environment },
    })
    await terminal.ends()
    // An ID and a time differ from run to run.
    const printed = terminal.text
      .replaceAll(/u-[0-9a-z]{8}/g, 'u-xxxxxxxx')
      .replaceAll(/\d{4}-\d\d-\d\d \d\d:\d\d/g, '2026-11-28 12:00')
    expect(terminal.raw.includes('\u001b')).toBe(environment['NO_COLOR'] === undefined)
    text += `$ sfsync ${words.join(' ')}\n${printed}\n`
  }
  return text
}

test.each([
  [100, 32],
  [80, 24],
  [40, 15],
])('lists, plans and problems on %ix%i', async (columns, rows) => {
  const home = await aHome()
  const colored = await screensOf(home, columns, rows, {})
  const plain = await screensOf(home, columns, rows, { NO_COLOR: '1' })
  expect(plain).toBe(colored)
  const ascii = await screensOf(home, columns, rows, { NO_COLOR: '1', LC_ALL: 'C' })
  expect(ascii).toBe(plain.replaceAll('…', '~'))
  // Only a command, which is never broken, may be wider than the terminal.
  const wide = plain.split('\n').filter((line) => !/sfsync /.test(line) && stringWidth(line) > columns)
  expect(wide).toEqual([])
  await expect(plain).toMatchFileSnapshot(
    join(import.meta.dirname, 'screens', `lists-${columns}x${rows}.txt`),
  )
})
