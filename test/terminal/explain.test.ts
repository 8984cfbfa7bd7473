import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { sfsync } from '../support/sfsync.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { TerminalSession } from '../support/terminal-session.ts'

const demo = { SFSYNC_PROFILE: 'demo' }

async function shown(columns: number, environment = {}): Promise<TerminalSession> {
  const home = temporaryFolder()
  await sfsync(home, ['sf-users', 'list'], { environment: demo })
  const terminal = new TerminalSession(home, ['explain', 'ada.lovelace@acme.example.prod'], {
    columns,
    environment: { ...demo, ...environment },
  })
  expect(await terminal.ends()).toBe(0)
  return terminal
}

describe('an explanation on a terminal', () => {
  test('is paragraphs on 40 columns; only the next command is longer, to be copied whole', async () => {
    const { text } = await shown(40)
    expect(text.replaceAll(/\d{4}-\d\d-\d\d/g, '<a day>')).toBe(`Ada Lovelace (0055g0000004C92AAE) does
not show up: no SalesScreen user is
mapped to this person.

In SalesScreen
  There is no SalesScreen user.
  No one has confirmed that automatic
  sync is off; it may create and move
  users on its own.

Mapping
  No SalesScreen user is mapped to
  0055g0000004C92AAE.

In Salesforce
  Ada Lovelace (0055g0000004C92AAE) is
  active in Salesforce.
  Username
  ada.lovelace@acme.example.prod, e-mail
  ada.lovelace@acme.example, user type
  Standard (internal user), profile
  Standard User.
  Last login: <a day>.
  Last read on <a day> from the
  built-in sample org.

Possible matches
  No unmapped SalesScreen user matches.

Next
  sfsync create-user --from-sf 0055g0000004C92AAE
`)
  })

  test.each([80, 200])('is no wider than 80 columns on %i', async (columns) => {
    const { text } = await shown(columns)
    const widths = text.split('\n').map((line) => stringWidth(line))
    expect(Math.max(...widths)).toBeLessThanOrEqual(80)
    expect(Math.max(...widths)).toBeGreaterThan(70)
  })

  test.each([
    ['has bold headings', {}, true],
    ['is plain with NO_COLOR', { NO_COLOR: '1' }, false],
    ['is plain on a dumb terminal', { TERM: 'dumb' }, false],
  ])('%s', async (_what, environment, isBold) => {
    const { raw } = await shown(80, environment)
    expect(raw.includes('\u001b[1mNext')).toBe(isBold)
    expect(raw.includes('\u001b[')).toBe(isBold)
  })
})
