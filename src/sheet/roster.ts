import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml'
import type { ErrorRow } from '../core/errors.ts'
import type { Sheet } from './sheet.ts'
import { type TextSource, unreadableFile } from './source.ts'

/** The names of the two columns that the form of a roster tells by itself. */
const labels = { team: 'Team', user: 'Email' } as const

/**
 * Reads a roster in YAML as a table: `teams:` with the people of each below its name, or a list of people. A person is an
 * e-mail address or has keys that are called like the columns of a batch file. Throws `file-unreadable`.
 */
export function readRoster(source: TextSource, text: string): Omit<Sheet, 'notices'> {
  const counter = new LineCounter()
  // Every scalar a text: an ID of digits only is no number.
  const document = parseDocument(text, { lineCounter: counter, schema: 'failsafe', uniqueKeys: true })
  const [error] = document.errors
  if (error !== undefined) {
    const { line } = counter.linePos(error.pos[0])
    throw unreadableFile(source, `${source.name}:${line} is not YAML: ${firstLine(error.message)}`, [
      'mend the line',
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

/** Collects people and teams from the nodes of a document. */
class RosterReader {
  readonly #name: string
  readonly #counter: LineCounter
  readonly #rows: Row[] = []
  readonly #problems: ErrorRow[] = []

  constructor(name: string, counter: LineCounter) {
    this.#name = name
    this.#counter = counter
  }

  read(root: Node | null): void {
    if (isSeq(root)) this.#people(root, null)
    else if (isMap(root)) this.#top(root)
    else this.#problem(root, 'the file holds neither a list of people nor teams')
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

  // `teams:` may be left out: then the top level is the teams.
  #top(root: YAMLMap): void {
    const teams = root.get('teams', true)
    if (teams === undefined) this.#teams(root)
    else if (isMap(teams)) this.#teams(teams)
    else this.#problem(root, '"teams" holds no teams with people below them')
  }

  #teams(teams: YAMLMap): void {
    for (const { key, value } of teams.items) {
      const team = textOf(key)
      if (team === undefined) this.#problem(key, 'the name of the team is no text')
      else if (isSeq(value)) {
        if (value.items.length === 0) this.#row(key, new Map([[labels.team, team]]))
        this.#people(value, team)
      } else if (isEmpty(value)) this.#row(key, new Map([[labels.team, team]]))
      else this.#problem(key, `the people of "${team}" are no list`)
    }
  }

  #people(list: { readonly items: readonly unknown[] }, team: string | null): void {
    for (const person of list.items) {
      const onTeam: [string, string][] = team === null ? [] : [[labels.team, team]]
      const text = textOf(person)
      if (text !== undefined) this.#row(person, new Map([[labels.user, text], ...onTeam]))
      else if (isMap(person)) {
        const values = this.#values(person)
        if (values !== undefined) this.#row(person, new Map([...values, ...onTeam]))
      } else this.#problem(person, 'this is no person: neither an e-mail address nor keys and values')
    }
  }

  #values(person: YAMLMap): [string, string][] | undefined {
    const values: [string, string][] = []
    for (const { key, value } of person.items) {
      const [name, text] = [textOf(key), isEmpty(value) ? '' : textOf(value)]
      if (name === undefined || text === undefined) {
        this.#problem(key, `the value of "${name ?? ''}" is no text`)
        return undefined
      }
      values.push([name, text.trim()])
    }
    return values
  }

  #row(node: unknown, values: ReadonlyMap<string, string>): void {
    this.#rows.push({ line: this.#lineOf(node), values })
  }

  #problem(node: unknown, reason: string): void {
    this.#problems.push({
      file: this.#name,
      line: this.#lineOf(node),
      reason,
      action: 'mend the line',
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
