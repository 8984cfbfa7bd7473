import { auditCard, type AuditResult, type AuditSample } from '../../app/audit.ts'
import { copyValue, openScreenPage } from '../../app/cards.ts'
import type { HintParts } from '../../app/hints.ts'
import type { KeyPress, Screen, TerminalSize } from '../../app/ports.ts'
import { type AuditAnswer, countAnswers } from '../../core/audit.ts'
import type { Hint } from '../../core/hint.ts'
import { type CardPlace, placeAt } from '../../core/todo-walk.ts'
import { mappingsPlace } from '../../salesscreen/screens.ts'
import type { Context } from '../context.ts'
import type { Paint } from '../output/paint.ts'
import { applyCardKey, type CardKey, nextToCopy, renderCard, renderEnd, saying } from './card.ts'
import { keyHelpScreen, label } from './lines.ts'
import { runScreen, type Transition } from './run.ts'

/** A sample that is looked up one by one. Nothing is recorded before its end. */
export interface Audit extends CardPlace, AuditResult {}

/** What a key does beyond the screen. */
interface AuditEffect {
  readonly do: 'open' | 'copy'
}

/** How texts are painted and hints are printed. */
interface ScreenStyle {
  readonly paint: Paint
  parts(hint: Hint): HintParts
}

/** Asks about each mapping of a sample until the admin quits; throws `interrupted` on Ctrl-C and Ctrl-D. */
export async function runAuditScreen(sample: AuditSample, context: Context): Promise<AuditResult> {
  const style = { paint: context.stderr.paint, parts: context.parts.bind(context) }
  return await runScreen<Audit, AuditEffect>(context, startAudit(sample), {
    show: (audit, size) => ({
      lines: renderAudit(audit, size, style),
      press: (key) => applyAuditKey(audit, key),
    }),
    applyEffect: async (audit, effect, screen) => await applyEffect(context, audit, effect, screen),
    isComplete: () => false,
  })
}

/** An audit before its first answer. */
export function startAudit(sample: AuditSample): Audit {
  return { ...placeAt(0), ...sample, answers: sample.sample.map(() => null) }
}

async function applyEffect(
  context: Context,
  audit: Audit,
  effect: AuditEffect,
  screen: Pick<Screen, 'copy'>,
): Promise<Audit> {
  if (effect.do === 'open') return { ...audit, message: await openScreenPage(context) }
  const value = valuesOf(audit)[nextToCopy(valuesOf(audit), audit.copied)]
  if (value === undefined) return audit
  return { ...audit, copied: audit.copied + 1, message: await copyValue(context, screen, value) }
}

function valuesOf({ sample, at }: Audit): ReturnType<typeof auditCard> {
  const current = sample[at]
  return current === undefined ? [] : auditCard(current)
}

type Binding = CardKey<Audit, AuditEffect>

const answering =
  (answer: AuditAnswer): Binding =>
  (audit) => ({
    state: {
      ...audit,
      ...placeAt(audit.at + 1),
      answers: audit.answers.map((each, index) => (index === audit.at ? answer : each)),
    },
  })

const back: Binding = (audit) =>
  audit.at === 0 ? saying(audit, 'this is the first one') : { state: { ...audit, ...placeAt(audit.at - 1) } }

const record: Binding = (audit) => ({ state: audit, effect: { do: 'quit' } })

const atEnd: ReadonlyMap<string, Binding> = new Map<string, Binding>([
  ['b', back],
  ['left', back],
  ['enter', record],
  ['escape', record],
])

const onMapping: ReadonlyMap<string, Binding> = new Map<string, Binding>([
  ['b', back],
  ['left', back],
  ['y', answering('right')],
  ['n', answering('wrong')],
  ['s', answering('unclear')],
  ['c', (audit) => ({ state: audit, effect: { do: 'copy' } })],
  ['o', (audit) => ({ state: audit, effect: { do: 'open' } })],
])

/** What a key does on the screen of an audit. */
export function applyAuditKey(audit: Audit, key: KeyPress): Transition<Audit, AuditEffect> {
  return applyCardKey(audit, key, audit.at < audit.sample.length ? onMapping : atEnd)
}

const keyHelp = [
  'y  right: SalesScreen has exactly this',
  'n  wrong: it has another, or none',
  's  cannot tell; counts as not right',
  'b  back, to answer again',
  'c  copy the value marked with >',
  'o  open SalesScreen',
  'q  quit, and record the answers',
]

const outcomes: Readonly<Record<AuditAnswer, string>> = {
  right: 'answered: right',
  wrong: 'answered: wrong',
  unclear: 'answered: cannot tell',
}

/** Draws an audit as lines of text, never more or wider than the screen. */
export function renderAudit(audit: Audit, size: TerminalSize, { paint, parts }: ScreenStyle): string[] {
  if (audit.showsKeys) return keyHelpScreen(keyHelp, size)
  const { sample, answers, at, mappings, copied } = audit
  const message = parts(audit.message)
  const current = sample[at]
  const { right, wrong, unclear } = countAnswers(mappings, answers)
  if (current === undefined)
    return renderEnd(
      'All of the sample is looked up.',
      [
        [right, 'right'],
        [wrong, 'wrong'],
        [unclear, 'cannot tell'],
      ],
      { message, keys: [label('Enter record'), label('b back'), label('? keys')] },
      size,
    )
  const values = auditCard(current)
  const answer = answers[at] ?? null
  return renderCard(
    {
      headLeft: `Audit  ${at + 1} of ${sample.length}`,
      headRight: `${mappings} mappings`,
      about: ['Is this mapping in SalesScreen?', mappingsPlace],
      values,
      next: nextToCopy(values, copied),
      outcome: answer === null ? '' : outcomes[answer],
      message,
      keys: [
        label('y right'),
        label('n wrong'),
        label('s cannot tell'),
        label('c copy'),
        label('o open', null),
        label('b back'),
        label('? keys', '? more'),
        label('q quit'),
      ],
    },
    size,
    paint,
  )
}
