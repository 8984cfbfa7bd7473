import { describe, expect, test } from 'vitest'
import type { Pager } from '../../src/app/ports.ts'
import type { Ledger, UserRecord } from '../../src/ledger/ledger.ts'
import { aMapping, aSalesforceUser, aTeam, aUser, teamIdOf } from '../support/builders.ts'
import { aStage } from '../support/dependencies.ts'
import { aLedger } from '../support/seeded-ledger.ts'

/** A terminal whose pager is quit at once, and how many pages of users were read. */
async function aDesk() {
  const names = Array.from({ length: 2500 }, (_, at) => `p${at}`)
  const teamId = teamIdOf('North')
  const ledger = await aLedger({
    teams: [aTeam('North')],
    users: names.map((name) => aUser(name, { teamId })),
    people: [aSalesforceUser('p7', { active: false })],
    mappings: [aMapping('p7')],
  })
  let pages = 0
  const users = ledger.users.bind(ledger)
  Object.assign(ledger, {
    users: async function* (...[query]: Parameters<Ledger['users']>): AsyncGenerator<readonly UserRecord[]> {
      for await (const page of users(query)) {
        pages += 1
        yield page
      }
    },
  })
  let written = ''
  const pager: Pager = {
    write: async (piece) => {
      written += Buffer.from(piece).toString()
      return await Promise.resolve(false)
    },
    end: async () => await Promise.resolve(true),
  }
  const stdout = {
    isTerminal: true,
    width: 200,
    height: 5,
    write: async () => await Promise.resolve(),
  }
  const stage = aStage({
    ledger,
    parts: { stdout, startPager: async () => await Promise.resolve(pager) },
  })
  return { stage, read: () => pages, written: () => written }
}

describe('a command whose pager is quit', () => {
  test('reads no further', async () => {
    const { stage, read, written } = await aDesk()
    expect((await stage.run('users', 'list')).exitCode).toBe(0)
    expect(read()).toBeLessThan(3)
    expect(written()).not.toContain('p2499@')
  })

  test('keeps its exit code', async () => {
    const { stage } = await aDesk()
    const everybody = ['p1@example.com', 'p2@example.com']
    expect((await stage.run('status', ...everybody, '--require', 'recorded')).exitCode).toBe(10)
    expect((await stage.run('check', '--offline')).exitCode).toBe(10)
  })

  test('reads to the end where the exit code depends on it', async () => {
    const { stage, written } = await aDesk()
    const { exitCode } = await stage.run('todo', '--exit-code')
    expect(exitCode).toBe(10)
    expect(written()).not.toContain('p2499@')
  })
})
