import * as z from 'zod/mini'
import type { LiveConnection } from '../api/connection.ts'
import { openOrg, type Org } from '../api/org.ts'
import { type Permissions, readCalls, readPermissions, readPerson } from '../api/who-am-i.ts'
import { ok, problem, type CheckResult, warning } from './check.ts'
import { send } from '../api/http.ts'

// Fewer than this share are soon spent by others who use the org.
const fewCalls = 0.05
const versionList = z.array(z.object({ version: z.string() }))

/** The links that need a session. */
export class OrgLinks {
  readonly #connection: LiveConnection
  #userId: string | undefined

  constructor(connection: LiveConnection) {
    this.#connection = connection
  }

  /** Whether the org takes the session, and for whom. */
  async login(stop: AbortSignal): Promise<CheckResult> {
    const { username, organizationId, userId } = await readPerson(this.#org(stop))
    this.#userId = userId
    return ok(`${username} in organization ${organizationId}`)
  }

  /** Whether the org speaks the version of the API that is asked for. */
  async api(stop: AbortSignal): Promise<CheckResult> {
    const org = this.#org(stop)
    const listed = await org.ask(versionList, 'GET', '/services/data')
    const versions = listed
      .map(({ version }) => version)
      .toSorted((one, other) => Number(one) - Number(other))
    const [oldest, newest] = [versions.at(0), versions.at(-1)]
    if (oldest === undefined || newest === undefined)
      return problem(`${org.host} names no version of its API`, 'check SF_ORG_INSTANCE_URL')
    if (!versions.includes(org.apiVersion))
      return problem(
        `${org.host} has no version ${org.apiVersion}: it has ${oldest} to ${newest}`,
        `set SF_ORG_API_VERSION to ${newest}, or leave it out`,
      )
    return ok(
      `version ${org.apiVersion}${newest === org.apiVersion ? ', the newest of this org' : `; the newest of this org is ${newest}`}`,
    )
  }

  /** What whoever signed in may do. */
  async permissions(stop: AbortSignal): Promise<CheckResult> {
    const may = await readPermissions(this.#org(stop), this.#userId ?? '')
    const detail = `API Enabled ${answer(may.apiEnabled)}, View All Users ${answer(may.viewAllUsers)}, Manage Users ${answer(may.manageUsers)}`
    if (may.apiEnabled === false)
      return problem(
        detail,
        'have "API Enabled" added by a permission set (Professional Edition sells API access extra)',
        'without the API, read an exported report: sfsync sf-users import <report.csv>',
      )
    const wanting = adviceFor(may)
    return wanting.length === 0 ? ok(detail) : warning(detail, ...wanting)
  }

  /** How many API calls are left. */
  async calls(stop: AbortSignal): Promise<CheckResult> {
    const { callsLeft, callsAllowed } = await readCalls(this.#org(stop))
    const detail = `${callsLeft} of ${callsAllowed} left in these 24 hours`
    const advice = 'see in Setup, Company Information, what uses them'
    if (callsLeft === 0) return problem(detail, 'try again later', advice)
    return callsLeft < callsAllowed * fewCalls ? warning(detail, advice) : ok(detail)
  }

  // One for each test: a test that is over ends only its own requests.
  #org(stop: AbortSignal): Org {
    return openOrg({ ...this.#connection, interrupted: stop })
  }
}

function answer(permission: boolean | null): string {
  if (permission === null) return 'could not look'
  return permission ? 'yes' : 'no'
}

function adviceFor({ apiEnabled, viewAllUsers, manageUsers }: Permissions): string[] {
  if (apiEnabled === null) return ['Salesforce did not tell what this user may do; try sfsync whoami']
  return [
    ...(viewAllUsers === true
      ? []
      : ['without View All Users an org with private sharing hides people from sfsync']),
    ...(manageUsers === true ? [] : ['without Manage Users nobody knows who is frozen']),
  ]
}

// A signed sign-in (JWT) counts for three minutes.
const mostSeconds = 120

/** Whether this machine and the org agree on the time; needs no session, because a wrong clock may be why there is none. */
export async function testClock(origin: string, stop: AbortSignal): Promise<CheckResult> {
  const before = Date.now()
  const { headers } = await send(
    { url: `${origin}/services/data`, method: 'GET', headers: { 'user-agent': 'sfsync' }, body: undefined },
    stop,
  )
  const told = Date.parse(headers['date'] ?? '')
  if (Number.isNaN(told)) return warning('could not look: the org does not tell its time')
  // The header tells whole seconds, cut off.
  const seconds = Math.round(((before + Date.now()) / 2 - told - 500) / 1_000)
  if (Math.abs(seconds) < mostSeconds) return ok(`this machine ${inWords(seconds)} the org`)
  return warning(
    `this machine ${inWords(seconds)} the org`,
    'set its clock right (time synchronisation, NTP): sign-in with a key (JWT) fails, and news may be missed',
  )
}

function inWords(seconds: number): string {
  const length = Math.abs(seconds)
  if (length < 2) return 'has the time of'
  const told = length < mostSeconds ? `${length} seconds` : `${Math.round(length / 60)} minutes`
  return `is ${told} ${seconds > 0 ? 'ahead of' : 'behind'}`
}
