// The console examples of README.md and docs/: `npm run examples` runs them all and writes down what they print now.
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { ownEnvironment } from '../test/support/sfsync.ts'

const root = join(import.meta.dirname, '..')

/** One command of a page with the output that the page shows. */
export interface Example {
  readonly command: string
  readonly output: string
}

// A block begins with a language; the same page may show other blocks, which are not run.
const consoleBlock = /(?<=^```console\n)[\s\S]*?(?=^```$)/gm

/** The commands of the console blocks of a page, in order. */
export function examplesIn(page: string): Example[] {
  return [...page.matchAll(consoleBlock)].flatMap(([block]) => examplesInBlock(block))
}

function examplesInBlock(block: string): Example[] {
  return block
    .split(/^\$ /m)
    .slice(1)
    .map((text) => {
      const [command = '', ...output] = text.split('\n')
      return { command, output: output.join('\n').trimEnd() }
    })
}

/** The pages with examples, from the root of the repository. */
export async function pagesWithExamples(): Promise<string[]> {
  const names = ['README.md', ...(await readdir(join(root, 'docs'))).map((name) => join('docs', name))]
  const pages = names.filter((name) => name.endsWith('.md')).toSorted()
  const texts = await Promise.all(pages.map(async (name) => await readFile(join(root, name), 'utf8')))
  return pages.filter((_, index) => examplesIn(texts[index] ?? '').length > 0)
}

/** Runs commands in one shell in a folder of their own, as a reader would type them, and gives what each prints. */
export async function outputsOf(commands: readonly string[], home: string): Promise<string[]> {
  const mark = '=== next ==='
  const script = commands.map((command) => `${command}\necho '${mark}'\n`).join('')
  await writeFile(join(home, 'script.sh'), script)
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

async function rewrite(page: string): Promise<void> {
  const file = join(root, page)
  const home = await mkdtemp(join(tmpdir(), 'sfsync-examples-'))
  try {
    const text = await readFile(file, 'utf8')
    const outputs = await outputsOf(
      examplesIn(text).map(({ command }) => command),
      home,
    )
    await writeFile(
      file,
      text.replace(consoleBlock, (block) =>
        examplesInBlock(block)
          .map(({ command }) => `$ ${[command, outputs.shift()].filter(Boolean).join('\n')}\n`)
          .join(''),
      ),
    )
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

if (import.meta.main) for (const page of await pagesWithExamples()) await rewrite(page)
