import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { userStates } from '../../src/core/model.ts'
import type { Ledger } from '../../src/ledger/ledger.ts'
import {
  assignTeam,
  type Boldness,
  createTeam,
  createUser,
  deleteTeam,
  empty,
  forget,
  importRows,
  map,
  mapRows,
  type Model,
  type ModelRow,
  reject,
  renameTeam,
  type SalesforceName,
  setFact,
  setState,
  setTeamKey,
  unmap,
  unsetFact,
} from './model.ts'
import { modelOf, personId, Real } from './real.ts'

/** The model of everything so far: what is, and what was after each change set. */
interface Story {
  now: Model
  /** By number of change set; 0 is the beginning. */
  readonly after: Model[]
  readonly dumps: { readonly text: string; readonly model: Model }[]
}

type Command = fc.AsyncCommand<Story, Real>

/** A command line that does what a step of the model does. */
class Typed implements Command {
  readonly #words: readonly string[]
  readonly #step: (model: Model) => Model | undefined
  readonly #file: string | undefined

  constructor(words: readonly string[], step: (model: Model) => Model | undefined, file?: string) {
    this.#words = words
    this.#step = step
    this.#file = file
  }

  check(): boolean {
    return true
  }

  async run(story: Story, real: Real): Promise<void> {
    if (this.#file !== undefined) real.write('rows.csv', this.#file)
    const planned = await real.plan(...this.#words)
    expect(modelOf(await real.dump())).toEqual(story.now)
    expect(await real.carryOut(...this.#words)).toEqual(planned)
    const wanted = this.#step(story.now)
    if (wanted === undefined) expect(planned).toBe('refused')
    story.now = wanted ?? story.now
    await isAsTold(story, real)
  }

  toString(): string {
    return `sfsync ${this.#words.join(' ')}${this.#file === undefined ? '' : ` (${JSON.stringify(this.#file)})`}`
  }
}

/** Plans a file now and applies the plan, which comes to the same as importing it. */
class PlannedAndApplied implements Command {
  readonly #rows: readonly ModelRow[]
  readonly #boldness: Boldness

  constructor(rows: readonly ModelRow[], boldness: Boldness) {
    this.#rows = rows
    this.#boldness = boldness
  }

  check(): boolean {
    return true
  }

  async run(story: Story, real: Real): Promise<void> {
    real.write('rows.csv', fileOf(this.#rows))
    const wanted = importRows(this.#rows, this.#boldness)(story.now)
    const { exitCode } = await real.run(
      'plan',
      'rows.csv',
      '--out',
      'it.plan',
      ...importFlags[this.#boldness],
    )
    expect(exitCode === 0).toBe(wanted !== undefined)
    if (wanted === undefined) return
    expect((await real.run('apply', 'it.plan')).exitCode).toBe(0)
    story.now = wanted
    await isAsTold(story, real)
  }

  toString(): string {
    return `plan and apply ${JSON.stringify(fileOf(this.#rows))} ${this.#boldness}`
  }
}

/** Takes back the newest change sets, so many of them. */
class Undo implements Command {
  readonly #depth: number

  constructor(depth: number) {
    this.#depth = depth
  }

  check({ after }: Readonly<Story>): boolean {
    return after.length > this.#depth
  }

  async run(story: Story, real: Real): Promise<void> {
    const newest = await real.newest()
    const numbers = Array.from({ length: this.#depth }, (_, index) => String(newest - index))
    expect((await real.run('undo', ...numbers)).exitCode).toBe(0)
    story.now = story.after[newest - this.#depth] ?? empty
    await isAsTold(story, real)
  }

  toString(): string {
    return `undo the newest ${this.#depth}`
  }
}

/** Loads an earlier dump. */
class Load implements Command {
  readonly #which: number

  constructor(which: number) {
    this.#which = which
  }

  check({ dumps }: Readonly<Story>): boolean {
    return dumps.length > this.#which
  }

  async run(story: Story, real: Real): Promise<void> {
    const dump = story.dumps[this.#which]
    if (dump === undefined) return
    real.write('old.dump', dump.text)
    expect((await real.run('load', 'old.dump')).exitCode).toBe(0)
    expect(await real.dump()).toBe(dump.text)
    story.now = dump.model
    await isAsTold(story, real)
  }

  toString(): string {
    return `load dump ${this.#which}`
  }
}

async function isAsTold(story: Story, real: Real): Promise<void> {
  const text = await real.dump()
  expect(modelOf(text)).toEqual(story.now)
  expect(await real.integrity()).toEqual([])
  const newest = await real.newest()
  if (newest === story.after.length) story.after.push(story.now)
  expect(newest).toBe(story.after.length - 1)
  if (story.dumps.length < 3) story.dumps.push({ text, model: story.now })
}

const user = fc.constantFrom('ada', 'bob', 'cleo')
const team = fc.constantFrom('North', 'South')
const person: fc.Arbitrary<SalesforceName> = fc.constantFrom(
  'ada',
  'bob',
  'cleo',
  'idle',
  'robot',
  'stranger',
)
const boldness: fc.Arbitrary<Boldness> = fc.constantFrom('bold', 'shy')
const rows: fc.Arbitrary<ModelRow[]> = fc.array(
  fc.record({ name: user, team: fc.option(team), person: fc.option(person) }),
  { minLength: 1, maxLength: 4 },
)
const mapFlags = {
  bold: [
    '--allow-unknown',
    '--allow-inactive',
    '--allow-non-person',
    '--allow-rejected',
    '--allow-mismatch',
    '--take-over',
    '--replace',
  ],
  shy: [],
} as const
const importFlags = { bold: [...mapFlags.bold, '--move', '--create-team', '--new'], shy: [] } as const

const address = (name: string) => `${name}@example.com`

function fileOf(each: readonly ModelRow[]): string {
  const lines = each.map(
    ({ name, team: on, person: mapped }) =>
      `${address(name)},${name},Example,${on ?? ''},${mapped === null ? '' : personId(mapped)}`,
  )
  return ['Email,First name,Last name,Team,External ID', ...lines, ''].join('\n')
}

function mappingFileOf(each: readonly ModelRow[]): string {
  const lines = each.map(
    ({ name, person: mapped }) => `${address(name)};${mapped === null ? '' : personId(mapped)}`,
  )
  return ['External user;External ID'.replace('External user', 'Email'), ...lines, ''].join('\r\n')
}

// Those that a script of the history can repeat: nobody is removed by them.
const forward: fc.Arbitrary<Command>[] = [
  fc.tuple(user, fc.option(team), boldness).map(([name, on, how]) => {
    const flags = [
      ...(on === null ? [] : ['--team', on]),
      ...(how === 'bold' ? ['--create-team', '--new'] : []),
    ]
    const words = [
      'create-user',
      '--email',
      address(name),
      '--first-name',
      name,
      '--last-name',
      'Example',
      ...flags,
    ]
    return new Typed(words, createUser(name, on, how))
  }),
  team.map((name) => new Typed(['teams', 'create', name], createTeam(name))),
  fc.tuple(team, team).map(([from, to]) => new Typed(['teams', 'rename', from, to], renameTeam(from, to))),
  fc
    .tuple(team, boldness)
    .map(
      ([name, how]) =>
        new Typed(
          ['teams', 'delete', name, ...(how === 'bold' ? ['--remove-members'] : [])],
          deleteTeam(name, how),
        ),
    ),
  fc.tuple(user, team, boldness).map(([name, on, how]) => {
    const flags = how === 'bold' ? ['--create-team', '--move'] : []
    return new Typed(['assign-team', address(name), on, ...flags], assignTeam(name, on, how))
  }),
  user.map((name) => new Typed(['assign-team', address(name), '--none'], assignTeam(name, null, 'bold'))),
  fc
    .tuple(user, fc.constantFrom(...userStates))
    .map(
      ([name, state]) => new Typed(['users', 'edit', address(name), '--state', state], setState(name, state)),
    ),
  fc
    .tuple(user, person, boldness)
    .map(
      ([name, whom, how]) =>
        new Typed(['map', address(name), personId(whom), ...mapFlags[how]], map(name, whom, how)),
    ),
  fc
    .tuple(user, person)
    .map(([name, whom]) => new Typed(['reject', address(name), personId(whom)], reject(name, whom))),
  fc
    .tuple(user, person)
    .map(
      ([name, whom]) => new Typed(['decisions', 'remove', address(name), personId(whom)], forget(name, whom)),
    ),
  user.map((name) => new Typed(['unmap', address(name)], unmap(name))),
  fc
    .tuple(team, fc.option(fc.constantFrom('k1', 'k2')))
    .map(([name, key]) => new Typed(['teams', 'key', name, key ?? '--none'], setTeamKey(name, key))),
  user.map((name) => new Typed(['users', 'deactivate', address(name)], setState(name, 'deactivated'))),
  fc.constant(new Typed(['settings', 'unset', 'auto-sync'], unsetFact('auto-sync'))),
  fc
    .constantFrom('on', 'off')
    .map((value) => new Typed(['settings', 'set', 'auto-sync', value], setFact('auto-sync', value))),
  fc
    .tuple(rows, boldness)
    .map(
      ([each, how]) =>
        new Typed(['import', 'rows.csv', ...importFlags[how]], importRows(each, how), fileOf(each)),
    ),
  fc
    .tuple(rows, boldness)
    .map(
      ([each, how]) =>
        new Typed(['map', '--file', 'rows.csv', ...mapFlags[how]], mapRows(each, how), mappingFileOf(each)),
    ),
  fc.tuple(rows, boldness).map(([each, how]) => new PlannedAndApplied(each, how)),
]

const back: fc.Arbitrary<Command>[] = [
  fc.integer({ min: 1, max: 4 }).map((depth) => new Undo(depth)),
  fc.nat(2).map((which) => new Load(which)),
]

/** What every ledger does, whatever it is kept in, in so many runs of commands taken by chance. */
export function modelProperties(name: string, open: () => Promise<Ledger>, runs: number): void {
  describe(name, () => {
    test('whatever is typed, the ledger matches a simple model, plans apply as shown, and everything can be undone', async () => {
      await fc.assert(
        fc.asyncProperty(fc.commands([...forward, ...back], { maxCommands: 25 }), async (commands) => {
          const real = await Real.open(open)
          try {
            const beginning = await real.dump()
            const setup = () => ({ model: { now: empty, after: [empty], dumps: [] }, real })
            await fc.asyncModelRun(setup, commands)
            const newest = await real.newest()
            if (newest === 0) return
            const everything = Array.from({ length: newest }, (_, index) => String(index + 1))
            expect((await real.run('undo', ...everything)).exitCode).toBe(0)
            expect(await real.dump()).toBe(beginning)
          } finally {
            await real.close()
          }
        }),
        { numRuns: runs },
      )
    }, 300_000)

    test('the history as a script makes the same ledger anew', async () => {
      await fc.assert(
        fc.asyncProperty(fc.commands(forward, { maxCommands: 15 }), async (commands) => {
          const [real, anew] = [await Real.open(open), await Real.open(open)]
          try {
            await fc.asyncModelRun(
              () => ({ model: { now: empty, after: [empty], dumps: [] }, real }),
              commands,
            )
            const { stdout: script } = await real.run('history', '--as-script')
            for (const line of script.split('\n').filter((each) => each.startsWith('sfsync '))) {
              const { exitCode } = await anew.run(...wordsOf(line).slice(1))
              expect([line, exitCode]).toEqual([line, 0])
            }
            expect(modelOf(await anew.dump())).toEqual(modelOf(await real.dump()))
          } finally {
            await real.close()
            await anew.close()
          }
        }),
        { numRuns: Math.ceil(runs / 2) },
      )
    }, 300_000)
  })
}

/** The words of a line as a POSIX shell reads them; nothing but single quotes is quoted in a script. */
function wordsOf(line: string): string[] {
  return (line.match(/(?:'[^']*'|\\.|[^\s'\\])+/g) ?? []).map((word) =>
    word.replaceAll(/'([^']*)'|\\(.)/g, '$1$2'),
  )
}
