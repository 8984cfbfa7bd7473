import { type Command, Option } from 'commander'
import { SfsyncError } from '../../core/errors.ts'

interface RefusedFlag {
  readonly flags: string
  readonly reason: string
  readonly actions: readonly string[]
}

const helpAction = 'see the ways to sign in: sfsync login --help'
const seen = 'would stand in the list of processes and in the history of the shell, where others can read it'

/** Flags that other tools have and sfsync has not, by name; asking for one explains why. */
const refusedFlags: Readonly<Record<string, RefusedFlag>> = {
  device: {
    flags: '--device',
    reason:
      'there is no device flow: Salesforce blocks it, because it is used to trick people into signing in attackers',
    actions: ['where there is no browser: sfsync login --no-browser', helpAction],
  },
  password: {
    flags: '--password [password]',
    reason:
      'there is no sign-in with a password: Salesforce blocks that flow, and it goes around multi-factor authentication',
    actions: ['for people the browser, for jobs a key (--jwt-key-file) or a client secret', helpAction],
  },
  soap: {
    flags: '--soap',
    reason: 'there is no SOAP login: it is gone from API version 65 on and ends for all in Summer 2027',
    actions: ['for jobs use a key (--jwt-key-file) or a client secret (--client-secret-file)', helpAction],
  },
  clientSecret: {
    flags: '--client-secret [secret]',
    reason: `a client secret is no flag: it ${seen}`,
    actions: ['--client-secret-file <file>, or - for standard input', 'or set SFSYNC_CLIENT_SECRET'],
  },
  token: {
    flags: '--token [token]',
    reason: `a token is no flag: it ${seen}`,
    actions: ['set SF_ACCESS_TOKEN and SF_ORG_INSTANCE_URL'],
  },
  accessToken: {
    flags: '--access-token [token]',
    reason: `a token is no flag: it ${seen}`,
    actions: ['set SF_ACCESS_TOKEN and SF_ORG_INSTANCE_URL'],
  },
  refreshToken: {
    flags: '--refresh-token [token]',
    reason:
      'a refresh token of another program is not taken: where Salesforce rotates them, both would lose their login',
    actions: ['sign in through the browser, which gives sfsync its own: sfsync login'],
  },
  privateKey: {
    flags: '--private-key [key]',
    reason: `a private key is no flag: it ${seen}`,
    actions: ['--jwt-key-file <file>, or - for standard input', 'or set SFSYNC_JWT_KEY'],
  },
}

/** Adds the flags that are refused, so that asking for one is answered; no help shows them. */
export function withRefusedFlags(command: Command): Command {
  for (const { flags } of Object.values(refusedFlags)) command.addOption(new Option(flags).hideHelp())
  return command
}

/** The names of the refused flags among those that were given; their values are left behind. */
export function refusedAmong(flags: object): string[] {
  return Object.keys(refusedFlags).filter((name) => name in flags)
}

/** Throws `usage` for the first refused flag. */
export function refuseFlags(names: readonly string[]): void {
  const [refused] = names.flatMap((name) => refusedFlags[name] ?? [])
  if (refused !== undefined) throw new SfsyncError('usage', refused.reason, { actions: refused.actions })
}
