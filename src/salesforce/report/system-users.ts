import { withoutSandboxSuffix } from '../../core/text.ts'

// Salesforce gives its own users an address at the ID of the org: `autoproc@00d5g0000000abcdea`. No one can change it.
const atOrganizationId = /^[^@\s]+@00d(?:[a-z0-9]{12}|[a-z0-9]{15})$/

/** Whether an address is one that Salesforce itself made up, which is none that receives mail. */
export function isMadeBySalesforce(address: string): boolean {
  return atOrganizationId.test(withoutSandboxSuffix(address))
}

// Seen in answers of real orgs: Automated Process, and Platform Integration User with its username and its address.
const types: ReadonlyMap<string, string> = new Map([
  ['autoproc', 'AutomatedProcess'],
  ['cloud', 'CloudIntegrationUser'],
  ['noreply', 'CloudIntegrationUser'],
])

/** The UserType of one of Salesforce's own users, for a report without that column; null for everyone else. */
export function typeOfSystemUser(username: string | null, email: string | null): string | null {
  const address = username ?? email ?? ''
  return isMadeBySalesforce(address) ? (types.get(address.slice(0, address.indexOf('@'))) ?? null) : null
}
