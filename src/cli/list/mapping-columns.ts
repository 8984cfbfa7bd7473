import { fullName } from '../../core/user.ts'
import type { UserRecord } from '../../ledger/ledger.ts'
import type { Column } from '../output/columns.ts'

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
