import * as z from 'zod/mini'
import type { Change, StampedPlan } from '../core/change.ts'
import { type ErrorRow, SfsyncError } from '../core/errors.ts'
import type { DumpedRow } from '../core/decide/load.ts'
import type { DumpedChangeSet } from '../core/decide/load.ts'
import { changeSchema, rowSchema } from '../ledger/row-schemas.ts'
import type { TextLine } from '../sheet/sheet.ts'
import { companyFactNames, decisionKinds, userStates } from '../core/model.ts'
import { normaliseEmail } from '../core/text.ts'

/** A dump as it was read, as far as it could be. */
export interface DumpFile {
  readonly rows: readonly DumpedRow[]
  /** Empty where the dump holds no history. */
  readonly history: readonly DumpedChangeSet[]
  readonly problems: readonly ErrorRow[]
  /** The rows (`user u-...`) whose lines could not be read. */
  readonly unreadable: ReadonlySet<string>
}

const headSchema = z.object({ sfsync: z.literal('dump'), version: z.number() })
const version = 1

const changeSetSchema = z.strictObject({
  entity: z.literal('changeSet'),
  number: z.number(),
  at: z.string(),
  actor: z.string(),
  command: z.string(),
  reason: z.nullable(z.string()),
  evidence: z.array(z.string()),
  changes: z.number(),
})

const changeLineSchema = z.strictObject({
  entity: z.literal('change'),
  changeSet: z.number(),
  change: z.intersection(
    changeSchema,
    z.object({ origin: z.optional(z.string()), evidence: z.optional(z.string()) }),
  ),
})

/** What every line has that a message needs to name it. */
const named = z.object({ entity: z.string(), key: z.optional(z.string()) })

/** Reads a dump line by line; throws `file-unreadable` for what is none, and for one that was cut off. */
export async function readDump(name: string, groups: AsyncIterable<readonly TextLine[]>): Promise<DumpFile> {
  const reading = new Reading(name)
  for await (const group of groups) for (const line of group) reading.take(line)
  return reading.end()
}

class Reading {
  readonly #name: string
  readonly #rows: DumpedRow[] = []
  readonly #history: { line: number; head: z.output<typeof changeSetSchema>; changes: Change[] }[] = []
  readonly #problems: ErrorRow[] = []
  readonly #unreadable = new Set<string>()
  #begun = false
  #ended = false

  constructor(name: string) {
    this.#name = name
  }

  take({ line, text }: TextLine): void {
    const value = jsonOf(text)
    if (!this.#begun) {
      requireHead(this.#name, line, text, value)
      this.#begun = true
    } else if (this.#ended) this.#problem(line, text, 'there is more after the last line of the dump')
    else if (isEnd(value)) this.#ended = true
    else this.#takeEntry(line, text, value)
  }

  end(): DumpFile {
    if (!this.#begun) throw notADump(this.#name, 1, '')
    if (!this.#ended)
      throw new SfsyncError(
        'file-unreadable',
        `${this.#name} was cut off: its last line, {"sfsync":"end"}, is missing; nothing was written`,
        { actions: ['dump the ledger again, or copy the whole file'] },
      )
    for (const [index, { line, head, changes }] of this.#history.entries())
      if (head.number !== index + 1 || head.changes !== changes.length)
        this.#problem(line, '', `change set ${head.number} is not whole, or not in its place`)
    return {
      rows: this.#rows,
      history: this.#history.map(({ line, head, changes }) => ({
        line,
        draft: draftOf(head, changes),
      })),
      problems: this.#problems,
      unreadable: this.#unreadable,
    }
  }

  #takeEntry(line: number, text: string, value: unknown): void {
    const name = named.safeParse(value).data
    if (name === undefined) {
      const reason = value === undefined ? 'the line is no JSON' : 'the line is no row of a dump'
      this.#problem(line, text, reason)
    } else if (name.entity === 'changeSet') this.#takeChangeSet(line, text, value)
    else if (name.entity === 'change') this.#takeChange(line, text, value)
    else {
      const row = rowSchema.safeParse(value)
      if (row.success) this.#rows.push({ ...row.data, line })
      else {
        this.#unreadable.add(`${name.entity} ${name.key ?? ''}`)
        for (const wrong of dumpProblem(row.error.issues, value))
          this.#problems.push({ file: this.#name, line, ...wrong })
      }
    }
  }

  #takeChangeSet(line: number, text: string, value: unknown): void {
    const head = changeSetSchema.safeParse(value)
    if (head.success) this.#history.push({ line, head: head.data, changes: [] })
    else this.#problem(line, text, 'the line is no change set')
  }

  #takeChange(line: number, text: string, value: unknown): void {
    const read = changeLineSchema.safeParse(value)
    const last = this.#history.at(-1)
    if (!read.success) this.#problem(line, text, 'the line is no change')
    else if (last?.head.number !== read.data.changeSet)
      this.#problem(line, text, `the change set ${read.data.changeSet} does not stand before its change`)
    else last.changes.push(changeOf(read.data.change))
  }

  #problem(line: number, text: string, reason: string): void {
    this.#problems.push({
      file: this.#name,
      line,
      ...(text === '' ? {} : { value: text.slice(0, 80) }),
      reason,
      action: 'take the line as sfsync wrote it, or dump the ledger again',
    })
  }
}

function changeOf({ origin, evidence, ...change }: z.output<typeof changeLineSchema>['change']): Change {
  return {
    ...change,
    ...(origin === undefined ? {} : { origin }),
    ...(evidence === undefined ? {} : { evidence }),
  }
}

function draftOf(head: z.output<typeof changeSetSchema>, changes: readonly Change[]): StampedPlan {
  const { at, actor, command, reason, evidence } = head
  return { at, actor, command, reason, evidence, changes }
}

function isEnd(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'sfsync' in value && value.sfsync === 'end'
}

function requireHead(name: string, line: number, text: string, value: unknown): void {
  const head = headSchema.safeParse(value).data
  if (head === undefined) throw notADump(name, line, text)
  if (head.version !== version)
    throw new SfsyncError(
      'file-unreadable',
      `${name} was written by a newer sfsync (its version is ${head.version}, this sfsync knows ${version})`,
      { actions: ['install the newer sfsync: npm install --global sfsync@latest'] },
    )
}

function notADump(name: string, line: number, text: string): SfsyncError {
  return new SfsyncError('file-unreadable', `${name} is not a dump of sfsync; nothing was written`, {
    rows: [
      {
        file: name,
        line,
        ...(text === '' ? {} : { value: text.slice(0, 80) }),
        reason: 'the first line is not {"sfsync":"dump","version":1}',
      },
    ],
    actions: ['a dump is made with: sfsync dump <file>'],
  })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Where a value is, and why it was refused. */
interface Issue {
  readonly code?: string
  readonly path: readonly PropertyKey[]
  readonly keys?: readonly string[]
  readonly message: string
}

/** Says in words what a schema has against a row of a dump. */
export function dumpProblem(issues: readonly Issue[], row: unknown): Pick<ErrorRow, 'column' | 'reason'>[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys')
      return (issue.keys ?? []).map((key) => ({
        column: key,
        reason: `a row has no ${key}`,
        action: 'take it away, or install the sfsync that wrote it',
      }))
    const column = String(issue.path.at(-1) ?? 'entity')
    const value = valueAt(row, issue.path)
    return [
      {
        column,
        ...(typeof value === 'string' ? { value: value.slice(0, 80) } : {}),
        reason: value === undefined ? `there is no ${column}` : `this is not ${expected(column)}`,
        action: advice(column, value),
      },
    ]
  })
}

function valueAt(row: unknown, path: readonly PropertyKey[]): unknown {
  let value = row
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return undefined
    value = new Map<PropertyKey, unknown>(Object.entries(value)).get(name)
  }
  return path.length === 0 ? null : value
}

const expectations: Readonly<Record<string, string>> = {
  entity: 'a kind of row: fact, team, user, mapping or decision',
  email: 'an e-mail address in lower case, composed and without spaces',
  salesforceUserId: 'a Salesforce User ID of 18 characters with the right suffix',
  userId: 'a user ID: u- and eight characters',
  teamId: 'a team ID: t- and eight characters, or null',
  state: `a state: ${userStates.join(', ')}`,
  name: `a name (of a fact: ${companyFactNames.join(', ')})`,
  kind: `a kind of decision: ${decisionKinds.join(', ')}`,
}

function expected(column: string): string {
  return expectations[column] ?? 'a text'
}

function advice(column: string, value: unknown): string {
  return column === 'email' && typeof value === 'string' && normaliseEmail(value) !== value
    ? `write it as ${normaliseEmail(value)}`
    : `mend ${column}`
}
