import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod/mini'
import type { SalesforceUser } from '../../src/core/salesforce-user.ts'
import { describeFile, realPath, requireRoom, writePrivately } from '../../src/system/files.ts'
import { rowSchema } from '../../src/ledger/row-schemas.ts'
import type { Ledger } from '../../src/ledger/ledger.ts'
import { textLines } from '../../src/sheet/source.ts'
import { readSheet } from '../../src/sheet/read-sheet.ts'
import { aRead, aSalesforceUser, salesforceUserIdOf } from '../support/builders.ts'
import { type Ended, type Stage, aStage } from '../support/dependencies.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { type Model, type ModelUser, type SalesforceName, salesforceUsers } from './model.ts'

/** The program on a real ledger, one command line after another. */
export class Real {
  readonly #stage: Stage
  readonly #folder: string
  readonly #ledger: Ledger
  #made = 0
  #printed = 0

  private constructor(folder: string, ledger: Ledger) {
    this.#folder = folder
    this.#ledger = ledger
    this.#stage = aStage({
      environment: { SFSYNC_REMOVAL_LIMIT: '1000', SFSYNC_REMOVAL_PERCENT: '100' },
      parts: {
        newId: () => String((this.#made += 1)).padStart(8, '0'),
        openLedger: async () => await Promise.resolve(new Lent(ledger).proxy),
        readSheet: async ({ file, ...options }) =>
          await readSheet({ name: file, bytes: bytesOf(this.path(file)) }, options),
        readLines: async (file) =>
          await Promise.resolve(textLines({ name: file, bytes: bytesOf(this.path(file)) })),
        writeFile: async (file, text) => await writePrivately(this.path(file), text),
        realPath: async (file) => await realPath(this.path(file)),
        requireRoom: async (file) => await requireRoom(this.path(file), true),
        describeFile: async (file) => await describeFile(this.path(file)),
      },
    })
  }

  /** On a new ledger with Salesforce users in its directory. */
  static async open(open: () => Promise<Ledger>): Promise<Real> {
    const folder = temporaryFolder()
    const ledger = await open()
    const staged = await ledger.directory.stage(aRead(), pages(everybody()), 'replace')
    await staged.keep()
    return new Real(folder, ledger)
  }

  async close(): Promise<void> {
    await this.#ledger.close()
  }

  path(file: string): string {
    return join(this.#folder, file)
  }

  write(file: string, text: string): void {
    writeFileSync(this.path(file), text)
  }

  async run(...words: readonly string[]): Promise<Ended> {
    const { exitCode, stdout, stderr } = await this.#stage.run(...words)
    const own = stdout.slice(this.#printed)
    this.#printed = stdout.length
    return { exitCode, stdout: own, stderr }
  }

  /** What a dry run says would change; the IDs it makes up are made up again by the real run. */
  async plan(...words: readonly string[]): Promise<unknown> {
    const made = this.#made
    const { stdout } = await this.run(...words, '--dry-run', '--json')
    this.#made = made
    return changesIn(stdout)
  }

  /** The same command for real, and what it says it changed. */
  async carryOut(...words: readonly string[]): Promise<unknown> {
    const { stdout } = await this.run(...words, '--json')
    return changesIn(stdout)
  }

  async dump(): Promise<string> {
    return (await this.run('dump')).stdout
  }

  async newest(): Promise<number> {
    return (await this.#ledger.counts()).changeSets
  }

  async integrity(): Promise<readonly string[]> {
    return await this.#ledger.integrity()
  }

  text(file: string): string {
    return readFileSync(this.path(file), 'utf8')
  }
}

/** A command closes the ledger it opened; this one is lent to many. */
export class Lent {
  readonly proxy: Ledger

  constructor(ledger: Ledger) {
    this.proxy = new Proxy(ledger, {
      get(target, name) {
        if (name === 'close') return async () => await Promise.resolve()
        const value: unknown = Reflect.get(target, name)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  }
}

const outcome = z.union([z.object({ changes: z.array(z.unknown()) }), z.object({ error: z.unknown() })])

function changesIn(stdout: string): unknown {
  const document = outcome.parse(JSON.parse(stdout))
  return 'changes' in document ? document.changes : 'refused'
}

/** What a dump holds, told as the model tells it. */
export function modelOf(dump: string): Model {
  const lines = dump.trimEnd().split('\n').slice(1, -1)
  const rows = lines.map((line) => rowSchema.parse(JSON.parse(line)))
  const teams = new Map(rows.flatMap((each) => (each.entity === 'team' ? [[each.key, each.row.name]] : [])))
  const mapped = new Map(
    rows.flatMap((each) =>
      each.entity === 'mapping' ? [[each.key, personOf(each.row.salesforceUserId)]] : [],
    ),
  )
  const users: Record<string, ModelUser> = {}
  const facts: Record<string, string> = {}
  const names = new Map(
    rows.flatMap((each) =>
      each.entity === 'user' ? [[each.key, each.row.email.replace('@example.com', '')]] : [],
    ),
  )
  const never: Record<string, true> = {}
  for (const each of rows) {
    if (each.entity === 'fact') facts[each.key] = each.row.value
    if (each.entity === 'decision') {
      const { userId, salesforceUserId } = each.row
      never[`${names.get(userId ?? '') ?? ''}/${personOf(salesforceUserId ?? '')}`] = true
    }
    if (each.entity !== 'user') continue
    const { email, firstName, state, teamId } = each.row
    users[email.replace('@example.com', '')] = {
      name: firstName,
      state,
      team: teamId === null ? null : (teams.get(teamId) ?? 'nowhere'),
      mapped: mapped.get(each.key) ?? null,
    }
  }
  const keys = rows.flatMap((each) =>
    each.entity === 'team' ? [[each.row.name, each.row.key] as const] : [],
  )
  return { users, teams: Object.fromEntries(keys), facts, never }
}

const salesforceNames = Object.entries(salesforceUsers).map(([name]) => name)

function personOf(salesforceUserId: string): string {
  return salesforceNames.find((name) => salesforceUserIdOf(name) === salesforceUserId) ?? salesforceUserId
}

/** The Salesforce User ID of somebody. */
export function personId(name: SalesforceName): string {
  return salesforceUserIdOf(name)
}

function everybody(): SalesforceUser[] {
  return [
    ...['ada', 'bob', 'cleo'].map((name) => aSalesforceUser(name)),
    aSalesforceUser('idle', { active: false }),
    aSalesforceUser('robot', { type: 'AutomatedProcess' }),
  ]
}

// oxlint-disable-next-line eslint/require-await -- a source of pages is asynchronous, this one has no need to wait
async function* pages(people: readonly SalesforceUser[]) {
  yield people
}

// oxlint-disable-next-line eslint/require-await -- a source of bytes is asynchronous, this one has no need to wait
async function* bytesOf(path: string): AsyncGenerator<Uint8Array> {
  yield readFileSync(path)
}
