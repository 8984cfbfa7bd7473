import { createHash } from 'node:crypto'
import * as z from 'zod/mini'
import type { Change } from '../core/change.ts'
import { type ErrorRow, SfsyncError } from '../core/errors.ts'
import type { Preconditions } from '../core/decide/preconditions.ts'
import { changeSchema } from '../ledger/row-schemas.ts'
import type { TextLine } from '../sheet/sheet.ts'

const texts = z.readonly(z.array(z.string()))

const headSchema = z.strictObject({
  sfsync: z.literal('plan'),
  version: z.literal(1),
  /** The command that planned it. */
  command: z.string(),
  actor: z.string(),
  at: z.string(),
  reason: z.nullable(z.string()),
  evidence: texts,
  warnings: texts,
  next: texts,
  /** How many changes follow, one a line. */
  changes: z.number(),
})

/** The first line of a plan file: who planned it, when, by which command, and what the admin should know. */
export type PlanHead = z.output<typeof headSchema>

/** One change of a plan file, with what it relies on. */
export interface PlannedChange {
  /** The change as people read it. */
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

/** A plan as the lines of its file, and the digest that stands for all of it (SHA-256, hexadecimal). */
export function planLines(
  head: Omit<PlanHead, 'sfsync' | 'version' | 'changes'>,
  changes: readonly PlannedChange[],
): { readonly lines: readonly string[]; readonly digest: string } {
  const { command, actor, at, reason, evidence, warnings, next } = head
  const whole: PlanHead = {
    sfsync: 'plan',
    version: 1,
    command,
    actor,
    at,
    reason,
    evidence,
    warnings,
    next,
    changes: changes.length,
  }
  const lines = changes.map(({ text, change, facts }) =>
    JSON.stringify({ change: text, facts, ...rowOf(change) }),
  )
  const digest = digestOf(whole, lines)
  return { lines: [JSON.stringify({ ...whole, digest }), ...lines], digest }
}

function rowOf({ entity, key, before, after, origin, evidence }: Change): object {
  return { entity, key, before, after, origin, evidence }
}

function digestOf(head: PlanHead, lines: readonly string[]): string {
  const hash = createHash('sha256').update(JSON.stringify(head))
  for (const line of lines) hash.update('\n').update(line)
  return hash.digest('hex')
}

const lineSchema = z.intersection(
  changeSchema,
  z.object({
    change: z.string(),
    facts: z.record(z.string(), z.string()),
    origin: z.optional(z.string()),
    evidence: z.optional(z.string()),
  }),
)

/** Reads a plan file; throws `file-unreadable` for what is none, and for one that is not as sfsync wrote it. */
export async function readPlan(name: string, groups: AsyncIterable<readonly TextLine[]>): Promise<PlanFile> {
  const lines: TextLine[] = []
  for await (const group of groups) lines.push(...group)
  const [first, ...rest] = lines
  const read = z.safeParse(z.extend(headSchema, { digest: z.string() }), jsonOf(first?.text ?? ''))
  if (!read.success) throw notAPlan(name, first)
  const { digest, ...head } = read.data
  if (
    digestOf(
      head,
      rest.map(({ text }) => text),
    ) !== digest ||
    rest.length !== head.changes
  )
    throw new SfsyncError('file-unreadable', `${name} is not as sfsync wrote it: its digest does not fit`, {
      actions: [`plan again: ${head.command}`],
    })
  return { head, digest, changes: rest.map((line) => plannedChange(name, line)) }
}

function plannedChange(name: string, { line, text }: TextLine): PlannedChange {
  const read = z.safeParse(lineSchema, jsonOf(text))
  if (!read.success) throw unreadableLines(name, [{ file: name, line, reason: 'the line is no change' }])
  const { change: told, facts, origin, evidence, ...change } = read.data
  return {
    text: told,
    facts,
    change: {
      ...change,
      ...(origin === undefined ? {} : { origin }),
      ...(evidence === undefined ? {} : { evidence }),
    },
  }
}

function notAPlan(name: string, first: TextLine | undefined): SfsyncError {
  return unreadableLines(name, [
    {
      file: name,
      line: first?.line ?? 1,
      ...(first === undefined ? {} : { value: first.text.slice(0, 80) }),
      reason: 'the first line is not the head of a plan that this sfsync can read',
    },
  ])
}

function unreadableLines(name: string, rows: readonly ErrorRow[]): SfsyncError {
  return new SfsyncError('file-unreadable', `${name} is not a plan of sfsync; nothing was written`, {
    rows,
    actions: ['a plan is made with: sfsync plan <file> --out <plan>'],
  })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
