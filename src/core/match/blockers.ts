import { isIntegrationUser, personKind, type SalesforceUser, whyInactive } from '../salesforce-user.ts'
import { phoneticKey } from './latin.ts'
import { type PersonName, wordsOfName } from './names.ts'

/** Why a Salesforce user is an unlikely match for any user. */
export function blockersOf(salesforceUser: SalesforceUser): string[] {
  const idle = whyInactive(salesforceUser)
  const kind = personKind(salesforceUser)
  return [
    ...(idle === null ? [] : [`${idle} in Salesforce`]),
    ...(kind === 'person' ? [] : [`not an internal user (user type ${salesforceUser.type ?? kind})`]),
    ...(isIntegrationUser(salesforceUser)
      ? [`integration user (profile ${salesforceUser.profile ?? ''})`]
      : []),
  ]
}

/** Whether a name says that it is of a service, as that of an account beside a person's own, and another name does not. */
export function isServiceName(name: PersonName, other: PersonName): boolean {
  const words = new Set(wordsOfName(other))
  return wordsOfName(name).some((word) => serviceWords.has(word) && !words.has(word))
}

// As names are compared.
const serviceWords: ReadonlySet<string> = new Set(
  ['admin', 'api', 'automation', 'integration', 'system', 'test'].map((word) => phoneticKey(word)),
)
