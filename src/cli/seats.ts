import type { Seats } from '../core/licences.ts'
import type { Ledger } from '../ledger/ledger.ts'

/** How many licences are known and taken. */
export async function seatsOf(ledger: Ledger): Promise<Seats> {
  const { activeUsers } = await ledger.counts()
  const licences = (await ledger.facts()).find(({ name }) => name === 'licences')
  return { activeUsers, licences: licences === undefined ? null : Number(licences.value) }
}
