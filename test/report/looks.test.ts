// How the page of `report` looks: small pictures, made with the font that comes with the browser, compared with a tolerance.
// UPDATE_LOOKS=1 makes them again.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { PNG } from 'pngjs'
import type { Browser } from 'puppeteer-core'
import { beforeAll, expect, test } from 'vitest'
import { hintText } from '../../src/app/hints.ts'
import { reportPage } from '../../src/report/report-page.ts'
import { aBrowser, withOneFont } from '../support/browser.ts'
import { difference, openPage } from '../support/browser-page.ts'
import { aReport } from '../support/report-facts.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const folder = join(import.meta.dirname, 'looks')
// A quarter of the size in each direction.
const scale = 0.25
// Other builds of the browser smooth letters otherwise.
const mostDifferent = 0.01

let browser: Browser
beforeAll(async () => {
  browser = await aBrowser(await withOneFont())
  return async () => await browser.close()
})

test.each([
  ['narrow', 320, 'light', 'screen'],
  ['medium', 768, 'light', 'screen'],
  ['wide', 1600, 'light', 'screen'],
  ['dark', 1024, 'dark', 'screen'],
  ['paper', 794, 'light', 'print'],
] as const)('the page looks as before: %s', async (name, width, scheme, media) => {
  const page = join(temporaryFolder(), 'report.html')
  writeFileSync(
    page,
    reportPage(aReport(), { typed: (hint) => hintText(hint), recorded: (command) => command }),
  )
  const tab = await openPage(browser, pathToFileURL(page).href, { scheme, width })
  // Naming a medium drops the scheme.
  if (media === 'print') await tab.emulateMediaType(media)
  await tab.setViewport({ width, height: 800, deviceScaleFactor: scale })
  const found = Buffer.from(await tab.screenshot({ fullPage: true }))
  const file = join(folder, `${name}.png`)
  if (process.env['UPDATE_LOOKS'] === '1') {
    mkdirSync(folder, { recursive: true })
    writeFileSync(file, found)
  }
  expect(existsSync(file)).toBe(true)
  const [now, before] = [PNG.sync.read(found), PNG.sync.read(readFileSync(file))]
  expect([now.width, now.height]).toEqual([before.width, before.height])
  const different = difference(now, before)
  expect(different).toBeLessThanOrEqual(mostDifferent)
})
