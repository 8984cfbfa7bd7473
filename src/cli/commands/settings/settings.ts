import { defineCommand } from '../../command.ts'
import { didYouMean } from '../../../app/hints.ts'
import type { ExitCode } from '../../../app/exit-codes.ts'
import { SfsyncError } from '../../../core/errors.ts'
import { commandLine } from '../../../core/hint.ts'
import type { Context } from '../../context.ts'
import { walk } from '../../walk.ts'
import { walkThrough } from '../../write.ts'
import { confirmSetting, runSettingsCheck, settingsCheckCommand, explainSwitchingOff } from './check.ts'
import { settingsInitCommand } from './init.ts'
import { settingsGetCommand, settingsListCommand, settingsPathCommand } from './list.ts'
import { settingsPasswordCommand } from './password.ts'
import { settingsSetCommand, settingsUnsetCommand } from './set.ts'

export const settingsCommand = defineCommand({
  name: 'settings',
  description:
    'step 1: confirm that automatic sync is off; also other facts about the company, and your configuration',
  examples: [
    { command: 'sfsync settings', purpose: 'walk through step 1 on a terminal' },
    { command: 'sfsync settings check', purpose: 'is automatic sync off? (exit code 10 when not)' },
  ],
  declare: (command) => command.argument('[subcommand...]').usage('[options] [command]'),
  options: ([words]): SettingsOptions => ({ words }),
  run: runSettings,
  commands: () => subcommands,
})

const subcommands = [
  settingsCheckCommand,
  settingsListCommand,
  settingsGetCommand,
  settingsSetCommand,
  settingsUnsetCommand,
  settingsInitCommand,
  settingsPasswordCommand,
  settingsPathCommand,
]

const subcommandNames = subcommands.map(({ name }) => name).join(', ')

export interface SettingsOptions {
  /** Words that are not a subcommand. */
  readonly words: readonly string[]
}

/** `settings` alone: walks through step 1 in a terminal. */
export async function runSettings(options: SettingsOptions, context: Context): Promise<ExitCode> {
  const [word] = options.words
  if (word !== undefined)
    throw new SfsyncError('usage', `unknown subcommand "${word}" of settings`, {
      actions: [
        ...didYouMean(
          word,
          subcommands.map(({ name }) => name),
        ),
        `use one of: ${subcommandNames}`,
      ],
    })
  if (!context.canAsk)
    throw new SfsyncError(
      'usage',
      `settings needs a subcommand when not run in a terminal: ${subcommandNames}`,
      { actions: [commandLine('settings list'), commandLine('settings check')] },
    )
  await walkThrough(context, commandLine('settings'), async () => {
    const initialized = async () => {
      await confirmSetting(context, 'integration-initialized')
      return undefined
    }
    await walk(context, async () => {
      if ((await confirmSetting(context, 'auto-sync')) === 'on') await explainSwitchingOff(context)
      return initialized
    })
  })
  return await runSettingsCheck({}, context)
}
