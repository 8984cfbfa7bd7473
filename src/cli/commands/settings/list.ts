import { hidden, idColumn, sentenceColumn, textColumn, timeColumn } from '../../output/columns.ts'
import { defineCommand, commandLineOf, withAnswers, type Invocation } from '../../command.ts'
import { given } from '../../../core/values.ts'
import { visible } from '../../../core/visible-text.ts'
import { didYouMean } from '../../../app/hints.ts'
import { resolveTeam } from '../../../app/resolve.ts'
import {
  configurationKeys,
  type ConfigurationName,
  isConfigurationName,
  type Origin,
} from '../../../config/keys.ts'
import { SfsyncError } from '../../../core/errors.ts'
import { commandLine } from '../../../core/hint.ts'
import {
  type CompanyFact,
  type CompanyFactName,
  companyFactNames,
  isCompanyFactName,
} from '../../../core/model.ts'
import type { Ledger } from '../../../ledger/ledger.ts'
import type { Context } from '../../context.ts'
import type { Column } from '../../output/columns.ts'
import { renderRecord } from '../../output/render.ts'
import { requireAnswers } from '../../questions.ts'
import { type ListOptions, listOptions, withListFlags, writeList } from '../../lists.ts'
import { noteEquivalentCommand } from '../../write.ts'
import { askForSetting } from './questions.ts'

export interface SettingsListOptions extends ListOptions {
  readonly origin: boolean
}

export const settingsListCommand = defineCommand({
  name: 'list',
  summary: 'list company settings, team keys and the local configuration',
  examples: [
    { command: 'sfsync settings list', purpose: 'every setting with its value and meaning' },
    {
      command: 'sfsync settings list --origin',
      purpose: 'who confirmed it, or which flag, variable or file it comes from',
    },
  ],
  declare: (command) =>
    withListFlags(command.option('--origin', 'show where each value comes from, and since when')),
  options: (_words, flags): SettingsListOptions => ({ ...listOptions(flags), origin: flags.origin === true }),
  run: runSettingsList,
})

export async function runSettingsList(options: SettingsListOptions, context: Context): Promise<void> {
  const rows = (await settingRows(context, await ledgerIfThere(context))).slice(0, options.limit)
  await writeList(context, settingColumns(options.origin), [rows], options)
}

export interface SettingsGetOptions {
  readonly name?: string
}

export const settingsGetCommand = defineCommand({
  name: 'get',
  summary: 'print the value of a setting',
  examples: [
    { command: 'sfsync settings get auto-sync', purpose: 'on or off, as confirmed' },
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
      actions: [commandLine('settings set', row.name, '<value>')],
    })
  if (context.format === 'table') await context.stdout.write(`${visible(row.value ?? '')}\n`)
  else await renderRecord(settingColumns(true), row, context.format, context.stdout)
  if (options.name === undefined)
    await noteEquivalentCommand(context, commandLineOf(withAnswers(invocation, [name])))
}

async function rowOf(context: Context, setting: SettingName): Promise<SettingRow> {
  const wanted = await nameOf(context, setting)
  const rows =
    setting.kind === 'local' ? localRows(context) : await settingRows(context, await context.ledger())
  const row = rows.find(({ name }) => name === wanted)
  if (row === undefined) throw new SfsyncError('not-found', `${wanted} is not set`)
  return row
}

async function nameOf(context: Context, setting: SettingName): Promise<string> {
  if (setting.kind !== 'team') return setting.name
  const { team } = await resolveTeam(await context.ledger(), setting.team)
  return `${teamKeyPrefix}${team.name}`
}

interface Place {
  readonly name: string
  readonly path: string | null
}

const placeColumns: readonly Column<Place>[] = [
  textColumn('name', 'What', ({ name }) => name),
  idColumn('path', 'Path', ({ path }) => path),
]

export const settingsPathCommand = defineCommand({
  name: 'path',
  summary: 'show where the ledger and the configuration files are',
  examples: [{ command: 'sfsync settings path', purpose: 'ledger, project file, user file' }],
  declare: (command) => command,
  options: () => ({}),
  run: runSettingsPath,
})

export async function runSettingsPath(_options: object, context: Context): Promise<void> {
  const { settings, projectFile, userFile } = context.configuration
  const places = [
    { name: 'ledger', path: settings.store.value },
    { name: 'project file', path: projectFile ?? null },
    { name: 'user file', path: userFile ?? null },
  ]
  await writeList(context, placeColumns, [places], {})
}

/** One setting: a company setting, a team key, or a key of the local configuration. */
interface SettingRow {
  readonly name: string
  readonly value: string | null
  readonly kind: 'company' | 'team' | 'local'
  /** Who confirmed it (company settings), or where it comes from (local keys). */
  readonly origin: string
  readonly at: string | null
  readonly meaning: string
}

/** The prefix of a setting that is the key of a team. */
const teamKeyPrefix = 'team-key.'

const factMeanings: Readonly<Record<CompanyFactName, string>> = {
  'auto-sync': 'whether "Automatically sync users" is on in SalesScreen',
  'integration-initialized': 'whether the Salesforce integration is initialized in SalesScreen',
  licenses: 'how many SalesScreen licenses the company has',
  'connection-user': 'the Salesforce user who holds the connection to SalesScreen',
  'mapping-system': 'how SalesScreen calls Salesforce among its mappings (default: Salesforce)',
  'screen-address': 'address of SalesScreen in the browser, for "todo walk"',
  'workbook-columns': 'labels of the columns in the user workbook of SalesScreen',
}

/** Every setting: company settings and team keys by name, where there is a ledger, and local keys as documented. */
async function settingRows(context: Context, ledger: Ledger | undefined): Promise<SettingRow[]> {
  const local = localRows(context)
  return ledger === undefined
    ? local
    : [...factRows(await ledger.facts()), ...(await teamRows(ledger)), ...local]
}

// The other settings may say why there is none, or why it cannot be used.
async function ledgerIfThere(context: Context): Promise<Ledger | undefined> {
  try {
    return await context.ledger()
  } catch (error) {
    if (!(error instanceof SfsyncError)) throw error
    // That was said at the start.
    if (error === context.configuration.withoutAddress) return undefined
    if (!/^(?:not-found$|ledger-)/.test(error.code)) throw error
    await context.warn(error.message)
    for (const action of error.actions) await context.suggest(action)
    return undefined
  }
}

function factRows(facts: readonly CompanyFact[]): SettingRow[] {
  return companyFactNames.map((name) => {
    const fact = facts.find((each) => each.name === name)
    return {
      name,
      value: fact?.value ?? null,
      kind: 'company',
      origin: fact === undefined ? 'not confirmed' : `confirmed by ${fact.attestedBy}`,
      at: fact?.attestedAt ?? null,
      meaning: factMeanings[name],
    }
  })
}

async function teamRows(ledger: Ledger): Promise<SettingRow[]> {
  const teams = await ledger.teams()
  return teams.map(({ team }) => ({
    name: `${teamKeyPrefix}${team.name}`,
    value: team.key,
    kind: 'team',
    origin: team.key === null ? 'not set' : 'ledger',
    at: null,
    meaning: `the key SalesScreen shows for ${team.name}`,
  }))
}

/** The keys of the local configuration; they need no ledger. */
export function localRows(context: Context): SettingRow[] {
  return configurationKeys.map(({ name, meaning }) => {
    const { value, origin } = context.configuration.settings[name]
    const effective = name === 'actor' ? context.actor : value
    return {
      name,
      value: effective === '' ? null : effective,
      kind: 'local',
      origin: originText(origin),
      at: null,
      meaning,
    }
  })
}

function originText(origin: Origin): string {
  switch (origin.from) {
    case 'flag':
      return 'flag'
    case 'environment':
      return `environment (${origin.variable})`
    case 'project':
    case 'user':
      return `${origin.from} file (${origin.file})`
    case 'default':
      return 'default'
  }
}

function settingColumns(withOrigin: boolean): readonly Column<SettingRow>[] {
  return [
    idColumn('name', 'Setting', ({ name }) => name),
    textColumn('value', 'Value', ({ value }) => value),
    textColumn('origin', 'Origin', ({ origin }) => origin, { hidden: !withOrigin }),
    timeColumn('at', 'When', ({ at }) => at, { hidden: !withOrigin }),
    textColumn('kind', 'Kind', ({ kind }) => kind, hidden),
    sentenceColumn('meaning', 'Meaning', ({ meaning }) => meaning, { hidden: withOrigin }),
  ]
}

/** A setting by its name. */
export type SettingName =
  | { readonly kind: 'company'; readonly name: CompanyFactName }
  | { readonly kind: 'team'; readonly team: string }
  | { readonly kind: 'local'; readonly name: ConfigurationName }

/** Parses the name of a setting; throws `usage` with the names that exist. */
export function settingNamed(text: string): SettingName {
  if (text.startsWith(teamKeyPrefix)) return { kind: 'team', team: text.slice(teamKeyPrefix.length) }
  const plain = text.trim().toLowerCase().replaceAll('_', '-').replaceAll(' ', '-')
  if (isCompanyFactName(plain)) return { kind: 'company', name: plain }
  if (isConfigurationName(plain)) return { kind: 'local', name: plain }
  const names = [...companyFactNames, ...configurationKeys.map(({ name }) => name), `${teamKeyPrefix}<team>`]
  throw new SfsyncError('usage', `there is no setting "${text}"`, {
    actions: [...didYouMean(plain, names), `valid settings: ${names.join(', ')}`],
  })
}
