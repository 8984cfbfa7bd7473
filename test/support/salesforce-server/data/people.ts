import type { Source } from './table.ts'
import { idFromName, inBase62, mixed, salesforceTime, type Value, wholeId } from './values.ts'

/** How IDs lie: evenly, or in runs of very different density, as in orgs that grew over years and moved between instances. */
export type IdSpread = 'even' | 'clustered'

/** How many people an org has, and which. */
export interface Population {
  readonly count: number
  readonly seed?: number
  readonly ids?: IdSpread
}

const firstNames = ['Ada', 'Åse', 'Zoë', 'José', 'Björn', 'Łucja', 'Nguyễn', 'Seán', '明', 'O’Neill']
const lastNames = ['Lovelace', 'Ørland', "D'Arcy", 'Müller', 'García', 'Žižka', 'Smith', '王', 'Ivanović']
const profiles = ['Sales User', 'Sales, "Inside"', 'System Administrator', null]
const roles = ['EMEA Sales', 'AMER Sales', null, null]
const managers = ['Grace Hopper', 'Mary Jackson', null, null]
const titles = ['Account Executive', 'SDR', null]
const departments = ['Sales', 'Field', null]
const divisions = ['North', 'South', null]
// Seven of eight are people of the company.
const types = [...Array<string>(21).fill('Standard'), 'PowerPartner', 'CsnOnly', 'AutomatedProcess']
const activity = [true, true, true, true, true, true, true, true, true, false]
// Not so many different times, so that each is written once.
const logins = [null, ...times(400, '2026-08-01T06:00:00Z', 21_600)]
const creations = times(400, '2019-01-07T09:00:00Z', 600_000)
const stamps = times(500, '2025-11-01T00:00:00Z', 60_000)

function times(count: number, first: string, seconds: number): string[] {
  return Array.from({ length: count }, (_, index) =>
    salesforceTime(Date.parse(first) + index * seconds * 1_000),
  )
}

const choices: Readonly<Record<string, readonly Value[]>> = {
  FirstName: firstNames,
  LastName: lastNames,
  'Profile.Name': profiles,
  'UserRole.Name': roles,
  'Manager.Name': managers,
  Title: titles,
  Department: departments,
  Division: divisions,
  UserType: types,
  IsActive: activity,
  LastLoginDate: logins,
  CreatedDate: creations,
  SystemModstamp: stamps,
}
const salts = new Map(Object.keys(choices).map((field, index) => [field, index]))
const prefixes: Readonly<Record<string, string>> = { ProfileId: '00e', UserRoleId: '00E', ManagerId: '005' }

/** People who are worked out when somebody asks for them: the same number and seed give the same, whatever was asked before. */
export function people({ count, seed = 1, ids = 'even' }: Population): Source {
  const idOf = remembered(count, ids === 'even' ? evenIds(seed) : clusteredIds(count, seed))
  const chosen = (row: number, field: string): Value => {
    const from = choices[field] ?? []
    return from[mixed(seed, row, salts.get(field) ?? 0) % from.length] ?? null
  }
  const value = (row: number, field: string): Value => {
    switch (field) {
      case 'Id':
        return idOf(row)
      case 'Username':
        return `User${row}@acme.example.sales`
      case 'Email':
        return `User${row}@acme.example`
      case 'Alias':
        return `u${row}`.slice(0, 8)
      case 'EmployeeNumber':
        return row % 2 === 0 ? String(10_000 + row) : null
      case 'FederationIdentifier':
        return row % 3 === 0 ? `user${row}@acme.example` : null
      case 'Name':
        return `${String(chosen(row, 'FirstName'))} ${String(chosen(row, 'LastName'))}`
      case 'ProfileId':
      case 'UserRoleId':
      case 'ManagerId': {
        const name = chosen(row, `${field.slice(0, -2)}.Name`)
        return name === null ? null : idFromName(prefixes[field] ?? '', String(name))
      }
      default:
        return chosen(row, field)
    }
  }
  return { size: count, sorted: true, value }
}

// Every record needs its ID more than once, and every search some of them.
function remembered(count: number, idOf: (row: number) => string): (row: number) => string {
  const known = Array<string | undefined>(count)
  return (row) => (known[row] ??= idOf(row))
}

function evenIds(seed: number): (row: number) => string {
  return (row) => wholeId(`0055g00${inBase62(row * 97 + (mixed(seed, row, 99) % 97), 8)}`)
}

// Where a run lies, how much of the people it holds, and how far apart they are.
const runs = [
  { begin: '0050300', share: 0.02, gap: 9_000_017 },
  { begin: '0053z00', share: 0.55, gap: 1 },
  { begin: '0055g00', share: 0.2, gap: 61 },
  { begin: '0055g0A', share: 0.02, gap: 40_009 },
  { begin: '005Qx00', share: 0.2, gap: 3 },
  { begin: '005zz0z', share: 0.01, gap: 5_000_011 },
] as const

function clusteredIds(count: number, seed: number): (row: number) => string {
  let first = 0
  const placed = runs.map((run) => {
    const at = first
    first += Math.floor(run.share * count)
    return { ...run, first: at }
  })
  return (row) => {
    const run = placed.findLast((candidate) => candidate.first <= row) ?? runs[0]
    const inside = row - ('first' in run ? run.first : 0)
    return wholeId(`${run.begin}${inBase62(inside * run.gap + (mixed(seed, row, 99) % run.gap), 8)}`)
  }
}
