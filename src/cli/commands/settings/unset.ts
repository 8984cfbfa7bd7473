import { Command } from 'commander'
import { requireAnswers } from '../../ask.ts'
import type { WriteOptions } from '../../carry-out.ts'
import type { Context } from '../../context.ts'
import { given, type WriteFlags, writeOptions, writing } from '../../flags.ts'
import type { Handle } from '../../handle.ts'
import { withExamples } from '../../help.ts'
import { askForSetting } from '../../settings/ask.ts'
import { settingNamed } from '../../settings/names.ts'
import { unsetFact } from '../../settings/set-fact.ts'
import { setLocal } from '../../settings/set-local.ts'
import { setTeamKey } from '../teams/key.ts'

export interface SettingsUnsetOptions extends WriteOptions {
  readonly name?: string
}

export function settingsUnsetCommand(handle: Handle): Command {
  const command = new Command('unset')
    .description('take a company fact, a team key or a key of your own configuration away')
    .argument('[name]', 'name of the setting')
    .action((name: string | undefined, flags: WriteFlags) =>
      handle(runSettingsUnset, { ...given({ name }), ...writeOptions(flags) }),
    )
  return withExamples(writing(command), [
    { command: 'sfsync settings unset licences', purpose: 'nobody knows how many there are' },
  ])
}

export async function runSettingsUnset(options: SettingsUnsetOptions, context: Context): Promise<void> {
  requireAnswers(context, 'settings unset', { '<name>': options.name })
  const setting = settingNamed(options.name ?? (await askForSetting(await context.prompts())))
  const prompted = options.name === undefined
  if (setting.kind === 'company') await unsetFact(context, setting.name, { ...options, prompted })
  else if (setting.kind === 'team') await setTeamKey(context, setting.team, null, { ...options, prompted })
  else await setLocal(context, setting.name, null, { ...options, prompted })
}
