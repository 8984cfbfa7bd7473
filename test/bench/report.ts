import { rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { changeOf } from '../../src/core/change.ts'
import { enteredSources, knownAs, newlyEntered } from '../../src/core/entered.ts'
import { fullName, isUserId, type User } from '../../src/core/model.ts'
import { parseSalesforceUserId } from '../../src/core/salesforce-id.ts'
import { openSqliteLedger } from '../../src/ledger/sqlite/open.ts'
import type { Say } from './live.ts'
import { addUsers } from './ledger.ts'
import { costOf, Growth } from './measure.ts'
import { salesforceUserIdOf, writeReport } from './people.ts'

const mostSeconds = 10
const mostMegabytes = 2

/** `report`, beside `status` of the same ledger, which reads the same people: nine of ten are mapped, eight of ten entered. */
export async function reports(home: string, quick: boolean, say: Say): Promise<void> {
  say('', 'Report on a company of which nine of ten are mapped; one run each; greatest memory of the process')
  const growth = new Growth()
  for (const people of quick ? [10_000, 100_000] : [100_000, 1_000_000]) {
    const store = join(home, `company-${people}.sqlite`)
    const csv = join(home, `company-${people}.csv`)
    const page = join(home, `company-${people}.html`)
    await addUsers(store, people)
    await writeReport(csv, people)
    costOf(home, ['sf-users', 'import', csv, '--store', store])
    await mapAndEnter(store)
    for (const [name, words] of [
      ['status --json', ['status', '--json', '--store', store]],
      ['report', ['report', page, '--store', store]],
    ] as const) {
      const cost = costOf(home, words)
      const { seconds, megabytes } = cost
      say(
        `${people.toLocaleString('en').padStart(9)}  ${name.padEnd(14)} ${seconds.toFixed(2).padStart(7)} s ${megabytes.toFixed(0).padStart(5)} MB${growth.of(name, people, cost)}`,
      )
      if (name !== 'report') continue
      const size = statSync(page).size / 1_000_000
      const isReached = people < 1_000_000 || (seconds <= mostSeconds && size <= mostMegabytes)
      say(
        `           the page has ${size.toFixed(2)} MB; goals: ${mostMegabytes} MB and ${mostSeconds} s for a million: ${isReached ? 'reached' : 'not reached'}`,
      )
    }
    for (const file of [store, csv, page]) rmSync(file)
  }
}

async function mapAndEnter(store: string): Promise<void> {
  const ledger = await openSqliteLedger(store)
  try {
    const changes = ledger.longList()
    for await (const page of ledger.users({})) changes.push(page.flatMap(({ user }) => changesOf(user)))
    await ledger.commit(
      { changes, warnings: [], next: [], evidence: [] },
      { actor: 'bench', at: new Date().toISOString(), command: 'sfsync bench', reason: null },
    )
  } finally {
    await ledger.close()
  }
}

function changesOf(user: User) {
  const { userId, email, teamId, state } = user
  const person = Number(/\d+/.exec(email)?.[0] ?? 0)
  const parsed = parseSalesforceUserId(salesforceUserIdOf(person))
  if (person % 10 === 9 || !isUserId(userId) || 'reason' in parsed) return []
  const { salesforceUserId } = parsed
  const seen = { seenName: fullName(user), seenEmail: email, organizationId: null }
  const mapping = { userId, salesforceUserId, ...seen }
  const [source] = enteredSources
  const known = { source, by: 'bench', at: '2026-11-23T12:00:00.000Z' } as const
  const parts = { ...knownAs.state(known), ...knownAs.team(known), ...knownAs.mapping(known) }
  const entered = { ...newlyEntered(user, known), ...parts, state, teamId, salesforceUserId }
  return [
    changeOf({ entity: 'mapping', key: userId, before: null, after: mapping }),
    ...(person % 10 === 8
      ? []
      : [changeOf({ entity: 'enteredUser', key: userId, before: null, after: entered })]),
  ]
}
