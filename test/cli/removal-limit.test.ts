import { describe, expect, test } from 'vitest'
import { historyOf } from '../support/history-of.ts'
import { aMapping, aTeam, aUser } from '../support/builders.ts'
import { aStage } from '../support/dependencies.ts'
import { aLedger } from '../support/seeded-ledger.ts'

const north = aTeam('North')
const names = ['ada', 'bob', 'cleo', 'dan', 'eve']
const deleteNorth = ['teams', 'delete', 'North', '--remove-members'] as const

async function fiveOnNorth() {
  return await aLedger({
    teams: [north],
    users: names.map((name) => aUser(name, { teamId: north.teamId })),
    mappings: [aMapping('ada')],
  })
}

describe('a run above the removal limit', () => {
  test('continues when its number is typed, and the recorded command names it', async () => {
    const stage = aStage({
      ledger: await fiveOnNorth(),
      asks: [
        {
          text: 'Type 5 to continue (Ctrl-C to stop)',
          answer: '5',
          refused: [
            { answer: '6', problem: 'that is not the number' },
            { answer: '', problem: 'that is not the number' },
          ],
        },
      ],
    })
    const { exitCode, stderr } = await stage.run(...deleteNorth)
    expect(exitCode).toBe(0)
    expect(stderr).toMatch(/^~ user *ada@example.com/m)
    expect(stderr).toContain(
      'warning: 5 of 5 users would lose their mapping, team or active account; the\n  limit for one run is 3 users (more only up to 10 percent of all 5)\n',
    )
    expect(stderr).toContain(
      'equivalent command:\n  sfsync teams delete North --remove-members --allow-removals 5\n',
    )
    const [newest] = await historyOf(stage.ledger)
    expect(newest?.command).toBe('sfsync teams delete North --remove-members --allow-removals 5')
  })

  test('replaces the number that was given with the one that was typed', async () => {
    const stage = aStage({
      ledger: await fiveOnNorth(),
      asks: [{ text: 'Type 5 to continue (Ctrl-C to stop)', answer: '5' }],
    })
    const { stderr } = await stage.run(...deleteNorth, '--allow-removals', '4')
    expect(stderr).toContain(
      'equivalent command:\n  sfsync teams delete North --remove-members --allow-removals 5\n',
    )
  })

  test('writes nothing when the question is not answered', async () => {
    const stage = aStage({ ledger: await fiveOnNorth(), asks: ['interrupt'] })
    const { exitCode } = await stage.run(...deleteNorth)
    expect([exitCode, (await historyOf(stage.ledger)).length]).toEqual([130, 1])
  })

  test('does not ask if the number was given, and stops if it is another', async () => {
    const stage = aStage({ ledger: await fiveOnNorth(), asks: [] })
    expect((await stage.run(...deleteNorth, '--allow-removals', '5', '--dry-run')).exitCode).toBe(0)
    const other = aStage({ ledger: await fiveOnNorth() })
    expect((await other.run(...deleteNorth, '--allow-removals', '4')).exitCode).toBe(7)
    expect(await historyOf(other.ledger)).toHaveLength(1)
  })

  test('is measured by the settings', async () => {
    const environment = { SFSYNC_REMOVAL_LIMIT: '4', SFSYNC_REMOVAL_PERCENT: '100' }
    const stage = aStage({ ledger: await fiveOnNorth(), environment })
    expect((await stage.run(...deleteNorth)).exitCode).toBe(7)
    const wide = aStage({ ledger: await fiveOnNorth(), environment: { SFSYNC_REMOVAL_PERCENT: '100' } })
    expect((await wide.run(...deleteNorth)).exitCode).toBe(0)
  })
})

test('undo above the removal limit shows the plan and what cannot be undone, and asks once for the number', async () => {
  const ledger = await fiveOnNorth()
  const emails = names.map((name) => `${name}@example.com`)
  const move = ['assign-team', ...emails, 'South', '--create-team', '--move', '--allow-removals', '5']
  expect((await aStage({ ledger }).run(...move)).exitCode).toBe(0)
  await aStage({ ledger }).run('users', 'edit', 'ada@example.com', '--last-name', 'King')
  const stage = aStage({ ledger, asks: [{ text: 'Type 4 to continue (Ctrl-C to stop)', answer: '4' }] })
  const { exitCode, stderr } = await stage.run('undo', '2')
  const [before = '', after = ''] = stderr.split('? Type 4 to continue (Ctrl-C to stop) 4\n')
  expect(before).toMatch(/^~ user {5}eve@example\.com {2}team: South -> North$/m)
  expect(before).toContain('warning: 2 changes of change set 2 cannot be undone:\n')
  expect(before).toContain('4 users to move, 2 problems\nwarning: 4 of 5 users would lose')
  expect(after).not.toContain('cannot be undone')
  expect(after).toContain('only part of change set 2 was undone; 2 changes were left alone')
  expect(exitCode).toBe(3)
})
