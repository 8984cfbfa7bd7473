import { type ErrorCode, SfsyncError } from '../../core/errors.ts'
import { commandLine, type Hint } from '../../core/hint.ts'
import type { SignInWay } from '../salesforce.ts'
import { addressAdvice } from './connection.ts'
import { captivePortalAction } from './http.ts'
import {
  type ApiErrorResponse,
  concurrencyLimit,
  importReportAction,
  tryLaterAction,
  webPageMessage,
} from './response.ts'

/** Salesforce does not know, or does not show, a field or an object of the query. */
export class FieldNotVisible extends SfsyncError {
  /** Salesforce's own message, which quotes the field. */
  get salesforceMessage(): string {
    return this.rows.map(({ reason }) => reason).join('\n')
  }
}

/** Salesforce took too long to run a query; a smaller range may be fast enough. */
export class QueryTimeout extends SfsyncError {}

/** What an explanation may need besides the error response. */
interface RequestContext {
  readonly host: string
  readonly apiVersion: string
  /** What to do when the session's token is refused. */
  readonly signInAgain: readonly Hint[]
  readonly way: SignInWay
}

interface Rule {
  /** Error codes, or patterns of a message; a response with any of them falls under the rule. */
  readonly signs: readonly (string | RegExp)[]
  readonly code: ErrorCode
  readonly message: (context: RequestContext, response: ApiErrorResponse) => string
  readonly actions: (context: RequestContext) => readonly Hint[]
}

// The first matching rule counts. Source: REST API developer guide, "Status Codes and Error Responses".
const rules: readonly Rule[] = [
  {
    signs: ['HTTP 407', 'web page of a proxy'],
    code: 'remote',
    message: ({ host }, { status }) => `a proxy or firewall answered in place of ${host} (${status})`,
    actions: () => [
      'ask who runs the proxy to allow this host, or add it to NO_PROXY',
      captivePortalAction,
      importReportAction,
    ],
  },
  {
    signs: [/not valid for use with the REST API/i],
    code: 'login-needed',
    message: ({ host }) =>
      `${host} does not accept this session for its REST API: the token lacks the scope "api", or its IP range excludes this machine`,
    actions: () => [
      'use a token of an app with the scope "Manage user data via APIs (api)"',
      'or check the login IP ranges of the profile and the app against the address of this machine',
      importReportAction,
    ],
  },
  {
    signs: ['INVALID_SESSION_ID', 'INVALID_AUTH_HEADER', 'HTTP 401', /bad_oauth_token/i],
    code: 'login-needed',
    message: ({ host }) => `${host} reports that the session is expired or invalid`,
    actions: ({ signInAgain }) => [...signInAgain, importReportAction],
  },
  {
    // Both come as REQUEST_LIMIT_EXCEEDED, too, which is another limit.
    signs: [concurrencyLimit],
    code: 'remote',
    message: ({ host }) => `${host} is already processing too many long requests for this org`,
    actions: () => ['try again when other integrations have finished'],
  },
  {
    signs: ['REQUEST_LIMIT_EXCEEDED'],
    code: 'remote',
    message: ({ host }, { usage }) =>
      `${host} has no API calls left for this org${usage ? ` (${usage.used} of ${usage.allowed} used)` : ''}: the limit covers the last 24 hours, so calls become available gradually`,
    actions: () => ['try again later, or see the limit in Setup, Company Information', importReportAction],
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
    actions: () => [enableApiAction, importReportAction],
  },
  {
    signs: ['INVALID_QUERY_LOCATOR'],
    code: 'remote',
    message: ({ host }) => `${host} no longer has the query cursor: it expired`,
    actions: () => [{ text: 'start again', command: commandLine('sf-users refresh') }],
  },
  {
    signs: ['QUERY_TIMEOUT'],
    code: 'remote',
    message: ({ host }) => `${host} took too long to run the query`,
    actions: () => ['try again, without --all if you used it', importReportAction],
  },
  {
    signs: ['UNSUPPORTED_API_VERSION', 'NOT_FOUND', 'HTTP 404', 'HTTP 410'],
    code: 'remote',
    message: ({ host, apiVersion }) =>
      `${host} does not know this address: the host is wrong, or it does not support API version ${apiVersion}`,
    actions: ({ way }) => [
      addressAdvice(way).change,
      'check SF_ORG_API_VERSION against the list at /services/data of that address',
      importReportAction,
    ],
  },
  {
    signs: ['HTTP 429', 'HTTP 503', 'SERVER_UNAVAILABLE', 'UNKNOWN_EXCEPTION', /^HTTP 5\d\d$/],
    code: 'remote',
    message: ({ host }, { status, retryAfterSeconds: seconds }) =>
      `${host} is not available (${status})${seconds === undefined ? '' : `; it asks to wait ${seconds} s`}`,
    actions: () => [tryLaterAction],
  },
]

/** What to do where a user may not use the API. */
export const enableApiAction =
  'add the permission "API Enabled" with a permission set (in Professional Edition, API access costs extra)'

/** Turns an error response into the error an admin reads; Salesforce's own messages become its rows. */
export function apiError(response: ApiErrorResponse, context: RequestContext): SfsyncError {
  const rows = response.problems.map(({ errorCode, message }) => ({
    reason: message === '' ? errorCode : `${errorCode}: ${message}`,
  }))
  if (response.problems.some(({ errorCode }) => ['INVALID_FIELD', 'INVALID_TYPE'].includes(errorCode)))
    return new FieldNotVisible('remote', `${context.host} does not show a field that sfsync needs`, {
      rows,
      actions: ['make the field visible to the user who signed in', importReportAction],
    })
  const rule = rules.find(({ signs }) => signs.some((sign) => matches(response, sign)))
  if (rule?.signs.includes('QUERY_TIMEOUT') === true)
    return new QueryTimeout(rule.code, rule.message(context, response), {
      rows,
      actions: rule.actions(context),
    })
  if (rule === undefined)
    return new SfsyncError('remote', `${context.host} refused the request (${response.status})`, {
      rows,
      actions: [tryLaterAction, importReportAction],
    })
  return new SfsyncError(rule.code, rule.message(context, response), { rows, actions: rule.actions(context) })
}

// Salesforce itself refuses with data, and has a web page only for maintenance (503).
function isPageOfProxy({ status, problems }: ApiErrorResponse): boolean {
  return [403, 502, 504].includes(status) && problems.some(({ message }) => message === webPageMessage)
}

function matches(response: ApiErrorResponse, sign: string | RegExp): boolean {
  const { status, problems } = response
  if (sign === 'web page of a proxy') return isPageOfProxy(response)
  return problems.some(({ errorCode, message }) =>
    typeof sign === 'string'
      ? errorCode === sign || sign === `HTTP ${status}`
      : sign.test(errorCode) || sign.test(message),
  )
}
