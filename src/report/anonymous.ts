import type { CommandLine } from '../core/hint.ts'
import { userStates } from '../core/model.ts'
import { isPlaceholder } from '../core/shell-word.ts'
import type { FirstRows } from '../ledger/ledger.ts'
import type { Coverage, Person, ReportFacts } from './facts.ts'

/** Numbers things in the order in which they appear; the same one always has the same number. */
class Numbers {
  readonly #numbers = new Map<string, number>()
  readonly #noun: string

  constructor(noun: string) {
    this.#noun = noun
  }

  of(key: string): string {
    const number = this.#numbers.get(key) ?? this.#numbers.size + 1
    this.#numbers.set(key, number)
    return `${this.#noun} ${number}`
  }
}

/** Numbers people; each may have several IDs and an address. */
class People {
  readonly #aliases = new Map<string, string>()
  #count = 0

  // Two Salesforce users can share an address, so that it counts only where there is no ID.
  alias({ name, email, userId, salesforceUserId }: Person): string {
    const ids = [salesforceUserId, userId].filter((key) => key !== null)
    const keys = ids.length > 0 ? ids : [email ?? name ?? '']
    const known = keys.map((key) => this.#aliases.get(key)).find((alias) => alias !== undefined)
    const alias = known ?? `Person ${(this.#count += 1)}`
    for (const key of keys) this.#aliases.set(key, alias)
    if (email !== null && !this.#aliases.has(email)) this.#aliases.set(email, alias)
    return alias
  }

  /** Someone that a command names. */
  named(word: string): string | undefined {
    return this.#aliases.get(word)
  }
}

const states: ReadonlySet<string> = new Set(userStates)

/**
 * The same report without names, addresses, usernames and IDs of people, teams, departments, orgs and files: each has a
 * number of its own. Texts that admins wrote are left out, because they can name anyone. `isCommand` says whether words
 * name a command of sfsync: of a recorded command only these stay.
 */
export function anonymousFacts(facts: ReportFacts, isCommand: (words: string) => boolean): ReportFacts {
  const people = new People()
  const teams = new Numbers('Team')
  const departments = new Numbers('Department')
  const person = (someone: Person): Person => ({
    name: people.alias(someone),
    email: null,
    userId: null,
    salesforceUserId: null,
  })
  const personOrNone = (someone: Person | null) => (someone === null ? null : person(someone))
  const team = (name: string | null) => (name === null ? null : teams.of(name))
  const group = (numbers: Numbers, { rows, total }: FirstRows<Coverage>): FirstRows<Coverage> => ({
    total,
    rows: rows.map((each) => ({ ...each, name: each.name === null ? null : numbers.of(each.name) })),
  })
  const word = (text: string) => {
    if (isPlaceholder(text) || states.has(text)) return text
    return people.named(text) ?? '...'
  }
  const command = (line: CommandLine | null): CommandLine | null =>
    line === null
      ? null
      : {
          command: line.command,
          arguments: line.arguments.map((text) => word(text)),
          options: Object.fromEntries(
            Object.entries(line.options ?? {}).map(([name, value]) => [
              name,
              value === true ? value : [value].flat().map((text) => word(text)),
            ]),
          ),
        }
  const { directory } = facts
  return {
    ...facts,
    isAnonymous: true,
    team: team(facts.team),
    people: {
      ...facts.people,
      teams: group(teams, facts.people.teams),
      departments: group(departments, facts.people.departments),
      missing: eachOf(facts.people.missing, (row) => ({
        ...row,
        person: person(row.person),
        team: team(row.team),
        next: command(row.next),
      })),
      pending: eachOf(facts.people.pending, (row) => ({
        ...row,
        person: person(row.person),
        team: team(row.team),
      })),
    },
    licenses: {
      ...facts.licenses,
      rows: eachOf(facts.licenses.rows, (row) => ({ ...row, person: person(row.person) })),
    },
    drift: {
      ...facts.drift,
      rows: eachOf(facts.drift.rows, (row) => ({ ...row, person: person(row.person), text: null })),
    },
    directory: {
      ...directory,
      last:
        directory.last === null
          ? null
          : { ...directory.last, origin: null, identity: personOrNone(directory.last.identity) },
      reads: eachOf(directory.reads, (row) => ({
        ...row,
        origin: null,
        identity: personOrNone(row.identity),
      })),
    },
    connection: {
      holder: personOrNone(facts.connection.holder),
      answers: facts.connection.answers.map((answer) => ({ ...answer, detail: null })),
    },
    history: eachOf(facts.history, (row) => ({
      ...row,
      actor: person(row.actor),
      role: null,
      command: commandName(row.command, isCommand),
      reason: null,
    })),
    decisions: eachOf(facts.decisions, (row) => ({
      ...row,
      user: personOrNone(row.user),
      salesforceUser: personOrNone(row.salesforceUser),
      decidedBy: person(row.decidedBy),
      reason: null,
    })),
  }
}

function eachOf<Row>({ rows, total }: FirstRows<Row>, anonymous: (row: Row) => Row): FirstRows<Row> {
  return { rows: rows.map((row) => anonymous(row)), total }
}

function commandName(command: string, isCommand: (words: string) => boolean): string {
  const words = command.split(' ').slice(1)
  const name = [2, 1].map((count) => words.slice(0, count).join(' ')).find((text) => isCommand(text))
  return name === undefined ? '...' : `sfsync ${name} ...`
}
