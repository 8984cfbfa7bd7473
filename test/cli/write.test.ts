import type { Invocation } from '../../src/cli/command.ts'
import { describe, expect, test } from 'vitest'
import { executeWrite, type WriteRequest } from '../../src/cli/write.ts'
import { commandLine } from '../../src/core/hint.ts'
import { planOf, type Decided, needsConfirmation, refuse } from '../../src/core/change.ts'
import { SfsyncError } from '../../src/core/errors.ts'
import { aChangeSet, aFact, aStamp, aTeam, aUser } from '../support/builders.ts'
import { change } from '../support/changes.ts'
import { historyOf } from '../support/history-of.ts'
import { aStage } from '../support/dependencies.ts'
import { aLedger } from '../support/seeded-ledger.ts'

const north = aTeam('North')
const south = aTeam('South')
const makeNorth = planOf([change.team(null, north)], {
  evidence: ['somebody asked for it'],
  warnings: ['a team without people shows nothing'],
  next: ['in SalesScreen: make the team', commandLine('teams list')],
})

function typed(rest: Partial<Invocation> = {}): Invocation {
  return { command: 'teams create', arguments: ['North'], flags: [], prompted: false, ...rest }
}

function undertaking(
  decided: Decided | WriteRequest['decide'],
  rest: Partial<WriteRequest> = {},
): WriteRequest {
  return {
    decide: typeof decided === 'function' ? decided : async () => await Promise.resolve(decided),
    invocation: typed(),
    dryRun: false,
    ...rest,
  }
}

async function failureOf(work: Promise<unknown>): Promise<unknown> {
  const error: unknown = await work.then(
    () => 'no failure',
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof SfsyncError)) return error
  const { code, message, rows, actions } = error
  return { code, message, rows, actions }
}

describe('a plan that can be written', () => {
  test('is not written when Ctrl-C was pressed while it was decided', async () => {
    const controller = new AbortController()
    const stage = aStage({ parts: { interrupted: controller.signal } })
    const stopped = new SfsyncError('interrupted', 'interrupted; nothing was changed')
    // A signal is heard when the work leaves room for it.
    const decide = async () => {
      setImmediate(() => controller.abort(stopped))
      return await Promise.resolve(makeNorth)
    }
    await expect(executeWrite(await stage.context(), undertaking(decide))).rejects.toBe(stopped)
    expect(await historyOf(stage.ledger)).toEqual([])
  })

  test('is prepared once nothing blocks it, and not for a dry run', async () => {
    const stage = aStage()
    const prepared: number[] = []
    const prepare = async () => {
      prepared.push((await historyOf(stage.ledger)).length)
    }
    await executeWrite(await stage.context(), undertaking(makeNorth, { prepare, dryRun: true }))
    expect(prepared).toEqual([])
    await executeWrite(await stage.context(), undertaking(makeNorth, { prepare }))
    expect(prepared).toEqual([0])
  })

  test('is committed with who, when, by which command and why, and printed', async () => {
    const stage = aStage()
    const committed = await executeWrite(
      await stage.context(),
      undertaking(makeNorth, { reason: 'the region grew' }),
    )
    const expected = aChangeSet(makeNorth, {
      actor: 'jane',
      command: 'sfsync teams create North',
      reason: 'the region grew',
    })
    expect(committed).toEqual(expected)
    expect(await historyOf(stage.ledger)).toEqual([expected])
    expect(stage.printed()).toEqual({
      stdout: '+ team     North\nchange set 1: 1 team added\n',
      stderr:
        'warning: a team without people shows nothing\n' +
        'next: 1 thing to enter in SalesScreen: sfsync todo\n' +
        'next: in SalesScreen: make the team\n' +
        'next: sfsync teams list\n',
    })
  })

  test('is printed as one document with --json, and commands in it name the profile in use', async () => {
    const stage = aStage()
    await executeWrite(await stage.context({ json: true, profile: 'sandbox' }), undertaking(makeNorth))
    const { stdout, stderr } = stage.printed()
    expect({ document: JSON.parse(stdout), stderr }).toEqual({
      document: {
        changeSet: 1,
        changes: [{ entity: 'team', key: north.teamId, before: null, after: north }],
        warnings: ['a team without people shows nothing'],
        next: [
          '1 thing to enter in SalesScreen: sfsync --profile sandbox todo',
          'in SalesScreen: make the team',
          'sfsync --profile sandbox teams list',
        ],
      },
      stderr: '',
    })
  })

  const forMachines = [
    {
      format: 'csv',
      stdout: `entity,key,field,before,after\nteam,${north.teamId},teamId,,${north.teamId}\nteam,${north.teamId},name,,North\n`,
    },
    {
      format: 'tsv',
      stdout: `entity\tkey\tfield\tbefore\tafter\nteam\t${north.teamId}\tteamId\t\t${north.teamId}\nteam\t${north.teamId}\tname\t\tNorth\n`,
    },
    { format: 'ids', stdout: `${north.teamId}\n` },
  ]
  test.for(forMachines)('is printed field by field as $format', async ({ format, stdout }) => {
    const stage = aStage()
    await executeWrite(await stage.context({ format }), undertaking(makeNorth))
    expect(stage.printed().stdout).toBe(stdout)
  })

  test('leaves out hints with --quiet, but no warning', async () => {
    const stage = aStage()
    await executeWrite(await stage.context({ quiet: true }), undertaking(makeNorth))
    expect(stage.printed().stderr).toBe('warning: a team without people shows nothing\n')
  })
})

describe('a dry run', () => {
  test('shows what would be written, and writes nothing', async () => {
    const stage = aStage()
    const committed = await executeWrite(await stage.context(), undertaking(makeNorth, { dryRun: true }))
    expect({ committed, history: await historyOf(stage.ledger), ...stage.printed() }).toEqual({
      committed: null,
      history: [],
      stdout: '+ team     North\n1 team to add\n',
      stderr: 'warning: a team without people shows nothing\ndry run: nothing was changed\n',
    })
  })

  test('reports the rows that have changed since, as the real run would', async () => {
    const stage = aStage({ ledger: await aLedger({ teams: [aTeam('North', { key: 'n' })] }) })
    const plan = planOf([change.team(north, { ...north, name: 'Far North' }), change.team(south, null)])
    expect(await failureOf(executeWrite(await stage.context(), undertaking(plan, { dryRun: true })))).toEqual(
      {
        code: 'conflict',
        message: 'these rows have changed since they were read; nothing was changed',
        rows: [
          {
            column: 'team',
            value: north.teamId,
            reason: 'Far North: was changed since (last: change set 1, ada: sfsync test)',
          },
          { column: 'team', value: south.teamId, reason: 'South: no longer exists' },
        ],
        actions: [{ text: 'look at the newest changes, then decide again', command: commandLine('history') }],
      },
    )
    expect(stage.printed()).toEqual({ stdout: '', stderr: '' })
  })
})

describe('another admin is faster', () => {
  test('once: it is decided again on what is there now', async () => {
    const ledger = await aLedger({ teams: [north] })
    const stage = aStage({ ledger })
    let decisions = 0
    const rename = async () => {
      const [record] = await ledger.teams()
      const now = record?.team ?? north
      decisions += 1
      if (decisions === 1)
        await ledger.commit(planOf([change.team(now, { ...now, key: 'n' })]), aStamp({ actor: 'rival' }))
      return planOf([change.team(now, { ...now, name: 'Far North' })])
    }
    await executeWrite(await stage.context(), undertaking(rename))
    expect(decisions).toBe(2)
    expect((await ledger.teams()).map(({ team }) => team)).toEqual([
      { ...north, name: 'Far North', key: 'n' },
    ])
    expect(stage.printed().stdout).toBe('~ team     North -> Far North\nchange set 3: 1 team renamed\n')
  })

  test('every time: after 25 attempts it is a conflict', async () => {
    const ledger = await aLedger({ users: [aUser('ada', { nickname: 'countess' })] })
    const stage = aStage({ ledger })
    let decisions = 0
    const always = async () => {
      decisions += 1
      return await Promise.resolve(planOf([change.user(aUser('ada'), aUser('ada', { state: 'pending' }))]))
    }
    expect(await failureOf(executeWrite(await stage.context(), undertaking(always)))).toEqual({
      code: 'conflict',
      message: 'these rows have changed since they were read; nothing was changed',
      rows: [
        {
          column: 'user',
          value: aUser('ada').userId,
          reason: 'ada@example.com: was changed since (last: change set 1, ada: sfsync test)',
        },
      ],
      actions: [{ text: 'look at the newest changes, then decide again', command: commandLine('history') }],
    })
    expect({ decisions, changeSets: (await ledger.counts()).changeSets }).toEqual({
      decisions: 25,
      changeSets: 1,
    })
  })

  test('every time, with a question among the attempts: it still ends', async () => {
    const ledger = await aLedger({ teams: [north] })
    const stage = aStage({
      ledger,
      asks: [{ yesNo: 'Delete the team South anyway?', answer: true }],
    })
    let decisions = 0
    const late = async () => {
      decisions += 1
      if (decisions > 100) throw new Error('it never ends')
      return await Promise.resolve(
        decisions === 25
          ? needsConfirmation('a key', [{ reason: 'North has a key', confirmation: 'replace' }])
          : planOf([change.team(south, null)]),
      )
    }
    expect(await failureOf(executeWrite(await stage.context(), undertaking(late)))).toMatchObject({
      code: 'conflict',
    })
    expect(decisions).toBe(26)
  })
})

const twoDoubts = needsConfirmation('not mapped: confirmation needed', [
  { value: '1', reason: 'Alan is inactive', confirmation: 'allow-inactive' },
  { value: '1', reason: 'Alan is used by Grace', confirmation: 'take-over' },
])
const openUntil =
  (...flags: readonly string[]) =>
  async (allowed: ReadonlySet<string>) =>
    await Promise.resolve(flags.every((flag) => allowed.has(flag)) ? makeNorth : twoDoubts)

describe('a decision', () => {
  test('that flags have taken is not asked for', async () => {
    const stage = aStage({ asks: [] })
    const wish = undertaking(openUntil('allow-inactive', 'take-over'), {
      confirmed: ['allow-inactive', 'take-over'],
    })
    expect(await executeWrite(await stage.context(), wish)).toMatchObject({ number: 1 })
  })

  test('is asked for on a terminal with the plan, by one question, and the equivalent command is shown', async () => {
    const stage = aStage({
      asks: [{ yesNo: 'Create the team North anyway?', answer: true, byDefault: false }],
    })
    const committed = await executeWrite(
      await stage.context({ profile: 'sandbox' }),
      undertaking(openUntil('allow-inactive', 'take-over')),
    )
    expect(committed?.command).toBe('sfsync teams create North --allow-inactive --take-over')
    expect(stage.printed()).toEqual({
      stdout: '+ team     North\nchange set 1: 1 team added\n',
      stderr: `+ team     North
warning: a team without people shows nothing
warning: Alan is inactive
warning: Alan is used by Grace
? Create the team North anyway? yes
next: 1 thing to enter in SalesScreen: sfsync --profile sandbox todo
next: in SalesScreen: make the team
next: sfsync --profile sandbox teams list
equivalent command:
  sfsync --profile sandbox teams create North --allow-inactive --take-over
`,
    })
  })

  test('against it cancels the command: nothing is written', async () => {
    const stage = aStage({
      asks: [{ yesNo: 'Create the team North anyway?', answer: false }],
    })
    const work = executeWrite(await stage.context(), undertaking(openUntil('allow-inactive', 'take-over')))
    expect(await failureOf(work)).toEqual({
      code: 'decision-needed',
      message: 'Canceled. Nothing was changed.',
      rows: [],
      actions: [],
    })
    expect(await historyOf(stage.ledger)).toEqual([])
  })

  test('is refused when not run in a terminal, with the confirmations that it needs', async () => {
    const stage = aStage()
    const work = executeWrite(await stage.context(), undertaking(openUntil('allow-inactive', 'take-over')))
    expect(await failureOf(work)).toEqual({
      code: 'decision-needed',
      message: 'not mapped: confirmation needed',
      rows: twoDoubts.rows,
      actions: [],
    })
    expect(await historyOf(stage.ledger)).toEqual([])
  })

  test('that no flag can take is refused on a terminal, too', async () => {
    const stage = aStage({ asks: [] })
    const wish = undertaking(refuse('invalid', 'a spectator is on no team', ['sfsync users list']))
    expect(await failureOf(executeWrite(await stage.context(), wish))).toEqual({
      code: 'invalid',
      message: 'a spectator is on no team',
      rows: [],
      actions: ['sfsync users list'],
    })
  })
})

describe('a plan out of answers', () => {
  test('is shown and confirmed before it is written', async () => {
    const stage = aStage({ asks: [{ yesNo: 'Create the team North?', answer: true, byDefault: true }] })
    await executeWrite(
      await stage.context(),
      undertaking(makeNorth, { invocation: typed({ prompted: true }) }),
    )
    expect(await historyOf(stage.ledger)).toHaveLength(1)
    expect(stage.printed().stderr.split('\n').slice(0, 3)).toEqual([
      '+ team     North',
      'warning: a team without people shows nothing',
      '? Create the team North? yes',
    ])
  })

  test('is not written when declined', async () => {
    const stage = aStage({ asks: [{ yesNo: 'Create the team North?', answer: false }] })
    const work = executeWrite(
      await stage.context(),
      undertaking(makeNorth, { invocation: typed({ prompted: true }) }),
    )
    expect(await failureOf(work)).toMatchObject({
      code: 'decision-needed',
      message: 'Canceled. Nothing was changed.',
    })
    expect({ history: await historyOf(stage.ledger), ...stage.printed() }).toEqual({
      history: [],
      stdout: '',
      stderr: '+ team     North\nwarning: a team without people shows nothing\n? Create the team North? no\n',
    })
  })

  test('is not confirmed for a dry run, and the equivalent command is a dry run, too', async () => {
    const stage = aStage({ asks: [] })
    await executeWrite(
      await stage.context(),
      undertaking(makeNorth, {
        invocation: typed({ prompted: true, flags: [['--dry-run']] }),
        dryRun: true,
      }),
    )
    expect(stage.printed().stderr).toBe(
      'warning: a team without people shows nothing\n' +
        'dry run: nothing was changed\n' +
        'equivalent command: sfsync teams create North --dry-run\n',
    )
  })

  test('repeats the reason in the equivalent command', async () => {
    const stage = aStage({ asks: [{ yesNo: 'Create the team North?', answer: true }] })
    const wish = undertaking(makeNorth, {
      invocation: typed({ prompted: true, flags: [['--reason', 'it grew']] }),
      reason: 'it grew',
    })
    const committed = await executeWrite(await stage.context({ quiet: false }), wish)
    expect(committed?.command).toBe('sfsync teams create North')
    expect(stage.printed().stderr.split('\n').at(-2)).toBe(
      "equivalent command: sfsync teams create North --reason 'it grew'",
    )
  })

  test('is not written when the question is interrupted', async () => {
    const stage = aStage({ asks: ['interrupt'] })
    const work = executeWrite(
      await stage.context(),
      undertaking(makeNorth, { invocation: typed({ prompted: true }) }),
    )
    expect(await failureOf(work)).toMatchObject({ code: 'interrupted' })
    expect(await historyOf(stage.ledger)).toEqual([])
  })
})

describe('a question is asked once', () => {
  const ada = aUser('ada', { teamId: north.teamId })
  const leave = planOf([change.user(ada, { ...ada, teamId: null })])
  const prompted = { invocation: typed({ prompted: true }) }

  test('with No as the answer of Enter where somebody loses something', async () => {
    const ledger = await aLedger({ teams: [north], users: [ada] })
    const stage = aStage({
      ledger,
      asks: [{ yesNo: 'Take Ada Example off North?', answer: false, byDefault: false }],
    })
    await failureOf(executeWrite(await stage.context(), undertaking(leave, prompted)))
    expect(await historyOf(ledger)).toHaveLength(1)
  })

  test('and not at all about what an admin saw in SalesScreen', async () => {
    const stage = aStage({ asks: [] })
    const plan = planOf([change.fact(null, aFact('auto-sync', 'off'))])
    expect(await executeWrite(await stage.context(), undertaking(plan, prompted))).toMatchObject({
      number: 1,
    })
  })

  test('unless --yes answers it, also when not run in a terminal', async () => {
    const [terminal, script] = [aStage({ asks: [] }), aStage()]
    const doubt = needsConfirmation('a new team', [{ reason: 'North is new', confirmation: 'create-team' }])
    const decide: WriteRequest['decide'] = async (confirmed) =>
      await Promise.resolve(confirmed.has('create-team') ? makeNorth : doubt)
    for (const stage of [terminal, script]) {
      expect(await executeWrite(await stage.context({ yes: true }), undertaking(decide))).toMatchObject({
        number: 1,
        command: 'sfsync teams create North --create-team',
      })
      expect(stage.printed().stderr).toContain('warning: North is new\n')
    }
  })

  test('and --yes answers neither who somebody is nor how many lose something', async () => {
    const asked = aStage({ asks: [{ yesNo: 'Create the team North anyway?', answer: true }] })
    const both = undertaking(openUntil('allow-inactive', 'take-over'))
    await executeWrite(await asked.context({ yes: true }), both)
    const refused = executeWrite(await aStage().context({ yes: true }), both)
    expect(await failureOf(refused)).toMatchObject({ code: 'decision-needed' })
    const limit = undertaking(refuse('limit', 'too many'))
    const limited = executeWrite(await aStage().context({ yes: true }), limit)
    expect(await failureOf(limited)).toMatchObject({ code: 'limit' })
  })
})

test('Ctrl-C while it is decided comes before the writing', async () => {
  const controller = new AbortController()
  const stage = aStage({ parts: { interrupted: controller.signal } })
  const interrupted = async () => {
    controller.abort(new SfsyncError('interrupted', 'interrupted; nothing was changed'))
    return await Promise.resolve(makeNorth)
  }
  expect(await failureOf(executeWrite(await stage.context(), undertaking(interrupted)))).toMatchObject({
    code: 'interrupted',
  })
  expect({ history: await historyOf(stage.ledger), ...stage.printed() }).toEqual({
    history: [],
    stdout: '',
    stderr: '',
  })
})

test('nothing left to do is reported, and no change set is created', async () => {
  const stage = aStage({ asks: [] })
  const plan = planOf([], { warnings: ['No changes: the team North already exists'] })
  const committed = await executeWrite(
    await stage.context(),
    undertaking(plan, { invocation: typed({ prompted: true }) }),
  )
  expect({ committed, history: await historyOf(stage.ledger), ...stage.printed() }).toEqual({
    committed: null,
    history: [],
    stdout: '',
    stderr: 'warning: No changes: the team North already exists\n',
  })
})
