import { Chance } from './chance.ts'
import { type Company, Invention } from './invention.ts'
import { styleOf } from './style.ts'

export type { Company } from './invention.ts'

/** How large a company is. */
export interface CompanySize {
  /** SalesScreen users. */
  readonly people: number
  /** The share of Salesforce users without a SalesScreen account; by chance from 0.2 to 0.6 if not given. */
  readonly onlySalesforce?: number
  /** The share of SalesScreen users without a Salesforce account. */
  readonly ghosts?: number
}

/** A company of so many SalesScreen users; each seed is another company, the same on every call. */
export function company(seed: number, size: number | CompanySize): Company {
  const { people, onlySalesforce, ghosts = 0.1 } = typeof size === 'number' ? { people: size } : size
  const chance = new Chance(seed * 7919)
  for (let warm = 0; warm < 5; warm += 1) chance.next()
  const invention = new Invention(chance, styleOf(chance, seed))
  const ghostCount = Math.round(people * ghosts)
  while (invention.userCount < people - ghostCount) invention.addPair()
  const share = onlySalesforce ?? 0.2 + chance.next() * 0.4
  const wanted = Math.round((people - ghostCount) / (1 - share))
  while (invention.salesforceCount < wanted) invention.addSalesforceOnly()
  while (invention.userCount < people) invention.addGhost()
  return invention.finished()
}
