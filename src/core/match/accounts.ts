import { whyInactive, type SalesforceUser } from '../salesforce-user.ts'
import { addressLocals, parseAddress } from './address.ts'
import type { IndexedSalesforceUser } from './index.ts'

/** What is known of a Salesforce user who may have several accounts. */
export interface Accounts {
  /** Whether another account of this person is the main one, which is meant. */
  readonly isSecond: boolean
  /** The other accounts of this person whose addresses are this person's too; none of a second account. */
  readonly others: readonly IndexedSalesforceUser[]
}

/** Which of the Salesforce users with one name are accounts of one person: an old one beside the one that works, or an admin's second one. */
export function accountsOf(
  entry: IndexedSalesforceUser,
  namesakes: readonly IndexedSalesforceUser[],
): Accounts {
  const others = namesakes.filter((other) => other !== entry)
  if (others.some((other) => isMainAccountOf(entry.salesforceUser, other.salesforceUser)))
    return { isSecond: true, others: [] }
  const same = others.filter((other) => isOnePerson(entry.salesforceUser, other.salesforceUser))
  return { isSecond: false, others: same }
}

function isMainAccountOf(one: SalesforceUser, other: SalesforceUser): boolean {
  const [isIdle, isOtherIdle] = [isIdleUser(one), isIdleUser(other)]
  // Who works in SalesScreen works in Salesforce too, if a user of that name does.
  if (isIdle !== isOtherIdle) return isIdle
  return isOnePerson(one, other) && isBetter(other, one)
}

function isIdleUser(user: SalesforceUser): boolean {
  return whyInactive(user) !== null
}

// Namesakes who both work have addresses alike; only a tag or a number of one's own tells an account of the same person.
function isOnePerson(one: SalesforceUser, other: SalesforceUser): boolean {
  if (isIdleUser(one) !== isIdleUser(other)) {
    const idle = isIdleUser(one) ? one : other
    return isMarkedAsOld(idle) || haveOneBase(one, other)
  }
  if (one.employeeNumber !== null && one.employeeNumber === other.employeeNumber) return true
  if (one.email !== null && one.email === other.email) return true
  return tagsOf(one) + tagsOf(other) > 0 && haveOneBase(one, other)
}

// Without a tag on either side of the name: adm.jane@, jane.admin@ and jane@ are accounts of one person.
const tag =
  /^(?:adm|admin|sys|sysadmin|old|former|inactive|ext|int|api|test|z|x)[._-]|[._-](?:adm|admin|sys|sysadmin|old|former|inactive|ext|int|api|test|sf|crm)$/
const oldTag = /^(?:old|former|inactive|z|x)[._-]|[._-](?:old|former|inactive)$/

// Also without the letter that admins put before the username of a user who left.
function basesOf(user: SalesforceUser): string[] {
  const bases = addressLocals(user).map((local) => local.replace(tag, ''))
  const username = parseAddress(user.username)?.local
  if (username !== undefined && /^[xz]/.test(username)) bases.push(username.slice(1))
  return bases.filter((base) => base.length > 2)
}

function haveOneBase(one: SalesforceUser, other: SalesforceUser): boolean {
  const bases = basesOf(one)
  return basesOf(other).some((base) => bases.includes(base))
}

function isMarkedAsOld({ email, username }: SalesforceUser): boolean {
  return [email, username].some((text) => text !== null && oldTag.test(text.split('@', 1)[0] ?? ''))
}

// An untagged address first, then who logged in last, then the older ID: always one of the two.
function isBetter(one: SalesforceUser, other: SalesforceUser): boolean {
  const [tags, otherTags] = [tagsOf(one), tagsOf(other)]
  if (tags !== otherTags) return tags < otherTags
  const [login, otherLogin] = [one.lastLoginAt ?? '', other.lastLoginAt ?? '']
  if (login !== otherLogin) return login > otherLogin
  return one.salesforceUserId < other.salesforceUserId
}

function tagsOf({ email, username }: SalesforceUser): number {
  const texts = [email, username].filter((text) => text !== null)
  return texts.filter((text) => text.includes('+') || tag.test(text.split('@', 1)[0] ?? '')).length
}
