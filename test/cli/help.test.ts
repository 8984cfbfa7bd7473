import { describe, expect, test } from 'vitest'
import { buildProgram, everyCommand } from '../../src/cli/program.ts'

const program = await buildProgram(async () => undefined, { version: '', width: 40, print: () => undefined })

describe('help on a terminal of 40 columns', () => {
  test.for(everyCommand(program))('has room for every description of $_name', (command) => {
    const [before = ''] = command.helpInformation().split('\nExamples:')
    const wide = before.split('\n').filter((line) => line.length > 40 && !line.startsWith('Usage: '))
    // A term may be a long word that is typed.
    expect(wide.filter((line) => /\S \S+ /.test(line.trim()))).toEqual([])
  })

  test('marks each line of a comment', () => {
    const map = everyCommand(program).find((command) => command.name() === 'map')
    expect(map?.helpInformation()).toContain(
      '  # by e-mail address and Salesforce\n  # User ID\n  $ sfsync map ada.lovelace@acme.example',
    )
  })
})
