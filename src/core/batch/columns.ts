import type { ErrorRow } from '../errors.ts'
import { fold } from '../text.ts'
import type { BatchKind } from './decide-row.ts'
import type { BatchField, SuggestNames } from './rows.ts'

/** The labels under which each field is known; letter case, accents, spaces and punctuation do not matter. */
const labels: Readonly<Record<Exclude<BatchField, 'problem'>, readonly string[]>> = {
  user: [
    'Email',
    'E-mail address',
    'Mail',
    'User',
    'SalesScreen user',
    'SalesScreen e-mail',
    'Screen user',
    'User e-mail',
  ],
  salesforceUser: [
    'External ID',
    'Salesforce User ID',
    'Salesforce ID',
    'Salesforce user',
    'SF ID',
    'SF User ID',
    'Salesforce username',
  ],
  team: ['Team', 'Team name', 'SalesScreen team'],
  firstName: ['First name', 'Given name'],
  lastName: ['Last name', 'Surname', 'Family name'],
  name: ['Name', 'Full name'],
  nickname: ['Nickname'],
  system: ['System', 'External system'],
}

// What sfsync's own lists tell besides, and what a failed file was given: read past, for it is no wish.
const silent =
  /^(problem|state|salesforcename|salesforceactive|organizationid|showsup|exists|active|mapped|mappedto|standing|next|profile|alias|type|role|department|title|manager|employeenumber|federationid|lastloginat|seenat|frozen)$/

/** A label without letter case, accents, spaces and punctuation. */
function plainLabel(label: string): string {
  return fold(label).replace(/[^\p{L}\p{N}]/gu, '')
}

const fieldByLabel: ReadonlyMap<string, BatchField> = new Map(
  batchFieldLabels().map(([label, field]) => [plainLabel(label), field]),
)

function batchFieldLabels(): [string, BatchField][] {
  return [
    ...named('user', labels.user),
    ...named('salesforceUser', labels.salesforceUser),
    ...named('team', labels.team),
    ...named('firstName', labels.firstName),
    ...named('lastName', labels.lastName),
    ...named('name', labels.name),
    ...named('nickname', labels.nickname),
    ...named('system', labels.system),
  ]
}

function named(field: BatchField, names: readonly string[]): [string, BatchField][] {
  return names.map((name): [string, BatchField] => [name, field])
}

/** What a label stands for; undefined where it is unknown, or where only the cells can tell. */
export function batchFieldOf(label: string): BatchField | undefined {
  return fieldByLabel.get(plainLabel(label))
}

/** Whether a label says anything to a batch. */
export function isBatchLabel(label: string): boolean {
  const plain = plainLabel(label)
  return fieldByLabel.has(plain) || ambiguous.test(plain) || silent.test(plain)
}

// Reports of Salesforce and lists of sfsync call different things so: the cells tell which one is meant.
const ambiguous = /^(userid|id|username)$/

/** Which column holds which field. */
export type BatchColumns = ReadonlyMap<BatchField, number>

/**
 * Matches the labels of a file to fields, or tells everything that is wrong with the header. `sampleOf` gives the first
 * cell of a column that holds something.
 */
export function assignBatchColumns(
  file: string,
  header: readonly string[],
  kind: BatchKind,
  sampleOf: (column: number) => string | undefined,
  suggest: SuggestNames,
): BatchColumns | readonly ErrorRow[] {
  const columns = new Map<BatchField, number>()
  const problems: ErrorRow[] = []
  const problem = (column: number, reason: string, action: string) =>
    problems.push({ file, line: 1, column: header[column] ?? '', reason, action, group: 'the header' })
  const unclear: number[] = []
  for (const [column, label] of header.entries()) {
    const plain = plainLabel(label)
    const field = fieldByLabel.get(plain)
    if (field === undefined) {
      if (ambiguous.test(plain)) unclear.push(column)
      else if (!silent.test(plain)) problem(column, ...unknown(label, column, suggest))
      continue
    }
    const earlier = columns.get(field)
    if (earlier === undefined) columns.set(field, column)
    else
      problem(
        column,
        `the columns "${header[earlier] ?? ''}" and "${label}" tell the same thing`,
        'leave one of them out',
      )
  }
  for (const column of unclear) {
    const field = meantBy(sampleOf(column) ?? '')
    if (field !== undefined && !columns.has(field)) columns.set(field, column)
  }
  const team = columns.get('team')
  if (kind === 'map' && team !== undefined && sampleOf(team) !== undefined)
    problem(team, 'map puts nobody on a team', 'leave the column out, or use: sfsync import')
  for (const missing of missingFields(kind, columns))
    problems.push({
      file,
      line: 1,
      reason: `there is no column ${missing}`,
      action: 'add it to the first line',
      group: 'the header',
    })
  return problems.length > 0 ? problems : columns
}

function unknown(label: string, column: number, suggest: SuggestNames): [reason: string, action: string] {
  if (label === '') return [`column ${column + 1} has no label`, 'name it in the first line, or leave it out']
  const near = suggest(label, Object.values(labels).flat())
  return [
    `nothing is known as "${label}"`,
    near.length > 0 ? `did you mean ${near.join(' or ')}? Else leave it out` : 'leave the column out',
  ]
}

function meantBy(sample: string): BatchField | undefined {
  if (sample.startsWith('u-')) return 'user'
  return /^005|^https?:|@/.test(sample) ? 'salesforceUser' : undefined
}

function missingFields(kind: BatchKind, columns: BatchColumns): string[] {
  const oneOf = (...fields: readonly Exclude<BatchField, 'problem'>[]) =>
    fields.some((field) => columns.has(field))
      ? []
      : [fields.map((field) => `"${labels[field][0] ?? ''}"`).join(' or ')]
  const needs = {
    map: () => [...oneOf('user'), ...oneOf('salesforceUser')],
    unmap: () => oneOf('user', 'salesforceUser'),
    'create-user': () => oneOf('user', 'salesforceUser'),
    'assign-team': () => [...oneOf('user', 'salesforceUser'), ...oneOf('team')],
    import: () => oneOf('user', 'salesforceUser'),
  } as const
  return needs[kind]()
}
