import { Command } from 'commander'
import { SfsyncError } from '../../../core/errors.ts'
import { commandText } from '../../../core/command-text.ts'
import { requireAnswers } from '../../ask.ts'
import { tellTyped } from '../../carry-out.ts'
import type { Context } from '../../context.ts'
import { given } from '../../flags.ts'
import type { Handle } from '../../handle.ts'
import { withExamples } from '../../help.ts'
import { renderRecord } from '../../output/render.ts'
import { visible } from '../../output/visible.ts'
import { resolveTeam } from '../../resolve/team.ts'
import { askForSetting } from '../../settings/ask.ts'
import { type SettingName, settingNamed } from '../../settings/names.ts'
import {
  localRows,
  settingColumns,
  type SettingRow,
  settingRows,
  teamKeyPrefix,
} from '../../settings/rows.ts'

export interface SettingsGetOptions {
  readonly name?: string
}

export function settingsGetCommand(handle: Handle): Command {
  const command = new Command('get')
    .description('print the value of one setting')
    .argument('[name]', 'name of the setting')
    .action((name: string | undefined) => handle(runSettingsGet, given({ name })))
  return withExamples(command, [
    { command: 'sfsync settings get auto-sync', purpose: 'on or off, as attested' },
    { command: 'sfsync settings get store', purpose: 'where the ledger is' },
  ])
}

export async function runSettingsGet(options: SettingsGetOptions, context: Context): Promise<void> {
  requireAnswers(context, 'settings get', { '<name>': options.name })
  const name = options.name ?? (await askForSetting(await context.prompts()))
  const row = await rowOf(context, settingNamed(name))
  if (row.value === null)
    throw new SfsyncError('not-found', `${row.name} is not set`, {
      actions: [commandText('settings', 'set', row.name, '<value>')],
    })
  if (context.format === 'table') await context.stdout.write(`${visible(row.value ?? '')}\n`)
  else await renderRecord(settingColumns(true), row, context.format, context.stdout)
  if (options.name === undefined) await tellTyped(context, ['settings', 'get', name])
}

async function rowOf(context: Context, setting: SettingName): Promise<SettingRow> {
  const wanted = await nameOf(context, setting)
  const rows = setting.kind === 'local' ? localRows(context) : await settingRows(context)
  const row = rows.find(({ name }) => name === wanted)
  if (row === undefined) throw new SfsyncError('not-found', `${wanted} is not set`)
  return row
}

async function nameOf(context: Context, setting: SettingName): Promise<string> {
  if (setting.kind !== 'team') return setting.name
  const { team } = await resolveTeam(await context.ledger(), setting.team)
  return `${teamKeyPrefix}${team.name}`
}
