import { expect, test } from 'vitest'
import type { RunningSalesforce } from '../support/salesforce-server/server.ts'
import { salesforceUsers } from '../support/salesforce-server/users.ts'
import { ada, anOrg, answered, ask, aUser, post, refusal } from './support.ts'

interface Job {
  readonly id: string
  readonly state: string
  readonly numberRecordsProcessed?: number
  readonly errorMessage?: string
}

async function aJob(org: RunningSalesforce, soql: string): Promise<Job> {
  return await answered<Job>(await post(org, 'jobs/query', { operation: 'query', query: soql }))
}

async function stateOf(org: RunningSalesforce, { id }: Job): Promise<Job> {
  return await answered<Job>(await ask(org, `jobs/query/${id}`))
}

async function aFinishedJob(org: RunningSalesforce, soql: string): Promise<Job> {
  let job = await aJob(org, soql)
  while (job.state !== 'JobComplete') job = await stateOf(org, job)
  return job
}

test('a job is prepared for a while, and then has its results', async () => {
  const org = await anOrg({ users: salesforceUsers(100), bulkPolls: 1 })
  const job = await aJob(org, 'SELECT Id FROM User')
  expect(job).toMatchObject({
    id: expect.stringMatching(/^750/),
    state: 'UploadComplete',
    apiVersion: 68,
    object: 'User',
  })
  expect((await ask(org, `jobs/query/${job.id}/results`)).status).toBe(400)
  expect(await stateOf(org, job)).toMatchObject({
    state: 'InProgress',
    numberRecordsProcessed: 50,
    jobType: 'V2Query',
  })
  expect(await stateOf(org, job)).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 100 })
})

test('results are a table: a header, quoted values, nothing for null', async () => {
  const users = [
    aUser(ada, {
      Name: 'Ada "Å" L,\nL',
      Profile: { Name: 'Sales, "Inside"' },
      LastLoginDate: '2026-11-20T08:15:00.000+0000',
    }),
  ]
  const org = await anOrg({ users })
  const job = await aFinishedJob(
    org,
    'SELECT Id, Name, IsActive, Profile.Name, UserRole.Name, LastLoginDate FROM User',
  )
  const results = await ask(org, `jobs/query/${job.id}/results`)
  expect(Object.fromEntries(results.headers)).toMatchObject({
    'content-type': 'text/csv',
    'sforce-locator': 'null',
    'sforce-numberofrecords': '1',
  })
  expect(await results.text()).toBe(
    '"Id","Name","IsActive","Profile.Name","UserRole.Name","LastLoginDate"\n' +
      `"${ada}","Ada ""Å"" L,\nL","true","Sales, ""Inside""","","2026-11-20T08:15:00.000Z"\n`,
  )
})

test('results of several pages follow each other by locator, each with its header', async () => {
  const org = await anOrg({ users: salesforceUsers(250) })
  const job = await aFinishedJob(org, 'SELECT Id FROM User')
  const ids = new Set<string>()
  const counts: (string | null)[] = []
  for (let locator = ''; locator !== 'null';) {
    const page = await ask(
      org,
      `jobs/query/${job.id}/results?maxRecords=100${locator && `&locator=${locator}`}`,
    )
    const [header, ...lines] = (await page.text()).trimEnd().split('\n')
    expect(header).toBe('"Id"')
    for (const line of lines) ids.add(line)
    counts.push(page.headers.get('sforce-numberofrecords'))
    locator = page.headers.get('sforce-locator') ?? 'null'
  }
  expect(counts).toEqual(['100', '100', '50'])
  expect(ids.size).toBe(250)
})

test('result pages lead to up to five pages that can be read at once, and to the next five', async () => {
  const org = await anOrg({ users: salesforceUsers(620), bulkPageSize: 100 })
  const job = await aFinishedJob(org, 'SELECT Id FROM User')
  const lines = new Set<string>()
  const pages: number[] = []
  for (let path: string | undefined = `jobs/query/${job.id}/resultPages`; path !== undefined;) {
    const listed: { resultPages: { resultUrl: string }[]; nextRecordsUrl?: string; done: boolean } =
      await answered(await ask(org, path))
    pages.push(listed.resultPages.length)
    expect(listed.done).toBe(listed.nextRecordsUrl === undefined)
    for (const { resultUrl } of listed.resultPages) {
      const [, ...found] = (await (await ask(org, resultUrl)).text()).trimEnd().split('\n')
      for (const line of found) lines.add(line)
    }
    path = listed.nextRecordsUrl
  }
  expect(pages).toEqual([5, 2])
  expect(lines.size).toBe(620)
})

test('result pages are for versions from 58 on, and a job for the version that made it', async () => {
  const org = await anOrg({ users: salesforceUsers(3) })
  const old: Job = await answered(
    await post(org, '/services/data/v57.0/jobs/query', { operation: 'query', query: 'SELECT Id FROM User' }),
  )
  expect((await ask(org, `/services/data/v57.0/jobs/query/${old.id}/resultPages`)).status).toBe(404)
  expect((await ask(org, `jobs/query/${old.id}`)).status).toBe(409)
})

test.each(['SELECT COUNT() FROM User', 'SELECT UserType, COUNT(Id) FROM User GROUP BY UserType'])(
  '%s is nothing for a job',
  async (soql) => {
    const response = await post(await anOrg(), 'jobs/query', { operation: 'query', query: soql })
    expect(await refusal(response)).toEqual({
      status: 400,
      errorCode: 'API_ERROR',
      message: 'Aggregate Relationships not supported in Bulk V2 Query with CSV content type',
    })
  },
)

test('a job can be aborted, fail, and be removed when it is at an end', async () => {
  const org = await anOrg({ bulkPolls: 9 })
  const job = await aJob(org, 'SELECT Id FROM User')
  expect((await ask(org, `jobs/query/${job.id}`, { method: 'DELETE' })).status).toBe(400)
  expect((await post(org, `jobs/query/${job.id}`, { state: 'Aborted' }, 'PATCH')).status).toBe(200)
  expect(await stateOf(org, job)).toMatchObject({ state: 'Aborted' })
  expect((await ask(org, `jobs/query/${job.id}`, { method: 'DELETE' })).status).toBe(204)
  expect((await ask(org, `jobs/query/${job.id}`)).status).toBe(404)
  const failing = await anOrg({ bulkPolls: 0, bulkFailure: 'InternalServerError : it was too much' })
  expect(await stateOf(failing, await aJob(failing, 'SELECT Id FROM User'))).toMatchObject({
    state: 'Failed',
    errorMessage: 'InternalServerError : it was too much',
  })
})
