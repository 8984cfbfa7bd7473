import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const file = `Email,External ID,System
ada.lovelace@acme.example,0055g0000004C92AAE,Salesforce
grace.hopper@acme.example,0055g0000004COnAAM,salesforce eu
annie.easley@acme.example,0055g0000004EB6AAM,Dynamics
`

/** The problems of the file with these systems, in a company whose setting mapping-system is this. */
async function problemsWith(system: string | undefined): Promise<string[]> {
  const home = temporaryFolder()
  writeFileSync(join(home, 'mapping.csv'), file)
  const demo = async (...words: string[]) => await sfsync(home, ['--profile', 'demo', ...words])
  if (system !== undefined) await demo('settings', 'set', 'mapping-system', system)
  const { stderr } = await demo('map', '--file', 'mapping.csv')
  return stderr.split('\n').flatMap((line) => /^ +(mapping\.csv:\d+: System: .*)/.exec(line)?.[1] ?? [])
}

const only = 'sfsync maps users to Salesforce only, not to'

test('another system is refused; the problem says how to record what SalesScreen calls Salesforce', async () => {
  const set =
    'remove the line, or record it if it is the name of Salesforce in SalesScreen: sfsync --profile demo settings set mapping-system'
  expect(await problemsWith(undefined)).toEqual([
    `mapping.csv:3: System: ${only} "salesforce eu"  (${set} 'salesforce eu')`,
    `mapping.csv:4: System: ${only} "Dynamics"  (${set} Dynamics)`,
  ])
})

test('the company setting mapping-system is accepted besides Salesforce, in any case', async () => {
  expect(await problemsWith('Salesforce EU')).toEqual([`mapping.csv:4: System: ${only} "Dynamics"`])
})
