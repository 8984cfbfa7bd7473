import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import type { Change } from '../core/change.ts'
import { type ErrorRow, SfsyncError } from '../core/errors.ts'
import { commandLine, withOptions } from '../core/hint.ts'
import { parseJson, countText } from '../core/text.ts'
import type { Preconditions } from '../core/decide/preconditions.ts'
import { momentBreaches, plannedBreaches } from '../core/decide/sound-row.ts'
import { brokenText, given } from '../core/values.ts'
import { changeSchema, provenanceSchema } from '../ledger/row-schemas.ts'
import { visibleJson } from '../core/visible-text.ts'
import { hintFrom } from './hints.ts'
import type { TextLine } from '../sheet/sheet.ts'

const texts = z.readonly(z.array(z.string()))

const headSchema = z.strictObject({
  sfsync: z.literal('plan'),
  version: z.literal(1),
  /** The command that made the plan. */
  command: z.string(),
  actor: z.string(),
  /** The database role of the author; absent where there are no roles. */
  role: z.optional(z.string()),
  at: z.string(),
  reason: z.nullable(z.string()),
  evidence: texts,
  warnings: texts,
  next: texts,
  /** How many changes follow, one a line. */
  changes: z.number(),
})

/** The first line of a plan file: who made the plan, when, by which command, and what the admin should know. */
type PlanHead = z.output<typeof headSchema>

/** One change of a plan file, with its preconditions. */
interface PlannedChange {
  /** The change in words. */
  readonly text: string
  readonly change: Change
  readonly facts: Preconditions
}

/** A plan file as it was read. */
export interface PlanFile {
  readonly head: PlanHead
  readonly digest: string
  readonly changes: readonly PlannedChange[]
}

/** A plan as the lines of its file, with the digest of all of them (SHA-256, hexadecimal). */
export function planLines(
  head: Omit<PlanHead, 'sfsync' | 'version' | 'changes'>,
  changes: readonly PlannedChange[],
): { readonly lines: readonly string[]; readonly digest: string } {
  const { command, actor, role, at, reason, evidence, warnings, next } = head
  const whole: PlanHead = {
    sfsync: 'plan',
    version: 1,
    command,
    actor,
    ...given({ role }),
    at,
    reason,
    evidence,
    warnings,
    next,
    changes: changes.length,
  }
  const lines = changes.map(({ text, change, facts }) => {
    const { entity, key, before, after, origin, evidence: changeEvidence } = change
    return visibleJson(
      JSON.stringify({
        change: text,
        facts,
        entity,
        key,
        before,
        after,
        origin,
        evidence: changeEvidence,
      }),
    )
  })
  const digest = digestOf(whole, lines)
  return { lines: [visibleJson(JSON.stringify({ ...whole, digest })), ...lines], digest }
}

function digestOf(head: PlanHead, lines: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(head))
  for (const line of lines) hash.update('\n').update(line)
  return hash.digest('hex')
}

const lineSchema = z.intersection(
  changeSchema,
  z.extend(provenanceSchema, { change: z.string(), facts: z.record(z.string(), z.string()) }),
)

/** Reads a plan file; throws `file-unreadable` for any other file, and for a plan that was changed after sfsync wrote it. */
export async function readPlan(name: string, groups: AsyncIterable<readonly TextLine[]>): Promise<PlanFile> {
  const lines: TextLine[] = []
  for await (const group of groups) lines.push(...group)
  const [first, ...rest] = lines
  const read = z.safeParse(z.extend(headSchema, { digest: z.string() }), parseJson(first?.text ?? ''))
  if (!read.success) throw notAPlan(name, first)
  const { digest, ...head } = read.data
  if (
    digestOf(
      head,
      rest.map(({ text }) => text),
    ) !== digest ||
    rest.length !== head.changes
  )
    throw new SfsyncError(
      'file-unreadable',
      `${name} was changed after sfsync wrote it: its digest does not match`,
      {
        actions: [hintFrom(`plan again: ${head.command}`)],
      },
    )
  const changes = rest.map((line) => plannedChange(name, line))
  refuseUnsound(name, first, head, rest, changes)
  return { head, digest, changes }
}

// Anyone who changes a plan can make a digest that matches, so what it says is checked as well.
function refuseUnsound(
  name: string,
  first: TextLine | undefined,
  head: PlanHead,
  lines: readonly TextLine[],
  changes: readonly PlannedChange[],
): void {
  const ofHead = momentBreaches('at', head.at).map((breach) => ({ line: first?.line ?? 1, ...breach }))
  const ofChanges = changes.flatMap(({ change }, index) =>
    plannedBreaches(change, head.actor).map((breach) => ({ line: lines[index]?.line ?? 1, ...breach })),
  )
  const broken = [first, ...lines].flatMap((each) => {
    const found = each === undefined ? undefined : brokenText(parseJson(each.text))
    return found === undefined ? [] : [{ line: each?.line ?? 1, value: found.text, reason: found.reason }]
  })
  const rows = [...ofHead, ...ofChanges, ...broken]
  if (rows.length === 0) return
  throw new SfsyncError(
    'file-unreadable',
    `${name} is not as sfsync writes a plan: ${countText(rows.length, 'problem')}; nothing was changed`,
    {
      rows: rows.map(({ value, ...rest }) => ({ file: name, ...(value === null ? {} : { value }), ...rest })),
      actions: [hintFrom(`plan again: ${head.command}`)],
    },
  )
}

function plannedChange(name: string, { line, text }: TextLine): PlannedChange {
  const read = z.safeParse(lineSchema, parseJson(text))
  if (!read.success) throw unreadableLines(name, [{ file: name, line, reason: 'not a change' }])
  const { change: description, facts, origin, evidence, ...change } = read.data
  return { text: description, facts, change: { ...change, ...given({ origin, evidence }) } }
}

function notAPlan(name: string, first: TextLine | undefined): SfsyncError {
  return unreadableLines(name, [
    {
      file: name,
      line: first?.line ?? 1,
      ...(first === undefined ? {} : { value: first.text.slice(0, 80) }),
      reason: 'the first line is not the head of a plan that this version of sfsync can read',
    },
  ])
}

function unreadableLines(name: string, rows: readonly ErrorRow[]): SfsyncError {
  return new SfsyncError('file-unreadable', `${name} is not an sfsync plan; nothing was changed`, {
    rows,
    actions: [
      { text: 'make a plan', command: withOptions(commandLine('plan', '<file>'), { out: '<plan>' }) },
    ],
  })
}
