import { spawnSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { documentedCommands, programToRead, typedName } from '../../.ci/reference.ts'
import { helpTopics } from '../../src/cli/help-topics.ts'
import { manualPages } from '../../src/cli/man.ts'
import { sfsync } from '../support/sfsync.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const pages = await manualPages('1.2.3')
const textOf = new Map(pages.map(({ name, text }) => [name, text]))
const commands = documentedCommands(await programToRead())

/** A text as it is written in a page; fonts are left out. */
function written(text: string): string {
  return text.replaceAll('-', '\\-').replaceAll("'", '\\(aq')
}

function unformatted(page: string): string {
  return page.replaceAll(/\\f[BIR]/g, '')
}

test('there is a page for the program, and one for each command of the first level', () => {
  const [program, ...others] = commands
  const names = others.filter(({ parent }) => parent === program).map((command) => `sfsync-${command.name()}`)
  expect(pages.map(({ name }) => name).toSorted()).toEqual(['sfsync', ...names].toSorted())
})

test('the pages have every command with its description, arguments, flags and examples, and every topic', () => {
  const missing = commands.flatMap((command) => {
    const [, first] = typedName(command).split(' ')
    const page = unformatted(textOf.get(first === undefined ? 'sfsync' : `sfsync-${first}`) ?? '')
    const details = [
      typedName(command),
      ...command.options.filter(({ hidden }) => !hidden).map(({ flags }) => flags),
      ...command.registeredArguments
        .filter(({ description }) => description !== '')
        .map((each) => each.name()),
    ]
    return details
      .filter((detail) => !page.includes(written(detail)))
      .map((detail) => `${typedName(command)}: ${detail}`)
  })
  const topics = helpTopics.filter(
    ({ name }) => !textOf.get('sfsync')?.includes(`.SH "${name.replaceAll('-', ' ').toUpperCase()}"`),
  )
  expect([missing, topics]).toEqual([[], []])
})

test('"sfsync help --man" prints the same page, also for a command of a group; an unknown name is an error', async () => {
  const home = temporaryFolder()
  const version = (await sfsync(home, ['--version'])).stdout.trim()
  const own = new Map((await manualPages(version)).map(({ name, text }) => [name, text]))
  expect((await sfsync(home, ['help', '--man'])).stdout).toBe(own.get('sfsync'))
  expect((await sfsync(home, ['help', 'sf-users', 'list', '--man'])).stdout).toBe(own.get('sfsync-sf-users'))
  expect(await sfsync(home, ['help', 'sf-user', '--man'])).toMatchObject({
    exitCode: 2,
    stdout: '',
    stderr: expect.stringContaining('no command or help topic is called "sf-user"'),
  })
})

function shown(locale: string, words: (page: (name: string) => string) => readonly string[]) {
  const folder = temporaryFolder()
  const page = (name: string) => join(folder, 'man1', `${name}.1`)
  mkdirSync(join(folder, 'man1'))
  for (const { name, text } of pages) writeFileSync(page(name), text)
  const ended = spawnSync('man', ['--warnings', ...words(page)], {
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], LC_ALL: locale, MANWIDTH: '80', MANPATH: folder, HOME: folder },
  })
  // A page that no one has looked at may be unreadable.
  if (ended.error !== undefined)
    throw new Error(
      `man cannot be run (if it is not installed: apt-get install man-db): ${ended.error.message}`,
    )
  return ended
}

describe('man', () => {
  test.each(['C.UTF-8', 'C'])('shows every page without a warning in the locale %s', (locale) => {
    const { status, stderr } = shown(locale, (page) => ['-l', ...pages.map(({ name }) => page(name))])
    expect([status, stderr]).toEqual([0, ''])
  })

  test('shows what is to be typed as it is typed', () => {
    const { stdout } = shown('C.UTF-8', (page) => ['-l', page('sfsync'), page('sfsync-suggest')])
    expect(stdout).toContain('--accept <condition>')
    expect(stdout).toContain(`sfsync suggest --accept 'score>=0.97 and gap>=0.15' --dry-run`)
    expect(stdout).toContain(`while read -r email id; do\n`)
  })

  test('finds a page by its name', () => {
    expect(shown('C.UTF-8', () => ['sfsync-map']).stdout).toContain(
      'sfsync map [options] [screenUser] [sfId]',
    )
  })
})
