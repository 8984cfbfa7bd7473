import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import Database from 'better-sqlite3'
import stringWidth from 'string-width'
import { describe, expect, onTestFinished, test } from 'vitest'
import { larsens } from '../support/larsens.ts'
import { launcher, sfsync } from '../support/sfsync.ts'
import { keys, TerminalSession } from '../support/terminal-session.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

interface Started {
  readonly home: string
  readonly terminal: TerminalSession
}

function start(home: string, words: readonly string[], columns = 80, rows = 24): TerminalSession {
  const environment = { NO_COLOR: '1', SFSYNC_ACTOR: 'jane' }
  return new TerminalSession(home, ['review', '--until', '2099-01-31', ...words], {
    columns,
    rows,
    environment,
  })
}

async function started(words: readonly string[] = [], columns = 80, rows = 24): Promise<Started> {
  const home = temporaryFolder()
  await larsens(home)
  const terminal = start(home, words, columns, rows)
  await terminal.shows('Review  1 of ')
  return { home, terminal }
}

async function printed(home: string, ...words: readonly string[]): Promise<string> {
  return (await sfsync(home, [...words, '--quiet'])).stdout
}

async function mappings(home: string): Promise<string> {
  return await printed(home, 'mappings', 'list', '--columns', 'email,salesforceUserId', '--format', 'csv')
}

async function decisions(home: string): Promise<string> {
  return await printed(
    home,
    'decisions',
    'list',
    '--columns',
    'kind,email,salesforceUserId,until,reason',
    '--format',
    'csv',
  )
}

/** Pages of the story, each with the key before it and a text that it shows. */
const pages = [
  ['first', '', 'Review  1 of 5'],
  ['second', ' ', 'Review  2 of 5'],
  ['second-more', 'm', '>4'],
  ['highlighted', keys.down, '>5'],
  ['rejected', 'n', 'is not the'],
  ['keys', '?', 'search the directory'],
  ['keys-gone', 'x', 'Review  2 of 5'],
  ['confirmation', '4', 'y: map'],
  ['mapped', 'y', 'Review  3 of 5'],
  ['search', '/', 'Esc: cancel'],
  ['searching', 'larsen', 'Search: larsen_'],
  ['found', keys.enter, 'results for "larsen"'],
  ['fourth', ' ', 'Review  4 of 5'],
  ['not-a-person', 'p', 'Review  5 of 5'],
  ['typing', 'i', 'Esc: cancel'],
  ['entering', '0055g0000000aa8', '0055g0000000aa8_'],
  ['entered', keys.enter, 'results for "0055g0000000aa8"'],
  ['later', 'l', 'No more users to review'],
  ['back', 'b', 'decided: taro'],
  ['undone', 'u', 'undone:'],
] as const

describe('the screen of a review', () => {
  test.each([
    [80, 24],
    [40, 15],
  ])('at %i columns and %i rows', async (columns, rows) => {
    const home = temporaryFolder()
    await larsens(home)
    const terminal = start(home, [], columns, rows)
    const seen: string[] = []
    for (const [name, key, text] of pages) {
      if (key !== '') terminal.types(key)
      await terminal.shows(text)
      seen.push(`--- ${name}\n${steady(terminal.screen)}`)
    }
    terminal.types('q')
    expect(await terminal.ends()).toBe(0)
    const file = join(import.meta.dirname, 'screens', `review-${columns}x${rows}.txt`)
    await expect(`${seen.join('\n')}\n`).toMatchFileSnapshot(file)
  })

  test('is as wide as the terminal at most, whatever the names, also when the terminal shrinks', async () => {
    const { terminal } = await started(['m.hohenstein@acme.example', 'taro.yamada@acme.example'])
    terminal.resize(33, 12)
    await terminal.shows('p non-person')
    const lines = terminal.screen.split('\n')
    expect(lines).toHaveLength(12)
    for (const line of lines) expect(stringWidth(line)).toBeLessThanOrEqual(33)
    terminal.types(' ')
    await terminal.shows('山田')
    terminal.types('q')
    expect(await terminal.ends()).toBe(0)
  })

  test('is colored, except with NO_COLOR', async () => {
    const home = temporaryFolder()
    await larsens(home)
    const colored = new TerminalSession(home, ['review'], { columns: 80, rows: 24 })
    await colored.shows('Review  1 of 5')
    expect(colored.raw).toContain('\u001b[1mReview')
    const plain = start(home, [])
    await plain.shows('Review  1 of 5')
    // oxlint-disable-next-line no-control-regex -- colors are control characters
    expect(plain.raw).not.toMatch(/\u001b\[\d*m/)
  })

  test.each<[string, (terminal: TerminalSession) => void, number]>([
    ['q', (terminal) => terminal.types('q'), 0],
    ['Ctrl-C', (terminal) => terminal.types(keys.ctrlC), 130],
    ['Ctrl-D', (terminal) => terminal.types(keys.ctrlD), 130],
    ['SIGTERM', (terminal) => terminal.signals('SIGTERM'), 143],
    ['SIGHUP', (terminal) => terminal.signals('SIGHUP'), 129],
  ])('gives the terminal back as it was after %s', async (_, end, exitCode) => {
    const { terminal } = await started()
    end(terminal)
    expect(await terminal.ends()).toBe(exitCode)
    for (const [left, entered] of [
      ['\u001b[?25h', '\u001b[?25l'],
      ['\u001b[?1049l', '\u001b[?1049h'],
      ['\u001b[?2004l', '\u001b[?2004h'],
    ] as const)
      expect(terminal.raw.lastIndexOf(left)).toBeGreaterThan(terminal.raw.lastIndexOf(entered))
  })
})

describe('Ctrl-Z', () => {
  test('stops a review, which goes on with fg', async () => {
    const home = temporaryFolder()
    await larsens(home)
    const shell = new TerminalSession(home, ['--norc', '--noprofile', '-i'], {
      columns: 80,
      rows: 24,
      command: ['bash'],
      environment: { NO_COLOR: '1', SFSYNC_ACTOR: 'jane', PS1: 'ready: ' },
    })
    await shell.shows('ready:')
    shell.types(`'${process.execPath}' '${launcher}' review\r`)
    await shell.shows('Review  1 of 5')
    shell.types(keys.ctrlZ)
    await shell.shows('Stopped')
    shell.types('fg\r')
    await shell.shows('Review  1 of 5')
    shell.types(' ')
    await shell.shows('Review  2 of 5')
    shell.types('q')
    await shell.shows('ready:')
  })

  test('where no shell could let it go on, the review stays', async () => {
    const { terminal } = await started()
    terminal.types(keys.ctrlZ)
    await terminal.sees('Review  1 of 5')
    terminal.types(' ')
    await terminal.shows('Review  2 of 5')
  })
})

// User IDs are random.
function steady(text: string): string {
  return text.replaceAll(/\bu-[0-9a-z]{8}\b/g, 'u-00000000').replaceAll(/ +$/gm, '')
}

describe('what a review decides', () => {
  test('is written at once, each as a change set with reason, actor and evidence', async () => {
    const { home, terminal } = await started(['--reason', 'by phone'])
    terminal.types('1')
    await terminal.shows('Review  2 of 5')
    expect(await mappings(home)).toBe(
      'email,salesforceUserId\naase.oedegaard@private.example,0055g0000000aa8AAA\n',
    )
    terminal.types('n')
    await terminal.shows('is not the same person')
    terminal.types('l')
    await terminal.shows('Review  3 of 5')
    terminal.types('p')
    await terminal.shows('Review  4 of 5')
    expect(await decisions(home)).toBe(
      [
        'kind,email,salesforceUserId,until,reason',
        'later,kim.larsen@acme.example,,2099-01-31,by phone',
        'never,kim.larsen@acme.example,0055g0000000aa1AAA,,by phone',
        'not-a-person,m.hohenstein@acme.example,,,by phone',
        '',
      ].join('\n'),
    )
    terminal.types('q')
    expect(await terminal.ends()).toBe(0)
    expect(terminal.text).toMatch(
      /Mapped +1\nLater +1\nNot a person +1\nNot the same person +1\nUndecided +2\n/,
    )
    const history: unknown[] = JSON.parse(await printed(home, 'history', '--command', 'review', '--json'))
    expect(history).toHaveLength(4)
    expect(history.at(-1)).toMatchObject({
      actor: 'jane',
      reason: 'by phone',
      command: 'sfsync review aase.oedegaard@private.example',
    })
    expect(await printed(home, 'show', '2')).toContain(
      'review: score 0.9965: the address aase.oedegaard@private.example fits the name Åse Ødegård; same name (Åse Ødegård); team and department are Sales North',
    )
  })

  test('is undone key by key, each as a change set', async () => {
    const { home, terminal } = await started()
    terminal.types('1')
    await terminal.shows('Review  2 of 5')
    terminal.types('p')
    await terminal.shows('Review  3 of 5')
    terminal.types('u')
    await terminal.shows('undone: kim.larsen@acme.example is not a person')
    terminal.types('u')
    await terminal.shows('undone: aase.oedegaard@private.example → Åse')
    expect(terminal.screen).toContain('Review  1 of 5 ')
    terminal.types('u')
    await terminal.shows('nothing to undo yet')
    expect(await mappings(home)).toBe('email,salesforceUserId\n')
    expect(await decisions(home)).toBe('kind,email,salesforceUserId,until,reason\n')
    terminal.types('q')
    expect(await terminal.ends()).toBe(0)
    expect(
      await printed(home, 'history', '--columns', 'changeSet,command', '--format', 'csv', '--limit', '2'),
    ).toBe('changeSet,command\n5,sfsync undo 2\n4,sfsync undo 3\n')
  })

  test.each([
    ['Enter', keys.enter],
    ['Esc', keys.escape],
  ])('is kept when %s leaves the end, where u undoes nothing', async (_, key) => {
    const { home, terminal } = await started(['kim.larsen@acme.example'])
    terminal.types('p')
    await terminal.shows('No more users to review')
    terminal.types('u')
    await terminal.shows('press b to go back first, then u to undo')
    terminal.types(key)
    expect(await terminal.ends()).toBe(0)
    expect(await decisions(home)).toContain('not-a-person,kim.larsen@acme.example')
  })

  test('is never written twice about one user, and a user mapped meanwhile is reported', async () => {
    const { home, terminal } = await started()
    terminal.types('1')
    await terminal.shows('Review  2 of 5')
    terminal.types('b')
    await terminal.shows('Review  1 of 5')
    terminal.types('1')
    await terminal.shows('u undoes the last')
    await printed(home, 'map', 'kim.larsen@acme.example', '0055g0000000aa2AAA', '--allow-mismatch')
    terminal.types(' ')
    await terminal.shows('Review  2 of 5')
    terminal.types('p')
    await terminal.shows('sfsync unmap')
    terminal.types('1')
    await terminal.shows('is already mapped to 0055g0000000aa2AAA')
    expect(await mappings(home)).toBe(
      [
        'email,salesforceUserId',
        'aase.oedegaard@private.example,0055g0000000aa8AAA',
        'kim.larsen@acme.example,0055g0000000aa2AAA',
        '',
      ].join('\n'),
    )
  })

  test.each([
    [40, 15],
    [80, 24],
  ])(
    'is left to a typed command, shown whole at %i columns, where it takes something away',
    async (columns, rows) => {
      const { home, terminal } = await started(['m.hohenstein@acme.example'], columns, rows)
      await printed(home, 'map', 'm.hohenstein@acme.example', '0055g0000000aa2AAA', '--allow-mismatch')
      terminal.types('1')
      await terminal.shows('--replace')
      expect(terminal.screen.replaceAll(/\s+/g, ' ')).toContain(
        'that mapping would be removed; to map anyway: sfsync map m.hohenstein@acme.example 0055g0000000aa9AAA --replace',
      )
      for (const line of terminal.screen.split('\n')) expect(stringWidth(line)).toBeLessThanOrEqual(columns)
      expect(await mappings(home)).toBe(
        'email,salesforceUserId\nm.hohenstein@acme.example,0055g0000000aa2AAA\n',
      )
    },
  )

  test('is read and decided again when another process commits between reading and writing', async () => {
    const { home, terminal } = await started(['robot@acme.example'])
    const [robot]: { userId: string }[] = JSON.parse(
      await printed(home, 'users', 'list', '--search', 'robot', '--json'),
    )
    // Another process holds the ledger: this one has read it already when it waits to write.
    const ledger = new Database((await printed(home, 'settings', 'get', 'store')).trim())
    onTestFinished(() => void ledger.close())
    ledger.exec('begin immediate')
    ledger
      .prepare(
        `insert into decision (decision_key, kind, user_id, until, decided_by, decided_at)
         values (? || '/-', 'later', ?, '2099-06-30', 'bob', '2026-11-01T00:00:00.000Z')`,
      )
      .run(robot?.userId, robot?.userId)
    terminal.types('p')
    await setTimeout(1000)
    ledger.exec('commit')
    await terminal.shows('robot@acme.example is not a person (change set 2)')
    const [change]: unknown[] = JSON.parse(await printed(home, 'show', '2', '--json')).changes
    expect(change).toMatchObject({ before: { kind: 'later', decidedBy: 'bob' } })
  })

  test('is not what is pasted by mistake', async () => {
    const { home, terminal } = await started()
    terminal.types('\u001b[200~1111\u001b[201~')
    await terminal.shows('press i first to paste an ID')
    // Not every terminal marks what is pasted.
    terminal.types('sfsync map 1 lpn\r')
    await terminal.shows('Review  1 of 5')
    await terminal.sees('press i first to paste an ID')
    expect(await printed(home, 'history', '--format', 'ids')).toBe('1\n')
    terminal.types('i')
    await terminal.shows('Enter: done')
    terminal.types('\u001b[200~0055g0000000aa1AAA\u001b[201~')
    await terminal.shows('0055g0000000aa1AAA_')
    terminal.types(keys.enter)
    await terminal.shows('>1')
    expect(await mappings(home)).toBe('email,salesforceUserId\n')
    terminal.types('1')
    await terminal.shows('Map anyway?')
    expect(await mappings(home)).toBe('email,salesforceUserId\n')
    terminal.types('y')
    await terminal.shows('Review  2 of 5')
    expect(await mappings(home)).toBe(
      'email,salesforceUserId\naase.oedegaard@private.example,0055g0000000aa1AAA\n',
    )
  })

  test('stays when Ctrl-C ends it, and the next review goes on after it', async () => {
    const { home, terminal } = await started()
    terminal.types('1')
    await terminal.shows('Review  2 of 5')
    terminal.types('l')
    await terminal.shows('Review  3 of 5')
    terminal.types(keys.ctrlC)
    expect(await terminal.ends()).toBe(130)
    expect(terminal.text).toContain('stopped; changes made so far are kept')
    expect(terminal.text).toContain('try: sfsync review --until 2099-01-31')
    const second = start(home, [])
    await second.shows('Review  1 of 3')
    expect(second.screen).toContain('m.hohenstein@acme.example')
    second.types('q')
    expect(await second.ends()).toBe(0)
    expect(second.text).toContain('next: sfsync review --until 2099-01-31 --from m.hohenstein@acme.example')
    const third = start(home, ['--from', 'taro.yamada@acme.example'])
    await third.shows('Review  1 of 3')
    expect(third.screen).toContain('taro.yamada@acme.example')
    third.types(' ')
    await third.shows('Review  2 of 3')
    expect(third.screen).toContain('m.hohenstein@acme.example')
  })
})

describe('a review', () => {
  test('without users opens no screen', async () => {
    const home = temporaryFolder()
    await larsens(home)
    const terminal = start(home, ['--class', 'sure', 'robot@acme.example'])
    expect(await terminal.ends()).toBe(0)
    expect(terminal.text).toContain('no users to review')
    expect(terminal.raw).not.toContain('\u001b[?1049h')
  })

  test('carries its numbers alone on standard output', async () => {
    const home = temporaryFolder()
    await larsens(home)
    const script = `"$0" "$1" review --json >numbers.json`
    const terminal = new TerminalSession(home, [], {
      command: ['sh', '-c', script, process.execPath, launcher],
      columns: 80,
      rows: 24,
    })
    await terminal.shows('Review  1 of 5')
    terminal.types('1')
    await terminal.shows('Review  2 of 5')
    terminal.types('q')
    expect(await terminal.ends()).toBe(0)
    const { readFileSync } = await import('node:fs')
    expect(JSON.parse(readFileSync(join(home, 'numbers.json'), 'utf8'))).toEqual({
      mapped: 1,
      later: 0,
      notAPerson: 0,
      never: 0,
      left: 4,
    })
  })

  test('needs a terminal, and names the commands to use instead', async () => {
    const home = temporaryFolder()
    await larsens(home)
    const { exitCode, stderr } = await sfsync(home, ['review'])
    expect({ exitCode, stderr }).toMatchInlineSnapshot(`
      {
        "exitCode": 2,
        "stderr": "error: review is interactive; run it in a terminal
      try: sfsync suggest
      try: sfsync export --for-review review.csv
      try: sfsync map --help
      ",
      }
    `)
  })
})
