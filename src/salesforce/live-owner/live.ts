import type { Connection } from 'jsforce/lib/connection.js'
import * as z from 'zod/mini'
import { SfsyncError } from '../../core/errors.ts'
import { suffixOf } from '../../core/salesforce-id.ts'
import type { SalesforceUser } from '../../core/salesforce-user.ts'
import type { DirectoryReading } from '../directory-reader.ts'
import type { LiveConnection } from './connection.ts'
import { invalidFields, liveFailure } from './failure.ts'
import { parseUserPage, type UserPage } from './records.ts'
import { soql, SoqlPart } from './soql.ts'

export { parseConnection } from './connection.ts'

const requiredFields = ['Id', 'Username', 'Name', 'Email', 'IsActive', 'UserType']
const optionalFields = [
  'FirstName',
  'LastName',
  'Alias',
  'Profile.Name',
  'UserRole.Name',
  'Manager.Name',
  'Title',
  'Department',
  'EmployeeNumber',
  'FederationIdentifier',
  'LastLoginDate',
]

/** Who is asking, as the org sees it. */
export interface LiveIdentity {
  readonly identity: string
  /** 18 characters. */
  readonly organizationId: string
  /** API calls left today; null when the org did not tell. */
  readonly callsLeft: number | null
}

/**
 * Reads the users of a live org: people of the company, or everyone. The first page is asked for at once; the others
 * as they are taken. Throws `login-needed` or `remote`; pages that do not add up to what was promised are an error.
 */
export async function readLive(
  connection: LiveConnection,
  scope: { readonly everyone: boolean },
): Promise<DirectoryReading> {
  const { host } = new URL(connection.instanceUrl)
  const notices: string[] = []
  const jsforce = await connect(connection)
  try {
    const { identity, organizationId } = await whoIsAsking(jsforce, host)
    const first = await firstPage(jsforce, host, scope, notices)
    notices.push(
      `${identity} looked and was shown ${first.totalSize} users; without View All Users it may be fewer than there are`,
    )
    return {
      read: { source: 'live', origin: host, identity, organizationId },
      promised: first.totalSize,
      pages: allPages(jsforce, host, first),
      problems: [],
      notices,
    }
  } catch (error) {
    throw liveFailure(error, host)
  }
}

/** Asks the org who is asking and how many calls are left. */
export async function checkLive(connection: LiveConnection): Promise<LiveIdentity> {
  const { host } = new URL(connection.instanceUrl)
  try {
    const jsforce = await connect(connection)
    const { identity, organizationId } = await whoIsAsking(jsforce, host)
    await jsforce.requestGet('/limits')
    const usage = jsforce.limitInfo.apiUsage
    return { identity, organizationId, callsLeft: usage === undefined ? null : usage.limit - usage.used }
  } catch (error) {
    throw liveFailure(error, host)
  }
}

// jsforce is heavy to load, so only commands that talk to Salesforce pay for it.
async function connect({
  instanceUrl,
  accessToken,
  apiVersion,
  timeoutSeconds,
}: LiveConnection): Promise<Connection> {
  const [{ Connection: JsforceConnection }, { FetchTransport }] = await Promise.all([
    import('jsforce/lib/connection.js'),
    import('./transport.ts'),
  ])
  const connection = new JsforceConnection({ instanceUrl, accessToken, version: apiVersion })
  connection._transport = new FetchTransport(timeoutSeconds)
  return connection
}

const userInfo = z.object({ organization_id: z.string(), preferred_username: z.string() })

// Not connection.identity(), which would put the token into the address.
async function whoIsAsking(
  jsforce: Connection,
  host: string,
): Promise<{ identity: string; organizationId: string }> {
  const answer = await jsforce.requestGet(`${jsforce.instanceUrl}/services/oauth2/userinfo`)
  const parsed = userInfo.safeParse(answer)
  if (!parsed.success)
    throw new SfsyncError('remote', `${host} did not tell who is signed in`, {
      actions: ['a proxy or a sign-in page may stand in between: open the address in a browser'],
    })
  const { organization_id: id, preferred_username: identity } = parsed.data
  return { identity, organizationId: id.length === 15 ? id + suffixOf(id) : id }
}

async function firstPage(
  jsforce: Connection,
  host: string,
  { everyone }: { readonly everyone: boolean },
  notices: string[],
): Promise<UserPage> {
  const condition = everyone ? '' : soql` WHERE UserType = ${'Standard'}`
  let fields = [...requiredFields, ...optionalFields]
  for (;;) {
    const query = soql`SELECT ${new SoqlPart(fields.join(', '))} FROM User${new SoqlPart(condition)} ORDER BY Id`
    try {
      return parseUserPage(await jsforce.query(query), host)
    } catch (error) {
      const unreadable = invalidFields(error, fields).filter((field) => optionalFields.includes(field))
      if (unreadable.length === 0) throw error
      notices.push(`${unreadable.join(', ')} cannot be read by this user and stay empty`)
      fields = fields.filter((field) => !unreadable.includes(field))
    }
  }
}

async function* allPages(
  jsforce: Connection,
  host: string,
  first: UserPage,
): AsyncGenerator<readonly SalesforceUser[]> {
  const seen = new Set<string>()
  let page = first
  for (;;) {
    for (const { salesforceUserId } of page.users) seen.add(salesforceUserId)
    yield page.users
    if (page.next === undefined) break
    try {
      page = parseUserPage(await jsforce.queryMore(page.next), host)
    } catch (error) {
      throw liveFailure(error, host)
    }
  }
  if (seen.size !== first.totalSize)
    throw new SfsyncError(
      'remote',
      `${host} promised ${first.totalSize} users and gave ${seen.size}; a part of a list is no list, so the directory stays as it was`,
      {
        actions: ['start again: sfsync sf-users refresh'],
      },
    )
}
