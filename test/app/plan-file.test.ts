import { expect, test } from 'vitest'
import type { Change } from '../../src/core/change.ts'
import { planLines } from '../../src/app/plan-file.ts'
import { textLines } from '../../src/sheet/source.ts'
import { visibleLines } from '../../src/core/visible-text.ts'
import { all } from '../support/all.ts'
import { aFact, aUser, userIdOf } from '../support/builders.ts'
import { change } from '../support/changes.ts'
import { aStage } from '../support/dependencies.ts'
import { MemoryLedger } from '../support/memory-ledger.ts'

/** A plan with a digest that matches, whatever it says. */
function sealed(changes: readonly Change[], head: { at?: string; reason?: string } = {}): string {
  const { lines } = planLines(
    {
      command: 'sfsync plan people.csv',
      actor: 'ada',
      at: '2026-11-23T12:00:00.000Z',
      reason: null,
      evidence: [],
      warnings: [],
      next: [],
      ...head,
    },
    changes.map((each) => ({ text: 'a change', change: each, facts: {} })),
  )
  return lines.join('\n')
}

test('nothing in a plan file is hidden, and it reads back as it was', async () => {
  const nickname = 'x\u202ey\u0085\u0007'
  const text = sealed([change.user(null, aUser('ada', { nickname }))], { reason: 'so\u202e' })
  expect(visibleLines(text)).toBe(text)
  expect(text).toContain(String.raw`"nickname":"x\u202ey\u0085\u0007"`)
  const ledger = new MemoryLedger()
  expect(await apply(text, ledger)).toMatchObject({ exitCode: 0 })
  expect((await all(ledger.users({})))[0]?.user.nickname).toBe(nickname)
})

async function apply(text: string, ledger = new MemoryLedger()) {
  const bytes = async function* () {
    yield await Promise.resolve(new TextEncoder().encode(text))
  }
  const readLines = async () => await Promise.resolve(textLines({ name: 'standard input', bytes: bytes() }))
  const { exitCode, stderr } = await aStage({ ledger, parts: { readLines } }).run('apply', '-')
  return { exitCode, told: stderr.split('\n').slice(0, 2), changeSets: (await ledger.counts()).changeSets }
}

test('a plan that is as sfsync writes it is applied', async () => {
  expect(await apply(sealed([change.user(null, aUser('ada'))]))).toMatchObject({ exitCode: 0, changeSets: 1 })
})

test.for<readonly [what: string, text: string, told: string]>([
  [
    'the key of another row',
    sealed([{ entity: 'user', key: userIdOf('bob'), before: null, after: aUser('ada') }]),
    `standard input:2: key: the key is ${userIdOf('bob')}, but the row has ${userIdOf('ada')}  (make the key and the row agree)`,
  ],
  [
    'a setting',
    sealed([change.fact(null, aFact('auto-sync', 'off', { attestedBy: 'grace' }))]),
    'standard input:2: attestedBy: a plan cannot confirm the setting auto-sync  (confirm it with sfsync settings set)',
  ],
  [
    'an impossible time',
    sealed([change.user(null, aUser('ada'))], { at: '2026-02-31T12:00:00.000Z' }),
    'standard input:1: at: not a time in UTC  (write it like 2026-11-23T12:00:00.000Z)',
  ],
  [
    'half a character',
    sealed([change.user(null, aUser('ada', { nickname: 'x\ud800' }))]),
    'standard input:2: a text holds half a character (a lone surrogate)',
  ],
  [
    'the character NUL',
    sealed([change.user(null, aUser('ada', { nickname: 'x\u0000' }))]),
    'standard input:2: a text holds the character NUL (U+0000)',
  ],
  [
    'half a character in its reason',
    sealed([change.user(null, aUser('ada'))], { reason: '\udc00' }),
    'standard input:1: a text holds half a character (a lone surrogate)',
  ],
])('a plan with %s is refused although its digest matches', async ([, text, told]) => {
  expect(await apply(text)).toEqual({
    exitCode: 1,
    told: [
      'error: standard input is not as sfsync writes a plan: 1 problem; nothing was changed',
      `  ${told}`,
    ],
    changeSets: 0,
  })
})
