import * as z from 'zod/mini'
import type { Change, StampedPlan } from '../core/change.ts'
import { type ErrorRow, SfsyncError } from '../core/errors.ts'
import { commandLine } from '../core/hint.ts'
import type { DumpedChangeSet, DumpedRow } from '../core/decide/load.ts'
import { changeSchema, provenanceSchema, rowSchema } from '../ledger/row-schemas.ts'
import type { TextLine } from '../sheet/sheet.ts'
import { companyFactNames, decisionKinds, userStates } from '../core/model.ts'
import { parseJson, normalizeEmail } from '../core/text.ts'
import { didYouMean } from './hints.ts'
import { brokenText, given } from '../core/values.ts'

/** A dump, as far as it could be read. */
export interface DumpFile {
  readonly rows: readonly DumpedRow[]
  /** Empty if the dump has no history. */
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
  role: z.optional(z.string()),
})

const changeLineSchema = z.strictObject({
  entity: z.literal('change'),
  changeSet: z.number(),
  change: z.intersection(changeSchema, provenanceSchema),
})

/** What a message needs to name a line. */
const named = z.object({ entity: z.string(), key: z.optional(z.string()) })

/** Reads a dump line by line; throws `file-unreadable` for any other file, and for an incomplete dump. */
export async function readDump(name: string, groups: AsyncIterable<readonly TextLine[]>): Promise<DumpFile> {
  const reader = new DumpReader(name)
  for await (const group of groups) for (const line of group) reader.read(line)
  return reader.end()
}

class DumpReader {
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

  read({ line, text }: TextLine): void {
    const value = parseJson(text)
    if (!this.#begun) {
      requireHead(this.#name, line, text, value)
      this.#begun = true
    } else if (this.#ended) this.#problem(line, text, 'text after the last line of the dump')
    else if (isEnd(value)) this.#ended = true
    else this.#readEntry(line, text, value)
  }

  end(): DumpFile {
    if (!this.#begun) throw notADump(this.#name, 1, '')
    if (!this.#ended)
      throw new SfsyncError(
        'file-unreadable',
        `${this.#name} is incomplete: its last line, {"sfsync":"end"}, is missing; nothing was changed`,
        { actions: ['dump the ledger again, or copy the whole file'] },
      )
    for (const [index, { line, head, changes }] of this.#history.entries())
      if (head.number !== index + 1 || head.changes !== changes.length)
        this.#problem(line, '', `change set ${head.number} is incomplete or out of order`)
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

  #readEntry(line: number, text: string, value: unknown): void {
    const name = named.safeParse(value).data
    const broken = brokenText(value)
    if (name === undefined) {
      const reason = value === undefined ? 'not valid JSON' : 'not a row of a dump'
      this.#problem(line, text, reason)
    } else if (broken !== undefined) {
      this.#unreadable.add(`${name.entity} ${name.key ?? ''}`)
      this.#problem(line, text, broken.reason)
    } else if (name.entity === 'changeSet') this.#readChangeSet(line, text, value)
    else if (name.entity === 'change') this.#readChange(line, text, value)
    else {
      const row = rowSchema.safeParse(value)
      if (row.success) this.#rows.push({ ...row.data, line })
      else {
        this.#unreadable.add(`${name.entity} ${name.key ?? ''}`)
        this.#problems.push(...problemsOfLine(this.#name, line, row.error.issues, value))
      }
    }
  }

  #readChangeSet(line: number, text: string, value: unknown): void {
    const head = changeSetSchema.safeParse(value)
    if (head.success) this.#history.push({ line, head: head.data, changes: [] })
    else this.#problem(line, text, 'not a change set')
  }

  #readChange(line: number, text: string, value: unknown): void {
    const read = changeLineSchema.safeParse(value)
    const last = this.#history.at(-1)
    if (!read.success) this.#problems.push(...problemsOfLine(this.#name, line, read.error.issues, value))
    else if (last?.head.number !== read.data.changeSet)
      this.#problem(
        line,
        text,
        `a change of change set ${read.data.changeSet}, which is not the one before this line`,
      )
    else {
      const { origin, evidence, ...change } = read.data.change
      last.changes.push({ ...change, ...given({ origin, evidence }) })
    }
  }

  #problem(line: number, text: string, reason: string): void {
    this.#problems.push({
      file: this.#name,
      line,
      ...(text === '' ? {} : { value: text.slice(0, 80) }),
      reason,
      action: 'restore the line as sfsync wrote it, or dump the ledger again',
    })
  }
}

function draftOf(head: z.output<typeof changeSetSchema>, changes: readonly Change[]): StampedPlan {
  const { at, actor, command, reason, evidence, role = null } = head
  return { at, actor, command, reason, evidence, role, changes }
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
      `${name} was written by a newer sfsync (format version ${head.version}; this sfsync reads version ${version})`,
      { actions: ['update sfsync'] },
    )
}

function notADump(name: string, line: number, text: string): SfsyncError {
  return new SfsyncError('file-unreadable', `${name} is not an sfsync dump; nothing was changed`, {
    rows: [
      {
        file: name,
        line,
        ...(text === '' ? {} : { value: text.slice(0, 80) }),
        reason: 'the first line is not {"sfsync":"dump","version":1}',
      },
    ],
    actions: [{ text: 'make a dump', command: commandLine('dump', '<file>') }],
  })
}

/** Where a value is, and why it was refused. */
interface Issue {
  readonly code?: string
  readonly path: readonly PropertyKey[]
  readonly keys?: readonly string[]
  readonly message: string
}

/** What is wrong with a line of a dump, from the issues of its schema. */
function problemsOfLine(file: string, line: number, issues: readonly Issue[], row: unknown): ErrorRow[] {
  return issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys')
      return (issue.keys ?? []).map((key) => ({
        file,
        line,
        column: key,
        reason: `unknown field ${key}`,
        action: 'remove it, or use the version of sfsync that wrote it',
      }))
    const column = String(issue.path.at(-1) ?? 'entity')
    const value = valueAt(row, issue.path)
    return [
      {
        file,
        line,
        column,
        ...(typeof value === 'string' ? { value: value.slice(0, 80) } : {}),
        reason: value === undefined ? `${column} is missing` : `expected ${expectations[column] ?? 'a text'}`,
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
  email: 'an e-mail address in lower case, in Unicode NFC and without spaces',
  salesforceUserId: 'a Salesforce User ID of 18 characters with the right suffix',
  userId: 'a user ID: u- and eight characters',
  teamId: 'a team ID: t- and eight characters, or null',
  state: `a state: ${userStates.join(', ')}`,
  name: `a name (of a company setting: ${companyFactNames.join(', ')})`,
  kind: `a kind of decision: ${decisionKinds.join(', ')}`,
}

function advice(column: string, value: unknown): string {
  if (typeof value !== 'string') return `correct ${column}`
  if (column === 'email' && normalizeEmail(value) !== value) return `write it as ${normalizeEmail(value)}`
  return (column === 'name' ? didYouMean(value, companyFactNames)[0] : undefined) ?? `correct ${column}`
}
