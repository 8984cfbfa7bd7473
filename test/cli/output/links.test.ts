import { describe, expect, test } from 'vitest'
import { idColumn, textColumn } from '../../../src/cli/output/columns.ts'
import { linked, supportsLinks, withoutLinks } from '../../../src/cli/output/links.ts'
import { renderList, renderRecord } from '../../../src/cli/output/render.ts'
import { paper } from '../../support/surface.ts'

test.each([
  [{}, false],
  [{ TERM: 'xterm-256color' }, false],
  [{ TERM_PROGRAM: 'iTerm.app' }, true],
  [{ TERM_PROGRAM: 'vscode', TERM: 'xterm-256color' }, true],
  [{ TERM_PROGRAM: 'Apple_Terminal' }, false],
  [{ VTE_VERSION: '6800' }, true],
  [{ VTE_VERSION: '4800' }, false],
  [{ WT_SESSION: 'a' }, true],
  [{ KONSOLE_VERSION: '210400' }, true],
  [{ TERM: 'xterm-kitty' }, true],
  // Inside tmux and screen the variables of the terminal outside are still there.
  [{ TERM: 'tmux-256color', VTE_VERSION: '6800' }, false],
  [{ TERM: 'screen', TERM_PROGRAM: 'WezTerm' }, false],
  [{ TERM: 'dumb', VTE_VERSION: '6800' }, false],
  [{ FORCE_HYPERLINK: '1' }, true],
  [{ FORCE_HYPERLINK: '0', TERM_PROGRAM: 'WezTerm' }, false],
])('whether %j has links: %s', (environment, expected) => {
  expect(supportsLinks(environment)).toBe(expected)
})

const ada = { id: '0055g0000004C92AAE', name: 'Ada Lovelace' }
const columns = [
  idColumn<typeof ada>('salesforceUserId', 'Salesforce User ID', ({ id }) => id),
  textColumn<typeof ada>('name', 'Name', ({ name }) => name),
]
const link = linked(ada.id, `https://acme.my.salesforce.com/${ada.id}`)

async function recordAddresses() {
  return await Promise.resolve((id: string) => `https://acme.my.salesforce.com/${id}`)
}

async function surfaceWithLinks(columnCount: number | undefined) {
  const { surface, text } = await paper(columnCount)
  return { surface: { ...surface, recordAddresses }, text }
}

describe('the ID of a Salesforce user', () => {
  test('opens its record, and takes the room of the ID alone', async () => {
    const { surface, text } = await surfaceWithLinks(32)
    await renderList(columns, [[ada]], 'table', surface)
    expect(text()).toBe(`Salesforce User ID  Name\n${link}  Ada Lovelace\n`)
    expect(withoutLinks(text())).toBe('Salesforce User ID  Name\n0055g0000004C92AAE  Ada Lovelace\n')
  })

  test('opens it in a block as well', async () => {
    const { surface, text } = await surfaceWithLinks(80)
    await renderRecord(columns, ada, 'table', surface)
    expect(text()).toBe(`Salesforce User ID  ${link}\nName                Ada Lovelace\n`)
  })

  test('is plain in every format for machines', async () => {
    for (const format of ['json', 'ndjson', 'csv', 'tsv', 'ids'] as const) {
      const { surface, text } = await surfaceWithLinks(80)
      await renderList(columns, [[ada]], format, surface)
      expect(text()).not.toContain('\u001b')
    }
  })
})
