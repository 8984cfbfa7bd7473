import type { PNG } from 'pngjs'
import type { Browser, Page } from 'puppeteer-core'
import { expect, onTestFinished } from 'vitest'

/** How a tab differs from the usual. */
export interface Prepared {
  /** Runs in the page before its own script. */
  readonly before?: string
  readonly withoutScripts?: boolean
  readonly width?: number
  readonly scheme?: 'light' | 'dark'
}

/** A tab of its own in which the page is open, without a network; when the test ends, nothing may have been complained about. */
export async function openPage(browser: Browser, address: string, prepared: Prepared = {}): Promise<Page> {
  const context = await browser.createBrowserContext()
  onTestFinished(async () => await context.close())
  const page = await context.newPage()
  const noticed: string[] = []
  page.on('request', (request) => {
    if (request.url() !== address) noticed.push(request.url())
  })
  page.on('pageerror', (error) => noticed.push(String(error)))
  page.on('console', (message) => noticed.push(message.text()))
  page.on('dialog', (dialog) => {
    noticed.push(dialog.message())
    void dialog.dismiss()
  })
  onTestFinished(() => expect(noticed).toEqual([]))
  const session = await page.createCDPSession()
  await session.send('Browser.grantPermissions', {
    permissions: ['clipboardReadWrite', 'clipboardSanitizedWrite'],
    ...(context.id === undefined ? {} : { browserContextId: context.id }),
  })
  await page.setOfflineMode(true)
  await page.setJavaScriptEnabled(prepared.withoutScripts !== true)
  await page.setViewport({ width: prepared.width ?? 1024, height: 740 })
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: prepared.scheme ?? 'light' }])
  if (prepared.before !== undefined) await page.evaluateOnNewDocument(prepared.before)
  await page.goto(address)
  return page
}

/** What an expression in the page gives. */
export const inPage = async (page: Page, expression: string): Promise<unknown> =>
  await page.evaluate(expression)

/** The share of points in which two pictures of one size differ clearly. */
export function difference(left: PNG, right: PNG): number {
  let different = 0
  for (let at = 0; at < left.data.length; at += 4) {
    const [red, green, blue] = [0, 1, 2].map((part) =>
      Math.abs((left.data[at + part] ?? 0) - (right.data[at + part] ?? 0)),
    )
    if (Math.max(red ?? 0, green ?? 0, blue ?? 0) > 48) different += 1
  }
  return (4 * different) / left.data.length
}
