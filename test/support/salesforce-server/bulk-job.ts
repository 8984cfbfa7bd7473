import { GrowingBytes } from './data/bytes.ts'
import { csvHeader, csvWriter } from './data/csv-writer.ts'
import { salesforceTime, wholeId } from './data/values.ts'
import type { Found } from './soql/run.ts'

type Rows = Extract<Found, { readonly kind: 'rows' }>

/** How a job goes. */
export interface JobCourse {
  /** How many times it is still in progress when somebody asks. */
  readonly polls: number
  /** Why it fails, where it does. */
  readonly failure: string | undefined
}

/** A page of a job's results. */
export interface JobPage {
  readonly bytes: Buffer
  readonly count: number
  /** Where the next page begins; undefined on the last. */
  readonly next: number | undefined
}

/** A query job of Bulk API 2.0. */
export class BulkJob {
  readonly id: string
  readonly version: string
  state: 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted' = 'UploadComplete'
  private readonly course: JobCourse
  private readonly found: Rows
  private readonly created: string
  private readonly createdBy: string
  private readonly operation: string
  private polled = 0

  constructor(
    number: number,
    found: Rows,
    course: JobCourse,
    about: {
      readonly version: string
      readonly now: number
      readonly userId: string
      readonly operation: string
    },
  ) {
    this.id = wholeId(`7505g00000${String(number).padStart(5, '0')}`)
    this.found = found
    this.course = course
    this.version = about.version
    this.created = salesforceTime(about.now)
    this.createdBy = about.userId
    this.operation = about.operation
  }

  /** How many records the results hold. */
  get size(): number {
    return this.found.rows.length
  }

  /** Somebody asks how far it is: every question brings it on. */
  poll(): void {
    if (this.state !== 'UploadComplete' && this.state !== 'InProgress') return
    this.polled += 1
    if (this.polled <= this.course.polls) this.state = 'InProgress'
    else this.state = this.course.failure === undefined ? 'JobComplete' : 'Failed'
  }

  /** As the API tells of it. */
  status(): Readonly<Record<string, unknown>> {
    const { id, state, version, created, createdBy, operation } = this
    return {
      id,
      operation,
      object: this.found.table.type.name,
      createdById: createdBy,
      createdDate: created,
      systemModstamp: created,
      state,
      concurrencyMode: 'Parallel',
      contentType: 'CSV',
      apiVersion: Number(version),
      lineEnding: 'LF',
      columnDelimiter: 'COMMA',
    }
  }

  /** What is told of it when somebody asks how far it is. */
  progress(): Readonly<Record<string, unknown>> {
    const share = this.state === 'JobComplete' ? 1 : this.polled / (this.course.polls + 1)
    const failed = this.state === 'Failed' ? { errorMessage: this.course.failure } : {}
    return {
      ...this.status(),
      jobType: 'V2Query',
      numberRecordsProcessed: Math.floor(this.size * share),
      retries: 0,
      totalProcessingTime: this.polled * 100,
      ...failed,
    }
  }

  page(start: number, most: number): JobPage {
    const { table, fields, rows } = this.found
    const write = table.writer(`csv ${fields.join()}`, () => csvWriter(table, fields))
    const end = Math.min(rows.length, start + most)
    const bytes = new GrowingBytes(400 * (end - start + 1))
    bytes.text(csvHeader(fields))
    for (let index = start; index < end; index += 1) write(rows[index] ?? 0, bytes)
    return { bytes: bytes.written, count: end - start, next: end === rows.length ? undefined : end }
  }
}
