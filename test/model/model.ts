import type { UserState } from '../../src/core/model.ts'

/** What the ledger should hold, told by addresses and names: no IDs, no history, nothing but the rules. */
export interface Model {
  readonly users: Readonly<Record<string, ModelUser>>
  /** The key of each team, by name. */
  readonly teams: Readonly<Record<string, string | null>>
  readonly facts: Readonly<Record<string, string>>
  /** Pairs "ada/bob" of a user and a Salesforce user who are never the same. */
  readonly never: Readonly<Record<string, true>>
}

export interface ModelUser {
  readonly name: string
  readonly state: UserState
  readonly team: string | null
  /** Name of the Salesforce user. */
  readonly mapped: string | null
}

export const empty: Model = { users: {}, teams: {}, facts: {}, never: {} }

/** Salesforce users, and what stands against mapping to them. */
export const salesforceUsers = {
  ada: 'active',
  bob: 'active',
  cleo: 'active',
  idle: 'inactive',
  robot: 'not a person',
  stranger: 'not in the Salesforce directory',
} as const

export type SalesforceName = keyof typeof salesforceUsers

/** Every decision taken, or none. */
export type Boldness = 'bold' | 'shy'

/** The new state; undefined where the command is refused. */
type Step = (model: Model) => Model | undefined

export const createTeam =
  (team: string): Step =>
  (model) =>
    isTeam(model, team) ? model : { ...model, teams: { ...model.teams, [team]: null } }

export const renameTeam =
  (team: string, to: string): Step =>
  (model) => {
    if (!isTeam(model, team) || (team !== to && isTeam(model, to))) return undefined
    const { [team]: key = null, ...others } = model.teams
    return eachUser({ ...model, teams: { ...others, [to]: key } }, (user) =>
      user.team === team ? { ...user, team: to } : user,
    )
  }

export const setTeamKey =
  (team: string, key: string | null): Step =>
  (model) => {
    const isTaken = Object.entries(model.teams).some(
      ([name, other]) => name !== team && key !== null && other === key,
    )
    return !isTeam(model, team) || isTaken ? undefined : { ...model, teams: { ...model.teams, [team]: key } }
  }

export const deleteTeam =
  (team: string, boldness: Boldness): Step =>
  (model) => {
    if (!isTeam(model, team)) return undefined
    const isEmpty = Object.values(model.users).every((user) => user.team !== team)
    if (!isEmpty && boldness === 'shy') return undefined
    const { [team]: _key, ...teams } = model.teams
    return eachUser({ ...model, teams }, (user) => (user.team === team ? { ...user, team: null } : user))
  }

export const createUser =
  (name: string, team: string | null, boldness: Boldness): Step =>
  (model) => {
    if (team !== null && !isTeam(model, team) && boldness === 'shy') return undefined
    if (model.users[name] !== undefined) return model
    // The Salesforce user of that name is mapped to another user, who may be the same person.
    const isTwin = Object.values(model.users).some(({ mapped }) => mapped === name)
    if (isTwin && boldness === 'shy') return undefined
    const withTeam = team === null ? model : createTeam(team)(model)
    return withUser(withTeam ?? model, name, { name, state: 'active', team, mapped: null })
  }

export const assignTeam =
  (name: string, team: string | null, boldness: Boldness): Step =>
  (model) => {
    const user = model.users[name]
    if (user === undefined) return undefined
    if (team === null) return withUser(model, name, { ...user, team })
    if (!isTeam(model, team) && boldness === 'shy') return undefined
    if (user.state === 'spectating') return undefined
    if (user.team !== null && user.team !== team && boldness === 'shy') return undefined
    return withUser(createTeam(team)(model) ?? model, name, { ...user, team })
  }

export const setState =
  (name: string, state: UserState): Step =>
  (model) => {
    const user = model.users[name]
    if (user === undefined) return undefined
    return withUser(model, name, { ...user, state, team: state === 'spectating' ? null : user.team })
  }

export const map =
  (name: string, person: SalesforceName, boldness: Boldness): Step =>
  (model) => {
    const user = model.users[name]
    if (user === undefined) return undefined
    if (user.mapped === person) return model
    const isTaken = Object.values(model.users).some(({ mapped }) => mapped === person)
    const isRejected = model.never[`${name}/${person}`] !== undefined
    // Everybody has a name and an address of their own; of a stranger neither is known.
    const isSomebodyElse = person !== 'stranger' && person !== name
    const isDoubtful =
      salesforceUsers[person] !== 'active' || isSomebodyElse || isTaken || user.mapped !== null || isRejected
    if (isDoubtful && boldness === 'shy') return undefined
    const freed = eachUser(model, (each) => (each.mapped === person ? { ...each, mapped: null } : each))
    return withUser(freed, name, { ...user, mapped: person })
  }

export const unmap =
  (name: string): Step =>
  (model) => {
    const user = model.users[name]
    return user === undefined ? undefined : withUser(model, name, { ...user, mapped: null })
  }

export const reject =
  (name: string, person: SalesforceName): Step =>
  (model) => {
    const user = model.users[name]
    if (user === undefined || user.mapped === person) return undefined
    return { ...model, never: { ...model.never, [`${name}/${person}`]: true } }
  }

export const forget =
  (name: string, person: SalesforceName): Step =>
  (model) => {
    const pair = `${name}/${person}`
    if (model.never[pair] === undefined) return undefined
    const { [pair]: _decision, ...never } = model.never
    return { ...model, never }
  }

export const setFact =
  (name: string, value: string): Step =>
  (model) => ({
    ...model,
    facts: { ...model.facts, [name]: value },
  })

export const unsetFact =
  (name: string): Step =>
  ({ facts, ...model }) => {
    const { [name]: _value, ...others } = facts
    return { ...model, facts: others }
  }

/** One row of a file. */
export interface ModelRow {
  readonly name: string
  readonly team: string | null
  readonly person: SalesforceName | null
}

/** A whole file: all of it or nothing, and nothing where two rows want what cannot both be. */
export const importRows =
  (rows: readonly ModelRow[], boldness: Boldness): Step =>
  (model) => {
    if (contradict(rows)) return undefined
    let now: Model | undefined = model
    for (const { name, team, person } of rows) {
      if (now === undefined) return undefined
      // Whoever is there already is put on the team like anybody else.
      now =
        now.users[name] === undefined
          ? createUser(name, team, boldness)(now)
          : assigned(now, name, team, boldness)
      if (now !== undefined && person !== null) now = map(name, person, boldness)(now)
    }
    return now
  }

export const mapRows =
  (rows: readonly ModelRow[], boldness: Boldness): Step =>
  (model) => {
    // The file holds no teams.
    if (contradict(rows.map((row) => ({ ...row, team: null })))) return undefined
    return rows.reduce<Model | undefined>(
      (now, { name, person }) =>
        now === undefined || person === null ? undefined : map(name, person, boldness)(now),
      model,
    )
  }

function assigned(model: Model, name: string, team: string | null, boldness: Boldness): Model | undefined {
  return team === null ? model : assignTeam(name, team, boldness)(model)
}

function contradict(rows: readonly ModelRow[]): boolean {
  return rows.some((left) =>
    rows.some(
      (right) =>
        (left.name === right.name && differ(left.person, right.person)) ||
        (left.name === right.name && differ(left.team, right.team)) ||
        (left.name !== right.name && left.person !== null && left.person === right.person),
    ),
  )
}

function differ(left: string | null, right: string | null): boolean {
  return left !== null && right !== null && left !== right
}

function isTeam(model: Model, team: string): boolean {
  return model.teams[team] !== undefined
}

function withUser(model: Model, name: string, user: ModelUser): Model {
  return { ...model, users: { ...model.users, [name]: user } }
}

function eachUser(model: Model, change: (user: ModelUser) => ModelUser): Model {
  const users = Object.entries(model.users).map(([name, user]) => [name, change(user)] as const)
  return { ...model, users: Object.fromEntries(users) }
}
