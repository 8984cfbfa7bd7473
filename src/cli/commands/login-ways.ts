import type { Choice } from '../../app/ports.ts'
import { commandLine, type Hint } from '../../core/hint.ts'
import type { SignInWay } from '../../salesforce/salesforce.ts'
import type { Context } from '../context.ts'

/** A way to sign in, with what its choice says already. */
export interface ChosenWay {
  readonly way: SignInWay
  /** The org of the Salesforce CLI. */
  readonly targetOrg?: string
  /** Whether the browser is on another machine. */
  readonly isElsewhere?: true
  /** Whether an answer chose it. */
  readonly isAsked?: true
}

// More logins of the Salesforce CLI are asked for by name.
const mostOrgs = 5

/** Asks how to sign in; only what is possible on this machine is offered. */
export async function askForWay(context: Context): Promise<ChosenWay> {
  const orgs = await orgsOfSalesforceCli(context)
  const choices: Choice<ChosenWay>[] = [
    ...orgs.slice(0, mostOrgs).map((targetOrg) => ({
      name: `as ${targetOrg}, with the login of the Salesforce CLI`,
      value: { way: 'sf-cli' as const, targetOrg },
      description: 'nothing to set up; works as long as the Salesforce CLI is signed in',
    })),
    ...(orgs.length > mostOrgs
      ? [{ name: 'with another login of the Salesforce CLI', value: { way: 'sf-cli' as const } }]
      : []),
    ...(hasBrowser(context)
      ? [
          {
            name: 'in the browser of this machine',
            value: { way: 'browser' as const },
            description: 'as yourself; needs the client ID of an app in the org, and no secret',
          },
        ]
      : []),
    {
      name: 'in a browser on another machine',
      value: { way: 'browser', isElsewhere: true },
      description: 'open an address there, sign in, and paste the address that it ends at',
    },
    {
      name: 'with a key (JWT)',
      value: { way: 'jwt' },
      description:
        'for jobs: as a user who was allowed for the app, with a private key instead of a password',
    },
    {
      name: 'with client ID and secret',
      value: { way: 'client-credentials' },
      description: 'for jobs: as the run-as user of the app; keep the secret like a password',
    },
  ]
  return await (await context.prompts()).choose('How do you want to sign in?', choices)
}

// The Salesforce CLI keeps a file for each username.
async function orgsOfSalesforceCli({ dependencies }: Context): Promise<string[]> {
  const { HOME: home, USERPROFILE: profile } = dependencies.environment
  const folder = home ?? profile
  if (folder === undefined) return []
  const entries = await dependencies.listFolder(`${folder}/.sfdx`)
  return entries.flatMap(({ name }) => /^(.+@.+)\.json$/.exec(name)?.[1] ?? []).toSorted()
}

/** Whether a browser of this machine can be opened, with someone who signs in there. */
export function hasBrowser({ isJob, dependencies: { platform, environment } }: Context): boolean {
  if (isJob) return false
  const variables = ['DISPLAY', 'WAYLAND_DISPLAY', 'BROWSER', 'WSL_DISTRO_NAME']
  return platform !== 'linux' || variables.some((name) => (environment[name] ?? '') !== '')
}

/** How to make the app that a way to sign in needs, and where its client ID goes. */
export function appRecipe(way: 'browser' | 'jwt' | 'client-credentials'): readonly Hint[] {
  return [
    `create an app: in Setup, External Client App Manager, New, enable OAuth with ${settings[way]}`,
    {
      text: 'copy its Consumer Key and save it',
      command: commandLine('settings set', 'client-id', '<consumerKey>'),
    },
  ]
}

const settings = {
  browser:
    'the callback URL http://localhost:1717/OauthRedirect, the scopes "api" and "refresh_token", PKCE required, and no secret required',
  jwt: 'any callback URL, the scopes "api" and "refresh_token", and the JWT Bearer Flow with the certificate of your key; in its policies, let admins pre-authorize users, and add the profile or permission set of the user',
  'client-credentials':
    'any callback URL, the scope "api" and the Client Credentials Flow; in its policies, name the user to run as',
} as const
