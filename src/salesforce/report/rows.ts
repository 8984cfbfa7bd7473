import { unguardFormula } from '../../sheet/write-sheet.ts'
import { exportAdvice, unreadableReport } from './source.ts'
import { fold, normaliseEmail } from '../../core/text.ts'
import { idFromUrl, parseSalesforceUserId, type SalesforceUserId } from '../../core/salesforce-id.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import type { Columns } from './columns.ts'
import type { ReportField } from '../report-fields.ts'
import type { CsvRecord } from '../../sheet/csv.ts'
import type { ErrorRow } from '../../core/errors.ts'

// Source: ISO 8601 as Salesforce writes it, `2026-09-08T11:22:00.000+0000`; without an offset the time cannot be told.
const isoTime = /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(?:Z|([+-]\d\d):?(\d\d))$/i

/** A cell's text without surrounding space and without the apostrophe that guards formulas. */
export function reportCellText(cell: string): string {
  return unguardFormula(cell).trim()
}

/** A time as UTC ISO 8601 where it is ISO 8601 with an offset; other texts, which follow a locale, stay as they are. */
export function readTime(text: string): string {
  const match = isoTime.exec(text)
  if (!match) return text
  const time = new Date(`${match[1]}${match[2] === undefined ? 'Z' : `${match[2]}:${match[3]}`}`)
  return Number.isNaN(time.getTime()) ? text : time.toISOString()
}

// More words than these mean that the column is another one altogether.
const mostWords = 5

/** Reads the cells of the column "Active" and remembers the words it does not know. */
export class ActiveColumn {
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
      ([word, line]) =>
        `${name}:${line}: "${word}" was not understood as active or inactive; it counts as not told`,
    )
    if (words.length <= mostWords) return words
    return [...words.slice(0, mostWords), `${name} has more such words: is the right column read as active?`]
  }
}

// Fewer people, or fewer letters that differ between them, can be of one case by chance.
const fewestIds = 5
const fewestLetters = 10

/**
 * Watches the letter case of a whole column of 15-character IDs. Their case is significant; once a spreadsheet or a
 * database changed it, every ID looks right and is another person's or nobody's.
 */
export class IdCaseWatch {
  private fifteen = 0
  private otherLengths = false
  private sawUpper = false
  private sawLower = false
  private shared = ''
  private readonly letters = Array.from({ length: 15 }, () => 0)

  see(id: string): void {
    if (id.length !== 15) this.otherLengths = true
    if (this.otherLengths || (this.sawUpper && this.sawLower)) return
    this.fifteen += 1
    if (this.fifteen === 1) this.shared = id
    while (!id.startsWith(this.shared)) this.shared = this.shared.slice(0, -1)
    for (let position = 0; position < id.length; position += 1) this.count(position, id[position] ?? '')
  }

  private count(position: number, character: string): void {
    const upper = character >= 'A' && character <= 'Z'
    const lower = character >= 'a' && character <= 'z'
    this.sawUpper ||= upper
    this.sawLower ||= lower
    if (upper || lower) this.letters[position] = (this.letters[position] ?? 0) + 1
  }

  /** What to tell when there is too little to be sure; throws `report-unreadable` when the case was surely lost. */
  verdict(name: string, label: string): string[] {
    if (this.otherLengths || this.sawUpper === this.sawLower) return []
    const varying = this.letters.slice(this.shared.length).reduce((sum, count) => sum + count, 0)
    const letterCase = this.sawUpper ? 'upper' : 'lower'
    const fact = `all ${this.fifteen} Salesforce User IDs in column "${label}" have only ${letterCase}-case letters`
    if (this.fifteen >= fewestIds && varying >= fewestLetters) throw lostCase(`${name}: ${fact}`)
    if (this.fifteen < 3 || varying < 3) return []
    return [`in ${name} ${fact}: if a spreadsheet changed the case, they are other people's`]
  }
}

function lostCase(fact: string): Error {
  return unreadableReport(
    `${fact}, so their letter case was lost and they may be other people's IDs: in a 15-character ID, case counts`,
    [
      'use the file as Salesforce wrote it, not a copy from a spreadsheet or database: ' + exportAdvice,
      'or use 18-character IDs, which survive a lost case: sf data query --result-format csv --query "SELECT Id, ... FROM User"',
    ],
  )
}

/** Turns records into Salesforce users, and those it cannot take into problems. */
export class RowReader {
  private readonly name: string
  private readonly columns: Columns
  private readonly problems: Problems
  private readonly activeColumn = new ActiveColumn()
  private readonly caseWatch = new IdCaseWatch()
  private repaired = 0

  constructor(name: string, columns: Columns, problems: Problems) {
    this.name = name
    this.columns = columns
    this.problems = problems
  }

  /** The person of a record; undefined when it became a problem. */
  read(record: CsvRecord): SalesforceUser | undefined {
    // Files put together from several exports repeat the header.
    if (this.isHeader(record.cells)) return undefined
    const damage = this.damageOf(record)
    if (damage !== undefined) {
      this.problems.add({ file: this.name, line: record.line, reason: damage })
      return undefined
    }
    const salesforceUserId = this.readId(record)
    return salesforceUserId === undefined ? undefined : this.person(salesforceUserId, record)
  }

  /** What to tell after the last record; throws `report-unreadable` when all IDs have lost their letter case. */
  notices(): string[] {
    const repaired =
      this.repaired === 0
        ? []
        : [
            `the letter case of Salesforce User IDs was lost and restored from their last three characters; rows: ${this.repaired}`,
          ]
    const label = this.columns.labels[this.columns.id] ?? ''
    return [...this.caseWatch.verdict(this.name, label), ...repaired, ...this.activeColumn.notices(this.name)]
  }

  private isHeader(cells: readonly string[]): boolean {
    const { labels, id } = this.columns
    return cells[id] === labels[id] && labels.every((label, column) => cells[column]?.trim() === label)
  }

  private damageOf({ cells, line, lastLine, brokenQuote }: CsvRecord): string | undefined {
    const width = this.columns.labels.length
    if (brokenQuote) {
      const where = lastLine === line ? `line ${line}` : `lines ${line} to ${lastLine}`
      return `a quote in ${where} is not doubled or not closed, so the cells cannot be told apart`
    }
    if (cells.length === width) return undefined
    if (cells.length > width && cells.slice(width).every((cell) => cell.trim() === '')) return undefined
    return `the row has ${cells.length === 1 ? 'one cell' : `${cells.length} cells`} and the header has ${width}`
  }

  private readId(record: CsvRecord): SalesforceUserId | undefined {
    const { labels, id } = this.columns
    const value = reportCellText(record.cells[id] ?? '')
    const parsed = parseSalesforceUserId(value)
    if ('reason' in parsed) {
      const column = labels[id] ?? ''
      this.problems.add({ file: this.name, line: record.line, column, value, reason: parsed.reason })
      return undefined
    }
    this.caseWatch.see(idFromUrl(value) ?? value)
    if (parsed.note === 'case-repaired') this.repaired += 1
    return parsed.salesforceUserId
  }

  private person(salesforceUserId: SalesforceUserId, record: CsvRecord): SalesforceUser {
    const { cells, line } = record
    const firstName = this.text(cells, 'firstName')
    const lastName = this.text(cells, 'lastName')
    const username = this.text(cells, 'username')?.toLowerCase() ?? null
    const address = this.text(cells, 'email')
    const email = address === null ? null : normaliseEmail(address)
    const both =
      firstName !== null && lastName !== null ? `${firstName} ${lastName}` : (lastName ?? firstName)
    const lastLogin = this.text(cells, 'lastLoginAt')
    return {
      salesforceUserId,
      name: this.text(cells, 'name') ?? both ?? username ?? email ?? salesforceUserId,
      firstName,
      lastName,
      username,
      email,
      alias: this.text(cells, 'alias'),
      active: this.activeColumn.read(this.text(cells, 'active'), line),
      frozen: null,
      type: this.text(cells, 'type'),
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

  private text(cells: readonly string[], field: ReportField): string | null {
    for (const column of this.columns.of[field]) {
      const text = reportCellText(cells[column] ?? '')
      if (text !== '') return text
    }
    return null
  }
}

// Words for a ticked and an empty box, in the languages of the labels.
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

/** Reads a tick box as reports and queries write it, in any language known; undefined for another word. */
export function readTick(text: string): boolean | undefined {
  return meanings.get(text) ?? meanings.get(fold(text))
}

// More than an admin reads; the rest is counted, so that memory stays flat.
const mostKept = 10_000
const longestValue = 200

/** Collects the rows that could not be taken, and counts those beyond 10,000. */
export class Problems {
  readonly rows: ErrorRow[] = []
  private beyond = 0

  add(row: ErrorRow): void {
    if (this.rows.length >= mostKept) this.beyond += 1
    else if (row.value === undefined || row.value.length <= longestValue) this.rows.push(row)
    else this.rows.push({ ...row, value: `${row.value.slice(0, longestValue)}…` })
  }

  /** What to tell about the rows that were only counted. */
  notices(): string[] {
    if (this.beyond === 0) return []
    return [`${this.beyond} more rows could not be taken; only the first ${mostKept} are listed`]
  }
}
