import { Command } from 'commander'
import { keyNamed } from '../../../config/keys.ts'
import { problemWithValue } from '../../../config/problem-with-value.ts'
import { SfsyncError } from '../../../core/errors.ts'
import { requireAnswers } from '../../ask.ts'
import type { WriteOptions } from '../../carry-out.ts'
import type { Context } from '../../context.ts'
import { given, type WriteFlags, writeOptions, writing } from '../../flags.ts'
import type { Handle } from '../../handle.ts'
import { withExamples } from '../../help.ts'
import { askForFact, askForSetting } from '../../settings/ask.ts'
import { type SettingName, settingNamed } from '../../settings/names.ts'
import { setFact } from '../../settings/set-fact.ts'
import { setLocal } from '../../settings/set-local.ts'
import { setTeamKey } from '../teams/key.ts'

export interface SettingsSetOptions extends WriteOptions {
  readonly name?: string
  readonly value?: string
  /** Who looked in SalesScreen, when somebody else than the actor. */
  readonly by?: string
}

interface SettingsSetFlags extends WriteFlags {
  readonly by?: string
}

export function settingsSetCommand(handle: Handle): Command {
  const command = new Command('set')
    .description('record what you see in SalesScreen, or change your own configuration')
    .argument('[name]', 'name of the setting')
    .argument('[value]', 'its value')
    .option('--by <name>', 'who looked in SalesScreen, when it was not you')
    .action((name: string | undefined, value: string | undefined, flags: SettingsSetFlags) =>
      handle(runSettingsSet, { ...given({ name, value, by: flags.by }), ...writeOptions(flags) }),
    )
  return withExamples(writing(command), [
    { command: 'sfsync settings set auto-sync off', purpose: 'attest that automatic sync is off' },
    { command: 'sfsync settings set licences 50', purpose: 'so that sfsync can tell who becomes Pending' },
    {
      command: 'sfsync settings set "team-key.Sales North" north',
      purpose: 'the key SalesScreen shows for a team',
    },
    { command: 'sfsync settings set format json', purpose: 'in your own .sfsyncrc' },
  ])
}

export async function runSettingsSet(options: SettingsSetOptions, context: Context): Promise<void> {
  requireAnswers(context, 'settings set', { '<name>': options.name, '<value>': options.value })
  const name = options.name ?? (await askForSetting(await context.prompts()))
  const setting = settingNamed(name)
  const value = options.value ?? (await askForValue(context, setting))
  const prompted = options.name === undefined || options.value === undefined
  if (setting.kind === 'company') await setFact(context, setting.name, value, { ...options, prompted })
  else if (setting.kind === 'team') await setTeamKey(context, setting.team, value, { ...options, prompted })
  else {
    refuseForLocal(options)
    await setLocal(context, setting.name, value, { ...options, prompted })
  }
}

function refuseForLocal({ by, reason }: SettingsSetOptions): void {
  const flags = [...(by === undefined ? [] : ['--by']), ...(reason === undefined ? [] : ['--reason'])]
  if (flags.length > 0)
    throw new SfsyncError(
      'usage',
      `${flags.join(' and ')} belong to what is kept in the ledger, not to your own configuration`,
      {
        actions: [`leave out ${flags.join(' and ')}`],
      },
    )
}

async function askForValue(context: Context, setting: SettingName): Promise<string> {
  const prompts = await context.prompts()
  if (setting.kind === 'company') return await askForFact(prompts, setting.name, `What is ${setting.name}?`)
  if (setting.kind === 'team') return await prompts.text({ message: `Key of ${setting.team}` })
  const key = keyNamed(setting.name)
  return await prompts.text({
    message: `What is ${setting.name}?`,
    problem: (text) => problemWithValue(key, text),
  })
}
