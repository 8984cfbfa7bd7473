import { Command } from 'commander'
import type { ExitCode } from '../../../app/exit-codes.ts'
import { SfsyncError } from '../../../core/errors.ts'
import { commandLine } from '../../../core/hint.ts'
import { type CommandRunner, withExamples } from '../../command.ts'
import type { Context } from '../../context.ts'
import { walkThrough } from '../../write.ts'
import { confirmStepOne, runSettingsCheck, settingsCheckCommand } from './check.ts'
import { settingsGetCommand, settingsListCommand, settingsPathCommand } from './list.ts'
import { settingsSetCommand, settingsUnsetCommand } from './set.ts'

export function settingsCommand(handle: CommandRunner): Command {
  const command = new Command('settings')
    .description('step 1: confirm that automatic sync is off; company settings and configuration')
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
    { command: 'sfsync settings', purpose: 'walk through step 1 in a terminal' },
    { command: 'sfsync settings check', purpose: 'is automatic sync off? (exit code 10 if not)' },
  ])
}

export interface SettingsOptions {
  /** Words that are not a subcommand. */
  readonly words: readonly string[]
}

/** `settings` alone: walks through step 1 in a terminal. */
export async function runSettings(options: SettingsOptions, context: Context): Promise<ExitCode> {
  const [word] = options.words
  if (word !== undefined)
    throw new SfsyncError('usage', `unknown subcommand "${word}" of settings`, {
      actions: ['use one of: list, get, set, unset, check, path'],
    })
  if (!context.canAsk)
    throw new SfsyncError(
      'usage',
      'settings needs a subcommand when not run in a terminal: list, get, set, unset, check or path',
      { actions: [commandLine('settings list'), commandLine('settings check')] },
    )
  await walkThrough(context, 'sfsync settings', () => confirmStepOne(context))
  return await runSettingsCheck({}, context)
}
