import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Change, planOf } from '../../../src/core/change.ts'
import { textLines } from '../../../src/sheet/source.ts'
import { all, pagesOf } from '../../support/all.ts'
import {
  aFact,
  aMapping,
  aRead,
  aSalesforceUser,
  aStamp,
  aTeam,
  aUser,
  salesforceUserIdOf,
  teamIdOf,
  userIdOf,
} from '../../support/builders.ts'
import { change } from '../../support/changes.ts'
import { MemoryLedger } from '../../support/memory-ledger.ts'
import { aStage, type Ended } from '../../support/dependencies.ts'

/** Runs a command on a ledger; standard input is this text. */
async function on(
  ledger: MemoryLedger,
  words: readonly string[],
  text = '',
  environment: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  const bytes = async function* () {
    yield await Promise.resolve(new TextEncoder().encode(text))
  }
  const readLines = async () => await Promise.resolve(textLines({ name: 'standard input', bytes: bytes() }))
  return await aStage({ ledger, environment, parts: { readLines } }).run(...words)
}

/** Some of ten people, each perhaps mapped and put off; with texts that nobody would think of. */
const content = fc
  .record({
    people: fc.uniqueArray(fc.integer({ min: 0, max: 9 })),
    // No command writes NUL, and none loads it.
    text: fc.option(
      fc.string({ unit: 'binary' }).map((text) => text.replaceAll('\0', '')),
      { nil: null },
    ),
    mapped: fc.boolean(),
    later: fc.boolean(),
    licenses: fc.nat(1000),
  })
  .map(({ people, text, mapped, later, licenses }): Change[] => [
    change.fact(null, aFact('licenses', String(licenses))),
    change.team(null, aTeam('North', { key: text })),
    ...people.flatMap((number) => {
      const name = `person${number}`
      const teamId = number % 2 === 0 ? teamIdOf('North') : null
      return [
        change.user(null, aUser(name, { nickname: text, teamId })),
        ...(mapped ? [change.mapping(null, aMapping(name, name, { seenName: text }))] : []),
        ...(later ? [putOff(name)] : []),
      ]
    }),
  ])

function putOff(name: string): Change {
  return change.decision(null, {
    kind: 'later',
    userId: userIdOf(name),
    salesforceUserId: salesforceUserIdOf(name),
    until: '2027-01-01',
    reason: 'on leave',
    decidedBy: 'ada',
    decidedAt: '2026-11-23T12:00:00.000Z',
  })
}

async function ledgerWith(...changeSets: readonly (readonly Change[])[]): Promise<MemoryLedger> {
  const ledger = new MemoryLedger()
  for (const changes of changeSets)
    await ledger.commit(planOf(changes, { evidence: ['seen'] }), aStamp({ reason: 'so' }))
  return ledger
}

/** Every change set with its changes, oldest first. */
async function historyOf(ledger: MemoryLedger): Promise<unknown[]> {
  const heads = (await all(ledger.history({}))).toReversed()
  return await Promise.all(
    heads.map(async (head) => ({ ...head, changes: await all(ledger.changesOf(head.number)) })),
  )
}

describe('a dump that is loaded into an empty ledger and dumped again', () => {
  test('gives the same bytes', async () => {
    await fc.assert(
      fc.asyncProperty(content, async (changes) => {
        const { stdout: dump } = await on(await ledgerWith(changes), ['dump'])
        const other = new MemoryLedger()
        expect(await on(other, ['load', '-'], dump)).toMatchObject({ exitCode: 0 })
        expect((await on(other, ['dump'])).stdout).toBe(dump)
      }),
      { numRuns: 50 },
    )
  })

  test('gives the same bytes with its history, whose change sets are as they were', async () => {
    await fc.assert(
      fc.asyncProperty(content, fc.string(), async (changes, lastName) => {
        const people = changes.flatMap(({ entity, after }) => (entity === 'user' && after ? [after] : []))
        const married = people.map((user) => change.user(user, { ...user, lastName }))
        const ledger = await ledgerWith(changes, ...(married.length > 0 ? [married] : []))
        const { stdout: dump } = await on(ledger, ['dump', '--history'])
        const other = new MemoryLedger()
        expect(await on(other, ['load', '-'], dump)).toMatchObject({ exitCode: 0 })
        expect((await on(other, ['dump', '--history'])).stdout).toBe(dump)
        expect(await historyOf(other)).toEqual(await historyOf(ledger))
      }),
      { numRuns: 50 },
    )
  })

  test('gives the same bytes whatever was there before', async () => {
    await fc.assert(
      fc.asyncProperty(content, content, async (before, after) => {
        const { stdout: dump } = await on(await ledgerWith(after), ['dump'])
        const other = await ledgerWith(before)
        // Ada confirmed the settings.
        const unlimited = {
          SFSYNC_REMOVAL_LIMIT: '100',
          SFSYNC_REMOVAL_PERCENT: '100',
          SFSYNC_ACTOR: 'ada',
        }
        expect(await on(other, ['load', '-'], dump, unlimited)).toMatchObject({ exitCode: 0 })
        expect((await on(other, ['dump'])).stdout).toBe(dump)
      }),
      { numRuns: 50 },
    )
  })
})

test('a dump is sorted lines of JSON between a head and an end', async () => {
  const ledger = await ledgerWith([
    change.mapping(null, aMapping('ada')),
    change.user(null, aUser('ada', { nickname: 'count\u001bess' })),
    change.fact(null, aFact('auto-sync', 'off')),
  ])
  const { stdout, stderr, exitCode } = await on(ledger, ['dump', '--history'])
  expect({ lines: stdout.split('\n').map((line) => line.slice(0, 41)), stderr, exitCode }).toEqual({
    lines: [
      '{"sfsync":"dump","version":1}',
      '{"entity":"fact","key":"auto-sync","row":',
      `{"entity":"user","key":"${userIdOf('ada')}","row":`,
      `{"entity":"mapping","key":"${userIdOf('ada')}","r`,
      '{"entity":"changeSet","number":1,"at":"20',
      '{"entity":"change","changeSet":1,"change"',
      '{"entity":"change","changeSet":1,"change"',
      '{"entity":"change","changeSet":1,"change"',
      '{"sfsync":"end"}',
      '',
    ].map((line) => line.slice(0, 41)),
    stderr: '3 rows, 1 change set\n',
    exitCode: 0,
  })
  expect(stdout).toContain(String.raw`"nickname":"count\u001bess"`)
})

/** A dump of Ada on the team North, line by line. */
async function dumpOfAda(): Promise<string[]> {
  const ledger = await ledgerWith([
    change.team(null, aTeam('North')),
    change.user(null, aUser('ada', { teamId: teamIdOf('North') })),
    change.mapping(null, aMapping('ada', 'ada', { organizationId: '00D000000000001AAA' })),
  ])
  return (await on(ledger, ['dump'])).stdout.split('\n')
}

describe('loading checks all of it first', () => {
  test('and reports every problem at once, with line, reason and what to do', async () => {
    const [head = '', team = '', user = '', mapping = '', ...end] = await dumpOfAda()
    const broken = [
      head,
      team.replace('"North"', '" North"'),
      user.replace('ada@', 'ADA@').replace('"active"', '"asleep","shoesize":38'),
      mapping.replace('"005', '"006'),
      '{"entity":"car","key":"x","row":{}}',
      'hello',
      ...end,
    ]
    const ledger = new MemoryLedger()
    expect(await on(ledger, ['load', '-'], broken.join('\n'))).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `error: standard input cannot be loaded: 7 problems; nothing was changed
  standard input:2: name: a team needs a name without spaces around it  (correct the name)
  standard input:3: email: expected an e-mail address in lower case, in Unicode NFC and without spaces  (write it as ada@example.com)
  standard input:3: state: expected a state: active, pending, deactivated, spectating, supporter  (correct state)
  standard input:3: shoesize: unknown field shoesize  (remove it, or use the version of sfsync that wrote it)
  standard input:4: salesforceUserId: expected a Salesforce User ID of 18 characters with the right suffix  (correct salesforceUserId)
  standard input:5: entity: expected a kind of row: fact, team, user, mapping or decision  (correct entity)
  standard input:6: not valid JSON  (restore the line as sfsync wrote it, or dump the ledger again)
try: fix these lines and load the file again, or dump the ledger again
`,
    })
    expect(await ledger.counts()).toMatchObject({ changeSets: 0, users: 0 })
  })

  test.for<readonly [what: string, cut: (lines: string[]) => string[], message: string]>([
    [
      'a dump that was cut off',
      (lines) => lines.slice(0, 3),
      'standard input is incomplete: its last line, {"sfsync":"end"}, is missing; nothing was changed',
    ],
    ['no dump', (lines) => lines.slice(1), 'standard input is not an sfsync dump; nothing was changed'],
    ['nothing', () => [], 'standard input is not an sfsync dump; nothing was changed'],
    [
      'a dump from the future',
      ([, ...lines]) => ['{"sfsync":"dump","version":2}', ...lines],
      'standard input was written by a newer sfsync (format version 2; this sfsync reads version 1)',
    ],
  ])('%s is refused', async ([, cut, message]) => {
    const text = cut(await dumpOfAda()).join('\n')
    const { exitCode, stderr } = await on(new MemoryLedger(), ['load', '-'], text)
    expect({ exitCode, told: stderr.split('\n')[0] }).toEqual({ exitCode: 1, told: `error: ${message}` })
  })

  test('a dump of another org is refused', async () => {
    const ledger = new MemoryLedger()
    const read = aRead({ source: 'live', organizationId: '00D000000000002AAA' })
    await (await ledger.directory.stage(read, pagesOf([aSalesforceUser('ada')]), 'merge')).keep()
    const { exitCode, stderr } = await on(ledger, ['load', '-'], (await dumpOfAda()).join('\n'))
    expect({ exitCode, told: stderr.split('\n')[0] }).toEqual({
      exitCode: 1,
      told: 'error: standard input belongs to org 00D000000000001AAA, but this ledger belongs to org 00D000000000002AAA',
    })
  })
})

describe('loading is a plan like any other', () => {
  test('a dry run shows it and writes nothing; the same again does nothing and says so', async () => {
    const dump = (await dumpOfAda()).join('\n')
    const ledger = await ledgerWith([change.user(null, aUser('bob'))])
    const plan = `+ team     North
+ user     ada@example.com  Ada Example, team North
+ mapping  ada@example.com -> ${salesforceUserIdOf('ada')}
- user     bob@example.com  Bob Example, no team
`
    expect(await on(ledger, ['load', '-', '--dry-run'], dump)).toEqual({
      exitCode: 0,
      stdout: `${plan}1 team and 1 user to add, 1 to map, 1 to remove\n`,
      stderr: 'dry run: nothing was changed\n',
    })
    expect(await on(ledger, ['load', '-', '--reason', 'moved'], dump)).toEqual({
      exitCode: 0,
      stdout: `${plan}change set 2: 1 team and 1 user added, 1 mapped, 1 removed\n`,
      stderr: 'next: 3 things to enter in SalesScreen: sfsync todo\nnext: sfsync sf-users refresh\n',
    })
    expect(await on(ledger, ['load', '-'], dump)).toEqual({
      exitCode: 0,
      stdout: '',
      stderr: 'no changes: the ledger already matches standard input\n',
    })
    const [newest] = await all(ledger.history({ limit: 1 }))
    expect(newest).toMatchObject({ command: 'sfsync load -', reason: 'moved', size: 4 })
  })

  test('it stops where too many would lose something', async () => {
    const people = Array.from({ length: 20 }, (_, index) => change.user(null, aUser(`person${index}`)))
    const ledger = await ledgerWith(people)
    const dump = (await dumpOfAda()).join('\n')
    expect(await on(ledger, ['load', '-'], dump)).toMatchObject({ exitCode: 7, stdout: '' })
    expect(await on(ledger, ['load', '-', '--allow-removals', '20'], dump)).toMatchObject({ exitCode: 0 })
  })
})

describe('a dump with a history', () => {
  test('is refused by a ledger that has its own, unless the rows alone are wanted', async () => {
    const other = await ledgerWith([change.user(null, aUser('ada'))])
    const { stdout: dump } = await on(other, ['dump', '--history'])
    const ledger = await ledgerWith([change.user(null, aUser('bob'))])
    expect(await on(ledger, ['load', '-'], dump)).toEqual({
      exitCode: 1,
      stdout: '',
      stderr: `error: standard input contains a history, but this ledger already has 1 change set; nothing was changed
try: load it into a new ledger: --store <file>
try: or load only the rows, as one change set: sfsync load - --rows-only
`,
    })
    expect(await on(ledger, ['load', '-', '--rows-only'], dump)).toMatchObject({ exitCode: 0 })
    expect(await ledger.counts()).toMatchObject({ changeSets: 2, users: 1 })
  })

  test('that does not lead to its rows is refused', async () => {
    const ada = await ledgerWith([change.user(null, aUser('ada'))])
    const { stdout } = await on(ada, ['dump', '--history'])
    const forged = stdout.replace('"firstName":"Ada"', '"firstName":"Eve"')
    const { exitCode, stderr } = await on(new MemoryLedger(), ['load', '-'], forged)
    expect({ exitCode, told: stderr.split('\n')[1] }).toEqual({
      exitCode: 1,
      told: '  standard input:2: the history does not lead to this user  (dump the ledger again, or load only the rows: sfsync load <file> --rows-only)',
    })
  })

  test.for<readonly [what: string, forge: (dump: string) => string, told: string]>([
    [
      'at an impossible time',
      (dump) => dump.replace('"at":"2026-11-23', '"at":"2026-02-31'),
      '4: at: change set 1: not a time in UTC  (dump the ledger again, or load only the rows: sfsync load <file> --rows-only)',
    ],
    [
      'with the key of another row',
      (dump) =>
        dump.replace(
          `"change":{"entity":"user","key":"${userIdOf('ada')}"`,
          `"change":{"entity":"user","key":"${userIdOf('bob')}"`,
        ),
      `4: key: change set 1: the key is ${userIdOf('bob')}, but the row has ${userIdOf('ada')}  (dump the ledger again, or load only the rows: sfsync load <file> --rows-only)`,
    ],
    [
      'with half a character',
      (dump) => dump.replaceAll('"firstName":"Ada"', String.raw`"firstName":"A\ud800"`),
      '3, 5: a text holds half a character (a lone surrogate)  (restore the line as sfsync wrote it, or dump the ledger again)',
    ],
    [
      'with the character NUL',
      (dump) => dump.replaceAll('"firstName":"Ada"', String.raw`"firstName":"A\u0000"`),
      '3, 5: a text holds the character NUL (U+0000)  (restore the line as sfsync wrote it, or dump the ledger again)',
    ],
  ])('with a change %s is refused', async ([, forge, told]) => {
    const ada = await ledgerWith([change.user(null, aUser('ada'))], [change.team(null, aTeam('North'))])
    const { stdout } = await on(ada, ['dump', '--history'])
    const ledger = new MemoryLedger()
    const { exitCode, stderr } = await on(ledger, ['load', '-'], forge(stdout))
    const changeSets = (await ledger.counts()).changeSets
    expect({ exitCode, told: stderr.split('\n')[1], changeSets }).toMatchObject({
      exitCode: 1,
      told: expect.stringContaining(told),
      changeSets: 0,
    })
  })

  test('with a setting under its former name is refused with its name of today', async () => {
    const fifty = await ledgerWith([change.fact(null, aFact('licenses', '50'))])
    const { stdout } = await on(fifty, ['dump', '--history'])
    const { exitCode, stderr } = await on(
      new MemoryLedger(),
      ['load', '-'],
      stdout.replaceAll('licenses', 'licences'),
    )
    const reason =
      'name: expected a name (of a company setting: auto-sync, integration-initialized, licenses, connection-user, mapping-system, screen-address, workbook-columns)  (did you mean licenses?)'
    expect({ exitCode, told: stderr.split('\n')[1] }).toEqual({
      exitCode: 1,
      told: `  standard input:2, 4: ${reason}`,
    })
  })

  test('that lost a change is refused', async () => {
    const ada = await ledgerWith([change.user(null, aUser('ada')), change.user(null, aUser('bob'))])
    const lines = (await on(ada, ['dump', '--history'])).stdout.split('\n')
    const { exitCode, stderr } = await on(new MemoryLedger(), ['load', '-'], lines.toSpliced(4, 1).join('\n'))
    expect({ exitCode, told: stderr.split('\n')[1] }).toEqual({
      exitCode: 1,
      told: '  standard input:4: change set 1 is incomplete or out of order  (restore the line as sfsync wrote it, or dump the ledger again)',
    })
  })
})

test('in a ledger that is in use, a dump cannot confirm a setting for someone else', async () => {
  const [ours, theirs] = await Promise.all([
    ledgerWith([change.user(null, aUser('bob'))]),
    ledgerWith([change.user(null, aUser('bob')), change.fact(null, aFact('auto-sync', 'off'))]),
  ])
  const { stdout: dump } = await on(theirs, ['dump'])
  const { exitCode, stderr } = await on(ours, ['load', '-'], dump)
  expect({ exitCode, stderr }).toEqual({
    exitCode: 1,
    stderr: `error: standard input confirms settings for someone else; nothing was changed
  the file says that ada confirmed auto-sync, and you are jane  (sfsync settings set auto-sync off)
try: confirm them yourself, or load the dump with its history into a new ledger: --store <file>
`,
  })
  expect(await ours.facts()).toEqual([])
  expect((await on(ours, ['load', '-'], dump, { SFSYNC_ACTOR: 'ada' })).exitCode).toBe(0)
  expect((await on(new MemoryLedger(), ['load', '-'], dump)).exitCode).toBe(0)
})
