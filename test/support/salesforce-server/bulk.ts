import { csv, json, nothing, refused, type ServerAnswer } from './answer.ts'
import { type Asked, bodyOf, type OrgAnswer, understood } from './asked.ts'
import { BulkJob, type JobCourse } from './bulk-job.ts'
import { SoqlRefusal } from './soql/refusal.ts'
import { type Found, runQuery } from './soql/run.ts'

const pagesAtOnce = 5
const firstVersionWithResultPages = 58
// What Salesforce says here is known from reports of users only.
const noAggregates = 'Aggregate Relationships not supported in Bulk V2 Query with CSV content type'

/** Query jobs of Bulk API 2.0. Source: Bulk API 2.0 and Bulk API developer guide, "Bulk API 2.0 Query". */
export class BulkQueries {
  /** How many jobs were made. */
  made = 0
  private readonly course: JobCourse
  private readonly pageSize: number
  private readonly jobs = new Map<string, BulkJob>()

  constructor(course: JobCourse, pageSize: number) {
    this.course = course
    this.pageSize = pageSize
  }

  readonly answer = (asked: Asked): OrgAnswer | undefined => {
    const parts = asked.resource.split('/')
    if (parts[0] !== 'jobs' || parts[1] !== 'query') return undefined
    const [id, what] = parts.slice(2)
    if (id === undefined) return asked.method === 'POST' ? { answer: this.create(asked) } : undefined
    const job = this.jobs.get(id)
    return { answer: job === undefined ? noJob : this.ofJob(asked, job, what) }
  }

  private create(asked: Asked): ServerAnswer {
    const body = bodyOf(asked)
    const soql = body?.['query']
    const operation = body?.['operation']
    if (typeof soql !== 'string' || (operation !== 'query' && operation !== 'queryAll'))
      return refused(400, 'INVALIDJOB', 'A job needs an operation, query or queryAll, and a query')
    const world = { ...asked.world, includeDeleted: operation === 'queryAll' }
    const found = understood(soql, () => onlyRows(runQuery(soql, world)))
    if ('status' in found) return found
    this.made += 1
    const about = { version: asked.version, now: asked.world.now, userId: asked.userId, operation }
    const job = new BulkJob(this.made, found, this.course, about)
    this.jobs.set(job.id, job)
    return json(job.status())
  }

  private ofJob(asked: Asked, job: BulkJob, what: string | undefined): ServerAnswer {
    if (asked.version !== job.version)
      return refused(409, 'API_ERROR', 'The job was made with another API version')
    if (what === 'results') return this.results(asked, job)
    if (what === 'resultPages') return this.resultPages(asked, job)
    if (what !== undefined) return noJob
    if (asked.method === 'DELETE') return this.remove(job)
    if (asked.method === 'PATCH') return abort(asked, job)
    job.poll()
    return json(job.progress())
  }

  private results({ query }: Asked, job: BulkJob): ServerAnswer {
    const start = placeOf(query.get('locator'))
    if (job.state !== 'JobComplete') return notReady
    if (start > job.size) return refused(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator')
    const most = Math.min(this.pageSize, Number(query.get('maxRecords') ?? this.pageSize))
    const { bytes, count, next } = job.page(start, most)
    return csv(bytes, {
      'Sforce-Locator': next === undefined ? 'null' : locatorOf(next),
      'Sforce-NumberOfRecords': String(count),
    })
  }

  private resultPages({ query, version }: Asked, job: BulkJob): ServerAnswer {
    if (Number(version) < firstVersionWithResultPages) return noJob
    if (job.state !== 'JobComplete') return notReady
    const path = `/services/data/v${version}/jobs/query/${job.id}`
    const first = placeOf(query.get('locator'))
    const starts = Array.from({ length: pagesAtOnce }, (_, index) => first + index * this.pageSize)
    const resultPages = starts
      .filter((start) => start < job.size || start === 0)
      .map((start) => ({ resultUrl: `${path}/results?locator=${locatorOf(start)}` }))
    const next = first + pagesAtOnce * this.pageSize
    const done = next >= job.size
    const rest = done ? {} : { nextRecordsUrl: `${path}/resultPages?locator=${locatorOf(next)}` }
    return json({ resultPages, ...rest, done })
  }

  private remove(job: BulkJob): ServerAnswer {
    if (job.state === 'UploadComplete' || job.state === 'InProgress')
      return refused(400, 'API_ERROR', 'Job must be in a finished state to be deleted')
    this.jobs.delete(job.id)
    return nothing()
  }
}

function abort(asked: Asked, job: BulkJob): ServerAnswer {
  if (bodyOf(asked)?.['state'] !== 'Aborted')
    return refused(400, 'INVALIDJOBSTATE', 'A job can only be aborted')
  if (job.state === 'UploadComplete' || job.state === 'InProgress') job.state = 'Aborted'
  return json(job.status())
}

function onlyRows(found: Found): Extract<Found, { readonly kind: 'rows' }> {
  if (found.kind === 'rows') return found
  throw new SoqlRefusal('API_ERROR', noAggregates)
}

function locatorOf(start: number): string {
  return Buffer.from(String(start)).toString('base64url')
}

function placeOf(locator: string | null): number {
  const place = Number(Buffer.from(locator ?? '', 'base64url').toString())
  return Number.isSafeInteger(place) && place >= 0 ? place : Number.POSITIVE_INFINITY
}

const noJob = refused(404, 'NOT_FOUND', 'The requested resource does not exist')
const notReady = refused(400, 'INVALIDJOBSTATE', 'The job is not complete')
