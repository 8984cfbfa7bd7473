import { randomBytes } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import * as z from 'zod/mini'
import { type Change, planOf } from '../../../src/core/change.ts'
import { userStates } from '../../../src/core/model.ts'
import type { Ledger } from '../../../src/ledger/ledger.ts'
import { Lent } from '../../model/real.ts'
import { randomFrom } from '../../bench/random.ts'
import { all } from '../../support/all.ts'
import { aStamp, aTeam, aUser, salesforceUserIdOf } from '../../support/builders.ts'
import { change } from '../../support/changes.ts'
import { aStage } from '../../support/dependencies.ts'
import { historyOf } from '../../support/history-of.ts'
import { opened } from '../../support/ledger-content.ts'
import { postgresServer } from '../../support/postgres-server.ts'
import { type Run, sfsync } from '../../support/sfsync.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'

const server = postgresServer()
// All of them are for `npm run soak`.
const commands = process.env['npm_lifecycle_event'] === 'soak' ? 5000 : 1000
const clients = 20
const teams = ['North', 'South', 'East', 'West']
const confirmed = ['--allow-unknown', '--allow-mismatch', '--allow-rejected', '--replace']

/** What a client knows of a user that no other client touches. */
interface Known {
  readonly team: string | null
  readonly state: string
  readonly mapped: string | null
}

const outcome = z.object({ changeSet: z.nullable(z.number()) })

/** An admin or a job with a connection of its own, and what it did. */
class Client {
  readonly known = new Map<string, Known>()
  /** The number of each change set by the reason that was given for it. */
  readonly written = new Map<string, number>()
  readonly #name: string
  readonly #random: () => number
  readonly #address: string
  readonly #home = temporaryFolder()
  readonly #stage: ReturnType<typeof aStage>
  #made = 0
  #read = 0
  #undoable: { readonly number: number; readonly user: string; readonly before: Known } | undefined

  constructor(name: string, seed: number, address: string, ledger: Ledger) {
    this.#name = name
    this.#address = address
    this.#random = randomFrom(seed)
    this.#stage = aStage({
      environment: { SFSYNC_REMOVAL_LIMIT: '1000', SFSYNC_REMOVAL_PERCENT: '100' },
      parts: {
        newId: () => randomBytes(4).toString('hex'),
        openLedger: async () => await Promise.resolve(new Lent(ledger).proxy),
      },
    })
  }

  /** One command, taken by chance; every hundredth is run by a process of its own. */
  async next(): Promise<void> {
    const user = `${this.#name}u${Math.floor(this.#random() * 8)}`
    const email = `${user}@example.com`
    const before = this.known.get(user)
    if (before === undefined) {
      const team = this.#oneOf(teams)
      const names = ['--first-name', user, '--last-name', 'Soak', '--email', email]
      await this.#write(['create-user', ...names, '--team', team, '--new'])
      this.known.set(user, { team, state: 'active', mapped: null })
      return
    }
    const undoable = this.#undoable
    if (undoable !== undefined && this.#random() < 0.2) {
      await this.#write(['undo', String(undoable.number)])
      this.known.set(undoable.user, undoable.before)
      this.#undoable = undefined
      return
    }
    const [words, after] = this.#edit(user, email, before)
    const number = await this.#write(words)
    this.known.set(user, after)
    this.#undoable = number === null ? undefined : { number, user, before }
  }

  /** Maps a user whom all fight for. */
  async contend(): Promise<void> {
    await this.#write([
      'map',
      'shared@example.com',
      salesforceUserIdOf(`${this.#name}x${this.#made}`),
      ...confirmed,
    ])
  }

  #edit(user: string, email: string, before: Known): readonly [string[], Known] {
    switch (this.#oneOf(['map', 'unmap', 'team', 'state'])) {
      case 'map': {
        const mapped = salesforceUserIdOf(`${user} ${this.#oneOf(['a', 'b', 'c'])}`)
        return [['map', email, mapped, ...confirmed], { ...before, mapped }]
      }
      case 'unmap':
        return [['unmap', email], { ...before, mapped: null }]
      case 'team': {
        const team = before.state === 'spectating' ? null : this.#oneOf([...teams, null])
        const where = team === null ? ['--none'] : [team, '--move']
        return [['assign-team', email, ...where], { ...before, team }]
      }
      default: {
        const state = this.#oneOf(userStates)
        const team = state === 'spectating' ? null : before.team
        return [['users', 'edit', email, '--state', state], { ...before, state, team }]
      }
    }
  }

  async #write(words: readonly string[]): Promise<number | null> {
    this.#made += 1
    const reason = `${this.#name}/${this.#made}`
    const line = [...words, '--reason', reason, '--json']
    const { stdout, stderr } = await this.#carriedOut(line)
    const parsed = outcome.safeParse(JSON.parse(stdout))
    if (!parsed.success) throw new Error(`${line.join(' ')}: ${stdout}${stderr}`)
    const { changeSet } = parsed.data
    if (changeSet !== null) this.written.set(reason, changeSet)
    return changeSet
  }

  async #run(words: readonly string[]): Promise<Run> {
    const { exitCode, stdout, stderr } = await this.#stage.run(...words)
    const own = stdout.slice(this.#read)
    this.#read = stdout.length
    return { exitCode, stdout: own, stderr }
  }

  // What fails because the server does not answer has written nothing.
  async #carriedOut(line: readonly string[]): Promise<Run> {
    for (;;) {
      const isProcess = this.#made % 100 === 50
      const environment = { SFSYNC_STORE_URL: this.#address }
      const run = isProcess ? await sfsync(this.#home, line, { environment }) : await this.#run(line)
      if (!/does not answer"|is not ready/.test(run.stdout)) return run
    }
  }

  #oneOf<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.#random() * items.length)]
    if (item === undefined) throw new RangeError('there is nothing to choose from')
    return item
  }
}

/** Kills the server, once it has been started after the time before. */
async function killedAfter(before: Promise<void>): Promise<void> {
  await before
  await server.stop('SIGKILL')
  await server.start()
}

/** The rows that a history leads to; throws where a change does not begin at what the one before it left. */
function replayed(changes: readonly Change[]): Map<string, unknown> {
  const rows = new Map<string, unknown>()
  for (const { entity, key, before, after } of changes) {
    const place = `${entity} ${key}`
    expect(rows.get(place) ?? null).toEqual(before)
    if (after === null) rows.delete(place)
    else rows.set(place, after)
  }
  return rows
}

test(`${clients} clients, ${commands} commands, and a server that is killed three times: nothing is lost or written twice`, async () => {
  const address = server.database()
  const ledgers = await Promise.all(Array.from({ length: clients }, async () => await opened(address)))
  onTestFinished(async () => void (await Promise.all(ledgers.map(async (ledger) => await ledger.close()))))
  const [first] = ledgers
  if (first === undefined) return
  const begun = [
    ...teams.map((team) => change.team(null, aTeam(team))),
    change.user(null, aUser('shared', { firstName: 'shared', lastName: 'Soak' })),
  ]
  await first.commit(planOf(begun), aStamp({ reason: 'begun' }))
  const workers = ledgers.map((ledger, at) => new Client(`c${at}`, at, address, ledger))
  let done = 0
  let killing = Promise.resolve()
  const killedAt = [1, 2, 3].map((quarter) => Math.floor((commands * quarter) / 4))
  await Promise.all(
    workers.map(async (client) => {
      while (done < commands) {
        done += 1
        if (killedAt.includes(done)) killing = killedAfter(killing)
        await (done % 50 === 0 ? client.contend() : client.next())
      }
    }),
  )
  await killing

  const history = (await historyOf(first)).toReversed()
  expect(history.map(({ number }) => number)).toEqual(history.map((_, at) => at + 1))
  const written = new Map(workers.flatMap((client) => [...client.written]))
  expect(new Map(history.slice(1).map(({ reason, number }) => [reason, number]))).toEqual(written)
  const rows = new Map((await all(first.rows())).map(({ entity, key, row }) => [`${entity} ${key}`, row]))
  expect(rows).toEqual(replayed(history.flatMap(({ changes }) => [...changes])))
  const names = new Map((await first.teams()).map(({ team }) => [team.teamId, team.name]))
  const users = await all(first.users({}))
  const found = users.map(({ user, mapping }) => {
    const { firstName, state, teamId } = user
    const team = teamId === null ? null : (names.get(teamId) ?? 'nowhere')
    return [firstName, { team, state, mapped: mapping?.salesforceUserId ?? null }] as const
  })
  const known = new Map(workers.flatMap((client) => [...client.known]))
  expect(new Map(found.filter(([name]) => name !== 'shared'))).toEqual(known)
}, 300_000)
