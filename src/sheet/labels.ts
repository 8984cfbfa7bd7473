import { distance } from 'fastest-levenshtein'
import { reviewColumns } from '../core/review/review-row.ts'
import { fold } from '../core/text.ts'
import type { BatchField } from '../core/batch/rows.ts'
import { unusualSeparatorsIn } from './csv.ts'
import { easternLabels, nordicLabels } from './labels-other.ts'
import { latinLabels } from './labels-latin.ts'
import { type ReportField, reportFields } from './report-fields.ts'

/** The form in which labels are compared: without case, accents, spaces, signs, invisible letters and the Japanese long vowel mark. */
export function plainLabel(label: string): string {
  return fold(label).replace(/[^\p{L}\p{N}]|ー|\p{Default_Ignorable_Code_Point}/gu, '')
}

// "User: Email" in custom report types, "Owner.Email" in a query of other records: the user is the same.
const harmlessPrefixes = new Set(
  'User Owner Benutzer Utilisateur Usuario Utente Usuário Utilizador Gebruiker Användare Bruker Bruger Käyttäjä Użytkownik Пользователь ユーザ 用户 使用者 사용자'
    .split(' ')
    .map(plainLabel),
)

// One word for the whole name and for a part of it: the other part's column decides which is meant.
const ambiguousNames = new Map<string, { readonly part: ReportField; readonly beside: ReportField }>([
  [plainLabel('Nom'), { part: 'lastName', beside: 'firstName' }],
  [plainLabel('Nombre'), { part: 'firstName', beside: 'lastName' }],
  [plainLabel('Nome'), { part: 'firstName', beside: 'lastName' }],
  [plainLabel('Имя'), { part: 'firstName', beside: 'lastName' }],
  [plainLabel('이름'), { part: 'firstName', beside: 'lastName' }],
])

const languages = Object.values({ ...latinLabels, ...nordicLabels, ...easternLabels })

const reportFieldOf = new Map<string, ReportField>()
for (const language of languages)
  for (const field of reportFields)
    for (const label of [field, ...(language[field] ?? [])]) reportFieldOf.set(plainLabel(label), field)

/** What a column of a batch file holds: a field, what only its cells tell, or what a batch has no use for. */
export type BatchMeaning = Exclude<BatchField, 'problem'> | 'by-content' | 'ignored'

/** What batch files call their columns besides the labels of reports; where both know a label, this counts. */
const batchLabels = {
  user: ['Email', 'SalesScreen user', 'SalesScreen e-mail', 'User', 'Screen user', 'User e-mail'],
  salesforceUser: [
    'External ID',
    'Salesforce User ID',
    'Salesforce ID',
    'Salesforce user',
    'SF ID',
    'SF User ID',
    'Salesforce username',
  ],
  team: languages.flatMap(({ team = [] }) => team),
  nickname: ['Nickname'],
  system: ['System', 'External system'],
  // What the lists and the failed rows of sfsync contain as well.
  ignored: [
    'Problem',
    'State',
    'Salesforce name',
    'Salesforce active',
    'Organization ID',
    'Shows up',
    'Exists',
    'Mapped',
    'Mapped to',
    'Standing',
    'Next',
    'Seen at',
    'Frozen',
    'Class',
    'Score',
    'Suggested user',
  ],
} as const

const meaningOfField: Readonly<Record<ReportField, BatchMeaning>> = {
  // Lists of sfsync have "User ID" and "Id" for the SalesScreen user, reports for the Salesforce user.
  salesforceUserId: 'by-content',
  username: 'by-content',
  email: 'user',
  name: 'name',
  firstName: 'firstName',
  lastName: 'lastName',
  alias: 'ignored',
  active: 'ignored',
  type: 'ignored',
  profile: 'ignored',
  role: 'ignored',
  department: 'ignored',
  title: 'ignored',
  manager: 'ignored',
  employeeNumber: 'ignored',
  federationId: 'ignored',
  lastLoginAt: 'ignored',
}

const batchMeaningOf = new Map<string, BatchMeaning>()
for (const meaning of ['user', 'salesforceUser', 'team', 'nickname', 'system', 'ignored'] as const)
  for (const label of batchLabels[meaning]) batchMeaningOf.set(plainLabel(label), meaning)

/** The field of each label of a report; undefined where sfsync does not know the label or need the column. */
export function reportFieldsOf(labels: readonly string[]): (ReportField | undefined)[] {
  const plain = labels.map((label) => plainLabel(withoutPrefix(label)))
  const known = new Set(plain.map((label) => reportFieldOf.get(label)))
  return plain.map((label) => {
    const ambiguous = ambiguousNames.get(label)
    if (ambiguous === undefined) return reportFieldOf.get(label)
    return known.has(ambiguous.beside) ? ambiguous.part : 'name'
  })
}

const shortestNear = 6

/** The field of a label that is almost one of a report, such as "Last Name 1"; undefined where none is near. */
export function nearReportField(label: string): ReportField | undefined {
  const plain = plainLabel(withoutPrefix(label))
  if (plain.length < shortestNear) return undefined
  for (const [known, field] of reportFieldOf)
    if (known.length >= shortestNear - 1 && distance(plain, known) === 1) return field
  return undefined
}

/** What each label of a batch file means; undefined where sfsync does not know it. */
export function batchMeaningsOf(labels: readonly string[]): (BatchMeaning | undefined)[] {
  const fields = reportFieldsOf(labels)
  return labels.map((label, column) => {
    const field = fields[column]
    return batchMeaningOf.get(plainLabel(label)) ?? (field === undefined ? undefined : meaningOfField[field])
  })
}

/** The labels of names, addresses and teams in every language, as they are usually written. */
export function knownBatchLabels(): string[] {
  return languages.flatMap(({ name = [], firstName = [], lastName = [], email = [], team = [] }) => [
    ...name,
    ...firstName,
    ...lastName,
    ...email,
    ...team,
  ])
}

/** The separator within a cell that holds a whole header; undefined for a single label. */
export function separatorInside(label: string): string | undefined {
  return [';', ',', '\t', '|', ...unusualSeparatorsIn(label)].find((separator) => {
    const parts = label.split(separator)
    return parts.length > 1 && batchMeaningsOf(parts).filter((meaning) => meaning !== undefined).length > 1
  })
}

const reviewLabels = new Set(Object.values(reviewColumns).map(plainLabel))

/** Whether a label is one of a review sheet. */
export function isReviewLabel(label: string): boolean {
  return reviewLabels.has(plainLabel(label))
}

/**
 * Whether a row is a header: all of its cells are labels, or two of them are those of `header` and most are labels. Rows
 * with an address or an ID are decided at once.
 */
export function isHeader(cells: readonly string[], header: readonly string[]): boolean {
  if (cells.some((cell) => cell.includes('@') || cell.startsWith('005'))) return false
  const filled = cells.filter((cell) => cell !== '')
  // Labels with another separator are one cell.
  if (filled.length < 2) return separatorInside(filled[0] ?? '') !== undefined
  const known = new Set(header.map(plainLabel))
  const repeated = filled.filter((cell) => known.has(plainLabel(cell))).length
  const meanings = batchMeaningsOf(filled)
  const labels = filled.filter(
    (cell, column) => meanings[column] !== undefined || isReviewLabel(cell) || known.has(plainLabel(cell)),
  ).length
  return labels === filled.length || (repeated > 1 && labels * 2 >= filled.length)
}

const managerLabels = [...reportFieldOf].filter(([, field]) => field === 'manager').map(([label]) => label)
const otherUsers = [...managerLabels, 'createdby', 'lastmodifiedby', 'delegatedapprover', 'modifiedby']

/** Whether a label is about another user than the row: a manager, or who created the row. */
export function isAboutAnotherUser(label: string): boolean {
  const plain = plainLabel(withoutPrefix(label))
  return otherUsers.some((other) => plain.startsWith(other))
}

/** Removes "User: " and the like, as often as they precede the label. */
function withoutPrefix(label: string): string {
  const parts = /^([^:.]+)[:.](.+)$/su.exec(label.trim())
  if (!parts?.[1] || !parts[2] || !harmlessPrefixes.has(plainLabel(parts[1]))) return label
  return withoutPrefix(parts[2])
}
