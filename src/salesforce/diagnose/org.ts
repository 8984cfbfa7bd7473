import * as z from 'zod/mini'
import { commandLine, type Hint } from '../../core/hint.ts'
import { addressAdvice } from '../api/connection.ts'
import { enableApiAction } from '../api/errors.ts'
import { send } from '../api/http.ts'
import { Org } from '../api/org.ts'
import { importReportAction } from '../api/response.ts'
import { type Permissions, readApiUsage, readPermissions, readUserInfo } from '../api/who-am-i.ts'
import type { OrgConnection } from '../salesforce.ts'
import { type CheckResult, ok, problem, warning } from './check.ts'

// Fewer than this share are soon used up by others in the org.
const lowShare = 0.05
const versionList = z.array(z.object({ version: z.string() }))

/** The steps that need a session. */
export class OrgChecks {
  readonly #connection: OrgConnection
  #userId: string | undefined

  constructor(connection: OrgConnection) {
    this.#connection = connection
  }

  /** Whether the org accepts the session, and whose it is. */
  async login(stop: AbortSignal): Promise<CheckResult> {
    const { username, organizationId, userId } = await readUserInfo(this.#org(stop))
    this.#userId = userId
    return ok(`${username} in organization ${organizationId}`)
  }

  /** Whether the org supports the configured API version. */
  async api(stop: AbortSignal): Promise<CheckResult> {
    const org = this.#org(stop)
    const listed = await org.request(versionList, 'GET', '/services/data')
    const versions = listed
      .map(({ version }) => version)
      .toSorted((one, other) => Number(one) - Number(other))
    const [oldest, newest] = [versions.at(0), versions.at(-1)]
    if (oldest === undefined || newest === undefined)
      return problem(
        `${org.host} lists no API versions`,
        `check ${addressAdvice(this.#connection.session.way).name}`,
      )
    if (!versions.includes(org.apiVersion))
      return problem(
        `${org.host} does not support version ${org.apiVersion}, only ${oldest} to ${newest}`,
        `set SF_ORG_API_VERSION to ${newest}, or unset it`,
      )
    return ok(
      `version ${org.apiVersion}${newest === org.apiVersion ? ', the newest of this org' : `; the newest of this org is ${newest}`}`,
    )
  }

  /** What the signed-in user may do. */
  async permissions(stop: AbortSignal): Promise<CheckResult> {
    const may = await readPermissions(this.#org(stop), this.#userId ?? '')
    const detail = `API Enabled ${answer(may.apiEnabled)}, View All Users ${answer(may.viewAllUsers)}, Manage Users ${answer(may.manageUsers)}`
    if (may.apiEnabled === false) return problem(detail, enableApiAction, importReportAction)
    const advice = adviceFor(may)
    return advice.length === 0 ? ok(detail) : warning(detail, ...advice)
  }

  /** How many API calls are left. */
  async calls(stop: AbortSignal): Promise<CheckResult> {
    const { callsLeft, callsAllowed } = await readApiUsage(this.#org(stop))
    const detail = `${callsLeft} of ${callsAllowed} left in these 24 hours`
    const advice = 'see in Setup, Company Information, what uses them'
    if (callsLeft === 0) return problem(detail, 'try again later', advice)
    return callsLeft < callsAllowed * lowShare ? warning(detail, advice) : ok(detail)
  }

  // One for each test: ending a test ends only its own requests.
  #org(stop: AbortSignal): Org {
    return new Org({ ...this.#connection, interrupted: stop })
  }
}

function answer(permission: boolean | null): string {
  if (permission === null) return 'unknown'
  return permission ? 'yes' : 'no'
}

function adviceFor({ apiEnabled, viewAllUsers, manageUsers }: Permissions): Hint[] {
  if (apiEnabled === null)
    return [
      {
        text: 'Salesforce did not say what this user may do; try again with',
        command: commandLine('whoami'),
      },
    ]
  return [
    ...(viewAllUsers === true
      ? []
      : ['without View All Users, an org with private sharing hides users from sfsync']),
    ...(manageUsers === true ? [] : ['without Manage Users, sfsync cannot see which users are frozen']),
  ]
}

// A signed login (JWT) is valid for three minutes.
const maxSeconds = 120

/** Whether this machine and the org agree on the time; needs no session, because a wrong clock may be why there is none. */
export async function testClock(origin: string, stop: AbortSignal): Promise<CheckResult> {
  const before = Date.now()
  const { headers } = await send(
    { url: `${origin}/services/data`, method: 'GET', headers: { 'user-agent': 'sfsync' }, body: undefined },
    stop,
  )
  const time = Date.parse(headers['date'] ?? '')
  if (Number.isNaN(time)) return warning('unknown: the org does not send its time')
  // The header has whole seconds, rounded down.
  const seconds = Math.round(((before + Date.now()) / 2 - time - 500) / 1_000)
  const detail = `this machine ${differenceText(seconds)} the org`
  if (Math.abs(seconds) < maxSeconds) return ok(detail)
  return warning(
    detail,
    'correct its clock (time synchronization, NTP): signing in with a key (JWT) fails, and a refresh may miss changes',
  )
}

function differenceText(seconds: number): string {
  const length = Math.abs(seconds)
  if (length < 2) return 'has the same time as'
  const text = length < maxSeconds ? `${length} seconds` : `${Math.round(length / 60)} minutes`
  return `is ${text} ${seconds > 0 ? 'ahead of' : 'behind'}`
}
