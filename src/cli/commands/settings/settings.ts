import { Command } from 'commander'
import { type CommandRunner, withExamples } from '../../command.ts'
import { confirmStepOne, runSettingsCheck, settingsCheckCommand, settingsGetCommand } from './check.ts'
import { settingsSetCommand, settingsUnsetCommand } from './set.ts'
import { SfsyncError } from '../../../core/errors.ts'
import { commandLine } from '../../../core/hint.ts'
import type { Context } from '../../context.ts'
import type { ExitCode } from '../../../app/exit-codes.ts'
import { walkThrough } from '../../write.ts'
import {
  type ListFlags,
  withListFlags,
  listOptions,
  type ListOptions,
  writeList,
} from '../../shared-flags.ts'
import type { Column } from '../../output/columns.ts'
import { settingColumns, settingRows } from './rows.ts'

export function settingsCommand(handle: CommandRunner): Command {
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
  await walkThrough(context, commandLine('settings'), () => confirmStepOne(context))
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

export function settingsPathCommand(handle: CommandRunner): Command {
  const command = new Command('path')
    .description('tell where the ledger and the configuration files are')
    .action(() => handle(runSettingsPath, {}))
  return withExamples(command, [
    { command: 'sfsync settings path', purpose: 'ledger, project file, own file' },
  ])
}

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

interface SettingsListFlags extends ListFlags {
  readonly origin?: boolean
}

export function settingsListCommand(handle: CommandRunner): Command {
  const command = new Command('list')
    .description('list company facts, team keys and the local configuration')
    .option('--origin', 'show where each value comes from, and since when')
    .action((flags: SettingsListFlags) =>
      handle(runSettingsList, { ...listOptions(flags), origin: flags.origin === true }),
    )
  return withExamples(withListFlags(command), [
    { command: 'sfsync settings list', purpose: 'every setting, its value and its meaning' },
    {
      command: 'sfsync settings list --origin',
      purpose: 'who said so: an admin, a flag, a variable or a file',
    },
  ])
}

export async function runSettingsList(options: SettingsListOptions, context: Context): Promise<void> {
  const rows = (await settingRows(context)).slice(0, options.limit)
  await writeList(context, settingColumns(options.origin), [rows], options)
}
