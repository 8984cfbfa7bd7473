import { Command } from 'commander'

/** A command that only holds others; alone it shows its help. */
export function group(name: string, description: string, commands: readonly Command[]): Command {
  const command = new Command(name).description(description)
  for (const each of commands) command.addCommand(each)
  return command
}
