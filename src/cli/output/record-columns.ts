import type { DirectoryEntry, TeamRecord, UserRecord } from '../../ledger/ledger.ts'
import type { Column } from './columns.ts'
import { fullName } from '../../core/model.ts'

/** What is shown of a Salesforce user. */
export const salesforceUserColumns: readonly Column<DirectoryEntry>[] = [
  {
    key: 'salesforceUserId',
    label: 'Salesforce User ID',
    kind: 'id',
    value: ({ salesforceUser }) => salesforceUser.salesforceUserId,
  },
  { key: 'name', label: 'Name', kind: 'text', value: ({ salesforceUser }) => salesforceUser.name },
  { key: 'email', label: 'E-mail', kind: 'text', value: ({ salesforceUser }) => salesforceUser.email },
  { key: 'active', label: 'Active', kind: 'flag', value: ({ salesforceUser }) => salesforceUser.active },
  { key: 'profile', label: 'Profile', kind: 'text', value: ({ salesforceUser }) => salesforceUser.profile },
  { key: 'mappedTo', label: 'Mapped to', kind: 'text', value: ({ mappedTo }) => mappedTo?.email ?? null },
  {
    key: 'username',
    label: 'Username',
    kind: 'text',
    hidden: true,
    value: ({ salesforceUser }) => salesforceUser.username,
  },
  {
    key: 'firstName',
    label: 'First name',
    kind: 'text',
    hidden: true,
    value: ({ salesforceUser }) => salesforceUser.firstName,
  },
  {
    key: 'lastName',
    label: 'Last name',
    kind: 'text',
    hidden: true,
    value: ({ salesforceUser }) => salesforceUser.lastName,
  },
  {
    key: 'alias',
    label: 'Alias',
    kind: 'text',
    hidden: true,
    value: ({ salesforceUser }) => salesforceUser.alias,
  },
  {
    key: 'type',
    label: 'Type',
    kind: 'text',
    hidden: true,
    value: ({ salesforceUser }) => salesforceUser.type,
  },
  {
    key: 'role',
    label: 'Role',
    kind: 'text',
    hidden: true,
    value: ({ salesforceUser }) => salesforceUser.role,
  },
  {
    key: 'department',
    label: 'Department',
    kind: 'text',
    hidden: true,
    value: ({ salesforceUser }) => salesforceUser.department,
  },
  {
    key: 'title',
    label: 'Title',
    kind: 'text',
    hidden: true,
    value: ({ salesforceUser }) => salesforceUser.title,
  },
  {
    key: 'manager',
    label: 'Manager',
    kind: 'text',
    hidden: true,
    value: ({ salesforceUser }) => salesforceUser.manager,
  },
  {
    key: 'employeeNumber',
    label: 'Employee number',
    kind: 'text',
    hidden: true,
    value: ({ salesforceUser }) => salesforceUser.employeeNumber,
  },
  {
    key: 'federationId',
    label: 'Federation ID',
    kind: 'text',
    hidden: true,
    value: ({ salesforceUser }) => salesforceUser.federationId,
  },
  {
    key: 'lastLoginAt',
    label: 'Last login',
    kind: 'time',
    hidden: true,
    value: ({ salesforceUser }) => salesforceUser.lastLoginAt,
  },
  { key: 'seenAt', label: 'Seen', kind: 'time', hidden: true, value: ({ seenAt }) => seenAt },
  {
    key: 'frozen',
    label: 'Frozen',
    kind: 'flag',
    hidden: true,
    value: ({ salesforceUser }) => salesforceUser.frozen,
  },
]

/** What is shown of a mapping. */
export const mappingColumns: readonly Column<UserRecord>[] = [
  { key: 'email', label: 'E-mail', kind: 'text', value: ({ user }) => user.email },
  { key: 'name', label: 'Name', kind: 'text', value: ({ user }) => fullName(user) },
  {
    key: 'salesforceUserId',
    label: 'Salesforce User ID',
    kind: 'id',
    value: ({ mapping }) => mapping?.salesforceUserId ?? null,
  },
  {
    key: 'salesforceName',
    label: 'Salesforce name',
    kind: 'text',
    value: ({ salesforceUser }) => salesforceUser?.name ?? null,
  },
  {
    key: 'salesforceActive',
    label: 'Active there',
    kind: 'flag',
    value: ({ salesforceUser }) => salesforceUser?.active ?? null,
  },
  { key: 'team', label: 'Team', kind: 'text', value: ({ team }) => team?.name ?? null },
  { key: 'userId', label: 'User ID', kind: 'id', hidden: true, value: ({ user }) => user.userId },
  {
    key: 'organizationId',
    label: 'Organization ID',
    kind: 'id',
    hidden: true,
    value: ({ mapping }) => mapping?.organizationId ?? null,
  },
]

/** What is shown of a team. */
export const teamColumns: readonly Column<TeamRecord>[] = [
  { key: 'teamId', label: 'Team ID', kind: 'id', value: ({ team }) => team.teamId },
  { key: 'name', label: 'Name', kind: 'text', value: ({ team }) => team.name },
  { key: 'key', label: 'Key', kind: 'text', value: ({ team }) => team.key },
  { key: 'members', label: 'People', kind: 'number', value: ({ members }) => members },
]

/** What is shown of a SalesScreen user. */
export const userColumns: readonly Column<UserRecord>[] = [
  { key: 'userId', label: 'User ID', kind: 'id', value: ({ user }) => user.userId },
  { key: 'name', label: 'Name', kind: 'text', value: ({ user }) => fullName(user) },
  { key: 'email', label: 'E-mail', kind: 'text', value: ({ user }) => user.email },
  { key: 'firstName', label: 'First name', kind: 'text', hidden: true, value: ({ user }) => user.firstName },
  { key: 'lastName', label: 'Last name', kind: 'text', hidden: true, value: ({ user }) => user.lastName },
  { key: 'nickname', label: 'Nickname', kind: 'text', hidden: true, value: ({ user }) => user.nickname },
  { key: 'state', label: 'State', kind: 'text', value: ({ user }) => user.state },
  { key: 'team', label: 'Team', kind: 'text', value: ({ team }) => team?.name ?? null },
  {
    key: 'salesforceUserId',
    label: 'Salesforce User ID',
    kind: 'id',
    value: ({ mapping }) => mapping?.salesforceUserId ?? null,
  },
  {
    key: 'salesforceName',
    label: 'Salesforce name',
    kind: 'text',
    hidden: true,
    value: ({ salesforceUser }) => salesforceUser?.name ?? null,
  },
]
