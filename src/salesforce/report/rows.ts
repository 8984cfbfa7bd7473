import type { ErrorRow } from '../../core/errors.ts'
import { hasOneCase, LetterCaseCheck } from '../../core/match/lost-case.ts'
import { idFromUrl, parseSalesforceUserId, type SalesforceUserId } from '../../core/salesforce-id.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import { countText, fold, normalizeEmail, parseEmail } from '../../core/text.ts'
import {
  isNoName,
  isNull,
  isOfOtherStyle,
  lastNameFirst,
  withoutMissingParts,
} from '../../core/written-name.ts'
import { damageOf } from '../../core/written-text.ts'
import { isRelation, relationColumns } from '../../sheet/cell.ts'
import { hasUncheckedCase } from '../../core/user-key.ts'
import { oddReason, type Takes } from '../../sheet/odd-cells.ts'
import { type ReportField, reportFields } from '../../sheet/report-fields.ts'
import { unreadableFile } from '../../sheet/source.ts'
import type { UnconfirmedIds } from '../salesforce.ts'
import type { TableRow } from '../../sheet/table.ts'
import type { Columns } from './columns.ts'
import { ContradictionFinder } from './contradictions.ts'
import { exportAdvice, reportFileTexts } from './file-texts.ts'
import { isMadeBySalesforce, typeOfSystemUser } from './system-users.ts'

// Source: ISO 8601 as Salesforce writes it, `2026-09-08T11:22:00.000+0000`; without an offset the time is unknown.
const isoTime = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(?:Z|([+-]\d\d):?(\d\d))$/i

/** A time as UTC ISO 8601 where it is ISO 8601 with an offset; other texts, which follow a locale, stay as they are. */
function readTime(text: string): string {
  const match = isoTime.exec(text)
  if (!match) return text
  const time = new Date(`${match[1]}${match[2] === undefined ? 'Z' : `${match[2]}:${match[3]}`}`)
  return Number.isNaN(time.getTime()) ? text : time.toISOString()
}

// More words than these mean that the column is another one altogether.
const mostWords = 5

/** Reads the cells of the column "Active" and remembers the words it does not know. */
class ActiveColumn {
  private readonly unknown = new Map<string, number>()

  read(text: string | null, line: number): boolean | null {
    if (text === null) return null
    const active = readTick(text)
    if (active !== undefined) return active
    if (this.unknown.size <= mostWords && !this.unknown.has(text)) this.unknown.set(text, line)
    return null
  }

  /** One notice for each word that is not known. */
  notices(name: string): string[] {
    const words = [...this.unknown].map(
      ([word, line]) => `${name}:${line}: "${word}" means neither active nor inactive; read as unknown`,
    )
    if (words.length <= mostWords) return words
    return [
      ...words.slice(0, mostWords),
      `${name} has more such words; check that the right column is read as "active"`,
    ]
  }
}

function lostCase(fact: string): Error {
  return unreadableFile(
    reportFileTexts,
    `${fact}, so their letter case was lost and they may be the IDs of other users: 15-character IDs are case-sensitive`,
    [
      'use the file as Salesforce wrote it, not a copy from a spreadsheet or database: ' + exportAdvice,
      'or use 18-character IDs, which can be restored: sf data query --result-format csv --query "SELECT Id, ... FROM User"',
    ],
  )
}

const takenAsTexts: ReadonlySet<ReportField> = new Set([
  'salesforceUserId',
  'name',
  'firstName',
  'lastName',
  'username',
  'email',
  'manager',
])

function takenBy({ of }: Columns): ReadonlyMap<number, Takes> {
  return new Map(
    reportFields.flatMap((field) => of[field].map((column) => [column, takenByField(field)] as const)),
  )
}

// A department may be called 42, and an employee number is one; no one is.
function takenByField(field: ReportField): Takes {
  if (field === 'active') return 'ticks'
  if (field === 'lastLoginAt') return 'times'
  return takenAsTexts.has(field) ? 'texts' : 'digits'
}

/** Turns rows into Salesforce users; those it cannot read become problems. */
export class UserReader {
  private readonly name: string
  private readonly columns: Columns
  private readonly problems: Problems
  private readonly activeColumn = new ActiveColumn()
  private readonly contradictions: ContradictionFinder
  private readonly caseCheck = new LetterCaseCheck()
  readonly #unconfirmed = new Map<SalesforceUserId, Omit<ErrorRow, 'reason'>>()
  private ids = 0
  private readonly used: readonly number[]
  private readonly takes: ReadonlyMap<number, Takes>
  private readonly relations: ReadonlySet<number>
  // A list of sfsync, where nothing is an empty cell and every word is a value.
  private readonly isOwn: boolean
  private repaired = 0
  private otherStyles = 0
  private firstOtherStyle: { readonly name: string; readonly line: number } | undefined

  constructor(name: string, columns: Columns, problems: Problems) {
    this.name = name
    this.columns = columns
    this.problems = problems
    this.used = [...new Set(Object.values(columns.of).flat())].filter((column) => column !== columns.id)
    this.takes = takenBy(columns)
    this.relations = relationColumns(columns.labels)
    this.isOwn = columns.labels[columns.id] === 'salesforceUserId'
    this.contradictions = new ContradictionFinder(columns)
  }

  /** The IDs whose letter case nothing in the file confirms. */
  get unconfirmed(): UnconfirmedIds {
    return { places: this.#unconfirmed, isWholeColumn: this.caseCheck.hasOneCase }
  }

  /** The user of a row; undefined when the row became a problem. */
  read(row: TableRow): SalesforceUser | undefined {
    if (row.damage !== undefined) {
      this.problems.add({
        file: this.name,
        line: row.line,
        reason: row.damage,
        group: 'lines that cannot be read',
      })
      return undefined
    }
    if (this.isOdd(row)) return undefined
    const salesforceUserId = this.readId(row)
    if (salesforceUserId === undefined || this.isDamaged(row) || this.hasWrongAddress(row)) return undefined
    const contradiction = this.contradictions.find(row.cells, salesforceUserId)
    if (contradiction === undefined) {
      this.noteOtherStyle(row)
      return this.user(salesforceUserId, row)
    }
    this.problems.add({ file: this.name, line: row.line, ...contradiction })
    return undefined
  }

  // In a workbook; whatever else is wrong with such a cell follows from it.
  private isOdd({ cells, line, odd = [] }: TableRow): boolean {
    const { labels } = this.columns
    for (const cell of odd) {
      const takes = this.takes.get(cell.column)
      const reason = takes === undefined ? undefined : oddReason(cell, takes)
      if (reason === undefined) continue
      const value = cells[cell.column] ?? ''
      this.addDamaged(line, labels[cell.column], value, reason)
      return true
    }
    return false
  }

  private addDamaged(line: number, column: string | undefined, value: string, reason: string): void {
    this.problems.add({ file: this.name, line, column: column ?? '', value, reason, group: 'damaged cells' })
  }

  private isDamaged({ cells, line }: TableRow): boolean {
    const { labels } = this.columns
    for (const column of this.used) {
      const value = cells[column] ?? ''
      const reason = damageOf(value)
      if (reason === undefined) continue
      this.addDamaged(line, labels[column], value, reason)
      return true
    }
    return false
  }

  /** The notices after the last row; throws `report-unreadable` when all IDs have lost their letter case. */
  notices(): string[] {
    const rows = countText(this.repaired, 'row')
    const repaired =
      this.repaired === 0
        ? []
        : [`restored the lost letter case of Salesforce User IDs from their last three characters in ${rows}`]
    const label = this.columns.labels[this.columns.id] ?? ''
    return [
      ...this.caseNotices(label),
      ...repaired,
      ...this.styleNotices(),
      ...this.activeColumn.notices(this.name),
    ]
  }

  private caseNotices(label: string): string[] {
    const found = this.caseCheck.verdict()
    if (found === undefined) return []
    const { verdict, letterCase, ids } = found
    const which = ids === this.ids ? '' : '15-character '
    const fact = `all ${ids} ${which}Salesforce User IDs in column "${label}" have only ${letterCase}-case letters`
    if (verdict === 'lost') throw lostCase(`${this.name}: ${fact}`)
    return [`in ${this.name} ${fact}; if a spreadsheet changed their case, they are the IDs of other users`]
  }

  private readId(row: TableRow): SalesforceUserId | undefined {
    const { labels, id } = this.columns
    const value = row.cells[id] ?? ''
    const parsed = parseSalesforceUserId(value)
    if ('reason' in parsed) {
      const column = labels[id] ?? ''
      const written = row.written?.[id]?.trim() ?? ''
      const reason =
        value === '' && written !== '' ? `"${written}" is not a Salesforce User ID` : parsed.reason
      this.problems.add({
        file: this.name,
        line: row.line,
        column,
        value: value || written,
        reason,
        group: 'not a Salesforce user',
      })
      return undefined
    }
    const { salesforceUserId } = parsed
    this.ids += 1
    this.caseCheck.add(idFromUrl(value) ?? value)
    if (parsed.note === 'case-repaired') this.repaired += 1
    if (hasUncheckedCase(parsed) && hasOneCase(salesforceUserId)) {
      const column = labels[id] ?? ''
      this.#unconfirmed.set(salesforceUserId, { file: this.name, line: row.line, column, value })
    }
    return salesforceUserId
  }

  private user(salesforceUserId: SalesforceUserId, row: TableRow): SalesforceUser {
    const { cells, line } = row
    const names = this.names(cells)
    const username = this.text(cells, 'username')?.toLowerCase() ?? null
    const address = this.text(cells, 'email')
    const email = address === null ? null : addressOf(address)
    const lastLogin = this.text(cells, 'lastLoginAt')
    return {
      salesforceUserId,
      name: names.name ?? username ?? email ?? salesforceUserId,
      firstName: names.firstName,
      lastName: names.lastName,
      username,
      email,
      alias: this.text(cells, 'alias'),
      active: this.activeColumn.read(this.text(cells, 'active'), line),
      frozen: null,
      type: this.text(cells, 'type') ?? typeOfSystemUser(username, email),
      profile: this.text(cells, 'profile'),
      role: this.text(cells, 'role'),
      department: this.text(cells, 'department'),
      title: this.text(cells, 'title'),
      manager: this.text(cells, 'manager'),
      employeeNumber: this.text(cells, 'employeeNumber'),
      federationId: this.text(cells, 'federationId'),
      lastLoginAt: lastLogin === null ? null : readTime(lastLogin),
    }
  }

  // A list of sfsync has what the live org has, and that may be anything.
  private hasWrongAddress({ cells, line }: TableRow): boolean {
    const value = this.cell(cells, 'email')
    if (value === '' || this.isOwn || isMadeBySalesforce(value)) return false
    const parsed = parseEmail(value)
    if ('email' in parsed) return false
    const column =
      this.columns.labels[this.columns.of.email.find((each) => cells[each] === value) ?? -1] ?? ''
    this.problems.add({
      file: this.name,
      line,
      column,
      value,
      reason: parsed.reason,
      group: 'not an e-mail address',
    })
    return true
  }

  // Where there are columns for the parts, no one reads the parts off the whole name.
  private noteOtherStyle({ cells, line }: TableRow): void {
    const { of, lastNameFirst: isLastFirst } = this.columns
    if (of.firstName.length + of.lastName.length > 0) return
    const name = this.cell(cells, 'name')
    if (!isOfOtherStyle(name, isLastFirst)) return
    this.otherStyles += 1
    this.firstOtherStyle ??= { name, line }
  }

  private styleNotices(): string[] {
    if (this.firstOtherStyle === undefined) return []
    const { name, line } = this.firstOtherStyle
    const names = countText(this.otherStyles, 'name is', 'names are')
    const how = this.columns.lastNameFirst ? 'without a comma' : 'with a comma'
    return [
      `${names} written ${how}, unlike others of the column, and kept as written: ${this.name}:${line}: "${name}"`,
    ]
  }

  private names(
    cells: readonly string[],
  ): Pick<SalesforceUser, 'firstName' | 'lastName'> & { readonly name: string | null } {
    const [first, last] = [this.cell(cells, 'firstName'), this.cell(cells, 'lastName')]
    const firstName = !this.isOwn && isNoName(first, last) ? '' : first
    const lastName = !this.isOwn && isNoName(last, first) ? '' : last
    const both = `${firstName} ${lastName}`.trim()
    const name = this.cell(cells, 'name')
    const whole = this.isOwn ? name : withoutMissingParts(name)
    const turned = both === '' && this.columns.lastNameFirst ? lastNameFirst(whole) : undefined
    return turned === undefined
      ? { name: whole || both || null, firstName: firstName || null, lastName: lastName || null }
      : { name: `${turned.firstName} ${turned.lastName}`, ...turned }
  }

  private text(cells: readonly string[], field: ReportField): string | null {
    return this.cell(cells, field) || null
  }

  // Names decide themselves what is nothing: Null is a surname.
  private cell(cells: readonly string[], field: ReportField): string {
    const keepsNull = this.isOwn || field === 'name' || field === 'firstName' || field === 'lastName'
    for (const column of this.columns.of[field]) {
      const text = cells[column] ?? ''
      if (text === '' || (isNull(text) && !keepsNull)) continue
      if (text.startsWith('[') && this.isRelation(text, column)) continue
      return text
    }
    return ''
  }

  private isRelation(text: string, column: number): boolean {
    return isRelation(text, this.columns.labels[column] ?? '', this.relations.has(column))
  }
}

function addressOf(text: string): string {
  const parsed = parseEmail(text)
  return 'email' in parsed ? parsed.email : normalizeEmail(text)
}

// Words for a ticked and an empty checkbox, in the languages of the labels.
const ticked = `1 true yes y t x on active checked ✓ ✔ ☑ wahr ja j aktiv vrai oui actif active verdadero sí activo
  vero sì attivo verdadeiro sim ativo waar actief sant sann sand tosi kyllä aktiivinen prawda tak aktywny
  истина да активный активен はい 有効 真 是 启用 啟用 有效 예 네 참 활성`
const empty = `0 false no n f off inactive unchecked ☐ falsch nein inaktiv faux non inactif inactive falso inactivo
  inattivo não inativo onwaar nee inactief falskt nej usann nei falsk epätosi ei inaktivt fałsz nie nieaktywny
  ложь нет неактивный неактивен いいえ 無効 偽 否 停用 禁用 假 아니요 아니오 거짓 비활성`

const meanings = new Map<string, boolean>([
  ...wordsOf(ticked).map((word) => [word, true] as const),
  ...wordsOf(empty).map((word) => [word, false] as const),
])

function wordsOf(list: string): string[] {
  return list.split(/\s+/u).map(fold)
}

/** Reads a checkbox as reports and queries write it, in any language known; undefined for another word. */
function readTick(text: string): boolean | undefined {
  return meanings.get(text) ?? meanings.get(fold(text))
}

// More than an admin reads; the rest is counted, so that memory stays flat.
const mostKept = 10_000
const longestValue = 200

/** Collects the rows that could not be read, and counts those beyond 10,000. */
export class Problems {
  readonly rows: ErrorRow[] = []
  private beyond = 0

  add(row: ErrorRow): void {
    if (this.rows.length >= mostKept) this.beyond += 1
    else if (row.value === undefined || row.value.length <= longestValue) this.rows.push(row)
    else this.rows.push({ ...row, value: `${row.value.slice(0, longestValue)}…` })
  }

  /** A notice about the rows that were only counted. */
  notices(): string[] {
    if (this.beyond === 0) return []
    return [`${countText(this.beyond, 'more row')} could not be read; only the first ${mostKept} are listed`]
  }
}
