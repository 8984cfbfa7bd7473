// Source: SalesScreen's help center; collected in one place because screens move.
import type { EditedField, ScreenStep, ScreenStepKind } from '../core/hint.ts'
import { countText } from '../core/text.ts'

/** Where the switch for automatic sync is; in some companies only the SalesScreen representative can set it. */
export const autoSyncPlace =
  'Manage > Settings > Integrations > Manage Salesforce > "Automatically sync users" (or ask your SalesScreen representative)'

/** Where the Salesforce integration is initialized. */
export const integrationPlace = 'Manage > Settings > Integrations > Manage Salesforce'

/** A step in SalesScreen with its menu path. Source: SalesScreen help center, user management and mappings. */
export function screenStepText(step: ScreenStep): string {
  return `in SalesScreen: ${menuPath(step)}`
}

function menuPath(step: ScreenStep): string {
  if (step.screen === 'all') return allText(step.kind, step.count)
  const name = 'names' in step ? step.names.join(', ') : step.name
  const place = places[step.screen].replace('<name>', () => name)
  switch (step.screen) {
    case 'new-user':
      return `${place}: ${[step.name, step.email, step.team === null ? null : `team ${step.team}`].filter(Boolean).join(', ')}`
    case 'edit-user':
      return `${place}: ${step.values.map(editText).join(', ')}`
    case 'set-team':
      return `${place}: ${step.team === null ? 'no team' : `team ${step.team}`}`
    case 'add-mapping':
      return `${place}: Salesforce, ${step.name}, ${step.salesforceUserId}`
    case 'remove-mapping':
      return `${place}: remove the mapping of ${step.name}${step.salesforceUserId === null ? '' : ` to ${step.salesforceUserId}`}`
    case 'new-team':
      return `${place}: ${step.name}`
    case 'rename-team':
      return `${place}: rename it to ${step.newName}`
    case 'delete-team':
      return `${place}: delete it`
    case 'remove-user':
      return `${place}: deactivate the user`
    case 'license':
      return `${place}: give the user a license`
  }
}

const places: Readonly<Record<Exclude<ScreenStep['screen'], 'all'>, string>> = {
  'new-user': 'Manage > Users > New User',
  'edit-user': 'Manage > Users > <name>',
  'set-team': 'Manage > Users > <name>',
  'add-mapping': 'Manage > Settings > Mappings > Actions > Add mapping',
  'remove-mapping': 'Manage > Settings > Mappings',
  'new-team': 'Manage > Teams > New team',
  'rename-team': 'Manage > Teams > <name>',
  'delete-team': 'Manage > Teams > <name>',
  'remove-user': 'Manage > Users > <name>',
  license: 'Manage > Users > <name>',
}

function editText({ field, value }: EditedField): string {
  return value === '' ? `remove the ${labels[field]}` : `${labels[field]} ${value}`
}

const labels: Readonly<Record<EditedField['field'], string>> = {
  firstName: 'first name',
  lastName: 'last name',
  nickname: 'nickname',
  email: 'e-mail',
  state: 'state',
}

function allText(kind: ScreenStepKind, count: number): string {
  const [one, many] = nouns[kind]
  return `${places[kind].replace(' > <name>', '')}: ${countText(count, one, many)}`
}

const nouns: Readonly<Record<ScreenStepKind, readonly [one: string, many: string]>> = {
  'new-user': ['new user', 'new users'],
  'edit-user': ['user to change', 'users to change'],
  'set-team': ['user to put on another team', 'users to put on other teams'],
  'add-mapping': ['mapping to add', 'mappings to add'],
  'remove-mapping': ['mapping to remove', 'mappings to remove'],
  'new-team': ['new team', 'new teams'],
  'rename-team': ['team to rename', 'teams to rename'],
  'delete-team': ['team to delete', 'teams to delete'],
  'remove-user': ['user to deactivate', 'users to deactivate'],
}
