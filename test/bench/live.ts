import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { join } from 'node:path'
import { launcher } from '../support/sfsync.ts'
import { type Cost, costOfCommand, Growth } from './measure.ts'

const bareFetch = join(import.meta.dirname, 'bare-fetch.js')

/** A local Salesforce in a process of its own. */
interface Org {
  readonly environment: Readonly<Record<string, string>>
  /** Says something to it and gives back what it answers. */
  tell(line: string): Promise<string>
  close(): void
}

/** Says one line. */
export type Say = (...lines: readonly string[]) => void

/** Reading a live org beside a bare loop in the same run: time, memory, and what a refresh of a hundred news costs. */
export async function live(home: string, quick: boolean, say: Say): Promise<void> {
  say(
    '',
    'Live org: everybody, beside a loop of built-in fetch that inserts the same pages; one run each, in turns',
  )
  const growth = new Growth()
  for (const people of quick ? [10_000, 100_000] : [100_000, 1_000_000])
    for (const delay of [0, 300])
      await everybody(join(home, `live-${people}-${delay}`), people, delay, growth, say)
}

async function everybody(
  store: string,
  people: number,
  delay: number,
  growth: Growth,
  say: Say,
): Promise<void> {
  const org = await openOrg(people, delay)
  try {
    const { environment } = org
    const refresh = (...words: string[]) =>
      costOfCommand(
        store,
        [launcher, 'sf-users', 'refresh', '--all', '--store', `${store}.sqlite`, ...words],
        environment,
      )
    const loop = costOfCommand(store, [bareFetch, `${store}-loop.sqlite`], environment)
    const title = `${people.toLocaleString('en')} users, ${delay} ms a page`
    say(`${title.padEnd(30)} loop            ${costText(loop)}`)
    for (const way of ['rest', 'bulk']) {
      const own = refresh('--full', '--via', way)
      const judged = `${verdict(own, loop, delay)}${growth.of(`${way}, ${delay} ms`, people, own)}`
      say(`${''.padEnd(30)} sfsync, ${way.padEnd(8)}${costText(own)}   ${judged}`)
    }
    if (delay === 0) await news(org, () => refresh(), say)
  } finally {
    org.close()
  }
}

async function news(org: Org, refresh: () => Cost, say: Say): Promise<void> {
  const changed = await org.tell('change 100')
  const cost = refresh()
  const requests = await org.tell('requests')
  say(
    `${''.padEnd(30)} ${changed} news        ${costText(cost)}   ${requests} requests, one of them to ask who is signed in`,
  )
}

function verdict(own: Cost, loop: Cost, delay: number): string {
  const ratio = own.seconds / loop.seconds
  if (delay === 0) return `ratio ${ratio.toFixed(2)}   goal 1.2: ${ratio <= 1.2 ? 'reached' : 'not reached'}`
  return `${(1 / ratio).toFixed(1)} times as fast   goal 8: ${ratio <= 1 / 8 ? 'reached' : 'not reached'}`
}

function costText({ seconds, megabytes }: Cost): string {
  return `${seconds.toFixed(2).padStart(7)} s  ${megabytes.toFixed(0).padStart(5)} MB`
}

async function openOrg(people: number, delay: number): Promise<Org> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'org.ts'), String(people), String(delay)],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  )
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const line = async () => String((await lines.next()).value)
  const environment = { SF_ORG_INSTANCE_URL: await line(), SF_ACCESS_TOKEN: await line() }
  return {
    environment,
    tell: async (text) => {
      child.stdin.write(`${text}\n`)
      return await line()
    },
    close: () => {
      child.stdin.end()
    },
  }
}
