import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

const module = pathToFileURL(join(import.meta.dirname, '..', '..', 'src', 'app', 'directory-age.ts')).href

/** How people read these times in a time zone, which only a process of its own can have. */
function readIn(zone: string, times: readonly (string | null)[]): unknown {
  const script = `
    const { minuteText, dayText } = await import(${JSON.stringify(module)})
    console.log(JSON.stringify(${JSON.stringify(times)}.map((at) => [at?.includes('T') ? minuteText(at) : null, dayText(at)])))`
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, TZ: zone },
    encoding: 'utf8',
  })
  return JSON.parse(printed)
}

test.each([
  ['UTC', '2026-11-23 12:30 UTC', '2026-11-23'],
  ['Europe/Oslo', '2026-11-23 13:30 UTC+1', '2026-11-23'],
  ['America/New_York', '2026-11-23 07:30 UTC-5', '2026-11-23'],
  ['Asia/Kolkata', '2026-11-23 18:00 UTC+5:30', '2026-11-23'],
  ['America/St_Johns', '2026-11-23 09:00 UTC-3:30', '2026-11-23'],
  ['Pacific/Auckland', '2026-11-24 01:30 UTC+13', '2026-11-24'],
])('in %s a time is local, with its distance from UTC', (zone, minute, day) => {
  expect(readIn(zone, ['2026-11-23T12:30:59.000Z'])).toEqual([[minute, day]])
})

test('what is only a day, or unknown, stays as it is', () => {
  expect(readIn('America/New_York', ['2026-11-23', null])).toEqual([
    [null, '2026-11-23'],
    [null, null],
  ])
})

test('what is kept in the ledger is in UTC in every time zone, what is read here is local', () => {
  const script = `
    const { lastReadText, lastReadHere } = await import(${JSON.stringify(module)})
    const read = { origin: 'r.csv', at: '2026-11-23T22:37:59.000Z' }
    console.log(JSON.stringify([lastReadText(read), lastReadHere(read)]))`
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, TZ: 'Asia/Kolkata' },
    encoding: 'utf8',
  })
  expect(JSON.parse(printed)).toEqual([
    'r.csv, read 2026-11-23 22:37 UTC',
    'r.csv, read 2026-11-24 04:07 UTC+5:30',
  ])
})
