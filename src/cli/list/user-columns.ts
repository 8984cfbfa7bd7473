import { fullName } from '../../core/user.ts'
import type { UserRecord } from '../../ledger/ledger.ts'
import type { Column } from '../output/columns.ts'

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
