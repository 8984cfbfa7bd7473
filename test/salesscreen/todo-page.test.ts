// The page of `todo export` in a real Chromium, made and read back by the built program. What runs in the page is text.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page, SerializedAXNode } from 'puppeteer-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { aBrowser } from '../support/browser.ts'
import { inPage, openPage, type Prepared } from '../support/browser-page.ts'
import { sfsync } from '../support/sfsync.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

let browser: Browser
beforeAll(async () => {
  browser = await aBrowser()
  return async () => await browser.close()
})

const two = ['ada@x.example,Ada,Lovelace,North', 'bob@x.example,Bob,Stone,North']

const long = `${'L'.repeat(100)} ${'W'.repeat(99)}`
const odd = [
  'e@x.example,Zo\u00eb \ud83d\udc69\u200d\ud83d\ude80,Star,Team \ud83d\ude80',
  'r@x.example,\u05d3\u05e0\u05d4,\u05db\u05d4\u05df,"A ""quoted"", team"',
  `b@x.example,<b>Bold</b>,"O'Neil ""Q"" &amp;",<script>alert(1)</script>`,
  `l@x.example,${long.replace(' ', ',')},Long`,
]

/** A page with these people to create, and how to run the program where it was made. */
async function aPage(people: readonly string[] = two) {
  const home = temporaryFolder()
  const run = async (words: string, stdin = '') => await sfsync(home, words.split(' '), { stdin })
  writeFileSync(join(home, 'people.csv'), ['email,firstName,lastName,team', ...people, ''].join('\n'))
  if (people.length > 0)
    expect(await run('create-user --file people.csv --create-team')).toMatchObject({ exitCode: 0 })
  expect(await run('todo export todo.html')).toMatchObject({ exitCode: 0 })
  return { run, address: pathToFileURL(join(home, 'todo.html')).href }
}

const opened = async (address: string, prepared?: Prepared) => await openPage(browser, address, prepared)

const count = async (page: Page) => await inPage(page, "document.querySelector('#count').textContent")
const ticked = async (page: Page) => String(await inPage(page, "document.querySelector('#ticked').value"))
const clipboard = async (page: Page) => String(await inPage(page, 'navigator.clipboard.readText()'))

/** Whether each of these takes up room on the screen or the paper. */
async function isShown(page: Page, places: string): Promise<unknown> {
  return await inPage(
    page,
    `[...new Set([...document.querySelectorAll(${JSON.stringify(places)})].map((each) => each.offsetParent !== null))]`,
  )
}

/** Ticks by a click, as an admin does. */
async function tick(page: Page, ...places: readonly number[]): Promise<void> {
  const boxes = await page.$$('input')
  for (const place of places) await boxes[place]?.click()
}

/** Clicks a copy button and waits until it says how that went. */
async function copy(page: Page, button: string): Promise<unknown> {
  await page.click(button)
  const word = `document.querySelector(${JSON.stringify(button)}).firstChild.textContent`
  await page.waitForFunction(`${word} !== 'Copy'`)
  return await inPage(page, word)
}

describe('what is ticked', () => {
  test('is copied, and pasted back it leaves the list', async () => {
    const { run, address } = await aPage()
    const page = await opened(address)
    expect(await count(page)).toBe('0 of 3 done')
    expect(await inPage(page, "document.querySelector('#copy-ticked').disabled")).toBe(true)
    await tick(page, 0, 2)
    expect(await count(page)).toBe('2 of 3 done')
    expect(await inPage(page, "document.querySelector('progress').value")).toBe(2)
    expect(await copy(page, '#copy-ticked')).toBe('Copied')
    const pasted = await clipboard(page)
    expect(pasted).toBe(await ticked(page))
    expect(await run('todo done --file -', pasted)).toMatchObject({ exitCode: 0 })
    const { stdout } = await run('todo --format csv --columns kind,name')
    expect(stdout).toBe('kind,name\ncreate-user,Ada Lovelace\n')
  })

  test('is pasted back whatever the names are, and the names are shown as they are', async () => {
    const { run, address } = await aPage(odd)
    const page = await opened(address)
    const names = await inPage(page, "[...document.querySelectorAll('li b')].map((each) => each.textContent)")
    expect(names).toEqual([
      '<script>alert(1)</script>',
      'A "quoted", team',
      'Long',
      'Team \ud83d\ude80',
      `<b>Bold</b> O'Neil "Q" &amp;`,
      long,
      'Zo\u00eb \ud83d\udc69\u200d\ud83d\ude80 Star',
      '\u05d3\u05e0\u05d4 \u05db\u05d4\u05df',
    ])
    await tick(page, 0, 1, 2, 3, 4, 5, 6, 7)
    expect(await run('todo done --file -', await ticked(page))).toMatchObject({ exitCode: 0 })
    expect((await run('todo --exit-code')).exitCode).toBe(0)
  })

  test('is kept when the page is opened again, and not for a list that was exported later', async () => {
    const { run, address } = await aPage()
    const page = await opened(address)
    await tick(page, 0, 1)
    await tick(page, 0)
    const before = await ticked(page)
    await page.reload()
    expect(await count(page)).toBe('1 of 3 done')
    expect(await ticked(page)).toBe(before)
    await run('todo export todo.html --force')
    await page.reload()
    expect(await count(page)).toBe('0 of 3 done')
    expect(await inPage(page, "document.querySelectorAll('input:checked').length")).toBe(0)
  })

  test('is still given where the browser stores nothing, and the page says that it is not kept', async () => {
    const { address } = await aPage()
    const page = await opened(address, {
      before: "Object.defineProperty(window, 'localStorage', { get() { throw new Error('refused') } })",
    })
    expect(await isShown(page, '#not-kept')).toEqual([true])
    await tick(page, 0)
    expect(await ticked(page)).toBe(
      'kind,userId,team,email,salesforceUserId,what\ncreate-team,,North,,,create the team North\n',
    )
    expect(await isShown(await opened(address), '#not-kept')).toEqual([false])
  })

  test('of a thousand things is complete, kept, and empties the list', async () => {
    const people = Array.from({ length: 1000 }, (_, at) => `p${at}@x.example,First,Last ${at},Team ${at % 7}`)
    const { run, address } = await aPage(people)
    const page = await opened(address)
    await inPage(page, "document.querySelectorAll('input').forEach((box) => box.click())")
    expect(await count(page)).toBe('1007 of 1007 done')
    await page.reload()
    expect(await count(page)).toBe('1007 of 1007 done')
    expect(await run('todo done --file -', await ticked(page))).toMatchObject({ exitCode: 0 })
    expect((await run('todo --exit-code')).exitCode).toBe(0)
  })
})

test('what to run is for the ledger that the list is from', async () => {
  const { run, address } = await aPage()
  await run('--profile demo create-user --from-sf 0055g0000004C92AAE')
  await run('--profile demo todo export todo.html --force')
  const commands =
    "[...document.querySelectorAll('main > noscript, .done code')].map((each) => each.textContent)"
  expect(await inPage(await opened(address), commands)).toEqual([
    expect.stringContaining('<code>sfsync --profile demo todo done</code>'),
    'sfsync --profile demo todo done --file -',
  ])
})

describe('a value', () => {
  const button = 'li:nth-child(2) .value:nth-child(2) button'

  test('is copied as it is', async () => {
    const { address } = await aPage(odd.slice(2, 3))
    const page = await opened(address)
    expect(await copy(page, '.value:nth-child(2) button')).toBe('Copied')
    expect(await clipboard(page)).toBe('O\'Neil "Q" &amp;')
  })

  test('is copied where the browser has no clipboard for pages', async () => {
    const { address } = await aPage()
    const page = await opened(address, {
      before: "navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))",
    })
    expect(await copy(page, button)).toBe('Copied')
    expect(await clipboard(page)).toBe('Stone')
    await tick(page, 0)
    expect(await copy(page, '#copy-ticked')).toBe('Copied')
    expect(await clipboard(page)).toBe(await ticked(page))
  })

  test('is selected where nothing may be copied, and the button says what to press', async () => {
    const { address } = await aPage()
    const page = await opened(address, {
      before: 'delete Navigator.prototype.clipboard; document.execCommand = () => false',
    })
    expect(await copy(page, button)).toBe('Press Ctrl-C')
    expect(await inPage(page, 'getSelection().toString()')).toBe('Stone')
    expect(await inPage(page, "document.querySelector('#said').textContent")).toBe('Press Ctrl-C')
  })

  test('that is empty is not there to copy', async () => {
    const { run, address } = await aPage(two.slice(0, 1))
    await run('users edit ada@x.example --nickname Countess')
    await run('todo done --all')
    await run('undo 2')
    await run('todo export todo.html --force')
    const page = await opened(address)
    expect(await inPage(page, "document.querySelector('.value').innerText")).toBe('Nickname (leave empty)')
    expect(await isShown(page, 'li button')).toEqual([])
  })
})

test('on paper there are boxes and values, and nothing to click', async () => {
  const { address } = await aPage()
  const page = await opened(address, { scheme: 'dark' })
  await page.emulateMediaType('print')
  expect(await isShown(page, 'input, li code, li b')).toEqual([true])
  expect(await isShown(page, 'button, .progress, .done')).toEqual([false])
  expect(await inPage(page, 'getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)')
  expect(await inPage(page, 'getComputedStyle(document.body).color')).toBe('rgb(0, 0, 0)')
  const paper = Buffer.from(await page.pdf())
  expect(paper.subarray(0, 5).toString()).toBe('%PDF-')
  expect(paper.length).toBeGreaterThan(5000)
})

test('without scripts it is a whole list to tick by hand, without anything that does not work', async () => {
  const { address } = await aPage()
  const page = await opened(address, { withoutScripts: true })
  expect(await isShown(page, 'button, .progress, .done')).toEqual([false])
  expect(await isShown(page, 'input, li code, li b, noscript p')).toEqual([true])
  await tick(page, 0, 1, 2)
  expect(await inPage(page, "document.querySelectorAll('input:checked').length")).toBe(3)
})

test('with nothing to enter it says so and has nothing else', async () => {
  const { address } = await aPage([])
  const page = await opened(address)
  expect(await inPage(page, "document.querySelector('main').innerText")).toMatch(
    /^To enter in SalesScreen\n\nNothing to enter, as of \d{4}-\d\d-\d\d \d\d:\d\d UTC\.$/,
  )
})

/** Something of the accessibility tree and all that is in it, in order. */
function withDescendants(node: SerializedAXNode): SerializedAXNode[] {
  return [node, ...(node.children ?? []).flatMap((child) => withDescendants(child))]
}

test('is worked through with the keyboard, and everything to press has a name', async () => {
  const { run, address } = await aPage(two.slice(0, 1))
  const page = await opened(address)
  const tree = await page.accessibility.snapshot()
  const named = (tree === null ? [] : withDescendants(tree)).filter(({ role }) =>
    ['checkbox', 'button', 'textbox', 'progressbar'].includes(role),
  )
  expect(named.map(({ role, name }) => `${role}: ${name}`)).toEqual([
    'progressbar: Things done',
    'checkbox: North',
    'button: Copy Name',
    'checkbox: Ada Lovelace ada@x.example',
    ...['First name', 'Last name', 'E-mail', 'Team'].map((label) => `button: Copy ${label}`),
    'textbox: What is ticked',
    'button: Copy what is ticked',
  ])
  await page.keyboard.press('Tab')
  await page.keyboard.press('Space')
  expect(await count(page)).toBe('1 of 2 done')
  for (let presses = 0; presses < 8; presses += 1) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.waitForFunction("document.querySelector('#said').textContent === 'Copied'")
  expect(await run('todo done --file -', await clipboard(page))).toMatchObject({ exitCode: 0 })
})

test.each([360, 1920])('nothing runs out of a window %i wide', async (width) => {
  const { address } = await aPage(odd)
  const page = await opened(address, { width })
  const outside = `[...document.querySelectorAll('main *:not(.spoken)')].filter((each) => each.getBoundingClientRect().right > ${width}).map((each) => each.outerHTML)`
  expect(await inPage(page, outside)).toEqual([])
  expect(await inPage(page, 'document.documentElement.scrollWidth')).toBe(width)
  expect(await inPage(page, 'document.body.clientWidth')).toBeLessThanOrEqual(900)
})

// Source: WCAG 2.2, 1.4.3 and the definition of relative luminance.
const weakTexts = `
(() => {
  const light = (color) => {
    const [r, g, b] = color.match(/\\d+/g).map((each) => each / 255)
      .map((each) => (each <= 0.04045 ? each / 12.92 : ((each + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const paper = light(getComputedStyle(document.body).backgroundColor)
  return [...document.querySelectorAll('main *')].filter((each) => {
    if (!each.checkVisibility()) return false
    if (getComputedStyle(each).opacity !== '1') return true
    const ink = light(getComputedStyle(each).color)
    return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05) < 4.5
  }).map((each) => each.outerHTML)
})()`

test.each([
  ['light', 'rgb(255, 255, 255)'],
  ['dark', 'rgb(20, 24, 29)'],
] as const)('every text can be read in the %s scheme, what is done included', async (scheme, paper) => {
  const { address } = await aPage()
  const page = await opened(address, { scheme })
  await tick(page, 0)
  expect(await inPage(page, 'getComputedStyle(document.body).backgroundColor')).toBe(paper)
  expect(await inPage(page, weakTexts)).toEqual([])
})
