import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { planOf } from '../../src/core/change.ts'
import { aSalesforceUser, aStamp, aTeam, aUser } from '../support/builders.ts'
import { change } from '../support/changes.ts'
import { aStage } from '../support/dependencies.ts'
import { FakeLiveReader } from '../support/fake-live-reader.ts'
import { MemoryLedger } from '../support/memory-ledger.ts'
import { sfsync } from '../support/sfsync.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const mostOfAComment = 65_536

/** So many new users with long names that are full of markup. */
function hostileUsers(count: number): string {
  const name = '</details>|`*_[x](https://evil.example)@acme#1'.repeat(5)
  const rows = Array.from({ length: count }, (_, at) => `user${at}@acme.example,"${name}",Last ${at}`)
  return `email,first name,last name\n${rows.join('\n')}\n`
}

test('a plan of thousands of changes fits into a comment, with its warnings and what is left out', async () => {
  const home = temporaryFolder()
  writeFileSync(join(home, 'users.csv'), hostileUsers(3000))
  const { stdout } = await sfsync(home, ['plan', 'users.csv', '--format', 'markdown', '--new'])
  expect(stdout.length).toBeLessThan(mostOfAComment)
  expect(stdout).toMatch(/^### 3,000 users to add\n/)
  expect(stdout.match(/^<\/?(?:details|summary)>/gm)).toEqual(['<details>', '<summary>', '</details>'])
  expect(stdout).toMatch(/^… and 2,\d\d\d more: to see all of them, use `--format csv` or `--json`$/m)
})

test('a plan with problems says in Markdown what is wrong, and is no plan; a file for the plan stays unwritten', async () => {
  const home = temporaryFolder()
  writeFileSync(join(home, 'map.csv'), 'email,team\nada@acme.example,Sales | North\n,\n')
  const plan = async (...more: string[]) => await sfsync(home, ['plan', 'map.csv', ...more])
  const { stdout, stderr, exitCode } = await plan('--format', 'markdown')
  expect(stdout).toBe(`### Error: 1 of 1 row of map.csv has a problem; nothing was changed

| Line | Column | Value | Problem | What to do |
| ---: | --- | --- | --- | --- |
| 2 | team | Sales \\| North | the team "Sales \\| North" does not exist | add --create-team |
| 2 | email | ada@acme.example | ada@acme.example is new and has no name | fill in the first and last name, or correct the address |

Try:

- fix these rows and try again
`)
  const inWords = await plan()
  expect({ stderr, exitCode }).toEqual({ stderr: inWords.stderr, exitCode: inWords.exitCode })
  expect(await plan('--output', 'plan.md')).toEqual(inWords)
  expect(existsSync(join(home, 'plan.md'))).toBe(false)
})

test('thousands of problems fit into a comment, and a command line that is wrong is a document as well', async () => {
  const home = temporaryFolder()
  const rows = Array.from({ length: 3000 }, (_, at) => `user${at}@acme.example,</details>#${at}`)
  writeFileSync(join(home, 'teams.csv'), `email,team\n${rows.join('\n')}\n`)
  const { stdout } = await sfsync(home, ['plan', 'teams.csv', '--format', 'markdown'])
  expect(stdout.length).toBeLessThan(mostOfAComment)
  expect(stdout).toMatch(/^### Error: 3,000 of 3,000 rows of teams\.csv have problems/)
  expect(stdout.match(/^<\/?(?:details|summary)>/gm)).toEqual(['<details>', '<summary>', '</details>'])
  expect(stdout).toMatch(/^… and \d,\d\d\d more: to see all of them, use `--json`$/m)
  const mistyped = await sfsync(home, ['plan', 'teams.csv', '--format=markdown', '--seat'])
  expect(mistyped).toMatchObject({ exitCode: 2 })
  expect(mistyped.stdout).toMatch(/^### Error: unknown option '--seat'/)
})

/** A command line at some time, with an org where there is one. */
const moment = (at: string, ledger?: MemoryLedger, org?: FakeLiveReader) =>
  aStage({
    ...(ledger === undefined ? {} : { ledger }),
    ...(org === undefined
      ? {}
      : {
          environment: {
            SF_ACCESS_TOKEN: 'a-token-of-some-length',
            SF_ORG_INSTANCE_URL: 'https://acme.my.salesforce.com',
          },
        }),
    parts: {
      now: () => new Date(at),
      ...(org === undefined ? {} : { openReader: async () => await Promise.resolve(org) }),
    },
  })

test('a check for the first time, and one that could not check everything, do not look like a good one', async () => {
  const check = ['check', '--format', 'markdown'] as const
  expect((await moment('2026-11-23T12:00:00Z').run(...check)).stdout).toBe('### No users to check yet\n')

  const ledger = new MemoryLedger()
  const ada = aUser('ada', { teamId: aTeam('North').teamId })
  const plan = planOf([change.team(null, aTeam('North')), change.user(null, ada)])
  await ledger.commit(plan, aStamp())
  await moment('2026-11-23T12:00:00Z', ledger, new FakeLiveReader([aSalesforceUser('ada')])).run(
    'sf-users',
    'refresh',
  )
  expect((await moment('2026-11-23T12:30:00Z', ledger).run(...check)).stdout).toBe(
    '### No findings\n\nAs of acme.my.salesforce.com, read 2026-11-23 12:00 UTC.\n',
  )
  const { stdout, exitCode } = await moment('2026-11-23T15:00:00Z', ledger).run(...check)
  expect({ exitCode, stdout: stdout.slice(0, stdout.indexOf('could')) }).toEqual({
    exitCode: 5,
    stdout: `### No findings, but not everything was checked

As of acme.my.salesforce.com, read 2026-11-23 12:00 UTC.

Not checked:

- `,
  })
})
