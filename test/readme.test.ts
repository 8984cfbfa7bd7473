import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { examplesIn, outputsOf, pagesWithExamples } from '../.ci/examples.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const root = join(import.meta.dirname, '..')

function pageOf(name: string): string {
  return readFileSync(join(root, name), 'utf8')
}

/** The shell script of a page that contains a text. */
function scriptWith(page: string, text: string): string {
  const blocks = [...pageOf(page).matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block)
  const found = blocks.find((block) => block.includes(text))
  if (found === undefined) throw new Error(`${page} has no script with "${text}"`)
  return found
}

// If sentences of the program have changed: npm run examples, and read the difference.
test.each(await pagesWithExamples())('the examples of %s print what it says', async (name) => {
  const all = examplesIn(pageOf(name))
  const outputs = await outputsOf(
    all.map(({ command }) => command),
    temporaryFolder(),
  )
  expect(all.map(({ command }, index) => ({ command, output: outputs[index] }))).toEqual(all)
})

test('the README is among the pages with examples, and so are pages of docs', async () => {
  expect(await pagesWithExamples()).toEqual(
    expect.arrayContaining(['README.md', join('docs', 'many-at-once.md')]),
  )
})

test('no page names a version, which the next release would make wrong', () => {
  const pages = ['README.md', ...readdirSync(join(root, 'docs')).map((name) => join('docs', name))]
  const named = pages.filter((name) => name.endsWith('.md') && /sfsync-\d|sfsync@v?\d/.test(pageOf(name)))
  expect(named).toEqual([])
})

test('the loop over people runs twice and writes once', async () => {
  const home = temporaryFolder()
  const loop = scriptWith('docs/scripting.md', 'while read')
  writeFileSync(join(home, 'people.txt'), 'ada.lovelace@acme.example 0055g0000004C92AAE\n')
  const [, , first, second, history] = await outputsOf(
    [
      'export SFSYNC_PROFILE=demo',
      'sfsync create-user --from-sf 0055g0000004C92AAE >created.txt',
      loop,
      loop,
      'sfsync history --format ids --quiet',
    ],
    home,
  )
  expect(first).toContain('change set 2')
  expect(second).not.toContain('change set')
  expect(history).toBe('2\n1')
})

test('the smoke test for CI passes when the script maps Ada, and fails when it does not', async () => {
  const home = temporaryFolder()
  const attempt = `if sh -e smoke.sh >smoke.txt 2>&1; then echo passes; else echo fails; fi`
  const create = 'sfsync create-user --from-sf 0055g0000004C92AAE --team North --create-team'
  writeFileSync(join(home, 'smoke.sh'), scriptWith('docs/scripting.md', 'settings check'))
  const outputs = await outputsOf(
    [
      `echo '${create}' >monday.sh`,
      attempt,
      `echo 'sfsync map ada.lovelace@acme.example 0055g0000004C92AAE' >>monday.sh`,
      attempt,
    ],
    home,
  )
  expect(outputs).toEqual(['', 'fails', '', 'passes'])
})
