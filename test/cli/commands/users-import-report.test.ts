import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

async function imported(text: string): Promise<{ exitCode: number; stderr: string }> {
  const home = temporaryFolder()
  writeFileSync(join(home, 'users.csv'), text)
  return await sfsync(home, ['users', 'import', 'users.csv'])
}

test('a report of Salesforce users is not a list of those who are in SalesScreen', async () => {
  const { exitCode, stderr } = await imported(
    'User ID,Full Name,Username,Email,Profile\n0055g0000004C92AAE,Ada Lovelace,ada@acme.example.prod,ada@acme.example,Sales User\n',
  )
  expect(exitCode).toBe(1)
  expect(stderr).toBe(
    "error: users.csv is a report of Salesforce users, not SalesScreen's list of users\ntry: sfsync sf-users import users.csv\n",
  )
})

test('without a column for the team or the state, it says how new users were taken', async () => {
  const { exitCode, stderr } = await imported(
    'E-post,Navn,Avdeling/lag,Merknad\nada@acme.example,Ada Lovelace,Salg Nord,Pending\n',
  )
  expect(exitCode).toBe(0)
  expect(stderr).toContain(
    "warning: no column was recognized as team or state, so everyone new was taken without a team and as active; if one of Avdeling/lag, Merknad is it, undo this, and name it: sfsync users import <file> --columns 'team=<label>'\n",
  )
})
