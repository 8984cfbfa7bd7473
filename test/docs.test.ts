import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { documentedCommands, programToRead, reference, typedName } from '../.ci/reference.ts'
import { exitCodes } from '../src/app/exit-codes.ts'
import { configurationKeys } from '../src/config/keys.ts'
import { readRcFile } from '../src/config/rc-file.ts'

const root = join(import.meta.dirname, '..')
const written = readFileSync(join(root, 'docs', 'commands.md'), 'utf8')
const exampleFile = join(root, '.sfsyncrc.example')
const sections = new Map(
  written
    .split(/^## /m)
    .slice(1)
    .map((section) => [section.split('\n')[0], section]),
)

describe('docs/commands.md', () => {
  test('is what "npm run reference" writes', async () => {
    expect(written).toBe(await reference())
  })

  test('has every command, its arguments and its flags', async () => {
    const missing = documentedCommands(await programToRead()).flatMap((command) => {
      const section = sections.get(typedName(command))
      if (section === undefined) return [typedName(command)]
      const details = [
        ...command.options.filter(({ hidden }) => !hidden).map(({ flags }) => flags),
        ...command.registeredArguments.flatMap((argument) =>
          argument.description === '' ? [] : [argument.name()],
        ),
      ]
      return details
        .filter((detail) => !section.includes(`| \`${detail}\` | `))
        .map((detail) => `${typedName(command)} ${detail}`)
    })
    expect(missing).toEqual([])
  })

  test('has an example for every command, with a comment that says what it is for', async () => {
    for (const command of documentedCommands(await programToRead()))
      expect(sections.get(typedName(command))).toMatch(/\n```sh\n# .+\n.*sfsync/)
  })

  test('leads to every section', async () => {
    const anchors = [...sections.keys()].map((heading) => `(#${heading?.replaceAll(' ', '-') ?? ''})`)
    expect(anchors.slice(1).filter((anchor) => !written.includes(anchor))).toEqual([])
  })
})

describe('docs/agents.md', () => {
  const page = readFileSync(join(root, 'docs', 'agents.md'), 'utf8')

  test('explains every exit code', () => {
    const explained = [...page.matchAll(/^\| (\d+) +\|/gm)].map(([, code]) => Number(code))
    expect(explained).toEqual(Object.values(exitCodes))
  })

  test('names only flags that exist', async () => {
    const known = documentedCommands(await programToRead()).flatMap(({ options }) =>
      options.map(({ long }) => long),
    )
    const named = [...page.matchAll(/--[a-z-]*[a-z]/g)].map(([flag]) => flag)
    // --allow-... stands for all that begin so.
    expect(named.filter((flag) => flag !== '--allow' && !known.includes(flag))).toEqual([])
  })
})

describe('.sfsyncrc.example', () => {
  test('can be used as it is, and sets every key', async () => {
    const { top, profiles } = readRcFile(exampleFile)
    expect(Object.keys(top)).toEqual(configurationKeys.map(({ name }) => name))
    expect(Object.values(profiles).map((profile) => Object.keys(profile))).toEqual([
      configurationKeys.filter(({ perProfile }) => perProfile).map(({ name }) => name),
    ])
  })

  test('says for every key what it means and which variable sets it', async () => {
    const paragraphs = readFileSync(exampleFile, 'utf8').split('\n\n')
    const undocumented = configurationKeys.filter(({ name, variable }) => {
      const comments = paragraphs.filter((paragraph) => new RegExp(`^#.*\\n${name} = `, 'm').test(paragraph))
      return !comments.some((comment) => comment.includes(`(${variable}`))
    })
    expect(undocumented).toEqual([])
  })
})

/** Every page that people read on the way through this repository. */
const pages = ['', 'docs', '.github'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .map((name) => join(folder, name)),
)

test.each(pages)('every link of %s leads to a file, and to a heading that is there', (page) => {
  const text = readFileSync(join(root, page), 'utf8')
  const links = [...text.matchAll(/(?:\]\(|(?:src|srcset|href)=")(?!https?:)([^)"\s]*)/g)]
  const broken = links.flatMap(([, link = '']) => {
    const [path = '', heading] = link.split('#')
    const file = path === '' ? join(root, page) : join(root, dirname(page), path)
    if (!existsSync(file)) return [link]
    return heading === undefined || headingsOf(file).includes(heading) ? [] : [link]
  })
  expect(broken).toEqual([])
})

function headingsOf(file: string): string[] {
  const headings = readFileSync(file, 'utf8').matchAll(/^#+ (.+)$/gm)
  return [...headings].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N} -]/gu, '')
      .replaceAll(' ', '-'),
  )
}

// docs/architecture.md is full of them.
test.each(pages)('every file and folder of this repository that %s names is there', (page) => {
  expect(missingFiles(readFileSync(join(root, page), 'utf8'))).toEqual([])
})

function missingFiles(text: string): string[] {
  const named = [...text.matchAll(/`((?:src|test|bin|docs|\.ci|\.github)\/[\w./-]*)`/g)]
  return named.flatMap(([, name = '']) => (existsSync(join(root, name)) ? [] : [name]))
}

test('no page advises to install a package from a registry that is not published', async () => {
  const texts = [...pages.map((page) => join(root, page)), join(root, 'bin', 'sfsync.js')]
  const advice = /npm (?:install|i|add)(?: -\S+)* sfsync(?![\w./-])|npx sfsync@/
  expect(texts.filter((file) => advice.test(readFileSync(file, 'utf8')))).toEqual([])
})
