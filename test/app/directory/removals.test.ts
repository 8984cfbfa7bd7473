import { describe, expect, test } from 'vitest'
import { salesforceUsers } from '../../support/salesforce-server/users.ts'
import { keys, TerminalSession } from '../../support/terminal-session.ts'
import { aWorkplace } from './live-support.ts'

const permissions = (viewAllUsers: boolean) => ({ apiEnabled: true, viewAllUsers, manageUsers: true })

/** An org with private sharing that shows all of its 60 users, until the right is taken away. */
async function aPrivateOrg(visibleShare: number) {
  const rights = { ...permissions(true) }
  const place = await aWorkplace({
    users: salesforceUsers(60),
    sharing: 'private',
    visibleShare,
    permissions: rights,
  })
  const first = await place.run('sf-users', 'refresh', '--all')
  return { place, rights, first }
}

describe('a refresh that sees fewer users than the last one', () => {
  test('says nothing of private sharing while the right is there', async () => {
    const { first } = await aPrivateOrg(0.3)
    expect(first).toMatchObject({
      exitCode: 0,
      stderr:
        'next: there are no SalesScreen users yet; if some exist already, import them: sfsync users import <workbook>\nnext: sfsync sf-users list --unmapped\n',
    })
  })

  test.each([[], ['--full'], ['--dry-run'], ['--full', '--via', 'bulk']])(
    'is refused with the exact number and the cause, and loses nobody (%j)',
    async (...flags) => {
      const { place, rights } = await aPrivateOrg(0.3)
      rights.viewAllUsers = false
      const run = await place.run('sf-users', 'refresh', '--all', ...flags)
      expect(run).toMatchObject({ exitCode: 7, stdout: '' })
      const [, dropped] = /no longer shows (\d+) of the 60 users in the directory/.exec(run.stderr) ?? []
      expect(Number(dropped)).toBeGreaterThan(30)
      expect(run.stderr).toContain('the permission "View All Users" is missing')
      expect(run.stderr).toContain(`--allow-removals ${dropped}\n`)
      expect(await place.people()).toHaveLength(60)
    },
  )

  test('goes through with exactly the number, and comes back when the right does', async () => {
    const { place, rights } = await aPrivateOrg(0.3)
    rights.viewAllUsers = false
    const { stderr } = await place.run('sf-users', 'refresh', '--all')
    const dropped = Number(/--allow-removals (\d+)/.exec(stderr)?.[1])
    const wrong = await place.run('sf-users', 'refresh', '--all', '--allow-removals', String(dropped - 1))
    expect(wrong).toMatchObject({ exitCode: 7 })
    const right = await place.run('sf-users', 'refresh', '--all', '--allow-removals', String(dropped))
    expect(right).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`${dropped} removed`) })
    expect(right.stderr).toContain('the permission "View All Users" is missing')
    expect(await place.people()).toHaveLength(60 - dropped)
    rights.viewAllUsers = true
    const back = await place.run('sf-users', 'refresh', '--all')
    expect(back).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(`${dropped} new`) })
    expect(await place.people()).toHaveLength(60)
  })

  test('asks for the number on a terminal, and reads again with it', async () => {
    const { place, rights } = await aPrivateOrg(0.3)
    rights.viewAllUsers = false
    const refused = await place.run('sf-users', 'refresh', '--all')
    const dropped = /--allow-removals (\d+)/.exec(refused.stderr)?.[1] ?? ''
    const terminal = new TerminalSession(place.home, ['sf-users', 'refresh', '--all'], {
      environment: place.environment,
      columns: 200,
    })
    await terminal.sees('the permission "View All Users" is missing')
    await terminal.answers(`Type ${dropped} to continue`, `1${keys.enter}`)
    await terminal.answers('that is not the number', `${keys.clearLine}${dropped}${keys.enter}`)
    await terminal.sees(`${dropped} removed`)
    await terminal.sees(`equivalent command: sfsync sf-users refresh --all --allow-removals ${dropped}`)
    expect(await terminal.ends()).toBe(0)
    expect(terminal.text).not.toContain('nothing was changed')
    expect(await place.people()).toHaveLength(60 - Number(dropped))
  })

  test('names them although they are few, and heals by itself', async () => {
    const { place, rights } = await aPrivateOrg(0.97)
    rights.viewAllUsers = false
    const run = await place.run('sf-users', 'refresh', '--all')
    expect(run).toMatchObject({ exitCode: 0 })
    expect(run.stderr).toMatch(/no longer shows [1-5] users? of the directory: the permission "View All/)
    rights.viewAllUsers = true
    await place.run('sf-users', 'refresh', '--all')
    expect(await place.people()).toHaveLength(60)
  })

  test('is named where another scope is the cause', async () => {
    const users = salesforceUsers(60).map((user, index) => ({
      ...user,
      UserType: index < 20 ? 'PowerPartner' : 'Standard',
    }))
    const place = await aWorkplace({ users })
    await place.run('sf-users', 'refresh', '--all')
    const run = await place.run('sf-users', 'refresh')
    expect(run).toMatchObject({ exitCode: 7 })
    expect(run.stderr).toContain('no longer shows 20 of the 60 users')
    expect(run.stderr).toContain('the last refresh was made with --all')
  })
})
