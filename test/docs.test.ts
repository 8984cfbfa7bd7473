import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { programToRead, reference, typedName } from '../.ci/reference.ts'
import { everyCommand } from '../src/cli/program.ts'
import { configurationKeys } from '../src/config/keys.ts'
import { readRcFile } from '../src/config/rc-file.ts'

const root = join(import.meta.dirname, '..')
const written = readFileSync(join(root, 'docs', 'commands.md'), 'utf8')
const exampleFile = join(root, '.sfsyncrc.example')

test('docs/commands.md is what "npm run reference" writes', async () => {
  expect(written).toBe(await reference())
})

test('docs/commands.md has every command, its arguments and its flags', async () => {
  const sections = new Map(
    written
      .split(/^## /m)
      .slice(1)
      .map((section) => [section.split('\n')[0], section]),
  )
  const missing = everyCommand(await programToRead()).flatMap((command) => {
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

test('every command has an example that begins with a comment', async () => {
  for (const command of everyCommand(await programToRead()))
    expect(written.split(`\n## ${typedName(command)}\n`)[1]).toMatch(/^\n.+\n\n```sh\n# .+\n.*sfsync/)
})

test('.sfsyncrc.example can be used as it is, and sets every key', async () => {
  const { top, profiles } = readRcFile(exampleFile)
  expect(Object.keys(top)).toEqual(configurationKeys.map(({ name }) => name))
  expect(Object.values(profiles).map((profile) => Object.keys(profile))).toEqual([
    configurationKeys.filter(({ perProfile }) => perProfile).map(({ name }) => name),
  ])
})

test('.sfsyncrc.example says of every key what it means and which variable sets it', async () => {
  const paragraphs = readFileSync(exampleFile, 'utf8').split('\n\n')
  const undocumented = configurationKeys.filter(({ name, variable }) => {
    const comments = paragraphs.filter((paragraph) => new RegExp(`^#.*\\n${name} = `, 'm').test(paragraph))
    return !comments.some((comment) => comment.includes(`(${variable}`))
  })
  expect(undocumented).toEqual([])
})
