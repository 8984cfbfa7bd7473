import { cpSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { programToRead, typedName } from '../.ci/reference.ts'
import { everyCommand } from '../src/cli/program.ts'
import manifest from '../package.json' with { type: 'json' }
import { commandsOf, transcribe } from './support/transcript.ts'

const folder = join(import.meta.dirname, 'transcripts')
const files = globSync('*.txt', { cwd: folder }).toSorted()

describe.concurrent('transcripts: commands on the built program and what they print', () => {
  test.for(files)('%s', async (file, { expect: expectIn, onTestFinished }) => {
    const home = mkdtempSync(join(tmpdir(), 'sfsync-test-'))
    onTestFinished(() => rmSync(home, { recursive: true, force: true }))
    cpSync(join(folder, 'files'), home, { recursive: true })
    cpSync(join(import.meta.dirname, 'salesforce', 'report', 'samples'), home, { recursive: true })
    const written = await transcribe(readFileSync(join(folder, file), 'utf8'), {
      home,
      placeholders: { home, version: manifest.version, since: new Date(), ids: new Map() },
    })
    await expectIn(written).toMatchFileSnapshot(join(folder, file))
  })
})

test('every command of the program is in a transcript', async () => {
  const typed = files.flatMap((file) => commandsOf(readFileSync(join(folder, file), 'utf8')))
  const names = everyCommand(await programToRead()).map((command) => typedName(command))
  expect(names.filter((name) => !typed.some((command) => `${command} `.includes(`${name} `)))).toEqual([])
})
