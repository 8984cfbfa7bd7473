import { Command } from 'commander'
import type { Handle } from '../../handle.ts'
import { withExamples } from '../../help.ts'
import { settingsCheckCommand } from './check.ts'
import { settingsGetCommand } from './get.ts'
import { settingsListCommand } from './list.ts'
import { settingsPathCommand } from './path.ts'
import { settingsSetCommand } from './set.ts'
import { settingsUnsetCommand } from './unset.ts'
import { runSettings } from './walk.ts'

export function settingsCommand(handle: Handle): Command {
  const command = new Command('settings')
    .description('step 1: automatic sync is off; company facts and configuration')
    .argument('[subcommand...]')
    .usage('[options] [command]')
    .action((words: string[]) => handle(runSettings, { words }))
  for (const subcommand of [
    settingsCheckCommand(handle),
    settingsListCommand(handle),
    settingsGetCommand(handle),
    settingsSetCommand(handle),
    settingsUnsetCommand(handle),
    settingsPathCommand(handle),
  ])
    command.addCommand(subcommand)
  return withExamples(command, [
    { command: 'sfsync settings', purpose: 'walk through step 1 on a terminal' },
    { command: 'sfsync settings check', purpose: 'is automatic sync off? (exit code 10 when not)' },
  ])
}
