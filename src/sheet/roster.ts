import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml'
import type { ErrorRow } from '../core/errors.ts'
import { type BatchMeaning, batchMeaningsOf } from './labels.ts'
import type { Sheet } from './sheet.ts'
import { isNoText } from '../core/written-name.ts'
import { readValue } from '../core/written-text.ts'
import { type TextSource, unreadableFile } from './source.ts'

/** The labels of the two columns that follow from the form of a roster. */
const labels = { team: 'Team', user: 'Email' } as const

/**
 * Reads a roster in YAML as a table: `teams:` with the members of each below its name, and `users:`, a list of users.
 * Teams alone, or a list alone, need no heading. A user is an e-mail address or a mapping whose keys are the labels of a
 * batch file. Throws `file-unreadable`.
 */
export function readRoster(source: TextSource, text: string): Omit<Sheet, 'notices'> {
  const counter = new LineCounter()
  // Every scalar is a string: an ID of digits only is not a number.
  const document = parseDocument(text, { lineCounter: counter, schema: 'failsafe', uniqueKeys: true })
  const [error] = document.errors
  if (error !== undefined) {
    const { line } = counter.linePos(error.pos[0])
    throw unreadableFile(source.texts, `${source.name}:${line} is not YAML: ${firstLine(error.message)}`, [
      'fix the line',
    ])
  }
  const reader = new RosterReader(source.name, counter)
  reader.read(document.contents)
  return reader.sheet()
}

function firstLine(message: string): string {
  return message
    .split('\n', 1)
    .join('')
    .replace(/ at line \d+, column \d+:?$/, '')
}

type Row = { readonly line: number; readonly values: ReadonlyMap<string, string> }

const topReasons = new Map<string | undefined, string>([
  ['teams', '"teams" contains no teams with their members below them'],
  ['users', '"users" is not a list of users'],
])

/** Collects users and teams from the nodes of a document. */
class RosterReader {
  readonly #name: string
  readonly #counter: LineCounter
  readonly #labels = new Map<BatchMeaning, string>([
    ['user', labels.user],
    ['team', labels.team],
  ])
  readonly #rows: Row[] = []
  readonly #problems: ErrorRow[] = []

  constructor(name: string, counter: LineCounter) {
    this.#name = name
    this.#counter = counter
  }

  read(root: Node | null): void {
    if (isSeq(root)) this.#users(root, null)
    else if (isMap(root)) this.#top(root)
    else this.#problem(root, 'the file contains neither teams nor a list of users')
  }

  sheet(): Omit<Sheet, 'notices'> {
    const names = [...new Set([labels.user, ...this.#rows.flatMap(({ values }) => [...values.keys()])])]
    return {
      name: this.#name,
      form: 'yaml',
      separator: ',',
      labels: names,
      rows: this.#rows.map(({ line, values }) => ({
        line,
        cells: names.map((name) => values.get(name) ?? ''),
      })),
      problems: this.#problems,
    }
  }

  // Without `teams:` and `users:` the top level is the teams.
  #top(root: YAMLMap): void {
    if (!root.has('teams') && !root.has('users')) this.#teams(root)
    else
      for (const { key, value } of root.items)
        if (textOf(key) === 'teams' && isMap(value)) this.#teams(value)
        else if (textOf(key) === 'users' && isSeq(value)) this.#users(value, null)
        else
          this.#problem(
            key,
            topReasons.get(textOf(key)) ?? 'expected only "teams" and "users" at the top of the file',
          )
  }

  #teams(teams: YAMLMap): void {
    for (const { key, value } of teams.items) {
      const written = textOf(key)
      const team = readValue(written ?? '')
      if (written === undefined) this.#problem(key, 'the team name is not a string')
      else if (team === '' || isNoText(team))
        this.#problem(key, `"${written}" is a word for nothing, not the name of a team`)
      else if (isSeq(value)) {
        if (value.items.length === 0) this.#row(key, new Map([[labels.team, team]]))
        this.#users(value, team)
      } else if (isEmpty(value)) this.#row(key, new Map([[labels.team, team]]))
      else this.#problem(key, `the members of "${team}" are not a list`)
    }
  }

  #users(list: { readonly items: readonly unknown[] }, team: string | null): void {
    for (const user of list.items) {
      const onTeam: [string, string][] = team === null ? [] : [[labels.team, team]]
      const text = textOf(user)
      const email = text === undefined ? '' : readValue(text)
      if (text !== undefined && (email === '' || isNoText(email)))
        this.#problem(user, `"${text}" is a word for nothing, not a user`)
      else if (text !== undefined) this.#row(user, new Map([[labels.user, email], ...onTeam]))
      else if (isMap(user)) {
        const values = this.#values(user, team)
        if (values !== undefined) this.#row(user, values)
      } else this.#problem(user, 'expected an e-mail address or a mapping of labels to values')
    }
  }

  #values(user: YAMLMap, team: string | null): ReadonlyMap<string, string> | undefined {
    const values = new Map<string, string>(team === null ? [] : [[labels.team, team]])
    for (const { key, value } of user.items) {
      const [name, text] = [textOf(key), isEmpty(value) ? '' : textOf(value)]
      if (name === undefined || text === undefined) {
        this.#problem(key, `the value of "${name ?? ''}" is not a string`)
        return undefined
      }
      const label = this.#labelOf(name)
      if (values.has(label)) {
        const other =
          label === labels.team && team !== null ? `being listed under "${team}"` : 'another key of this user'
        this.#problem(key, `"${name}" says the same as ${other}`)
        return undefined
      }
      values.set(label, readValue(text))
    }
    return values
  }

  // Each user may call a column by another of its labels; a table has one.
  #labelOf(name: string): string {
    const [meaning] = batchMeaningsOf([name])
    if (meaning === undefined || meaning === 'ignored' || meaning === 'by-content') return name
    const label = this.#labels.get(meaning) ?? name
    this.#labels.set(meaning, label)
    return label
  }

  #row(node: unknown, values: ReadonlyMap<string, string>): void {
    this.#rows.push({ line: this.#lineOf(node), values })
  }

  #problem(node: unknown, reason: string): void {
    this.#problems.push({
      file: this.#name,
      line: this.#lineOf(node),
      reason,
      action: 'fix the line',
      group: 'lines that cannot be read',
    })
  }

  #lineOf(node: unknown): number {
    const at = isScalar(node) || isMap(node) || isSeq(node) ? node.range?.[0] : undefined
    return at === undefined ? 1 : this.#counter.linePos(at).line
  }
}

function textOf(node: unknown): string | undefined {
  return isScalar(node) && typeof node.value === 'string' && node.value !== '' ? node.value : undefined
}

function isEmpty(node: unknown): boolean {
  return node === null || (isScalar(node) && (node.value === null || node.value === ''))
}
