import { expect, test } from 'vitest'
import { sfsync } from '../../support/sfsync.ts'
import { keys, TerminalSession } from '../../support/terminal-session.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

test.each([
  ['demo has no result to print as JSON', ['--json']],
  ['sfsync demo is a text to read; it cannot be printed as csv', ['--format', 'csv']],
])('the demo is a text, and is no data: %s', async (reason, flags) => {
  const { exitCode, stdout, stderr } = await sfsync(temporaryFolder(), ['demo', ...flags])
  expect(exitCode).toBe(2)
  expect(stdout + stderr).toContain(reason)
  expect(stdout + stderr).not.toContain('Step 1')
})

test('a format that is merely configured does not keep the demo from running', async () => {
  const environment = { SFSYNC_FORMAT: 'json' }
  const { exitCode, stdout } = await sfsync(temporaryFolder(), ['demo'], { environment })
  expect([exitCode, stdout.includes('End of the demo')]).toEqual([0, true])
})

test('the demo begins with automatic sync off, and warns of nothing in its first step', async () => {
  const { stdout } = await sfsync(temporaryFolder(), ['demo'])
  const [first = ''] = stdout.split('Step 2')
  expect(first.match(/\$ .*/g)?.[0]).toBe('$ sfsync settings set auto-sync off')
  expect(first).not.toMatch(/warning|exit code/)
})

test('Ctrl-C says that the ledger of the admin was not changed', async () => {
  const terminal = new TerminalSession(temporaryFolder(), ['demo'])
  await terminal.sees('Step 2')
  terminal.types(keys.ctrlC)
  expect(await terminal.ends()).toBe(130)
  expect(terminal.text).toContain('interrupted; your own ledger was not changed')
})

test('an admin who came by npx is shown commands that begin with npx, also for the kept ledger and in errors', async () => {
  const folder = temporaryFolder()
  const options = { environment: { npm_command: 'exec' } }
  const { stdout, stderr } = await sfsync(folder, ['demo', '--keep', 'kept'], options)
  expect(stdout).toContain('End of the demo. To start with your own users: npx sfsync guide\n')
  expect(stdout).toContain('\n$ npx sfsync settings check\n')
  expect(stdout).toContain('next: npx sfsync status')
  expect(stderr).toContain('next: npx sfsync status --profile demo --store kept/ledger.sqlite\n')
  expect(stdout).toContain('\n  npx sfsync suggest --accept class=sure\n')
  expect(stdout.match(/^ +sfsync /m)).toBeNull()
  const kept = ['--profile', 'demo', '--store', 'kept/ledger.sqlite']
  expect((await sfsync(folder, ['blame', 'ada.lovelace@acme.example', ...kept], options)).stdout).toContain(
    'npx sfsync map ada.lovelace@acme.example',
  )
  expect((await sfsync(folder, ['show', '6', ...kept], options)).stdout).toContain('npx sfsync map ada')
  const machine = await sfsync(folder, ['history', '--json', ...kept], options)
  expect(machine.stdout).toContain('"command":"sfsync suggest --accept class=sure"')
  expect(`${stdout}${stderr}`.match(/(?:next|try): (?:.*: )?sfsync/)).toBeNull()
  expect((await sfsync(folder, ['map', '--bad'], options)).stderr).toContain('try: npx sfsync map --help\n')
})
