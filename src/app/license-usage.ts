import type { LicenseUsage } from '../core/model.ts'
import type { Ledger } from '../ledger/ledger.ts'

/** How many licenses there are, and how many active users hold one. */
export async function licenseUsageOf(ledger: Ledger): Promise<LicenseUsage> {
  const { activeUsers } = await ledger.counts()
  const licenses = (await ledger.facts()).find(({ name }) => name === 'licenses')
  return { activeUsers, licenses: licenses === undefined ? null : Number(licenses.value) }
}
