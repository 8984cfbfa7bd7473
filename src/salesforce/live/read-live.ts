import type { DirectoryReading } from '../directory-reader.ts'
import type { LiveConnection } from './connection.ts'
import { FieldRefused } from './explain.ts'
import { fieldsNamedIn, type LiveScope, type OptionalField, optionalFields, usersQuery } from './fields.ts'
import type { Org } from './org.ts'
import { allPages } from './pages.ts'
import type { UserPage } from './records.ts'

/**
 * Reads the Salesforce users of a live org in the order of their IDs, one page at a time as the pages are taken. The
 * identity and the first page are asked for at once. This and taking the pages throw `login-needed`, `configuration` or
 * `remote`; another number of users than promised is `remote`, and the pages taken before are worth nothing then.
 */
export async function readLive(connection: LiveConnection, scope: LiveScope): Promise<DirectoryReading> {
  // jsforce takes longer to load than all of sfsync.
  const { openOrg } = await import('./org.ts')
  const org = openOrg(connection)
  const { identity, organizationId } = await org.identity()
  const { page, hidden } = await firstPage(org, scope)
  const notices = hidden.length === 0 ? [] : [hiddenNotice(identity, hidden)]
  return {
    read: { source: 'live', origin: org.host, identity, organizationId },
    promised: page.totalSize,
    pages: allPages(org, page, (seen) => notices.push(seenNotice(identity, seen, scope))),
    problems: [],
    notices,
  }
}

// Salesforce names one hidden field at a time, so it is asked again without it until nothing is refused.
async function firstPage(org: Org, scope: LiveScope): Promise<{ page: UserPage; hidden: OptionalField[] }> {
  const hidden: OptionalField[] = []
  for (;;) {
    const fields = optionalFields.filter((field) => !hidden.includes(field))
    try {
      return { page: await org.users(usersQuery(fields, scope)), hidden }
    } catch (error) {
      const named = error instanceof FieldRefused ? fieldsNamedIn(error.words) : []
      const newlyHidden = named.filter((field) => fields.includes(field))
      if (newlyHidden.length === 0) throw error
      hidden.push(...newlyHidden)
    }
  }
}

function hiddenNotice(identity: string, hidden: readonly OptionalField[]): string {
  return `${identity} may not see ${hidden.join(', ')}; of nobody in this reading is it known`
}

// Where sharing is private Salesforce leaves people out without a word.
function seenNotice(identity: string, seen: number, { everyone }: LiveScope): string {
  const kind = everyone ? 'users of any type' : 'users of type Standard'
  return `${identity} sees ${seen} ${kind}; if the org shares users privately there are more, visible with the permission "View All Users"`
}
