import { join } from 'node:path'
import stringWidth from 'string-width'
import { describe, expect, test } from 'vitest'
import { larsens } from '../support/larsens.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { TerminalSession } from '../support/terminal-session.ts'

async function aHome(): Promise<string> {
  const home = temporaryFolder()
  await larsens(home)
  return home
}

async function shown(
  home: string,
  words: readonly string[],
  columns: number,
  environment: Readonly<Record<string, string>> = { NO_COLOR: '1' },
): Promise<TerminalSession> {
  const terminal = new TerminalSession(home, words, { columns, environment })
  expect(await terminal.ends()).toBe(0)
  return terminal
}

describe('suggestions on a terminal', () => {
  test.each([80, 40])('are paragraphs to be read on %i columns', async (columns) => {
    const home = await aHome()
    const seen: string[] = []
    for (const words of [
      ['suggest'],
      ['suggest', 'kim.larsen@acme.example', '--explain'],
      ['suggest', '--for-salesforce'],
    ]) {
      const { text } = await shown(home, words, columns)
      seen.push(`$ sfsync ${words.join(' ')}\n${text}`)
      // Commands and addresses stay whole, to be copied; counts are notes.
      const lines = text.split('\n').filter((line) => !/^ {2}sfsync |@|^\d+ \w/.test(line))
      expect(Math.max(...lines.map((line) => stringWidth(line)))).toBeLessThanOrEqual(columns)
    }
    const file = join(import.meta.dirname, 'screens', `suggest-${columns}.txt`)
    await expect(`${seen.join('\n')}\n`).toMatchFileSnapshot(file)
  })

  test('are a table when columns are asked for', async () => {
    const { text } = await shown(await aHome(), ['suggest', '--columns', 'name,class', '--quiet'], 80)
    expect(text.split('\n').slice(0, 2)).toEqual([
      'Name                                                    Class',
      'Aase Oedegaard                                          likely',
    ])
  })

  test('have bold headings if color is on', async () => {
    const home = await aHome()
    // Five users, one with a heading of two lines.
    // oxlint-disable-next-line no-control-regex -- colors are control characters
    expect((await shown(home, ['suggest'], 80, {})).raw.match(/\u001b\[1m/g)).toHaveLength(6)
    expect((await shown(home, ['suggest'], 80)).raw).not.toContain('\u001b[1m')
  })
})
