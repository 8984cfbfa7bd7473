import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { aProgram } from './support.ts'

/** How a Salesforce CLI behaves. */
export interface SfFacts {
  readonly instanceUrl: string
  /** The tokens that it gives, one after another each time it renews; the last one stays. */
  readonly tokens: readonly string[]
  /** `new` shows tokens by a command of their own, `old` with the org, `between` neither way. */
  readonly version?: 'new' | 'old' | 'between'
  /** What it does instead of answering. */
  readonly script?: string
}

const unknown = {
  new: '',
  old: '{"status":2,"name":"CommandNotFound","message":"org:auth:show-access-token is not a sf command."}',
  between: 'not json: Warning: org auth show-access-token is not a sf command.',
}

/** Puts a Salesforce CLI on the PATH that is signed in to an org as `acme`; gives the environment to run with. */
export function aSalesforceCli(home: string, facts: SfFacts): Record<string, string> {
  const { instanceUrl, tokens, version = 'new', script } = facts
  const folder = join(home, '.sfdx')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'alias.json'), JSON.stringify({ orgs: { acme: 'ada@acme.example' } }))
  const org = {
    orgId: '00D5g0000001AbCEAU',
    instanceUrl,
    username: 'ada@acme.example',
    accessToken: 'encrypted',
    refreshToken: 'encrypted',
  }
  writeFileSync(join(folder, 'ada@acme.example.json'), JSON.stringify(org))
  writeFileSync(join(home, 'sf.log'), '')
  return aProgram(
    home,
    'sf',
    `const { appendFileSync, readFileSync } = require('node:fs')
const words = process.argv.slice(2).join(' ')
appendFileSync(${JSON.stringify(join(home, 'sf.log'))}, words + '\\n')
${script ?? ''}
const renewals = readFileSync(${JSON.stringify(join(home, 'sf.log'))}, 'utf8').split('org display').length - 1
const tokens = ${JSON.stringify(tokens)}
const shown = tokens[Math.min(renewals, tokens.length - 1)]
const old = ${JSON.stringify(version)} === 'old'
if (words.startsWith('org auth show-access-token') && ${JSON.stringify(version)} === 'new') {
  console.log(JSON.stringify({ status: 0, result: { accessToken: shown }, warnings: ['This token may be stale.'] }))
} else if (words.startsWith('org auth show-access-token')) {
  console.log(${JSON.stringify(unknown[version])})
  process.exitCode = 2
} else if (words.startsWith('org display')) {
  console.log(JSON.stringify({ status: 0, result: { accessToken: old ? shown : "[REDACTED] Use 'sf org auth show-access-token' to view" } }))
}`,
  )
}

/** Every command line that the Salesforce CLI was given. */
export function sfCommands(home: string): string[] {
  return readFileSync(join(home, 'sf.log'), 'utf8').trim().split('\n')
}
