import { Command } from 'commander'
import type { Context } from '../../context.ts'
import type { Handle } from '../../handle.ts'
import { withExamples } from '../../help.ts'
import { type ListFlags, listing, type ListOptions, listOptions, writeList } from '../../list/flags.ts'
import { settingColumns, settingRows } from '../../settings/rows.ts'

export interface SettingsListOptions extends ListOptions {
  readonly origin: boolean
}

interface SettingsListFlags extends ListFlags {
  readonly origin?: boolean
}

export function settingsListCommand(handle: Handle): Command {
  const command = new Command('list')
    .description('list company facts, team keys and the local configuration')
    .option('--origin', 'show where each value comes from, and since when')
    .action((flags: SettingsListFlags) =>
      handle(runSettingsList, { ...listOptions(flags), origin: flags.origin === true }),
    )
  return withExamples(listing(command), [
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
