import { configurationKeys, type ConfigurationName, isConfigurationName } from '../../config/keys.ts'
import { type CompanyFactName, companyFactNames, isCompanyFactName } from '../../core/company.ts'
import { SfsyncError } from '../../core/errors.ts'
import { didYouMean } from '../resolve/nearest.ts'
import { teamKeyPrefix } from './rows.ts'

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
