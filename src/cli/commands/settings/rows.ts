import {
  configurationKeys,
  type ConfigurationName,
  isConfigurationName,
  type Origin,
} from '../../../config/keys.ts'
import { type CompanyFactName, companyFactNames, isCompanyFactName } from '../../../core/model.ts'
import type { Ledger } from '../../../ledger/ledger.ts'
import type { Context } from '../../context.ts'
import type { Column } from '../../output/columns.ts'
import { SfsyncError } from '../../../core/errors.ts'
import { didYouMean } from '../../../app/resolve.ts'

/** One setting: a company fact, a team key, or a key of the local configuration. */
export interface SettingRow {
  readonly name: string
  readonly value: string | null
  readonly kind: 'company' | 'team' | 'local'
  /** Who said so: an admin for company facts, a source for local keys. */
  readonly origin: string
  readonly at: string | null
  readonly meaning: string
}

/** What begins the name of a team's key among the settings. */
export const teamKeyPrefix = 'team-key.'

const factMeanings: Readonly<Record<CompanyFactName, string>> = {
  'auto-sync': 'whether "Automatically sync users" is on in SalesScreen',
  'integration-initialised': 'whether the Salesforce integration has been initialised in SalesScreen',
  licences: 'how many SalesScreen licences the company has',
}

/** Every setting: company facts, team keys by name, local keys as documented. */
export async function settingRows(context: Context): Promise<SettingRow[]> {
  const ledger = await context.ledger()
  return [...(await factRows(ledger)), ...(await teamRows(ledger)), ...localRows(context)]
}

async function factRows(ledger: Ledger): Promise<SettingRow[]> {
  const facts = await ledger.facts()
  return companyFactNames.map((name) => {
    const fact = facts.find((each) => each.name === name)
    return {
      name,
      value: fact?.value ?? null,
      kind: 'company',
      origin: fact === undefined ? 'never attested' : `attested by ${fact.attestedBy}`,
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
    origin: team.key === null ? 'not entered' : 'entered in the ledger',
    at: null,
    meaning: `the key SalesScreen shows for ${team.name}`,
  }))
}

/** The local keys; they need no ledger. */
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

/** What is shown of a setting; who said so only on wish. */
export function settingColumns(withOrigin: boolean): readonly Column<SettingRow>[] {
  return [
    { key: 'name', label: 'Setting', kind: 'id', value: ({ name }) => name },
    { key: 'value', label: 'Value', kind: 'text', value: ({ value }) => value },
    { key: 'origin', label: 'Origin', kind: 'text', hidden: !withOrigin, value: ({ origin }) => origin },
    { key: 'at', label: 'When', kind: 'time', hidden: !withOrigin, value: ({ at }) => at },
    { key: 'kind', label: 'Kind', kind: 'text', hidden: true, value: ({ kind }) => kind },
    { key: 'meaning', label: 'Meaning', kind: 'text', hidden: withOrigin, value: ({ meaning }) => meaning },
  ]
}

/** What the name of a setting stands for. */
export type SettingName =
  | { readonly kind: 'company'; readonly name: CompanyFactName }
  | { readonly kind: 'team'; readonly team: string }
  | { readonly kind: 'local'; readonly name: ConfigurationName }

/** Reads the name of a setting, or says which there are. */
export function settingNamed(text: string): SettingName {
  if (text.startsWith(teamKeyPrefix)) return { kind: 'team', team: text.slice(teamKeyPrefix.length) }
  const plain = text.trim().toLowerCase().replaceAll('_', '-').replaceAll(' ', '-')
  if (isCompanyFactName(plain)) return { kind: 'company', name: plain }
  if (isConfigurationName(plain)) return { kind: 'local', name: plain }
  const names = [...companyFactNames, ...configurationKeys.map(({ name }) => name), `${teamKeyPrefix}<team>`]
  throw new SfsyncError('usage', `there is no setting "${text}"`, {
    actions: [...didYouMean(plain, names), `the settings are: ${names.join(', ')}`],
  })
}
