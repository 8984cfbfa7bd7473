import { defineCommand } from '../command.ts'
import type { CommandUnknownOpts } from '@commander-js/extra-typings'
import type { Context } from '../context.ts'

export interface HelpOptions {
  readonly words: readonly string[]
  readonly program: CommandUnknownOpts
}

export const helpCommand = defineCommand({
  name: 'help',
  summary: 'show help for a command or a topic',
  examples: [
    { command: 'sfsync help map', purpose: 'a command' },
    { command: 'sfsync help exit-codes', purpose: 'a topic' },
  ],
  declare: (command) => command.argument('[command...]', 'a command, or a topic'),
  options: ([words], _flags, self): HelpOptions => ({ words, program: self.parent ?? self }),
  run: runHelp,
})

export async function runHelp({ program }: HelpOptions, context: Context): Promise<void> {
  await context.stdout.write(program.helpInformation())
}
