import { defineCommand } from '../../command.ts'
import { confirmStepOne, runSettingsCheck, settingsCheckCommand, settingsGetCommand } from './check.ts'
import { settingsSetCommand, settingsUnsetCommand } from './set.ts'
import { SfsyncError } from '../../../core/errors.ts'
import type { Context } from '../../context.ts'
import type { ExitCode } from '../../../app/exit-codes.ts'
import { walkThrough } from '../../write.ts'
import { withListFlags, listOptions, type ListOptions, writeList } from '../../shared-flags.ts'
import type { Column } from '../../output/columns.ts'
import { settingColumns, settingRows } from './rows.ts'

export const settingsCommand = defineCommand({
  name: 'settings',
  summary: 'step 1: confirm that auto-sync is off',
  description:
    'step 1: confirm that automatic sync is off; also other facts about the company, and your configuration',
  examples: [
    { command: 'sfsync settings', purpose: 'walk through step 1 on a terminal' },
    { command: 'sfsync settings check', purpose: 'is automatic sync off? (exit code 10 when not)' },
  ],
  declare: (command) => command.argument('[subcommand...]').usage('[options] [command]'),
  options: ([words]): SettingsOptions => ({ words }),
  run: runSettings,
  commands: () => [
    settingsCheckCommand,
    settingsListCommand,
    settingsGetCommand,
    settingsSetCommand,
    settingsUnsetCommand,
    settingsPathCommand,
  ],
})

export interface SettingsOptions {
  /** Words that are no subcommand. */
  readonly words: readonly string[]
}

/** `settings` alone: walks through step 1 on a terminal, and says what is missing anywhere else. */
export async function runSettings(options: SettingsOptions, context: Context): Promise<ExitCode> {
  const [word] = options.words
  if (word !== undefined)
    throw new SfsyncError('usage', `settings has no subcommand "${word}"`, {
      actions: ['use one of: list, get, set, unset, check, path'],
    })
  if (!context.canAsk)
    throw new SfsyncError(
      'usage',
      'settings needs a subcommand where nobody can be asked: list, get, set, unset, check or path',
      {
        actions: ['sfsync settings list', 'sfsync settings check'],
      },
    )
  await walkThrough(context, 'sfsync settings', () => confirmStepOne(context))
  return await runSettingsCheck({}, context)
}

interface Place {
  readonly name: string
  readonly path: string | null
}

const placeColumns: readonly Column<Place>[] = [
  { key: 'name', label: 'What', kind: 'text', value: ({ name }) => name },
  { key: 'path', label: 'Path', kind: 'id', value: ({ path }) => path },
]

export const settingsPathCommand = defineCommand({
  name: 'path',
  summary: 'tell where the ledger and the configuration files are',
  examples: [{ command: 'sfsync settings path', purpose: 'ledger, project file, own file' }],
  declare: (command) => command,
  options: () => ({}),
  run: runSettingsPath,
})

export async function runSettingsPath(_options: object, context: Context): Promise<void> {
  const { settings, projectFile, userFile } = context.configuration
  const places = [
    { name: 'ledger', path: settings.store.value },
    { name: 'project file', path: projectFile ?? null },
    { name: 'user file', path: userFile },
  ]
  await writeList(context, placeColumns, [places], {})
}

export interface SettingsListOptions extends ListOptions {
  readonly origin: boolean
}

export const settingsListCommand = defineCommand({
  name: 'list',
  summary: 'list company facts, team keys and the local configuration',
  examples: [
    { command: 'sfsync settings list', purpose: 'every setting, its value and its meaning' },
    {
      command: 'sfsync settings list --origin',
      purpose: 'who said so: an admin, a flag, a variable or a file',
    },
  ],
  declare: (command) =>
    withListFlags(command.option('--origin', 'show where each value comes from, and since when')),
  options: (_words, flags): SettingsListOptions => ({ ...listOptions(flags), origin: flags.origin === true }),
  run: runSettingsList,
})

export async function runSettingsList(options: SettingsListOptions, context: Context): Promise<void> {
  const rows = (await settingRows(context)).slice(0, options.limit)
  await writeList(context, settingColumns(options.origin), [rows], options)
}
