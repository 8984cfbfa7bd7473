import { refused, type ServerAnswer } from './answer.ts'
import type { RawUser } from './users.ts'

/** What a query finds: the records, in order, with the fields that were asked for; none for COUNT(). */
export interface Found {
  readonly totalSize: number
  readonly records: readonly object[]
}

const shape =
  /^SELECT (?<what>.+?) FROM User(?: WHERE (?<where>.+?))?(?<order> ORDER BY Id( DESC)?)?(?: LIMIT (?<limit>\d+))?$/
const condition =
  /^(?<field>UserType|IsActive|Id|SystemModstamp) (?<operator>=|>|<=|>=) (?:'(?<text>(?:[^'\\]|\\.)*)'|(?<word>true|false|\d\S*))$/

const ownFields =
  'Id Username Name FirstName LastName Email Alias IsActive UserType Title Department LastLoginDate'
const fieldNames = new Set([
  ...ownFields.split(' '),
  'EmployeeNumber',
  'FederationIdentifier',
  'Profile.Name',
  'UserRole.Name',
  'Manager.Name',
])

/** The small part of SOQL that sfsync speaks; anything else is answered as malformed. */
export function runQuery(
  soql: string,
  users: readonly RawUser[],
  unreadable: readonly string[],
): Found | ServerAnswer {
  if (soql === 'SELECT UserId FROM UserLogin WHERE IsFrozen = true') return { totalSize: 0, records: [] }
  const match = shape.exec(soql)
  if (match?.groups === undefined) return malformed(soql)
  const { what = '', where, order, limit } = match.groups
  const tests = (where?.split(' AND ') ?? []).map((text) => conditionOf(text))
  const found = users.filter((user) => tests.every((test) => test?.(user) === true))
  if (tests.includes(undefined)) return malformed(soql)
  if (what === 'COUNT()') return { totalSize: found.length, records: [] }
  const fields = what.split(', ')
  const unknown = fields.find((field) => unreadable.includes(field) || !fieldNames.has(field))
  if (unknown !== undefined) return invalidField(soql, unknown)
  const ascending = order === undefined ? found : found.toSorted((one, other) => (one.Id < other.Id ? -1 : 1))
  const all = order?.endsWith('DESC') === true ? ascending.toReversed() : ascending
  const sorted = all.slice(0, limit === undefined ? undefined : Number(limit))
  return { totalSize: sorted.length, records: sorted.map((user) => selected(user, fields)) }
}

function conditionOf(text: string): ((user: RawUser) => boolean) | undefined {
  const groups = condition.exec(text)?.groups
  if (groups === undefined) return undefined
  const wanted = groups['text']?.replaceAll(/\\(.)/g, '$1') ?? groups['word'] ?? ''
  const field = groups['field'] ?? ''
  const operator = groups['operator']
  return (user) => {
    const value = String(Object.entries(user).find(([key]) => key === field)?.[1])
    if (operator === '=') return value === wanted
    if (operator === '>') return value.slice(0, 15) > wanted.slice(0, 15)
    if (operator === '<=') return value.slice(0, 15) <= wanted.slice(0, 15)
    return Date.parse(value) >= Date.parse(wanted)
  }
}

function selected(user: RawUser, fields: readonly string[]): object {
  const values = fields.map((field) => {
    const name = field.replace(/\.Name$/, '')
    const value: unknown = Object.entries(user).find(([key]) => key === name)?.[1]
    const related = typeof value === 'object' && value !== null
    return [name, related ? { attributes: { type: name, url: `/services/data/${name}` }, ...value } : value]
  })
  return {
    attributes: { type: 'User', url: `/services/data/User/${user.Id}` },
    ...Object.fromEntries(values),
  }
}

function malformed(soql: string): ServerAnswer {
  return refused(400, 'MALFORMED_QUERY', `unexpected token: ${soql}`)
}

function invalidField(soql: string, field: string): ServerAnswer {
  const [name, column] = field.split('.')
  const why =
    column === undefined
      ? `No such column '${name}' on entity 'User'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`
      : `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`
  return refused(400, 'INVALID_FIELD', `\n${soql}\n       ^\nERROR at Row:1:Column:8\n${why}`)
}
