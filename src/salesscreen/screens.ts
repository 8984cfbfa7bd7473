// Source: SalesScreen's help center; collected in one place because screens move.
import type { EditedField, ScreenStep } from '../core/hint.ts'
import type { Todo } from '../core/todo.ts'

/** Where the switch for automatic sync is; in some companies only the SalesScreen representative can set it. */
export const autoSyncPlace =
  'Manage > Settings > Integrations > Manage Salesforce > "Automatically sync users" (or ask your SalesScreen representative)'

/** Where the Salesforce integration is initialized. */
export const integrationPlace = 'Manage > Settings > Integrations > Manage Salesforce'

/** Where the mappings are. Source: SalesScreen help center, mappings. */
export const mappingsPlace = 'Manage > Settings > Mappings'

/** A step in SalesScreen that is not a to-do. Source: SalesScreen help center, user management. */
export function screenStepText({ name }: ScreenStep): string {
  return `in SalesScreen: Manage > Users > ${name}: give the user a license`
}

/** Where a to-do is carried out. Source: SalesScreen help center, user management and mappings. */
export function todoPlace({ kind, user, team }: Todo): string {
  switch (kind) {
    case 'create-team':
      return 'Manage > Teams > New team'
    case 'free-team-name':
    case 'rename-team':
    case 'delete-team':
      return `Manage > Teams > ${team ?? ''}`
    case 'create-user':
      return 'Manage > Users > New User'
    case 'free-address':
    case 'edit-user':
    case 'reactivate':
    case 'assign-team':
    case 'deactivate':
      return `Manage > Users > ${user?.name ?? ''}`
    case 'map':
      return `${mappingsPlace} > Actions > Add mapping`
    case 'unmap':
      return mappingsPlace
  }
}

/**
 * The exact values to type or choose there, each with its label on the screen; `system` is what SalesScreen calls
 * Salesforce among its mappings.
 */
export function todoValues(
  { kind, user, team, salesforceUserId, values }: Todo,
  system: string,
): readonly (readonly [label: string, value: string])[] {
  switch (kind) {
    case 'create-team':
      return [['Name', team ?? '']]
    case 'create-user':
    case 'free-address':
    case 'edit-user':
    case 'free-team-name':
    case 'rename-team':
      return [
        ...values.map(({ field, value }) => [labels[field], value] as const),
        ...(kind === 'create-user' && team !== null ? [['Team', team] as const] : []),
      ]
    case 'assign-team':
      return [['Team', team ?? 'none']]
    case 'map':
    case 'unmap':
      return [
        ['System', system],
        ['User', user?.name ?? ''],
        ['External ID', salesforceUserId ?? ''],
      ]
    case 'reactivate':
      return values.map(({ field, value }) => [labels[field], value] as const)
    case 'deactivate':
    case 'delete-team':
      return []
  }
}

/** A value as a screen shows it, and whether it is to be typed there or looked for. */
export interface ScreenValue {
  readonly label: string
  readonly value: string
  readonly copies: boolean
}

/** Who or what to look for, and then the values to type or choose. */
export function todoCard(todo: Todo, system: string): readonly ScreenValue[] {
  const { kind, user, team } = todo
  const about =
    user === null
      ? kind === 'create-team'
        ? []
        : [['Team', team ?? ''] as const]
      : kind === 'create-user' || kind === 'map' || kind === 'unmap'
        ? []
        : [['User', user.name] as const, ['User e-mail', user.email] as const]
  // The system is the same every time, and nothing can be pasted where a value is to be cleared.
  return [
    ...about,
    ...todoValues(todo, system).flatMap(([label, value]): (readonly [string, string])[] => {
      if (kind === 'rename-team' || kind === 'free-team-name') return [['New name', value]]
      // Two users may have one name, and the screen of mappings offers both.
      if (label === 'User')
        return [
          [label, value],
          ['User e-mail', user?.email ?? ''],
        ]
      return [[label, value]]
    }),
  ].map(([label, value]) =>
    value === ''
      ? { label, value: '(empty)', copies: false }
      : {
          label,
          value,
          copies: label !== 'System' && !(label === 'Team' && kind === 'assign-team' && team === null),
        },
  )
}

/** What to do there, as a title. */
export function todoTitle({ kind, user, team }: Todo): string {
  const who = user?.name ?? team ?? ''
  switch (kind) {
    case 'create-team':
      return `Create the team ${who}`
    case 'free-team-name':
      return `Rename the team ${who} for now`
    case 'rename-team':
      return `Rename the team ${who}`
    case 'delete-team':
      return `Delete the team ${who}`
    case 'create-user':
      return `Create the user ${who}`
    case 'free-address':
      return `Change the e-mail address of ${who} for now`
    case 'edit-user':
      return `Change the user ${who}`
    case 'reactivate':
      return `Reactivate the user ${who}`
    case 'assign-team':
      return team === null ? `Take ${who} off the team` : `Put ${who} on the team ${team}`
    case 'map':
      return `Add the mapping of ${who}`
    case 'unmap':
      return `Remove the mapping of ${who}`
    case 'deactivate':
      return `Deactivate the user ${who}`
  }
}

function inSentence(label: string): string {
  return label.charAt(0).toLowerCase() + label.slice(1)
}

/** What to do there, in words. */
export function todoText(todo: Todo, system: string): string {
  const { kind, user, team } = todo
  const values = todoValues(todo, system)
    .map(([label, value]): [string, string] =>
      label === 'User' ? [label, `${value} (${user?.email ?? ''})`] : [label, value],
    )
    .map(([label, value]) => (value === '' ? `no ${inSentence(label)}` : `${inSentence(label)} ${value}`))
    .join(', ')
  switch (kind) {
    case 'create-team':
      return `create the team ${team ?? ''}`
    case 'free-team-name':
      return `rename it for now, because another team takes its name: ${values}`
    case 'rename-team':
      return `rename the team to ${todo.values[0]?.value ?? ''}`
    case 'delete-team':
      return 'delete the team'
    case 'free-address':
      return `change the address for now, because another user takes it: ${values}`
    case 'create-user':
    case 'edit-user':
      return values
    case 'reactivate':
      return values === '' ? 'reactivate the user' : `reactivate the user: ${values}`
    case 'assign-team':
      return team === null ? 'take the user off the team' : `put the user on the team ${team}`
    case 'map':
      return values
    case 'unmap':
      return `remove the mapping: ${values}`
    case 'deactivate':
      return `deactivate ${user?.name ?? 'the user'}`
  }
}

const labels: Readonly<Record<EditedField['field'], string>> = {
  firstName: 'First name',
  lastName: 'Last name',
  nickname: 'Nickname',
  email: 'E-mail',
  state: 'State',
  name: 'Name',
}
