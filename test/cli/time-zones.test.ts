import { expect, test } from 'vitest'
import { sfsync } from '../support/sfsync.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const ada = 'ada.lovelace@acme.example'

// Half a day or more from UTC, on the side where the day is another one at this hour.
const zone = new Date().getUTCHours() < 12 ? 'Etc/GMT+12' : 'Pacific/Kiritimati'
const environment = { SFSYNC_PROFILE: 'demo', SFSYNC_ACTOR: 'jane', TZ: zone }
const days = /\d{4}-\d\d-\d\d/g

function today(timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date())
}

async function aHome(): Promise<string> {
  const home = temporaryFolder()
  const commands = [
    ['settings', 'set', 'auto-sync', 'off'],
    ['add', ada, '--team', 'Sales North', '--create-team', '--yes'],
    ['create-user', '--from-sf', 'grace.hopper@acme.example'],
    ['reject', 'grace.hopper@acme.example', '0055g0000004C92AAE', '--reason', 'another person'],
    ['todo', 'done', ada],
  ]
  for (const words of commands)
    expect([words, (await sfsync(home, words, { environment })).exitCode]).toEqual([words, 0])
  return home
}

test('days and times are those of the reader in a text, and UTC in JSON', async () => {
  const home = await aHome()
  expect(today(zone)).not.toBe(today('UTC'))
  for (const who of [ada, 'grace.hopper@acme.example']) {
    const text = await sfsync(home, ['explain', who], { environment })
    const textDays = (text.stdout.match(days) ?? []).filter((day) => day >= today('Etc/GMT+12'))
    expect(textDays.length).toBeGreaterThan(3)
    expect(new Set(textDays)).toEqual(new Set([today(zone)]))
    const json = await sfsync(home, ['explain', who, '--json'], { environment })
    const jsonDays = (json.stdout.match(days) ?? []).filter((day) => day >= today('Etc/GMT+12'))
    expect(jsonDays.length).toBeGreaterThan(3)
    expect(new Set(jsonDays)).toEqual(new Set([today('UTC')]))
  }
  const asText = await sfsync(home, ['undo'], { environment })
  expect(asText.stderr).toContain(`by jane, ${today(zone)} `)
  const asJson = await sfsync(home, ['undo', '--json'], { environment })
  expect(asJson.stdout).toMatch(new RegExp(`by jane, ${today('UTC')} \\d\\d:\\d\\d UTC:`))
})

test('a chart counts by the days that --since and --until mean', async () => {
  const home = await aHome()
  const chart = async (...flags: readonly string[]) =>
    await sfsync(home, ['history', '--chart', ...flags], { environment })
  const all = await chart()
  expect(all.stdout).toContain('Mappings over time')
  expect(all.stdout).toContain('Salesforce users over time')
  expect(new Set(all.stdout.match(days))).toEqual(new Set([today(zone)]))
  const ofToday = await chart('--since', today(zone), '--until', today(zone))
  expect(ofToday.stdout).toBe(all.stdout)
  expect(await chart('--until', 'yesterday')).toMatchObject({
    stdout: '',
    stderr: 'no mapping has changed in this time\n',
  })
})
