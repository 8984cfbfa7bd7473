import { readFileSync, writeFileSync } from 'node:fs'
import { execFile } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { ownEnvironment } from './support/sfsync.ts'
import { temporaryFolder } from './support/temporary-folder.ts'

const root = join(import.meta.dirname, '..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')

/** One command of the README with the output that the README shows. */
interface Example {
  readonly command: string
  readonly output: string
}

function blocks(language: string): string[] {
  return [...readme.matchAll(/```(\w+)\n([\s\S]*?)```/g)].flatMap(([, found, text]) =>
    found === language && text !== undefined ? [text] : [],
  )
}

function examples(): Example[] {
  return blocks('console').flatMap((block) =>
    block
      .split(/^\$ /m)
      .slice(1)
      .map((text) => {
        const [command = '', ...output] = text.split('\n')
        return { command, output: output.join('\n').trimEnd() }
      }),
  )
}

/** Runs lines in one shell, as a reader would type them, and gives what each printed. */
async function typed(commands: readonly string[], home: string): Promise<string[]> {
  const mark = '=== next ==='
  const script = commands.map((command) => `${command}\necho '${mark}'\n`).join('')
  writeFileSync(join(home, 'script.sh'), script)
  const environment = ownEnvironment(home)
  const path = [join(root, 'node_modules', '.bin'), environment['PATH']].join(delimiter)
  const { stdout } = await promisify(execFile)('sh', ['-c', 'exec sh script.sh 2>&1'], {
    cwd: home,
    env: { ...environment, PATH: path },
  })
  return stdout
    .split(`${mark}\n`)
    .slice(0, commands.length)
    .map((output) => output.trimEnd())
}

test('the examples of the README print what the README says', async () => {
  const all = examples()
  const outputs = await typed(
    all.map(({ command }) => command),
    temporaryFolder(),
  )
  expect(all.map(({ command }, index) => ({ command, output: outputs[index] }))).toEqual(all)
})

test('the script for many people runs twice and writes once', async () => {
  const home = temporaryFolder()
  const [loop] = blocks('sh').filter((block) => block.includes('while read'))
  writeFileSync(join(home, 'people.txt'), 'ada.lovelace@acme.example 0055g0000004C92AAE\n')
  const [, , , twice, history] = await typed(
    [
      'export SFSYNC_PROFILE=demo',
      'sfsync create-user --from-sf 0055g0000004C92AAE >created.txt',
      loop ?? '',
      loop ?? '',
      'sfsync history --format ids --quiet',
    ],
    home,
  )
  expect(twice).toContain('is already mapped to 0055g0000004C92AAE; nothing was changed')
  expect(history).toBe('2\n1')
})

test('the smoke test for CI passes when the script maps Ada, and fails when it does not', async () => {
  const home = temporaryFolder()
  const [smoke] = blocks('sh').filter((block) => block.includes('settings check'))
  const attempt = `if sh -e smoke.sh >smoke.txt 2>&1; then echo passes; else echo fails; fi`
  const create = 'sfsync create-user --from-sf 0055g0000004C92AAE --team North --create-team'
  writeFileSync(join(home, 'smoke.sh'), smoke ?? '')
  const outputs = await typed(
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

test('the README names every exit code', async () => {
  const { exitCodes } = await import('../src/app/exit-codes.ts')
  const rows = [...readme.matchAll(/^\| (\d+) +\|/gm)].map(([, code]) => Number(code))
  expect(rows).toEqual(Object.values(exitCodes))
})
