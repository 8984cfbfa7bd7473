import { personKind, type SalesforceUser, typesOf } from './salesforce-user.ts'

/**
 * Whom a reading of a live org is about: people of the company alone, external people (partners, customers) besides, or
 * every user, Chatter and integration users included.
 */
export const directoryScopes = ['people', 'external', 'everyone'] as const

/** One of the scopes. */
export type DirectoryScope = (typeof directoryScopes)[number]

/** The UserTypes of a scope; undefined where every type belongs to it. */
export function typesInScope(scope: DirectoryScope): readonly string[] | undefined {
  if (scope === 'everyone') return undefined
  return scope === 'people' ? typesOf('person') : [...typesOf('person'), ...typesOf('external')]
}

/** Whether a user belongs to a scope. */
export function isInScope({ type }: Pick<SalesforceUser, 'type'>, scope: DirectoryScope): boolean {
  const types = typesInScope(scope)
  return types === undefined || (type === null ? personKind({ type }) === 'person' : types.includes(type))
}
