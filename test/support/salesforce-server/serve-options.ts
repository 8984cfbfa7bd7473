import { parseArgs } from 'node:util'
import type { Population } from './data/people.ts'
import type { OauthApp } from './oauth.ts'
import type { SalesforceOptions } from './server.ts'

/** What can be said on the command line, and what is meant by nothing. */
const flags = {
  users: { type: 'string', default: '1000' },
  port: { type: 'string', default: '0' },
  'delay-ms': { type: 'string', default: '0' },
  https: { type: 'boolean', default: false },
  sharing: { type: 'string', default: 'public' },
  'view-all-users': { type: 'boolean', default: true },
  'manage-users': { type: 'boolean', default: true },
  seed: { type: 'string', default: '1' },
  ids: { type: 'string', default: 'even' },
  'id-order': { type: 'string', default: 'ascii' },
  frozen: { type: 'string', default: '0' },
  activity: { type: 'string', default: '0' },
  'page-size': { type: 'string', default: '2000' },
  'uneven-pages': { type: 'boolean', default: false },
  'call-limit': { type: 'string', default: '1000000' },
  'clock-skew-seconds': { type: 'string', default: '0' },
  gzip: { type: 'boolean', default: true },
  'client-id': { type: 'string', default: '' },
  'client-secret': { type: 'string', default: '' },
  callback: { type: 'string', default: 'http://localhost:1717/OauthRedirect' },
  help: { type: 'boolean', default: false },
} as const

/** How to use it. */
export const usage = `A local Salesforce to try sfsync or another client against.

usage: node test/support/salesforce-server/serve.ts [flags]

  --users <n>               how many users the org has (1000)
  --seed <n>                which users: the same number gives the same (1)
  --ids even|clustered      how their IDs lie (even)
  --id-order ascii|ignoring-case  how the org compares IDs (ascii)
  --frozen <n>              how many log-ins are frozen (0)
  --activity <n>            how many users own opportunities, tasks and events (0)
  --sharing public|private  who sees whom (public)
  --no-view-all-users       the identity lacks "View All Users"
  --no-manage-users         the identity lacks "Manage Users"
  --page-size <n>           the most users on a page (2000)
  --uneven-pages            some pages are smaller
  --call-limit <n>          API calls allowed in 24 hours (1000000)
  --clock-skew-seconds <n>  how much the org's clock is ahead (0)
  --delay-ms <n>            how long every answer takes longer (0)
  --no-gzip                 answers are never compressed
  --client-id <id>          an app to sign in with through the browser
  --client-secret <secret>  its secret, for client credentials as well
  --callback <address>      its callback address (http://localhost:1717/OauthRedirect)
  --https                   encrypted, with a certificate for this machine alone
  --port <n>                a free one is taken otherwise
`

/** What was asked for on the command line. */
export interface ServeOptions {
  readonly help: boolean
  readonly facts: SalesforceOptions & { readonly users: Population }
  readonly app: OauthApp | undefined
  readonly frozen: number
  readonly activity: number
}

/** Reads the command line; throws a `TypeError` that says what is wrong. */
export function serveOptions(args: readonly string[]): ServeOptions {
  const { values } = parseArgs({ args: [...args], options: flags, allowNegative: true })
  return {
    help: values.help,
    app: appOf(values['client-id'], values['client-secret'], values.callback),
    frozen: whole(values.frozen, 'frozen'),
    activity: whole(values.activity, 'activity'),
    facts: {
      users: {
        count: whole(values.users, 'users'),
        seed: whole(values.seed, 'seed'),
        ids: oneOf(values.ids, 'ids', ['even', 'clustered'] as const),
      },
      port: whole(values.port, 'port'),
      https: values.https,
      delayMilliseconds: whole(values['delay-ms'], 'delay-ms'),
      sharing: oneOf(values.sharing, 'sharing', ['public', 'private'] as const),
      permissions: {
        apiEnabled: true,
        viewAllUsers: values['view-all-users'],
        manageUsers: values['manage-users'],
      },
      idOrder: oneOf(values['id-order'], 'id-order', ['ascii', 'ignoring-case'] as const),
      pageSize: whole(values['page-size'], 'page-size'),
      unevenPages: values['uneven-pages'],
      callLimit: whole(values['call-limit'], 'call-limit'),
      clockSkewSeconds: whole(values['clock-skew-seconds'], 'clock-skew-seconds'),
      gzip: values.gzip,
    },
  }
}

function appOf(clientId: string, clientSecret: string, callback: string): OauthApp | undefined {
  if (clientId === '') return undefined
  return { clientId, callback, ...(clientSecret === '' ? {} : { clientSecret, runsAs: 'ada@acme.example' }) }
}

function whole(text: string, flag: string): number {
  if (/^-?\d+$/.test(text)) return Number(text)
  throw new TypeError(`--${flag} takes a whole number, not "${text}"`)
}

function oneOf<Word extends string>(text: string, flag: string, words: readonly Word[]): Word {
  const word = words.find((candidate) => candidate === text)
  if (word === undefined) throw new TypeError(`--${flag} takes ${words.join(' or ')}, not "${text}"`)
  return word
}
