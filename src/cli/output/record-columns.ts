import {
  drop,
  emailColumn,
  flagColumn,
  hidden,
  idColumn,
  numberColumn,
  textColumn,
  timeColumn,
} from './columns.ts'
import type { DirectoryEntry, TeamRecord, UserRecord } from '../../ledger/ledger.ts'
import type { Column } from './columns.ts'
import { fullName } from '../../core/model.ts'

/** What is shown of a Salesforce user. */
export const salesforceUserColumns: readonly Column<DirectoryEntry>[] = [
  idColumn('salesforceUserId', 'Salesforce User ID', ({ salesforceUser }) => salesforceUser.salesforceUserId),
  textColumn('name', 'Name', ({ salesforceUser }) => salesforceUser.name),
  emailColumn('email', 'E-mail', ({ salesforceUser }) => salesforceUser.email),
  flagColumn('active', 'Active', ({ salesforceUser }) => salesforceUser.active, drop(2)),
  textColumn('profile', 'Profile', ({ salesforceUser }) => salesforceUser.profile, drop(1)),
  emailColumn('mappedTo', 'Mapped to', ({ mappedTo }) => mappedTo?.email ?? null, drop(3)),
  emailColumn('username', 'Username', ({ salesforceUser }) => salesforceUser.username, hidden),
  textColumn('firstName', 'First name', ({ salesforceUser }) => salesforceUser.firstName, hidden),
  textColumn('lastName', 'Last name', ({ salesforceUser }) => salesforceUser.lastName, hidden),
  textColumn('alias', 'Alias', ({ salesforceUser }) => salesforceUser.alias, hidden),
  textColumn('type', 'Type', ({ salesforceUser }) => salesforceUser.type, hidden),
  textColumn('role', 'Role', ({ salesforceUser }) => salesforceUser.role, hidden),
  textColumn('department', 'Department', ({ salesforceUser }) => salesforceUser.department, hidden),
  textColumn('title', 'Title', ({ salesforceUser }) => salesforceUser.title, hidden),
  textColumn('manager', 'Manager', ({ salesforceUser }) => salesforceUser.manager, hidden),
  textColumn(
    'employeeNumber',
    'Employee number',
    ({ salesforceUser }) => salesforceUser.employeeNumber,
    hidden,
  ),
  textColumn('federationId', 'Federation ID', ({ salesforceUser }) => salesforceUser.federationId, hidden),
  timeColumn('lastLoginAt', 'Last login', ({ salesforceUser }) => salesforceUser.lastLoginAt, hidden),
  timeColumn('seenAt', 'Seen', ({ seenAt }) => seenAt, hidden),
  flagColumn('frozen', 'Frozen', ({ salesforceUser }) => salesforceUser.frozen, hidden),
]

/** What is shown of a mapping. */
export const mappingColumns: readonly Column<UserRecord>[] = [
  emailColumn('email', 'E-mail', ({ user }) => user.email),
  textColumn('name', 'Name', ({ user }) => fullName(user), drop(4)),
  idColumn('salesforceUserId', 'Salesforce User ID', ({ mapping }) => mapping?.salesforceUserId ?? null),
  textColumn(
    'salesforceName',
    'Salesforce name',
    ({ salesforceUser }) => salesforceUser?.name ?? null,
    drop(2),
  ),
  flagColumn(
    'salesforceActive',
    'Active there',
    ({ salesforceUser }) => salesforceUser?.active ?? null,
    drop(1),
  ),
  textColumn('team', 'Team', ({ team }) => team?.name ?? null, drop(3)),
  idColumn('userId', 'User ID', ({ user }) => user.userId, hidden),
  idColumn('organizationId', 'Organization ID', ({ mapping }) => mapping?.organizationId ?? null, hidden),
]

/** What is shown of a team. */
export const teamColumns: readonly Column<TeamRecord>[] = [
  idColumn('teamId', 'Team ID', ({ team }) => team.teamId, drop(2)),
  textColumn('name', 'Name', ({ team }) => team.name),
  textColumn('key', 'Key', ({ team }) => team.key, drop(1)),
  numberColumn('members', 'Users', ({ members }) => members),
]

/** What is shown of a SalesScreen user. */
export const userColumns: readonly Column<UserRecord>[] = [
  idColumn('userId', 'User ID', ({ user }) => user.userId, drop(1)),
  textColumn('name', 'Name', ({ user }) => fullName(user)),
  emailColumn('email', 'E-mail', ({ user }) => user.email),
  textColumn('firstName', 'First name', ({ user }) => user.firstName, hidden),
  textColumn('lastName', 'Last name', ({ user }) => user.lastName, hidden),
  textColumn('nickname', 'Nickname', ({ user }) => user.nickname, hidden),
  textColumn('state', 'State', ({ user }) => user.state, drop(2)),
  textColumn('team', 'Team', ({ team }) => team?.name ?? null),
  idColumn(
    'salesforceUserId',
    'Salesforce User ID',
    ({ mapping }) => mapping?.salesforceUserId ?? null,
    drop(3),
  ),
  textColumn(
    'salesforceName',
    'Salesforce name',
    ({ salesforceUser }) => salesforceUser?.name ?? null,
    hidden,
  ),
]
