import * as z from 'zod/mini'
import { SfsyncError } from '../../core/errors.ts'
import type { SignInWay } from '../salesforce.ts'

/** Who asks for a token, and where. */
export interface OauthClient {
  readonly way: SignInWay
  readonly loginUrl: string
  /** What to do when there is no other cure. */
  readonly signInAgain: readonly string[]
}

/** What Salesforce says is wrong. */
export interface OauthError {
  readonly error: string
  readonly description: string
}

interface Rule {
  readonly sign: RegExp
  readonly message: string
  readonly actions: (petitioner: OauthClient) => readonly string[]
}

const shape = z.object({ error: z.string(), error_description: z.optional(z.string()) })
const longestWords = 300
const appPolicies = 'in Setup, External Client App Manager, the app, Policies'
const pathWithoutApi = 'without the API, read an exported report: sfsync sf-users import <report.csv>'

// The first that fits counts. Source: "OAuth 2.0 error codes" of the token and authorization endpoints.
const rules: readonly Rule[] = [
  {
    sign: /hasn.t approved this consumer|not admin approved|invalid_app_access|no_oauth_approval/i,
    message: 'this user may not use the app yet',
    actions: () => [
      `${appPolicies}: set "Permitted Users" to "Admin approved users are pre-authorized" and add a profile or permission set of this user`,
    ],
  },
  {
    sign: /audience is invalid|invalid audience/i,
    message: 'the login is addressed to the wrong place',
    actions: ({ loginUrl }) => [
      loginUrl.includes('//test.')
        ? 'for a production org leave --sandbox out; for others use --login-url'
        : 'for a sandbox add --sandbox; for an Experience Cloud site --login-url with its address',
    ],
  },
  {
    sign: /invalid assertion|invalid_assertion|jwt|signature/i,
    message: 'Salesforce does not accept the signature',
    actions: () => [
      'check that the certificate in the app belongs to this private key, and the clock of this machine',
      'check --client-id and --username',
    ],
  },
  {
    sign: /user .*not found|invalid user|inactive user|inactive_user|authentication failure/i,
    message: 'this user does not exist in the org or is not active',
    actions: () => [
      'check --username, and whether the user is active and the address (--login-url, --sandbox) right',
    ],
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
    message: 'Salesforce does not know this client id here',
    actions: () => [
      'check --client-id (the "Consumer Key" of the app), and that the org of the app is the one you sign in to',
      'a new app takes up to ten minutes to work',
    ],
  },
  {
    sign: /invalid_client\b|invalid client credentials|invalid client secret/i,
    message: 'the client secret is not the one of this app, or the app asks for one',
    actions: () => [
      'check the file given with --client-secret-file (the "Consumer Secret" of the app)',
      `or let the app ask for none: ${appPolicies}, "Require secret for Web Server Flow" and "for Refresh Token Flow"`,
    ],
  },
  {
    sign: /redirect_uri/i,
    message: 'the app does not know the address that the browser is sent back to',
    actions: () => [
      'add http://localhost:1717/OauthRedirect to the callback addresses of the app, or use --port with the one it has',
    ],
  },
  {
    sign: /code verifier|code challenge|pkce/i,
    message: 'Salesforce does not accept the proof that belongs to the code',
    actions: ({ signInAgain }) => signInAgain,
  },
  {
    sign: /expired authorization code|invalid authorization code|invalid code|code_expired/i,
    message: 'the code from the browser has expired or was used before',
    actions: ({ signInAgain }) => signInAgain,
  },
  {
    sign: /ip restricted|ip range|invalid_ip/i,
    message: 'the login IP ranges of the profile or of the app exclude this machine',
    actions: () => [`${appPolicies}: look at "IP Relaxation", and at the login IP ranges of the profile`],
  },
  {
    sign: /access_denied|end-user denied/i,
    message: 'access was denied in the browser',
    actions: ({ signInAgain }) => signInAgain,
  },
  {
    sign: /app_blocked|blocked/i,
    message: 'the app is blocked in this org',
    actions: () => ['in Setup, Connected Apps OAuth Usage, have the app unblocked or installed'],
  },
  {
    sign: /rate_limit|too many|login rate/i,
    message: 'this user has signed in too often in the last hour',
    actions: () => ['wait an hour; keep one login instead of signing in for each run'],
  },
  {
    sign: /inactive_org|invalid_org/i,
    message: 'the org is locked, closed or removed',
    actions: () => ['ask Salesforce, or check the address'],
  },
  {
    sign: /unsupported_grant_type|grant type|flow/i,
    message: 'the app does not allow this way to sign in',
    actions: () => [
      'in Setup, External Client App Manager, the app, Settings, OAuth Settings: enable the flow',
    ],
  },
  {
    sign: /invalid_scope/i,
    message: 'the app does not grant what is needed',
    actions: () => [
      'give the app the scopes "Manage user data via APIs (api)" and "Perform requests at any time (refresh_token)"',
    ],
  },
]

/** Reads a refusal of Salesforce's sign-in pages; undefined where a text is none. */
export function readOauthError(json: unknown): OauthError | undefined {
  const parsed = shape.safeParse(json)
  if (!parsed.success) return undefined
  return {
    error: parsed.data.error,
    description: (parsed.data.error_description ?? '').slice(0, longestWords),
  }
}

/** Says in an admin's words why Salesforce let nobody in: always `login-needed`. */
export function signInError({ error, description }: OauthError, petitioner: OauthClient): SfsyncError {
  const { host } = new URL(petitioner.loginUrl)
  const words = description === '' ? error : `${error}: ${description}`
  const rule = rules.find(({ sign }) => sign.test(words))
  return new SfsyncError('login-needed', `${host} refuses to sign in: ${rule?.message ?? ended(words)}`, {
    rows: [{ reason: words }],
    actions: [...(rule?.actions(petitioner) ?? petitioner.signInAgain), pathWithoutApi],
  })
}

function ended(words: string): string {
  return words.startsWith('invalid_grant') ? 'the login has expired, was revoked, or was replaced' : words
}
