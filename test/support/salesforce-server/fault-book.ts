import type { ScriptedAnswer } from './faults.ts'

/** Salesforce's refusals by name, each as it is known from the field. Source: REST API developer guide, "Status Codes and Error Responses". */
export const faults = {
  sessionExpired: refusal(401, 'INVALID_SESSION_ID', 'Session expired or invalid'),
  notForRest: refusal(401, 'INVALID_SESSION_ID', 'This session is not valid for use with the REST API'),
  requestLimit: refusal(403, 'REQUEST_LIMIT_EXCEEDED', 'TotalRequests Limit exceeded.'),
  concurrentRequests: refusal(
    403,
    'REQUEST_LIMIT_EXCEEDED',
    'ConcurrentRequests (Concurrent API Requests) Limit exceeded.',
  ),
  apiDisabled: refusal(403, 'API_DISABLED_FOR_ORG', 'The REST API is not enabled for this Organization.'),
  apiCurrentlyDisabled: refusal(403, 'API_CURRENTLY_DISABLED', 'API is currently disabled for this User'),
  insufficientAccess: refusal(
    403,
    'INSUFFICIENT_ACCESS',
    'The user does not have permission to perform this operation',
  ),
  invalidField: (name: string) =>
    refusal(
      400,
      'INVALID_FIELD',
      `No such column '${name}' on entity 'User'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
    ),
  invalidType: (name: string) => refusal(400, 'INVALID_TYPE', `sObject type '${name}' is not supported.`),
  malformedQuery: refusal(400, 'MALFORMED_QUERY', "unexpected token: 'FROM'"),
  queryTimeout: refusal(400, 'QUERY_TIMEOUT', 'Your query request was running for too long.'),
  invalidLocator: refusal(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator'),
  notFound: refusal(404, 'NOT_FOUND', 'The requested resource does not exist'),
  tooManyRequests: (retryAfter?: number | string) =>
    waiting(refusal(429, 'TOO_MANY_REQUESTS', 'Too many requests'), retryAfter),
  /** As the API says it. */
  unavailable: (retryAfter?: number | string) =>
    waiting(refusal(503, 'SERVER_UNAVAILABLE', 'The server is temporarily unavailable'), retryAfter),
  /** As the web servers in front of the API say it. */
  maintenancePage: (retryAfter?: number | string) =>
    waiting(webPage(503, 'We are down for maintenance.'), retryAfter),
  unknownException: refusal(
    500,
    'UNKNOWN_EXCEPTION',
    'An unexpected error occurred. ErrorId: 1234567890-12345',
  ),
  /** The org lives elsewhere now. */
  moved: (url: string, status: 301 | 302 = 302): ScriptedAnswer => ({
    status,
    body: '',
    headers: { Location: url },
  }),
  /** The network wants somebody to sign in first. */
  captivePortal: webPage(200, 'Sign in to the network'),
}

function refusal(status: number, errorCode: string, message: string): ScriptedAnswer {
  return { status, body: [{ message, errorCode }] }
}

function waiting(answer: ScriptedAnswer, retryAfter: number | string | undefined): ScriptedAnswer {
  if (retryAfter === undefined) return answer
  return { ...answer, headers: { ...answer.headers, 'Retry-After': String(retryAfter) } }
}

function webPage(status: number, words: string): ScriptedAnswer {
  return {
    status,
    body: `<!DOCTYPE html><html><body>${words}</body></html>`,
    headers: { 'Content-Type': 'text/html; charset=utf-8' },
  }
}
