import {
  defineCommand,
  commandLineOf,
  withAnswers,
  withWriteFlags,
  writeOptions,
  type Invocation,
} from '../../command.ts'
import { licenseUsageOf } from '../../../app/license-usage.ts'
import { type WriteOptions } from '../../../app/write.ts'
import { given } from '../../../core/values.ts'
import { visible } from '../../../core/visible-text.ts'
import {
  type ConfigurationKey,
  type ConfigurationName,
  keyNamed,
  problemWithValue,
} from '../../../config/keys.ts'
import { changedRules, rulesText } from '../../../core/match/rules.ts'
import { SfsyncError } from '../../../core/errors.ts'
import { nameProblem, requireAnswers } from '../../questions.ts'
import { executeWrite, confirm, noteEquivalentCommand } from '../../write.ts'
import type { Context } from '../../context.ts'
import { inTurn } from '../../walk.ts'
import { type SettingName, settingNamed } from './list.ts'
import { setTeamKey } from '../teams.ts'
import { commandLine, type Hint } from '../../../core/hint.ts'
import { countText } from '../../../core/text.ts'
import { type CompanyFactName, type LicenseUsage, parseFactValue } from '../../../core/model.ts'
import { decideSetFact, decideUnsetFact } from '../../../core/decide/decision.ts'
import { jsonDocument } from '../../output/render.ts'
import { askForFact, askForSetting, factChoices } from './questions.ts'

export interface SettingsSetOptions extends WriteOptions {
  readonly name?: string
  readonly value?: string
  /** Who looked in SalesScreen, if not the actor. */
  readonly by?: string
}

export const settingsSetCommand = defineCommand({
  name: 'set',
  summary: 'confirm what you see in SalesScreen, or change your local configuration',
  examples: [
    { command: 'sfsync settings set auto-sync off', purpose: 'confirm that automatic sync is off' },
    {
      command: 'sfsync settings set licenses 50',
      purpose: 'so that sfsync can show which users will be Pending',
    },
    {
      command: 'sfsync settings set "team-key.Sales North" north',
      purpose: 'the key that SalesScreen shows for a team',
    },
    { command: 'sfsync settings set format json', purpose: 'in your own .sfsyncrc' },
  ],
  declare: (command) =>
    withWriteFlags(
      command
        .argument('[name]', 'name of the setting')
        .argument('[value]', 'its value')
        .option('--by <name>', 'who looked in SalesScreen, if not you'),
    ),
  options: ([name, value], flags): SettingsSetOptions => ({
    ...given({ name, value, by: flags.by }),
    ...writeOptions(flags),
  }),
  run: runSettingsSet,
})

export async function runSettingsSet(
  options: SettingsSetOptions,
  context: Context,
  typed: Invocation,
): Promise<void> {
  if (options.name !== undefined && options.value === undefined) requireChoice(context, options.name)
  requireAnswers(context, 'settings set', { '<name>': options.name, '<value>': options.value })
  const known = { name: options.name ?? '', value: options.value ?? '' }
  const { name, value } = await inTurn(context, known, [
    options.name === undefined && (async () => ({ name: await askForSetting(await context.prompts()) })),
    options.value === undefined &&
      (async (answers) => ({ value: await askForValue(context, settingNamed(answers.name)) })),
  ])
  const setting = settingNamed(name)
  const invocation = withAnswers(typed, [name, value])
  if (setting.kind === 'company')
    await setCompanyFact(context, setting.name, value, { ...options, invocation })
  else if (setting.kind === 'team') await setTeamKey(context, setting.team, value, { ...options, invocation })
  else {
    refuseForLocal(options)
    await setLocalSetting(context, setting.name, value, { ...options, invocation })
  }
}

// Of two values an admin should see both, ready to type.
function requireChoice(context: Context, name: string): void {
  const setting = settingNamed(name)
  const choices = setting.kind === 'company' ? factChoices[setting.name] : undefined
  if (context.canAsk || choices === undefined) return
  throw new SfsyncError('usage', `settings set ${name} needs a value`, {
    actions: choices.map(({ value }) => commandLine('settings set', name, value)),
  })
}

function refuseForLocal({ by, reason }: SettingsSetOptions): void {
  const flags = [...(by === undefined ? [] : ['--by']), ...(reason === undefined ? [] : ['--reason'])]
  if (flags.length > 0)
    throw new SfsyncError(
      'usage',
      `${flags.join(' and ')} can be used only for settings in the ledger, not for your local configuration`,
      { actions: [`remove ${flags.join(' and ')}`] },
    )
}

async function askForValue(context: Context, setting: SettingName): Promise<string> {
  const prompts = await context.prompts()
  if (setting.kind === 'company')
    return await askForFact(prompts, setting.name, `New value for ${setting.name}`)
  if (setting.kind === 'team')
    return await prompts.text({ message: `Key of ${setting.team}`, problem: nameProblem })
  const key = keyNamed(setting.name)
  return await prompts.text({
    message: `New value for ${setting.name}`,
    problem: (text) => problemWith(key, text),
  })
}

export interface SettingsUnsetOptions extends WriteOptions {
  readonly name?: string
}

export const settingsUnsetCommand = defineCommand({
  name: 'unset',
  summary: 'remove a company setting, a team key or a key of your local configuration',
  examples: [{ command: 'sfsync settings unset licenses', purpose: 'the number of licenses is unknown' }],
  declare: (command) => withWriteFlags(command.argument('[name]', 'name of the setting')),
  options: ([name], flags): SettingsUnsetOptions => ({ ...given({ name }), ...writeOptions(flags) }),
  run: runSettingsUnset,
})

export async function runSettingsUnset(
  options: SettingsUnsetOptions,
  context: Context,
  typed: Invocation,
): Promise<void> {
  requireAnswers(context, 'settings unset', { '<name>': options.name })
  const name = options.name ?? (await askForSetting(await context.prompts()))
  const setting = settingNamed(name)
  const invocation = withAnswers(typed, [name])
  if (setting.kind === 'company') await unsetCompanyFact(context, setting.name, { ...options, invocation })
  else if (setting.kind === 'team') await setTeamKey(context, setting.team, null, { ...options, invocation })
  else await setLocalSetting(context, setting.name, null, { ...options, invocation })
}

/** Records what an admin saw in SalesScreen, with who and when. */
export async function setCompanyFact(
  context: Context,
  name: CompanyFactName,
  text: string,
  options: WriteOptions & { readonly by?: string; readonly invocation: Invocation },
): Promise<void> {
  const parsed = parseFactValue(name, text)
  if ('reason' in parsed) throw new SfsyncError('usage', parsed.reason)
  const ledger = await context.ledger()
  const attestedBy = options.by ?? context.actor
  const usage = name === 'licenses' ? await licenseUsageOf(ledger) : undefined
  if (name === 'licenses' && Number(parsed.value) === 0) await confirmNoLicenses(context)
  await executeWrite(context, {
    ...options,
    invocation: { ...options.invocation, arguments: [name, parsed.value] },
    decide: async () => {
      const before = (await ledger.facts()).find((fact) => fact.name === name) ?? null
      const after = { name, value: parsed.value, attestedBy, attestedAt: context.now() }
      const plan = decideSetFact(before, after)
      return usage === undefined
        ? plan
        : { ...plan, warnings: licenseWarnings({ ...usage, licenses: Number(parsed.value) }) }
    },
  })
}

// Who types 0 mostly means that the number is unknown.
async function confirmNoLicenses(context: Context): Promise<void> {
  if (!context.canAsk) return
  await confirm(context, { text: '0 licenses means that every new user becomes Pending. Record that?' })
}

function licenseWarnings({ licenses, activeUsers }: LicenseUsage): Hint[] {
  if (licenses === 0)
    return [
      {
        text: '0 licenses means that every new user becomes Pending; if the number is not known',
        command: commandLine('settings unset', 'licenses'),
      },
    ]
  if (licenses === null || activeUsers <= licenses) return []
  return [
    {
      text: `${countText(activeUsers, 'active user already holds', 'active users already hold')} a license, ${activeUsers - licenses} too many; to see whose could be freed`,
      command: commandLine('users licenses'),
    },
  ]
}

async function unsetCompanyFact(
  context: Context,
  name: CompanyFactName,
  options: WriteOptions & { readonly invocation: Invocation },
): Promise<void> {
  const ledger = await context.ledger()
  await executeWrite(context, {
    ...options,
    decide: async () =>
      decideUnsetFact(name, (await ledger.facts()).find((fact) => fact.name === name) ?? null),
  })
}

const builtInRules = commandLine('settings set', 'match-rules', rulesText)

// The rules of matching are read only by the commands that match, so that a file of an earlier version stops no other.
function problemWith(key: ConfigurationKey, value: string): string | undefined {
  if (key.name !== 'match-rules') return problemWithValue(key, value)
  const rules = changedRules(value)
  return 'reason' in rules ? `match-rules: ${rules.reason}` : undefined
}

function advice(name: ConfigurationName): readonly Hint[] {
  if (name === 'match-rules') return [{ text: 'the built-in numbers', command: builtInRules }]
  if (keyNamed(name).kind === 'flag')
    return ['true', 'false'].map((value) => commandLine('settings set', name, value))
  return [commandLine('settings set', name, '<value>')]
}

/** Sets or removes (value null) one key of the user's own `.sfsyncrc`; comments stay. */
async function setLocalSetting(
  context: Context,
  name: ConfigurationName,
  value: string | null,
  { dryRun, invocation }: WriteOptions & { readonly invocation: Invocation },
): Promise<void> {
  const problem = value === null ? undefined : problemWith(keyNamed(name), value)
  if (problem !== undefined)
    throw new SfsyncError('usage', problem, {
      actions: advice(name),
    })
  const { userFile: file } = context.configuration
  if (file === undefined)
    throw new SfsyncError(
      'configuration',
      'there is no folder for your .sfsyncrc: your home folder is unknown',
      {
        actions: ['set HOME to an absolute path'],
      },
    )
  const line = visible(value === null ? `- ${name}  (${file})` : `~ ${name} = ${value}  (${file})`)
  // A value that was typed at a question is set, and one that is there is not removed by Enter alone.
  if (invocation.prompted && !dryRun && value === null) await confirm(context, { text: `Unset ${name}?` })
  if (!dryRun) await context.dependencies.editConfiguration(file, name, value)
  if (context.format === 'json' || context.format === 'ndjson') {
    const document = {
      changeSet: null,
      changes: [],
      warnings: overruled(context, name),
      next: [],
      file,
      name,
      value,
    }
    await context.stdout.write(jsonDocument(document, context.format))
  } else {
    await context.stdout.write(`${line}\n`)
    if (dryRun) await context.note('dry run: nothing was changed')
    for (const warning of overruled(context, name)) await context.warn(warning)
  }
  if (invocation.prompted) await noteEquivalentCommand(context, commandLineOf(invocation))
}

function overruled(context: Context, name: ConfigurationName): string[] {
  const { origin } = context.configuration.settings[name]
  if (origin.from === 'environment') return [`${origin.variable} is set and overrides the file`]
  if (origin.from === 'project') return [`${origin.file} also sets ${name}, and overrides your file`]
  return []
}
