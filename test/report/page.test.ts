// The page of `report` in a real Chromium. What runs in the page is text.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import axe from 'axe-core'
import type { Browser, Page } from 'puppeteer-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { hintText } from '../../src/app/hints.ts'
import { type CommandLine, commandLine, withOptions } from '../../src/core/hint.ts'
import { anonymousFacts } from '../../src/report/anonymous.ts'
import type { ReportFacts } from '../../src/report/facts.ts'
import { reportPage } from '../../src/report/report-page.ts'
import { aBrowser } from '../support/browser.ts'
import { inPage, openPage, type Prepared } from '../support/browser-page.ts'
import { aReport } from '../support/report-facts.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

let browser: Browser
beforeAll(async () => {
  browser = await aBrowser()
  return async () => await browser.close()
})

const many = Array.from({ length: 250 }, (_, at) => `Person Number ${at}`)
const hostile = [
  `<img src=x onerror=alert(1)> & "quoted" 'single' </td></script><script>alert(2)</script>`,
  'L'.repeat(300),
  '\u202egnp.exe\u202c Right to left',
  '\u05d3\u05e0\u05d4 \u05db\u05d4\u05df',
  'Zo\u00eb \ud83d\udc69\u200d\ud83d\ude80 Star',
  '=HYPERLINK("http://evil.example")',
  'W '.repeat(150),
]

function page(facts: ReportFacts): string {
  return reportPage(facts, { typed: (hint) => hintText(hint), recorded: (command) => command })
}

async function opened(facts: ReportFacts, prepared?: Prepared): Promise<Page> {
  return await openedText(page(facts), prepared)
}

async function openedText(text: string, prepared?: Prepared): Promise<Page> {
  const file = join(temporaryFolder(), 'report.html')
  writeFileSync(file, text)
  return await openPage(browser, pathToFileURL(file).href, prepared)
}

// Where scripts are off, timers are off in every world; axe needs them only to give way to others.
const withoutTimers = 'globalThis.setTimeout = (work) => { void Promise.resolve().then(work); return 0 }'

/** What axe finds, by rule. It runs in a world of its own, which neither the policy of the page nor switching off its scripts binds. */
async function violations(tab: Page): Promise<unknown> {
  const session = await tab.createCDPSession()
  const { frameTree } = await session.send('Page.getFrameTree')
  const { executionContextId } = await session.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
  })
  const inOwnWorld = async (expression: string): Promise<unknown> => {
    const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
      expression,
      contextId: executionContextId,
      awaitPromise: true,
      returnByValue: true,
    })
    expect(exceptionDetails).toBeUndefined()
    return result.value
  }
  await inOwnWorld(withoutTimers)
  await inOwnWorld(axe.source)
  return await inOwnWorld(`axe.run({ preload: false, runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })
    .then(({ passes, violations }) => passes.length < 20 ? 'only ' + passes.length + ' rules ran' : violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html }) => html).join(' | ')))`)
}

describe('everyone can read the page', () => {
  test.each([
    ['light', 320],
    ['dark', 1600],
  ] as const)('in the %s scheme, %i wide', async (scheme, width) => {
    const tab = await opened(aReport(), { scheme, width })
    expect(await violations(tab)).toEqual([])
  })

  test('with hundreds in every list', async () => {
    expect(await violations(await opened(aReport(many)))).toEqual([])
  })

  test('with what is not there', async () => {
    expect(await violations(await opened(aReport([])))).toEqual([])
  })
})

describe('without scripts', () => {
  test('everything is there, and nothing that does not work', async () => {
    const tab = await opened(aReport(many), { withoutScripts: true })
    expect(await inPage(tab, "document.querySelectorAll('button, input').length")).toBe(0)
    expect(await inPage(tab, "[...document.querySelectorAll('h2')].map((each) => each.textContent)")).toEqual(
      [
        'What to do now',
        'From Salesforce to showing up',
        'Coverage',
        'Licenses',
        'Drift and mappings over time',
        'Salesforce directory',
        'Connection user',
        'Last changes',
        'Settled exceptions',
      ],
    )
    const hidden =
      "[...document.querySelectorAll('main *:not(title):not(desc)')].filter((each) => !each.checkVisibility()).length"
    expect(await inPage(tab, hidden)).toBe(0)
  })

  test.each([
    ['light', 320],
    ['dark', 1600],
  ] as const)('everyone can read it in the %s scheme, %i wide', async (scheme, width) => {
    const tab = await opened(aReport(many), { withoutScripts: true, scheme, width })
    expect(await violations(tab)).toEqual([])
  })

  test('what not everyone can read is found', async () => {
    const poor = page(aReport())
      .replace('<html lang="en">', '<html>')
      .replace(' scope="row"', ' scope="none"')
    const tab = await openedText(poor, { withoutScripts: true })
    expect(await violations(tab)).toEqual([
      expect.stringMatching(/^html-has-lang: /),
      expect.stringMatching(/^scope-attr-valid: /),
    ])
  })
})

// The column of the table of teams.
const cells = (column: number) =>
  `[...document.querySelectorAll('#coverage ~ .pair table')[0].tBodies[0].rows].map((row) => row.cells[${column}].textContent)`

describe('with scripts', () => {
  test('a table is sorted by a column, up and then down', async () => {
    const tab = await opened(aReport())
    const first = await inPage(tab, cells(1))
    expect(first).toEqual(['72', '59', '42', '18'])
    await tab.click('#coverage ~ .pair th:nth-child(2) button')
    expect(await inPage(tab, cells(1))).toEqual(['18', '42', '59', '72'])
    const sorted = "document.querySelector('th[aria-sort]').getAttribute('aria-sort')"
    expect(await inPage(tab, sorted)).toBe('ascending')
    await tab.click('#coverage ~ .pair th:nth-child(2) button')
    expect(await inPage(tab, cells(1))).toEqual(['72', '59', '42', '18'])
    await tab.click('#coverage ~ .pair th:nth-child(1) button')
    expect(await inPage(tab, cells(0))).toEqual(['Not on a team', 'Partners', 'Sales North', 'Sales South'])
  })

  test('a long table shows only the rows with what is typed', async () => {
    const tab = await opened(aReport(many))
    await tab.type('.filter input', 'NUMBER 57')
    const rows = `[...document.querySelector('.filter').nextElementSibling.querySelectorAll('tbody tr')].filter((row) => row.checkVisibility()).map((row) => row.cells[0].textContent)`
    expect(await inPage(tab, rows)).toEqual([expect.stringContaining('Person Number 57')])
  })
})

describe.each([
  ['usual names', undefined],
  ['hostile names', hostile],
])('%s', (_, names) => {
  test.each([320, 768, 1600])('stay in a window %i wide', async (width) => {
    const tab = await opened(aReport(names), { width })
    expect(await inPage(tab, 'document.documentElement.scrollWidth')).toBe(width)
    const outside = `[...document.querySelectorAll('main *:not(.scroll *):not(svg *)')].filter((each) => each.getBoundingClientRect().right > ${width}).map((each) => each.outerHTML.slice(0, 80))`
    expect(await inPage(tab, outside)).toEqual([])
  })
})

test.each([320, 1600])('labels of bars end before their figures, %i wide', async (width) => {
  const facts = aReport()
  const names = [...hostile, '\u55b6'.repeat(40), 'W'.repeat(40)]
  const rows = names.map((name) => ({ name, showsUp: 123_456, waiting: 0, missing: 1000 }))
  const people = { ...facts.people, teams: { rows, total: rows.length } }
  const tab = await opened({ ...facts, people }, { width })
  // A label is drawn as far as its own place goes.
  const labels = `[...document.querySelectorAll('svg[role=img] svg')].map((label) => ({ text: label.textContent.trim(), end: label.parentElement.getBoundingClientRect().left + label.width.baseVal.value, drawn: label.firstElementChild.getBoundingClientRect().right, figure: label.nextElementSibling.getBoundingClientRect().left }))`
  expect(await inPage(tab, `${labels}.length`)).toBeGreaterThan(15)
  const texts = async (condition: string) =>
    await inPage(
      tab,
      `${labels}.filter(({ text, end, drawn, figure }) => ${condition}).map(({ text }) => text)`,
    )
  expect(await texts('end > figure')).toEqual([])
  expect(await texts("drawn > end && text.startsWith('No')")).toEqual([])
})

test('hostile names are shown as they are, and do nothing', async () => {
  const tab = await opened(aReport(hostile))
  const shown = await inPage(
    tab,
    "[...document.querySelectorAll('#funnel ~ .scroll tbody th bdi:first-child')].map((each) => each.textContent)",
  )
  expect(shown).toContain(hostile[0])
  expect(shown).toContain(hostile[1])
  expect(shown).toContain('<U+202E>gnp.exe<U+202C> Right to left')
  expect(shown).toContain(hostile[3])
  expect(shown).toContain(hostile[4])
  expect(await inPage(tab, "document.querySelectorAll('img, iframe, main script').length")).toBe(0)
})

test('the policy of the page allows nothing but its own style and script', async () => {
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page(aReport()))?.[1]
  expect(policy).toMatch(
    /^default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'sha256-[\w+/]+='; script-src 'sha256-[\w+/]+='$/,
  )
  expect(page(aReport())).not.toMatch(/ style=| on\w+=|https?:\/\/(?!acme\.my\.salesforce\.com)/)
})

test('on paper the page is light, and what cannot be clicked is not there', async () => {
  const tab = await opened(aReport(many), { scheme: 'dark' })
  await tab.emulateMediaType('print')
  expect(await inPage(tab, 'getComputedStyle(document.body).backgroundColor')).toBe('rgb(255, 255, 255)')
  expect(await inPage(tab, "document.querySelector('nav').checkVisibility()")).toBe(false)
  expect(await inPage(tab, "document.querySelector('.filter').checkVisibility()")).toBe(false)
  expect(
    Buffer.from(await tab.pdf())
      .subarray(0, 5)
      .toString(),
  ).toBe('%PDF-')
})

test('an anonymous page has no name, address or ID of anyone', () => {
  const names = ['Ada Lovelace', 'Grace Hopper', 'Sam Secret']
  const text = page(anonymousFacts(aReport(names), (words) => words === 'map')).split('<main>')[1] ?? ''
  const secrets = [...names, 'acme', 'jane', 'kim', 'North', 'Field Sales', 'Integration User', '@', '005']
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([])
  expect(text).toContain('Person 1')
  expect(text).toContain('sfsync map ...')
})

test('what is not compared in a large company is said, with the command that does', () => {
  const whole = aReport()
  const sentence =
    /a report does not compare users who are not mapped[^<]*<code dir="auto">sfsync check<\/code>/
  expect(page(whole)).not.toMatch(sentence)
  expect(page({ ...whole, drift: { ...whole.drift, onlyMappings: true } })).toMatch(sentence)
})

test('of many years, the page says that only the last months are shown', () => {
  const mappingDays = [{ day: '2020-01-02', added: 1, replaced: 0, removed: 0 }, ...aReport().mappingDays]
  expect(page(aReport())).not.toContain('months are shown')
  expect(page({ ...aReport(), mappingDays })).toContain('Only the last 60 months are shown.')
})

test('the command below Pending users lists those whom only SalesScreen has as Pending, too', () => {
  const facts = aReport(many)
  const people = { ...facts.people, pending: { ...facts.people.pending, total: 250 } }
  expect(page({ ...facts, people }).replaceAll(/<\/?span>/g, '')).toMatch(
    /All of\s+them, with everyone else who does not show up: <code dir="auto">sfsync status --missing --sort standing<\/code>/,
  )
})

test('of a team, commands list its members, or the page says that they list everyone', () => {
  const text = page({ ...aReport(many), team: 'North' })
  const after = (caption: string) =>
    new RegExp(`${caption}[\\s\\S]*?(The first 100 of 250\\.[\\s\\S]*?)</code>`).exec(text)?.[1]
  expect(after('Who does not show up, worst first')).toMatch(
    /All of\s+them: <code dir="auto">sfsync status <span>--team<\/span> North$/,
  )
  expect(after('Change sets, newest first')).toMatch(
    /: <code dir="auto">sfsync history <span>--team<\/span> North$/,
  )
  for (const [caption, command] of [
    ['Findings, most urgent first', 'check'],
    ['Users whose licenses could be freed', 'users licenses'],
    ['Decisions about possible matches', 'decisions list'],
  ] as const)
    expect(after(caption)).toMatch(
      new RegExp(`All of\\s+them, with those of other teams: <code dir="auto">sfsync ${command}$`),
    )
  expect(text).toContain('<code dir="auto">sfsync todo <span>--team</span> North</code>')
  expect(text).toContain('Commands without --team are about everyone.')
  expect(page(aReport(many))).not.toMatch(/--team|of other teams/)
})

function withNext(facts: ReportFacts, next: CommandLine): ReportFacts {
  const missing = facts.people.missing
  const rows = missing.rows.map((row) => ({ ...row, next }))
  return { ...facts, people: { ...facts.people, missing: { ...missing, rows } } }
}

test('commands run as printed: sfsync asks for what is missing', () => {
  const whole = withNext(aReport(), commandLine('assign-team', 'ada@acme.example', '<team>'))
  const text = page({
    ...whole,
    licenses: { ...whole.licenses, licenses: null },
    directory: { ...whole.directory, last: null },
    connection: { ...whole.connection, holder: null },
  })
  const commands = [...text.matchAll(/<code dir="auto">(.*?)<\/code>/g)].map(([, command]) =>
    command?.replaceAll(/<\/?span>/g, ''),
  )
  expect(commands).toEqual(
    expect.arrayContaining([
      'sfsync assign-team',
      'sfsync assign-team ada@acme.example',
      'sfsync settings set licenses',
      'sfsync settings set connection-user',
      'sfsync sf-users import',
    ]),
  )
  expect(text).not.toContain('&lt;')
})

test('the first thing to do is on the first screen of a phone', async () => {
  const tab = await opened(aReport(), { width: 320 })
  expect(
    await inPage(tab, "document.querySelector('.actions li').getBoundingClientRect().bottom < 450"),
  ).toBe(true)
})

test('what check --fix does is said where it is to be run', () => {
  const whole = aReport()
  const sentence = 'check --fix changes nothing: it prints the commands that fix each finding.'
  expect(page(whole)).toContain(sentence)
  const well = { inactive: 0, frozen: 0, 'to-deactivate': 0, unmapped: 0 }
  const kinds = { ...whole.drift.kinds, crossed: 0 }
  const drift = { ...whole.drift, changedUsers: 0, kinds }
  expect(page({ ...whole, drift, licenses: { ...whole.licenses, spare: well } })).not.toContain(sentence)
})

// The words of the commands that are on more than one line: those in tables, or the others.
const brokenWords = (areInTables: boolean) => `[...document.querySelectorAll('code')]
  .filter((each) => (each.closest('td') !== null) === ${areInTables})
  .flatMap((each) => {
    const range = document.createRange()
    const texts = document.createTreeWalker(each, NodeFilter.SHOW_TEXT)
    const broken = []
    while (texts.nextNode() !== null)
      for (const { 0: word, index } of texts.currentNode.data.matchAll(/[^ ]+/g)) {
        range.setStart(texts.currentNode, index)
        range.setEnd(texts.currentNode, index + word.length)
        if (new Set([...range.getClientRects()].map(({ top }) => top)).size > 1) broken.push(word)
      }
    return broken
  })`

test.each([320, 800])('a command breaks only at its spaces, %i wide', async (width) => {
  const commands = [
    'bartholomew.featherstonehaugh@acme.example',
    'anna-maria.lind-berg@acme-corp.example',
  ].map((email) => withOptions(commandLine('create-user', email), { 'from-sf': '0055g0000004C92AAE' }))
  for (const next of commands) {
    const tab = await opened(withNext(aReport(), next), { width })
    expect(await inPage(tab, brokenWords(true))).toEqual([])
    expect(await inPage(tab, brokenWords(false))).toEqual([])
    expect(await inPage(tab, 'document.documentElement.scrollWidth')).toBe(width)
  }
})

test('a word that no line has room for breaks in its cell', async () => {
  const name = 'L'.repeat(300)
  const tab = await opened(withNext(aReport(), commandLine('teams create', name)), { width: 800 })
  expect(await inPage(tab, brokenWords(true))).toEqual(aReport().people.missing.rows.map(() => name))
})

test('of a million people the page has the first hundred of each list', () => {
  const rows = Array.from({ length: 1000 }, (_, at) => `${'Long Name '.repeat(20)}${at}`)
  const text = page(aReport(rows))
  expect(text).toContain('The first 100 of 1,000.')
  expect(Buffer.byteLength(text)).toBeLessThan(2_000_000)
})
