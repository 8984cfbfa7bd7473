import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sfsync } from '../support/sfsync.ts'
import { TerminalSession } from '../support/terminal-session.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const demo = { SFSYNC_PROFILE: 'demo' }
const list = ['sf-users', 'list']
/** A pager that keeps what it gets in a file, and says when it ends. */
const keeping = 'cat >paged.txt; echo paged'

function session(
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  rows = 15,
): { readonly terminal: TerminalSession; readonly paged: () => string | undefined } {
  const home = temporaryFolder()
  const terminal = new TerminalSession(home, words, { rows, environment: { ...demo, ...environment } })
  const file = join(home, 'paged.txt')
  return { terminal, paged: () => (existsSync(file) ? readFileSync(file, 'utf8') : undefined) }
}

describe('long output on a terminal', () => {
  test('goes through less, which the admin quits', async () => {
    const { terminal } = session(list, { SFSYNC_PAGER: 'less', NO_COLOR: '1' })
    await terminal.shows('Ada Lovelace')
    await terminal.shows(':')
    expect(terminal.screen).not.toContain('37 Salesforce users')
    terminal.types('G')
    await terminal.shows('37 Salesforce users')
    terminal.types('q')
    expect(await terminal.ends()).toBe(0)
  })

  test('shows names in less as it does without, whatever the locale', async () => {
    const { terminal } = session(list, { SFSYNC_PAGER: 'less', NO_COLOR: '1', LC_ALL: 'C' })
    await terminal.shows(':')
    terminal.types('/degård\r')
    await terminal.shows('Åse Ødegård')
    terminal.types('q')
    expect(await terminal.ends()).toBe(0)
  })

  test('goes through a pager with its counts and hints, in color', async () => {
    const { terminal, paged } = session(list, { PAGER: 'false', SFSYNC_PAGER: keeping })
    expect(await terminal.ends()).toBe(0)
    // Totals stay on the terminal when the pager is closed.
    expect(terminal.text).toMatch(/^paged\n(?:.*\n)?37 Salesforce users;.*\n$/)
    expect(paged()).toContain('\u001b[1mSalesforce User ID ')
    expect(paged()).toContain('37 Salesforce users')
  })

  test('goes through the one that others use, too', async () => {
    const { terminal } = session(list, { SFSYNC_PAGER: 'sh -c "echo own; cat >/dev/null"' })
    expect(await terminal.ends()).toBe(0)
    expect(terminal.text).toMatch(/^own\n(?:.*\n)?37 Salesforce users;.*\n$/)
  })

  test.each([
    ['that fits', ['sf-users', 'find', 'lovelace'], {}],
    ['with --no-pager', [...list, '--no-pager'], {}],
    ['on a dumb terminal', list, { TERM: 'dumb' }],
  ])('%s is printed directly', async (_, words, environment) => {
    const { terminal, paged } = session(words, { SFSYNC_PAGER: keeping, ...environment })
    expect(await terminal.ends()).toBe(0)
    expect(terminal.text).toContain('ada.lovelace@acme.example')
    expect(paged()).toBeUndefined()
  })

  test.each(['no-such-pager', 'no-such-pager "with a quote"'])(
    'is printed directly where the pager is missing: %s',
    async (pager) => {
      const { terminal } = session(list, { SFSYNC_PAGER: pager })
      expect(await terminal.ends()).toBe(0)
      expect(terminal.text).toContain('ada.lovelace@acme.example')
      expect(terminal.text).toContain('37 Salesforce users')
    },
  )
})

describe('the exit code', () => {
  test('is that of the command, also if the pager is quit early or fails', async () => {
    const waits = [
      'status',
      'ada.lovelace@acme.example',
      'grace.hopper@acme.example',
      '--require',
      'recorded',
    ]
    const { terminal } = session(waits, { SFSYNC_PAGER: 'head -n 1; false' }, 4)
    expect(await terminal.ends()).toBe(10)
    expect(terminal.text).toContain('Name')
    const read = session(waits, { SFSYNC_PAGER: 'less' }, 4)
    await read.terminal.shows(':')
    read.terminal.types('q')
    expect(await read.terminal.ends()).toBe(10)
  })

  test('is that of the command, although Ctrl-C was pressed while the pager was open', async () => {
    const { terminal } = session(list, { SFSYNC_PAGER: 'less' })
    await terminal.shows(':')
    // To sfsync alone: on a terminal the pager gets it, too, and goes on.
    terminal.signals('SIGINT')
    terminal.signals('SIGINT')
    terminal.types('G')
    await terminal.shows('37 Salesforce users')
    terminal.types('q')
    expect(await terminal.ends()).toBe(0)
  })
})

describe('no pager', () => {
  test('for a pipe or a file', async () => {
    const home = temporaryFolder()
    const environment = { ...demo, SFSYNC_PAGER: 'touch paged.txt' }
    const { stdout } = await sfsync(home, list, { environment })
    expect(stdout.split('\n')).toHaveLength(39)
    const result = new TerminalSession(home, [...list, '--output', 'users.csv'], { rows: 10, environment })
    expect(await result.ends()).toBe(0)
    expect(existsSync(join(home, 'paged.txt'))).toBe(false)
  })

  test('for a command that writes', async () => {
    const home = temporaryFolder()
    const rows = Array.from({ length: 20 }, (_, at) => `p${at}@acme.example,P ${at}`)
    writeFileSync(join(home, 'people.csv'), ['Email,Name', ...rows, ''].join('\n'))
    const terminal = new TerminalSession(home, ['import', 'people.csv'], {
      rows: 10,
      environment: { ...demo, SFSYNC_PAGER: 'touch paged.txt' },
    })
    expect(await terminal.ends()).toBe(0)
    expect(terminal.text).toContain('change set 1: 20 users added')
    expect(existsSync(join(home, 'paged.txt'))).toBe(false)
  })
})
