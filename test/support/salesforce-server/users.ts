import { type FlatRecord, idFromName, inBase62, type Value, wholeId } from './data/values.ts'

/** A User record as the REST API answers it, without its `attributes`. */
export interface RawUser {
  readonly Id: string
  readonly Username: string
  readonly Name: string
  readonly FirstName: string | null
  readonly LastName: string
  readonly Email: string
  readonly Alias: string
  readonly IsActive: boolean
  readonly UserType: string
  readonly Profile: { readonly Name: string } | null
  readonly UserRole: { readonly Name: string } | null
  readonly Manager: { readonly Name: string } | null
  readonly Title: string | null
  readonly Department: string | null
  readonly Division?: string | null
  readonly EmployeeNumber: string | null
  readonly FederationIdentifier: string | null
  readonly LastLoginDate: string | null
  readonly CreatedDate?: string
  readonly SystemModstamp: string
}

/** A user, or some fields of one, with related fields under their whole path. */
export function flatUser(user: Partial<RawUser>): FlatRecord {
  const flat: Record<string, Value> = {}
  for (const [field, value] of Object.entries(user)) {
    if (typeof value === 'string' || typeof value === 'boolean') flat[field] = value
    else {
      const name = value?.Name ?? null
      const prefix = related[field]
      flat[prefix === undefined ? field : `${field}.Name`] = name
      if (prefix !== undefined) flat[`${field}Id`] = name === null ? null : idFromName(prefix, name)
    }
  }
  return flat
}

const related: Readonly<Record<string, string>> = { Profile: '00e', UserRole: '00E', Manager: '005' }

const firstNames = ['Ada', 'Åse', 'Zoë', 'José', 'Björn', 'Łucja', 'Nguyễn', 'Seán', '明', 'O’Neill'] as const
const lastNames = [
  'Lovelace',
  'Ørland',
  "D'Arcy",
  'Müller',
  'García',
  'Žižka',
  'Smith',
  '王',
  'Ivanović',
] as const
const profiles = ['Sales User', 'Sales, "Inside"', 'System Administrator', null] as const
const roles = ['EMEA Sales', 'AMER Sales', null, null] as const
const titles = ['Account Executive', 'SDR', null] as const
// Seven of eight are people of the company.
const types = [...Array<string>(21).fill('Standard'), 'PowerPartner', 'CsnOnly', 'AutomatedProcess']

/** As many users as wanted, in a mixed order; the same number and seed give the same users, always. */
export function salesforceUsers(count: number, seed = 1): RawUser[] {
  const next = randomNumbers(seed)
  const pick = <Item>(items: readonly [Item, ...Item[]] | readonly Item[]): Item => {
    const item = items[Math.floor(next() * items.length)]
    if (item === undefined) throw new Error('there is nothing to pick from')
    return item
  }
  return Array.from({ length: count }, (_, index) => {
    const first = next() < 0.03 ? null : pick(firstNames)
    const last = pick(lastNames)
    return rawUser(first, last, (index * 7919 + seed) % 916_132_831, {
      IsActive: next() < 0.9,
      UserType: pick(types),
      Profile: named(pick(profiles)),
      UserRole: named(pick(roles)),
      Manager: named(next() < 0.5 ? 'Grace Hopper' : null),
      Title: pick(titles),
      Department: next() < 0.5 ? 'Sales' : null,
      EmployeeNumber: next() < 0.5 ? String(10_000 + index) : null,
      FederationIdentifier: next() < 0.3 ? `user${index}@acme.example` : null,
      Division: index % 3 === 0 ? 'North' : null,
      CreatedDate: '2024-02-29T23:59:59.000+0000',
      SystemModstamp: '2026-11-20T08:15:00.000+0000',
      LastLoginDate: next() < 0.8 ? '2026-11-20T08:15:00.000+0000' : null,
    })
  })
}

type Rest = Omit<RawUser, 'Id' | 'Username' | 'Name' | 'FirstName' | 'LastName' | 'Email' | 'Alias'>

function rawUser(first: string | null, last: string, number: number, rest: Rest): RawUser {
  return {
    Id: wholeId(`0055g00000${inBase62(number, 5)}`),
    Username: `User${number}@acme.example.sales`,
    Name: first === null ? last : `${first} ${last}`,
    FirstName: first,
    LastName: last,
    Email: `User${number}@acme.example`,
    Alias: `u${number}`.slice(0, 8),
    ...rest,
  }
}

function named(name: string | null): { readonly Name: string } | null {
  return name === null ? null : { Name: name }
}

// A linear congruential generator (Numerical Recipes): good enough to look mixed, and the same everywhere.
function randomNumbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}
