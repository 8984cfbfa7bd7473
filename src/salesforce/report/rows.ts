import { normaliseEmail } from '../../core/email.ts'
import { idFromUrl, parseSalesforceUserId, type SalesforceUserId } from '../../core/salesforce-id.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import type { Columns } from './columns.ts'
import type { ReportField } from '../report-fields.ts'
import { IdCaseWatch } from './id-case.ts'
import type { Problems } from './problems.ts'
import type { CsvRecord } from '../../sheet/records.ts'
import { ActiveColumn, cellText, readTime } from './values.ts'

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
    const value = cellText(record.cells[id] ?? '')
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
      const text = cellText(cells[column] ?? '')
      if (text !== '') return text
    }
    return null
  }
}
