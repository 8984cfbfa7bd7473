import { expect, test } from 'vitest'
import * as z from 'zod'
import { documentedCommands, programToRead } from '../../.ci/reference.ts'
import { exitCodes } from '../../src/app/exit-codes.ts'
import { commandName } from '../../src/cli/command.ts'
import { helpDocument } from '../../src/cli/help-json.ts'
import { definitions } from '../../src/cli/json-schemas.ts'
import { sfsync } from '../support/sfsync.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const helpSchema = z.object({
  exitCodes: z.record(z.string(), z.string()),
  commands: z.array(
    z.object({
      name: z.string(),
      isGroup: z.boolean(),
      output: z.nullable(z.string()),
      arguments: z.array(z.object({ name: z.string() })),
      flags: z.array(z.object({ name: z.string() })),
    }),
  ),
})
const help = helpSchema.parse(await helpDocument('', '1.0.0'))

test('has every command with its arguments and flags, and every exit code', async () => {
  const [, ...commands] = documentedCommands(await programToRead())
  expect(help.commands.map(({ name, arguments: words, flags }) => ({ name, words, flags }))).toEqual(
    commands.map((command) => ({
      name: commandName(command),
      words: command.registeredArguments.map((argument) => ({ name: argument.name() })),
      flags: command.options.filter(({ hidden }) => !hidden).map(({ long }) => ({ name: long })),
    })),
  )
  expect(Object.keys(help.exitCodes)).toEqual(Object.values(exitCodes).map(String))
})

test('every command has the schema of its output, or refuses --json', async () => {
  const names = Object.keys(definitions()).map((name) => `#/$defs/${name}`)
  expect(help.commands.filter(({ output }) => output !== null && !names.includes(output))).toEqual([])
  const home = temporaryFolder()
  const without = help.commands.filter(({ output, isGroup }) => output === null && !isGroup)
  expect(without.map(({ name }) => name)).toEqual(['demo', 'guide', 'completion'])
  for (const { name } of without)
    for (const flags of [['--json'], ['--format', 'json'], ['--format', 'ndjson']])
      expect(await sfsync(home, [name, ...flags])).toMatchObject({
        exitCode: 2,
        [flags.includes('ndjson') ? 'stderr' : 'stdout']: expect.stringContaining(
          `${name} has no result to print as JSON: leave out ${flags.join(' ')}`,
        ),
      })
})

test('has the shape that its own schema says', async () => {
  const document = await helpDocument('map', '1.0.0')
  const { error } = z
    .fromJSONSchema({ $ref: '#/$defs/output-help', $defs: definitions() })
    .safeParse(document)
  expect(error?.issues ?? []).toEqual([])
})

test('describes one command, or says that there is none', async () => {
  const home = temporaryFolder()
  const { stdout } = await sfsync(home, ['help', 'teams', 'list', '--json'])
  expect(helpSchema.parse(JSON.parse(stdout)).commands.map(({ name }) => name)).toEqual(['teams list'])
  expect(await sfsync(home, ['help', 'nonsense', '--json'])).toMatchObject({
    exitCode: 2,
    stdout: expect.stringContaining('no command or help topic is called \\"nonsense\\"'),
  })
})
