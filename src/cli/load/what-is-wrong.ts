import { companyFactNames } from '../../core/company.ts'
import { decisionKinds } from '../../core/decision.ts'
import { normaliseEmail } from '../../core/email.ts'
import type { ErrorRow } from '../../core/errors.ts'
import { userStates } from '../../core/user.ts'

/** Where a value is, and why it was refused. */
interface Issue {
  readonly code?: string
  readonly path: readonly PropertyKey[]
  readonly keys?: readonly string[]
  readonly message: string
}

/** Says in words what a schema has against a row of a dump. */
export function whatIsWrong(issues: readonly Issue[], row: unknown): Pick<ErrorRow, 'column' | 'reason'>[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys')
      return (issue.keys ?? []).map((key) => ({
        column: key,
        reason: `a row has no ${key}`,
        action: 'take it away, or install the sfsync that wrote it',
      }))
    const column = String(issue.path.at(-1) ?? 'entity')
    const value = valueAt(row, issue.path)
    return [
      {
        column,
        ...(typeof value === 'string' ? { value: value.slice(0, 80) } : {}),
        reason: value === undefined ? `there is no ${column}` : `this is not ${expected(column)}`,
        action: advice(column, value),
      },
    ]
  })
}

function valueAt(row: unknown, path: readonly PropertyKey[]): unknown {
  let value = row
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = new Map<PropertyKey, unknown>(Object.entries(value)).get(name)
  }
  return path.length === 0 ? null : value
}

const expectations: Readonly<Record<string, string>> = {
  entity: 'a kind of row: fact, team, user, mapping or decision',
  email: 'an e-mail address in lower case, composed and without spaces',
  salesforceUserId: 'a Salesforce User ID of 18 characters with the right suffix',
  userId: 'a user ID: u- and eight characters',
  teamId: 'a team ID: t- and eight characters, or null',
  state: `a state: ${userStates.join(', ')}`,
  name: `a name (of a fact: ${companyFactNames.join(', ')})`,
  kind: `a kind of decision: ${decisionKinds.join(', ')}`,
}

function expected(column: string): string {
  return expectations[column] ?? 'a text'
}

function advice(column: string, value: unknown): string {
  return column === 'email' && typeof value === 'string' && normaliseEmail(value) !== value
    ? `write it as ${normaliseEmail(value)}`
    : `mend ${column}`
}
