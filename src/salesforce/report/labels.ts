import { fold } from '../../core/text.ts'
import { type ReportField, reportFields } from '../report-fields.ts'
import { easternLabels, nordicLabels } from './labels-other.ts'
import { latinLabels } from './labels-latin.ts'

/** The form in which labels are compared: without case, accents, spaces and punctuation. */
export function plainLabel(label: string): string {
  return fold(label).replace(/[\s.\-_:/'’`()"*ー]+/gu, '')
}

// "User: Email" in custom report types, "Owner.Email" in a query of other records: the person is the same.
const harmlessPrefixes = new Set(
  'User Owner Benutzer Utilisateur Usuario Utente Usuário Utilizador Gebruiker Användare Bruker Bruger Käyttäjä Użytkownik Пользователь ユーザ 用户 使用者 사용자'
    .split(' ')
    .map(plainLabel),
)

// One word for the whole name and for a part of it: the other part's column decides which is meant.
const ambiguousLabels = new Map<string, { readonly part: ReportField; readonly beside: ReportField }>([
  [plainLabel('Nom'), { part: 'lastName', beside: 'firstName' }],
  [plainLabel('Nombre'), { part: 'firstName', beside: 'lastName' }],
  [plainLabel('Nome'), { part: 'firstName', beside: 'lastName' }],
  [plainLabel('Имя'), { part: 'firstName', beside: 'lastName' }],
  [plainLabel('이름'), { part: 'firstName', beside: 'lastName' }],
])

const fieldOfLabel = new Map<string, ReportField>()
for (const language of Object.values({ ...latinLabels, ...nordicLabels, ...easternLabels }))
  for (const field of reportFields)
    for (const label of [field, ...(language[field] ?? [])]) fieldOfLabel.set(plainLabel(label), field)

const managerLabels = [...fieldOfLabel].filter(([, field]) => field === 'manager').map(([label]) => label)
const otherPeople = [...managerLabels, 'createdby', 'lastmodifiedby', 'delegatedapprover', 'modifiedby']

/** Removes "User: " and the like, as often as they stand before the label. */
function withoutPrefix(label: string): string {
  const parts = /^([^:.]+)[:.](.+)$/su.exec(label.trim())
  if (!parts?.[1] || !parts[2] || !harmlessPrefixes.has(plainLabel(parts[1]))) return label
  return withoutPrefix(parts[2])
}

/** The field each label of a header stands for; undefined where sfsync does not know the label or need the column. */
export function fieldsOfLabels(labels: readonly string[]): (ReportField | undefined)[] {
  const plain = labels.map((label) => plainLabel(withoutPrefix(label)))
  const known = new Set(plain.map((label) => fieldOfLabel.get(label)))
  return plain.map((label) => {
    const ambiguous = ambiguousLabels.get(label)
    if (ambiguous === undefined) return fieldOfLabel.get(label)
    return known.has(ambiguous.beside) ? ambiguous.part : 'name'
  })
}

/** Whether a label names another person than the one the row is about: a manager, or who created the row. */
export function isAboutAnotherUser(label: string): boolean {
  const plain = plainLabel(withoutPrefix(label))
  return otherPeople.some((other) => plain.startsWith(other))
}
