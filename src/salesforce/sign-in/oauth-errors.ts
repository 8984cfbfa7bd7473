import * as z from 'zod/mini'
import { SfsyncError } from '../../core/errors.ts'
import { commandLine, type Hint } from '../../core/hint.ts'
import { importReportAction, tryLaterAction } from '../api/response.ts'
import type { SignInWay } from '../salesforce.ts'

/** How and where a token is requested. */
export interface OauthClient {
  readonly way: SignInWay
  readonly loginUrl: string
  /** What to do where nothing else helps. */
  readonly signInAgain: readonly Hint[]
}

/** Salesforce's own error. */
export interface OauthError {
  readonly error: string
  readonly description: string
}

interface Rule {
  /** The ways of signing in that it holds for; all where absent. */
  readonly ways?: readonly SignInWay[]
  readonly sign: RegExp
  readonly message: string
  readonly actions: (client: OauthClient) => readonly Hint[]
}

const shape = z.object({ error: z.string(), error_description: z.optional(z.string()) })
const longestDescription = 300
const appPolicies = 'in Setup, External Client App Manager, the app, Policies'

// The first matching rule counts. Source: "OAuth 2.0 error codes" of the token and authorization endpoints.
const rules: readonly Rule[] = [
  {
    sign: /must be installed|not installed|app_not_installed/i,
    message: 'the app is not installed in this org',
    actions: () => [
      'in Setup, Connected Apps OAuth Usage, install the app; or create one in this org',
      'check the login URL (--login-url, --sandbox): the app may belong to another org',
    ],
  },
  {
    sign: /hasn.t approved this consumer|not admin approved|invalid_app_access|no_oauth_approval|app_access_denied|approval_error|not authorized/i,
    message: 'this user is not allowed to use the app yet',
    actions: () => [
      `${appPolicies}: set "Permitted Users" to "Admin approved users are pre-authorized" and add a profile or permission set of this user`,
    ],
  },
  {
    sign: /audience is invalid|invalid audience/i,
    message: 'the login URL is wrong for this org',
    actions: ({ loginUrl }) => [
      loginUrl.includes('//test.')
        ? 'for a production org, remove --sandbox; for others, use --login-url'
        : 'for a sandbox, add --sandbox; for an Experience Cloud site, use --login-url with its address',
    ],
  },
  {
    // A signed login has no code from a browser: Salesforce says this of one that is too old for its clock.
    ways: ['jwt'],
    sign: /expired authorization code/i,
    message: 'the signed login counts as expired',
    actions: () => [
      'check the clock of this machine (time synchronization, NTP)',
      { text: 'compare it with the org', command: commandLine('doctor') },
    ],
  },
  {
    sign: /invalid assertion|invalid_assertion|jwt|signature/i,
    message: 'Salesforce does not accept the signature',
    actions: () => [
      'check that the certificate in the app belongs to this private key, and that the clock of this machine is right',
      'check --client-id and --username',
    ],
  },
  {
    sign: /user .*not found|invalid user|inactive user|inactive_user|authentication failure/i,
    message: 'this user does not exist in the org or is not active',
    actions: () => ['check --username, that the user is active, and the login URL (--login-url, --sandbox)'],
  },
  {
    sign: /no client credentials user/i,
    message: 'the app has no user to run as',
    actions: () => [`${appPolicies}: enable the client credentials flow and choose a user to run as`],
  },
  {
    sign: /request not supported on this domain/i,
    message: 'this flow needs the My Domain address of the org',
    actions: () => [
      'use --instance-url with the My Domain address, for example https://acme.my.salesforce.com',
    ],
  },
  {
    sign: /invalid_client_id|client identifier invalid|app_not_found|app not found/i,
    message: 'Salesforce does not know this client ID here',
    actions: () => [
      'check --client-id (the "Consumer Key" of the app), and that the org of the app is the one you sign in to',
      'a new app takes up to ten minutes to work',
    ],
  },
  {
    sign: /invalid_client\b|invalid client credentials|invalid client secret/i,
    message: 'the client secret is wrong for this app, or missing',
    actions: () => [
      'check the file given with --client-secret-file (the "Consumer Secret" of the app)',
      `or let the app require none: ${appPolicies}, "Require secret for Web Server Flow" and "for Refresh Token Flow"`,
    ],
  },
  {
    sign: /redirect_uri/i,
    message: 'the app does not have this callback URL',
    actions: () => [
      'add http://localhost:1717/OauthRedirect to the callback URLs of the app, or use --port with the port of its callback URL',
    ],
  },
  {
    sign: /code verifier|code challenge|pkce/i,
    message: 'Salesforce does not accept the PKCE code verifier',
    actions: ({ signInAgain }) => signInAgain,
  },
  {
    sign: /expired authorization code|invalid authorization code|invalid code|code_expired/i,
    message: 'the code from the browser expired or was already used',
    actions: ({ signInAgain }) => signInAgain,
  },
  {
    sign: /ip restricted|ip range|invalid_ip/i,
    message: 'the login IP ranges of the profile or of the app exclude this machine',
    actions: () => [`${appPolicies}: check "IP Relaxation", and the login IP ranges of the profile`],
  },
  {
    sign: /access_denied|end-user denied/i,
    message: 'access was denied in the browser',
    actions: ({ signInAgain }) => signInAgain,
  },
  {
    sign: /app_blocked|blocked/i,
    message: 'the app is blocked in this org',
    actions: () => ['in Setup, Connected Apps OAuth Usage, unblock or install the app'],
  },
  {
    sign: /rate_limit|too many|login rate/i,
    message: 'this user signed in too often in the last hour',
    actions: () => ['wait an hour; sign in once instead of for each run'],
  },
  {
    sign: /inactive_org|invalid_org/i,
    message: 'the org is locked, closed or removed',
    actions: () => ['check the login URL, or ask Salesforce'],
  },
  {
    sign: /unsupported_grant_type|grant type|flow/i,
    message: 'the app does not allow this OAuth flow',
    actions: () => [
      'in Setup, External Client App Manager, the app, Settings, OAuth Settings: enable the flow',
    ],
  },
  {
    sign: /invalid_scope/i,
    message: 'the app lacks a scope that sfsync needs',
    actions: () => [
      'add to the app the scopes "Manage user data via APIs (api)" and "Perform requests at any time (refresh_token)"',
    ],
  },
]

/** Reads an OAuth error response; undefined where it is not one. */
export function readOauthError(json: unknown): OauthError | undefined {
  const parsed = shape.safeParse(json)
  if (!parsed.success) return undefined
  return {
    error: parsed.data.error,
    description: (parsed.data.error_description ?? '').slice(0, longestDescription),
  }
}

/** Explains why Salesforce refused to sign in: `login-needed`, or `remote` where it only could not at the moment. */
export function signInError({ error, description }: OauthError, client: OauthClient): SfsyncError {
  const reason = description === '' ? error : `${error}: ${description}`
  const { host } = new URL(client.loginUrl)
  if (/unknown_error|retry your request|server_error|temporarily_unavailable/i.test(reason))
    return new SfsyncError('remote', `${host} could not sign you in at the moment`, {
      rows: [{ reason }],
      actions: [tryLaterAction, importReportAction],
    })
  const rule = rules.find(({ sign, ways }) => sign.test(reason) && ways?.includes(client.way) !== false)
  const expired = reason.startsWith('invalid_grant')
    ? 'the login expired, was revoked or was replaced'
    : reason
  return new SfsyncError('login-needed', `${host} refused the login: ${rule?.message ?? expired}`, {
    rows: [{ reason }],
    actions: [...(rule?.actions(client) ?? client.signInAgain), importReportAction],
  })
}
