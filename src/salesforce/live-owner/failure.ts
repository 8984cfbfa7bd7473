import { SfsyncError } from '../../core/errors.ts'

const withoutApi = 'or read an exported report instead: sfsync sf-users import <report.csv>'

/** What Salesforce said went wrong: its error code and message, as jsforce hands them on. */
interface Told {
  readonly code: string
  readonly message: string
}

type Explanation = readonly [RegExp, (told: Told, host: string) => SfsyncError]

// Source: "Status Codes and Error Responses" of the REST API; codes and texts as observed.
const explanations: readonly Explanation[] = [
  [
    /not valid for use with the REST API/,
    (_, host) =>
      new SfsyncError('login-needed', `${host} does not accept this session for its REST API`, {
        actions: [
          'use a token whose scope includes "api", from an IP range that the profile allows',
          withoutApi,
        ],
      }),
  ],
  [
    /INVALID_SESSION_ID|INVALID_AUTH_HEADER|UNAUTHORIZED|ERROR_HTTP_401/,
    (_, host) =>
      new SfsyncError('login-needed', `${host} says that the session has expired or is not valid`, {
        actions: ['get a new access token and set it again (SF_ACCESS_TOKEN)', withoutApi],
      }),
  ],
  [
    /TotalRequests/,
    (_, host) =>
      new SfsyncError('remote', `${host} has no API calls left: the org's limit is spent`, {
        actions: ['wait: the limit counts the last 24 hours', withoutApi],
      }),
  ],
  [
    /REQUEST_LIMIT_EXCEEDED|ERROR_HTTP_429|ERROR_HTTP_503|SERVER_UNAVAILABLE/,
    (_, host) =>
      new SfsyncError('remote', `${host} is too busy at the moment`, {
        actions: ['try again in a minute', withoutApi],
      }),
  ],
  [
    /API_DISABLED_FOR_ORG|API_CURRENTLY_DISABLED|INSUFFICIENT_ACCESS/,
    (_, host) =>
      new SfsyncError('remote', `${host} does not let this user read users through the API`, {
        actions: ['give the user the permissions "API Enabled" and "View All Users"', withoutApi],
      }),
  ],
  [
    /INVALID_QUERY_LOCATOR/,
    (_, host) =>
      new SfsyncError(
        'remote',
        `${host} has forgotten where it was in the list; the directory stays as it was`,
        {
          actions: ['start again: sfsync sf-users refresh'],
        },
      ),
  ],
  [
    /NOT_FOUND|ERROR_HTTP_404/,
    (_, host) =>
      new SfsyncError('remote', `${host} does not know the address that was asked for`, {
        actions: ['check instance-url and api-version: sfsync settings list --origin'],
      }),
  ],
]

/** Turns what jsforce throws into what happened, where, and what to do; the token is in none of it. */
export function liveFailure(error: unknown, host: string): SfsyncError {
  if (error instanceof SfsyncError) return error
  const told = toldBy(error)
  for (const [pattern, explanation] of explanations)
    if (pattern.test(`${told.code} ${told.message}`)) return explanation(told, host)
  return new SfsyncError('remote', `${host} answered with an error: ${told.code} ${told.message}`.trim(), {
    actions: ['sfsync doctor', withoutApi],
  })
}

/** The fields that an INVALID_FIELD error names; empty for other errors. */
export function invalidFields(error: unknown, fields: readonly string[]): string[] {
  const { code, message } = toldBy(error)
  if (!code.includes('INVALID_FIELD')) return []
  return fields.filter(
    (field) => message.includes(`'${field.split('.')[0] ?? field}'`) || message.includes(`'${field}'`),
  )
}

function toldBy(error: unknown): Told {
  if (!(error instanceof Error)) return { code: '', message: String(error) }
  const code = 'errorCode' in error && typeof error.errorCode === 'string' ? error.errorCode : error.name
  const inner = 'data' in error && code === 'MULTIPLE_API_ERRORS' ? JSON.stringify(error.data) : ''
  const message = /^\s*</.test(error.message) ? 'a page of HTML instead of data' : error.message
  return { code: `${code} ${inner}`.trim(), message: message.slice(0, 500) }
}
