import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { programToRead, typedName } from '../../.ci/reference.ts'
import { everyCommand } from '../../src/cli/program.ts'

// Scripts rely on these names: a change here is a decision, taken with `vitest -u` and said in the changelog.
test('the commands, their arguments and their flags are those that were decided', async () => {
  const described = everyCommand(await programToRead()).map((command) => describeCommand(command))
  await expect(`${described.join('\n')}\n`).toMatchFileSnapshot(join(import.meta.dirname, 'commands.txt'))
})

function describeCommand(command: CommandUnknownOpts): string {
  const typed = command.registeredArguments.map((argument) => {
    const name = argument.variadic ? `${argument.name()}...` : argument.name()
    return argument.required ? `<${name}>` : `[${name}]`
  })
  return [[typedName(command), ...typed].join(' '), ...command.options.map(({ flags }) => `  ${flags}`)].join(
    '\n',
  )
}
