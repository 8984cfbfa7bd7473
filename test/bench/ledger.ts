import { copyFileSync } from 'node:fs'
import type { Change } from '../../src/core/change.ts'
import { parseEmail } from '../../src/core/text.ts'
import { isTeamId, isUserId } from '../../src/core/model.ts'
import { openSqliteLedger } from '../../src/ledger/sqlite/open.ts'
import { opened } from '../support/ledger-content.ts'
import { emailOf, namesOf } from './people.ts'

/** Creates this many users on one team in a ledger; number 7 has the e-mail address `emailOf(7)`. */
export async function addUsers(store: string, users: number): Promise<void> {
  const ledger = await opened(store)
  try {
    const changes = [team(), ...Array.from({ length: users }, (_, person) => user(person))]
    await ledger.commit(
      { changes, warnings: [], next: [], evidence: [] },
      { actor: 'bench', at: new Date().toISOString(), command: 'sfsync bench', reason: null },
    )
  } finally {
    await ledger.close()
  }
}

/** A copy of a closed ledger. */
export function copyOf(path: string, name: string): string {
  const copy = `${path}.${name}`
  copyFileSync(path, copy)
  return copy
}

/** Makes a ledger that holds nothing, and gives its path. */
export async function emptyLedger(path: string): Promise<string> {
  await (await openSqliteLedger(path)).close()
  return path
}

function userIdOf(person: number): string {
  return `u-${person.toString(16).padStart(8, '0')}`
}

const teamId = 't-00000001'

function team(): Change {
  if (!isTeamId(teamId)) throw new Error(`${teamId} is no team ID`)
  return { entity: 'team', key: teamId, before: null, after: { teamId, name: 'Sales North', key: null } }
}

function user(person: number): Change {
  const userId = userIdOf(person)
  const parsed = parseEmail(emailOf(person))
  const [firstName, lastName] = namesOf(person)
  if (!isUserId(userId) || !isTeamId(teamId) || 'reason' in parsed)
    throw new Error(`person ${person} is no user`)
  const after = {
    userId,
    email: parsed.email,
    firstName,
    lastName,
    nickname: null,
    state: 'active',
    teamId,
  } as const
  return { entity: 'user', key: userId, before: null, after }
}
