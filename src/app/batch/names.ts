import type { BatchRow } from '../../core/batch/rows.ts'
import type { ErrorRow } from '../../core/errors.ts'
import { areLastNameFirst, isNoName, lastNameFirst, withoutMissingParts } from '../../core/written-name.ts'

/**
 * Rows whose names are read as they were meant: words for a missing name are left out, and "Lovelace, Ada" is Ada
 * Lovelace where the whole column is written so. Where only some names look so, these are problems.
 */
export function readNames(
  rows: readonly BatchRow[],
  file: string,
  column: string,
): {
  readonly rows: readonly BatchRow[]
  readonly problems: ErrorRow[]
  readonly notices: readonly string[]
} {
  const read = rows.map((row) => withoutNoNames(row))
  const whole = read.flatMap(({ values }) => (needsName(values) ? [values.name ?? ''] : []))
  const example = whole.find((name) => lastNameFirst(name) !== undefined)
  if (example === undefined) return { rows: read, problems: [], notices: [] }
  if (areLastNameFirst(whole)) {
    const notice = `column "${column}" of ${file} was read as last name, first name: "${example}" is ${inOrder(example)}`
    return { rows: read.map((row) => turned(row)), problems: [], notices: [notice] }
  }
  const problems = read.flatMap(({ line, values }): ErrorRow[] => {
    const { name } = values
    if (name === undefined || !needsName(values) || lastNameFirst(name) === undefined) return []
    return [
      {
        file,
        line,
        column,
        value: name,
        reason: 'the last name may be first here, but in other rows it is not',
        action: `if so, write ${inOrder(name)}; otherwise use columns "First name" and "Last name"`,
        group: 'names with a comma',
      },
    ]
  })
  return { rows: read, problems, notices: [] }
}

function needsName({ name, firstName, lastName }: BatchRow['values']): boolean {
  return name !== undefined && firstName === undefined && lastName === undefined
}

function inOrder(name: string): string {
  const parts = lastNameFirst(name)
  return parts === undefined ? name : `${parts.firstName} ${parts.lastName}`
}

function turned(row: BatchRow): BatchRow {
  const { values } = row
  const parts = needsName(values) ? lastNameFirst(values.name ?? '') : undefined
  return parts === undefined
    ? row
    : { ...row, values: { ...values, ...parts, name: inOrder(values.name ?? '') } }
}

function withoutNoNames(row: BatchRow): BatchRow {
  const { name = '', firstName = '', lastName = '', ...others } = row.values
  const parts = {
    name: withoutMissingParts(name),
    firstName: isNoName(firstName, lastName) ? '' : firstName,
    lastName: isNoName(lastName, firstName) ? '' : lastName,
  }
  if (parts.name === name && parts.firstName === firstName && parts.lastName === lastName) return row
  const kept = Object.entries(parts).filter(([, text]) => text !== '')
  return { ...row, values: { ...others, ...Object.fromEntries(kept) } }
}
