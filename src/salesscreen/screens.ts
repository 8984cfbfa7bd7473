// Source: SalesScreen's help center; collected in one place because screens move.
import type { EditedField, ScreenStep } from '../core/hint.ts'
import type { Todo } from '../core/todo.ts'

/** Where the switch for automatic sync is; in some companies only the SalesScreen representative can set it. */
export const autoSyncPlace =
  'Manage > Settings > Integrations > Manage Salesforce > "Automatically sync users" (or ask your SalesScreen representative)'

/** Where the Salesforce integration is initialized. */
export const integrationPlace = 'Manage > Settings > Integrations > Manage Salesforce'

/** A step in SalesScreen that is not a to-do. Source: SalesScreen help center, user management. */
export function screenStepText({ name }: ScreenStep): string {
  return `in SalesScreen: Manage > Users > ${name}: give the user a license`
}

/** Where a to-do is carried out. Source: SalesScreen help center, user management and mappings. */
export function todoPlace({ kind, user, team }: Todo): string {
  switch (kind) {
    case 'create-team':
      return 'Manage > Teams > New team'
    case 'rename-team':
    case 'delete-team':
      return `Manage > Teams > ${team ?? ''}`
    case 'create-user':
      return 'Manage > Users > New User'
    case 'edit-user':
    case 'reactivate':
    case 'assign-team':
    case 'deactivate':
      return `Manage > Users > ${user?.name ?? ''}`
    case 'map':
      return 'Manage > Settings > Mappings > Actions > Add mapping'
    case 'unmap':
      return 'Manage > Settings > Mappings'
  }
}

/** What to do there, with the exact values to type. */
export function todoText({ kind, user, team, salesforceUserId, values }: Todo): string {
  const name = user?.name ?? ''
  switch (kind) {
    case 'create-team':
      return `create the team ${team ?? ''}`
    case 'rename-team':
      return `rename it to ${values.map(({ value }) => value).join('')}`
    case 'delete-team':
      return 'delete it'
    case 'create-user':
      return [...values.map((each) => editText(each)), ...(team === null ? [] : [`team ${team}`])].join(', ')
    case 'edit-user':
      return values.map((each) => editText(each)).join(', ')
    case 'reactivate':
      return 'reactivate the user'
    case 'assign-team':
      return team === null ? 'take the user off the team' : `team ${team}`
    case 'map':
      return `system Salesforce, user ${name}, external ID ${salesforceUserId ?? ''}`
    case 'unmap':
      return `remove the mapping of ${name} to ${salesforceUserId ?? ''}`
    case 'deactivate':
      return 'deactivate the user'
  }
}

function editText({ field, value }: EditedField): string {
  return value === '' ? `no ${labels[field]}` : `${labels[field]} ${value}`
}

const labels: Readonly<Record<EditedField['field'], string>> = {
  firstName: 'first name',
  lastName: 'last name',
  nickname: 'nickname',
  email: 'e-mail',
  state: 'state',
  name: 'name',
}
