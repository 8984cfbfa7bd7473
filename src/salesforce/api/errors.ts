import { type ErrorCode, SfsyncError } from '../../core/errors.ts'
import { type ApiErrorResponse, reportAction } from './response.ts'

/** Salesforce does not know, or does not show, a field or an object that was asked for. */
export class FieldNotVisible extends SfsyncError {
  /** Salesforce's own words, which quote it. */
  get words(): string {
    return this.rows.map(({ reason }) => reason).join('\n')
  }
}

/** What an explanation may need besides the refusal itself. */
export interface RequestContext {
  readonly host: string
  readonly apiVersion: string
  /** What the session says to do when its token is refused. */
  readonly signInAgain: readonly string[]
}

interface Rule {
  /** Error codes, or words of a message; a refusal with any of them falls under the rule. */
  readonly signs: readonly (string | RegExp)[]
  readonly code: ErrorCode
  readonly message: (asked: RequestContext, refusal: ApiErrorResponse) => string
  readonly actions: readonly string[] | ((asked: RequestContext) => readonly string[])
}

const patience = 'try again in some minutes; https://status.salesforce.com tells about disturbances'

// The first rule that fits counts. Source: REST API developer guide, "Status Codes and Error Responses".
const rules: readonly Rule[] = [
  {
    signs: [/not valid for use with the REST API/i],
    code: 'login-needed',
    message: ({ host }) =>
      `${host} does not take this session for its REST API: the token lacks the scope "api", or its IP range excludes this machine`,
    actions: [
      'take a token whose app has the scope "Manage user data via APIs (api)"',
      'or have the login IP ranges of the profile and of the app checked against the address of this machine',
      reportAction,
    ],
  },
  {
    signs: ['INVALID_SESSION_ID', 'INVALID_AUTH_HEADER', 'HTTP 401', /bad_oauth_token/i],
    code: 'login-needed',
    message: ({ host }) => `${host} says that the session has expired or is not valid`,
    actions: ({ signInAgain }) => [...signInAgain, reportAction],
  },
  {
    signs: [/ConcurrentRequests/i],
    code: 'remote',
    message: ({ host }) => `${host} is busy with too many long requests of this org at once`,
    actions: ['try again when other integrations have finished'],
  },
  {
    signs: ['REQUEST_LIMIT_EXCEEDED'],
    code: 'remote',
    message: ({ host }, { usage }) =>
      `${host} has used up the API calls of the org${usage ? ` (${usage.used} of ${usage.allowed})` : ''}: they count over the last 24 hours and become free again bit by bit`,
    actions: ['try again later, or see in Setup, Company Information, which limit the org has', reportAction],
  },
  {
    signs: [
      'API_DISABLED_FOR_ORG',
      'API_CURRENTLY_DISABLED',
      'INSUFFICIENT_ACCESS',
      'INSUFFICIENT_ACCESS_OR_READONLY',
    ],
    code: 'remote',
    message: ({ host }) =>
      `${host} does not let this user use its API: the permission "API Enabled" is missing`,
    actions: [
      'have "API Enabled" added by a permission set (Professional Edition sells API access extra)',
      reportAction,
    ],
  },
  {
    signs: ['INVALID_QUERY_LOCATOR'],
    code: 'remote',
    message: ({ host }) => `${host} has forgotten where the reading was: the cursor expired`,
    actions: ['start again: sfsync sf-users refresh'],
  },
  {
    signs: ['QUERY_TIMEOUT'],
    code: 'remote',
    message: ({ host }) => `${host} took too long over the query`,
    actions: ['try again, without --all if it was given', reportAction],
  },
  {
    signs: ['UNSUPPORTED_API_VERSION', 'NOT_FOUND', 'HTTP 404', 'HTTP 410'],
    code: 'remote',
    message: ({ host, apiVersion }) =>
      `${host} does not know this address: it is the wrong host, or it has no API of version ${apiVersion}`,
    actions: [
      'check SF_ORG_INSTANCE_URL: the My Domain address of the org, for example https://acme.my.salesforce.com',
      'check SF_ORG_API_VERSION against the list at /services/data of that address',
      reportAction,
    ],
  },
  {
    signs: ['HTTP 429', 'HTTP 503', 'SERVER_UNAVAILABLE', 'UNKNOWN_EXCEPTION', /^HTTP 5\d\d$/],
    code: 'remote',
    message: ({ host }, { status, retryAfterSeconds: seconds }) =>
      `${host} is not available (${status})${seconds === undefined ? '' : `: it asks to wait ${seconds} s`}`,
    actions: [patience],
  },
]

/** Turns a refusal into the error an admin reads; what Salesforce itself said becomes its rows. */
export function apiError(refusal: ApiErrorResponse, asked: RequestContext): SfsyncError {
  const rows = refusal.problems.map(({ errorCode, message }) => ({
    reason: message === '' ? errorCode : `${errorCode}: ${message}`,
  }))
  if (refusal.problems.some(({ errorCode }) => ['INVALID_FIELD', 'INVALID_TYPE'].includes(errorCode)))
    return new FieldNotVisible('remote', `${asked.host} does not show a field that sfsync needs`, {
      rows,
      actions: ['have the field made visible to the user whose token this is', reportAction],
    })
  const rule = rules.find(({ signs }) => signs.some((sign) => shows(refusal, sign)))
  if (rule === undefined)
    return new SfsyncError('remote', `${asked.host} refused the request (${refusal.status})`, {
      rows,
      actions: [patience, reportAction],
    })
  const actions = typeof rule.actions === 'function' ? rule.actions(asked) : rule.actions
  return new SfsyncError(rule.code, rule.message(asked, refusal), { rows, actions })
}

function shows({ status, problems }: ApiErrorResponse, sign: string | RegExp): boolean {
  return problems.some(({ errorCode, message }) =>
    typeof sign === 'string'
      ? errorCode === sign || sign === `HTTP ${status}`
      : sign.test(errorCode) || sign.test(message),
  )
}
