// Source: SalesScreen's help centre; collected in one place because screens move.
import type { ScreenStep } from '../core/hint.ts'

/** Where the switch for automatic sync is; in some companies only the SalesScreen representative can set it. */
export const autoSyncPlace =
  'Manage > Settings > Integrations > Manage Salesforce > "Automatically sync users" (or ask your SalesScreen representative)'

/** Where the Salesforce integration is initialised. */
export const integrationPlace = 'Manage > Settings > Integrations > Manage Salesforce'

/** A step in SalesScreen with its menu path. Source: SalesScreen help centre, user management and mappings. */
export function screenStepText(step: ScreenStep): string {
  return `in SalesScreen: ${menuPath(step)}`
}

function menuPath(step: ScreenStep): string {
  switch (step.screen) {
    case 'new-user':
      return `Manage > Users > New User: ${[step.name, step.email, step.team === null ? null : `team ${step.team}`].filter(Boolean).join(', ')}`
    case 'edit-user':
      return `Manage > Users > ${step.name}: make the same change`
    case 'set-team':
      return `Manage > Users > ${step.names.join(', ')}: ${step.team === null ? 'no team' : `team ${step.team}`}`
    case 'add-mapping':
      return `Manage > Settings > Mappings > Actions > Add mapping: Salesforce, ${step.name}, ${step.salesforceUserId}`
    case 'remove-mapping':
      return `Manage > Settings > Mappings: remove the mapping of ${step.name}${step.salesforceUserId === null ? '' : ` to ${step.salesforceUserId}`}`
    case 'new-team':
      return `Manage > Teams > New team: ${step.name}`
    case 'rename-team':
      return `Manage > Teams > ${step.name}: rename it to ${step.newName}`
    case 'delete-team':
      return `Manage > Teams > ${step.name}: delete it`
    case 'licence':
      return `Manage > Users > ${step.name}: give the user a licence`
    case 'revert':
      return 'undo the same changes by hand where you had entered them'
  }
}
