import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { expect, test } from 'vitest'

const module = pathToFileURL(join(import.meta.dirname, '..', '..', 'src', 'app', 'time-span.ts')).href

/** What each text means at this moment in a time zone, which only a process of its own can have: `from` and `to`. */
function inZone(zone: string, now: string, texts: readonly string[]): Record<string, string> {
  const script = `
    const { parseWhen, localDay } = await import(${JSON.stringify(module)})
    const now = new Date(${JSON.stringify(now)})
    const read = (text) => { const { from, to } = parseWhen(text, now, '--since'); return from === to ? from : from + ' ' + to }
    console.log(JSON.stringify({ day: localDay(now), ...Object.fromEntries(${JSON.stringify(texts)}.map((text) => [text, read(text)])) }))`
  const printed = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, TZ: zone },
    encoding: 'utf8',
  })
  return JSON.parse(printed)
}

test('days and times are those of Auckland, where it is tomorrow already', () => {
  const texts = ['today', 'yesterday', '2026-11-23', '2026-11-23T08:00', '2026-11-23T08:00Z', '12h']
  expect(inZone('Pacific/Auckland', '2026-11-23T12:00:00.000Z', texts)).toEqual({
    day: '2026-11-24',
    today: '2026-11-23T11:00:00.000Z 2026-11-24T11:00:00.000Z',
    yesterday: '2026-11-22T11:00:00.000Z 2026-11-23T11:00:00.000Z',
    '2026-11-23': '2026-11-22T11:00:00.000Z 2026-11-23T11:00:00.000Z',
    '2026-11-23T08:00': '2026-11-22T19:00:00.000Z',
    '2026-11-23T08:00Z': '2026-11-23T08:00:00.000Z',
    '12h': '2026-11-23T00:00:00.000Z',
  })
})

test('and those of New York, where it is still yesterday', () => {
  const texts = ['today', '2026-11-22 20:30:05', '2026-11-22T20:30:05+01:00']
  expect(inZone('America/New_York', '2026-11-23T03:00:00.000Z', texts)).toEqual({
    day: '2026-11-22',
    today: '2026-11-22T05:00:00.000Z 2026-11-23T05:00:00.000Z',
    '2026-11-22 20:30:05': '2026-11-23T01:30:05.000Z',
    '2026-11-22T20:30:05+01:00': '2026-11-22T19:30:05.000Z',
  })
})

test('a day on which clocks change has 23 or 25 hours', () => {
  expect(inZone('America/New_York', '2026-11-02T12:00:00.000Z', ['yesterday', '2026-03-08'])).toEqual({
    day: '2026-11-02',
    yesterday: '2026-11-01T04:00:00.000Z 2026-11-02T05:00:00.000Z',
    '2026-03-08': '2026-03-08T05:00:00.000Z 2026-03-09T04:00:00.000Z',
  })
})

test('a time that comes twice is all of it: from the first to the last', () => {
  expect(inZone('America/New_York', '2026-11-02T12:00:00.000Z', ['2026-11-01T01:30'])).toMatchObject({
    '2026-11-01T01:30': '2026-11-01T05:30:00.000Z 2026-11-01T06:30:00.000Z',
  })
  expect(inZone('Australia/Lord_Howe', '2026-04-05T12:00:00.000Z', ['2026-04-05T01:45'])).toMatchObject({
    '2026-04-05T01:45': '2026-04-04T14:45:00.000Z 2026-04-04T15:15:00.000Z',
  })
})

test('a day that begins at one in the morning begins then', () => {
  expect(inZone('Africa/Cairo', '2026-11-02T12:00:00.000Z', ['2026-04-24'])).toMatchObject({
    '2026-04-24': '2026-04-23T22:00:00.000Z 2026-04-24T21:00:00.000Z',
  })
})
