import { defineCommand, commandLineOf, withAnswers, type Invocation } from '../../command.ts'
import type { CompanyFact, CompanyFactName } from '../../../core/model.ts'
import { autoSyncPlace, integrationPlace } from '../../../salesscreen/screens.ts'
import type { Context } from '../../context.ts'
import { type ExitCode, exitCodes } from '../../../app/exit-codes.ts'
import { writeList } from '../../shared-flags.ts'
import type { Column } from '../../output/columns.ts'
import { SfsyncError } from '../../../core/errors.ts'
import { commandText } from '../../../core/text.ts'
import { askForFact, askForSetting, requireAnswers } from '../../questions.ts'
import { noteEquivalentCommand } from '../../write.ts'
import { renderRecord } from '../../output/render.ts'
import { resolveTeam } from '../../../app/resolve.ts'
import {
  localRows,
  settingColumns,
  type SettingName,
  settingNamed,
  type SettingRow,
  settingRows,
  teamKeyPrefix,
} from './rows.ts'
import { setCompanyFact } from './set.ts'
import { visible } from '../../../core/visible-text.ts'
import { given } from '../../../core/values.ts'

interface Check {
  readonly name: CompanyFactName
  readonly fact: CompanyFact | null
  readonly wanted: string
  readonly place: string
}

const checkColumns: readonly Column<Check>[] = [
  { key: 'name', label: 'Setting', kind: 'id', value: ({ name }) => name },
  { key: 'value', label: 'Value', kind: 'text', value: ({ fact }) => fact?.value ?? null },
  { key: 'ok', label: 'OK', kind: 'flag', value: (check) => isRight(check) },
  { key: 'attestedBy', label: 'Attested by', kind: 'text', value: ({ fact }) => fact?.attestedBy ?? null },
  { key: 'attestedAt', label: 'When', kind: 'time', value: ({ fact }) => fact?.attestedAt ?? null },
  { key: 'place', label: 'Where in SalesScreen', kind: 'text', hidden: true, value: ({ place }) => place },
]

export const settingsCheckCommand = defineCommand({
  name: 'check',
  summary: 'check step 1: automatic sync is off, as somebody has seen; exit code 10 when not',
  examples: [{ command: 'sfsync settings check', purpose: 'before mapping, or in a CI job' }],
  declare: (command) => command,
  options: () => ({}),
  run: runSettingsCheck,
})

export async function runSettingsCheck(_options: object, context: Context): Promise<ExitCode> {
  const ledger = await context.ledger()
  const facts = await ledger.facts()
  const check = (name: CompanyFactName, wanted: string, place: string): Check => ({
    name,
    wanted,
    place,
    fact: facts.find((fact) => fact.name === name) ?? null,
  })
  const checks = [
    check('auto-sync', 'off', autoSyncPlace),
    check('integration-initialised', 'yes', integrationPlace),
  ]
  await writeList(context, checkColumns, [checks], {})
  for (const each of checks.filter((one) => !isRight(one))) {
    await context.warn(
      `${each.name} ${each.fact === null ? 'was never attested' : `is ${each.fact.value}`}; look at ${each.place}`,
    )
    await context.suggest(`sfsync settings set ${each.name} ${each.wanted}`)
  }
  // Only automatic sync is dangerous; an integration nobody attested is worth a warning.
  return checks.some((each) => each.name === 'auto-sync' && !isRight(each))
    ? exitCodes.waiting
    : exitCodes.done
}

function isRight({ fact, wanted }: Check): boolean {
  return fact?.value === wanted
}

export interface SettingsGetOptions {
  readonly name?: string
}

export const settingsGetCommand = defineCommand({
  name: 'get',
  summary: 'print the value of one setting',
  examples: [
    { command: 'sfsync settings get auto-sync', purpose: 'on or off, as attested' },
    { command: 'sfsync settings get store', purpose: 'where the ledger is' },
  ],
  declare: (command) => command.argument('[name]', 'name of the setting'),
  options: ([name]) => given({ name }),
  run: runSettingsGet,
})

export async function runSettingsGet(
  options: SettingsGetOptions,
  context: Context,
  invocation: Invocation,
): Promise<void> {
  requireAnswers(context, 'settings get', { '<name>': options.name })
  const name = options.name ?? (await askForSetting(await context.prompts()))
  const row = await rowOf(context, settingNamed(name))
  if (row.value === null)
    throw new SfsyncError('not-found', `${row.name} is not set`, {
      actions: [commandText('settings', 'set', row.name, '<value>')],
    })
  if (context.format === 'table') await context.stdout.write(`${visible(row.value ?? '')}\n`)
  else await renderRecord(settingColumns(true), row, context.format, context.stdout)
  if (options.name === undefined)
    await noteEquivalentCommand(context, commandLineOf(withAnswers(invocation, [name])))
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

/** Walks an admin through step 1: look in SalesScreen, and say what is there. */
export async function confirmStepOne(context: Context): Promise<void> {
  const prompts = await context.prompts()
  await context.note(
    'Step 1: automatic sync must be off, so that nobody gets an account unless you create it.',
  )
  await context.note(`Look in SalesScreen: ${autoSyncPlace}`)
  const autoSync = await askForFact(prompts, 'auto-sync', '"Automatically sync users" is')
  await setCompanyFact(context, 'auto-sync', autoSync, answered('auto-sync'))
  await context.note(`Look in SalesScreen: ${integrationPlace}`)
  const initialised = await askForFact(
    prompts,
    'integration-initialised',
    'The Salesforce integration is initialised',
  )
  await setCompanyFact(context, 'integration-initialised', initialised, answered('integration-initialised'))
}

function answered(name: string): { readonly dryRun: false; readonly invocation: Invocation } {
  return {
    dryRun: false,
    invocation: { command: 'settings set', arguments: [name], flags: [], prompted: true },
  }
}
