import { idleness, personKind, type SalesforceUser } from './salesforce-user.ts'

/** A reason not to create a user, and the flag that decides for it all the same. */
export interface NewcomerDoubt {
  readonly reason: string
  readonly flag: string
}

/** First and last name; of a full name alone the last word counts as the last name, as Salesforce shows names. */
export function namesOf({
  firstName,
  lastName,
  name,
}: Pick<SalesforceUser, 'firstName' | 'lastName' | 'name'>): {
  firstName: string
  lastName: string
} {
  if (firstName !== null || lastName !== null) return { firstName: firstName ?? '', lastName: lastName ?? '' }
  const words = name.split(' ')
  return { firstName: words.slice(0, -1).join(' '), lastName: words.at(-1) ?? '' }
}

/** Why an admin may not want to create a user for this person. */
export function doubtsAboutNewcomer(person: SalesforceUser): NewcomerDoubt[] {
  const idle = idleness(person)
  return [
    ...(idle !== null
      ? [{ reason: `${person.name} is ${idle} in Salesforce`, flag: '--allow-inactive' }]
      : []),
    ...(personKind(person) === 'not-a-person'
      ? [
          {
            reason: `${person.name} is not a person but of type ${person.type ?? ''}`,
            flag: '--allow-non-person',
          },
        ]
      : []),
  ]
}
