import { driftLine } from '../../core/drift.ts'
import { driftFix } from '../../core/drift-fix.ts'
import { fullName } from '../../core/user.ts'
import type { Context } from '../context.ts'
import type { Column } from '../output/columns.ts'
import type { DriftFinding } from './find-drift.ts'

/** What is told of a finding. */
export function driftColumns(context: Context): readonly Column<DriftFinding>[] {
  return [
    { key: 'kind', label: 'Kind', kind: 'text', value: ({ drift }) => drift.kind },
    {
      key: 'userId',
      label: 'User ID',
      kind: 'id',
      hidden: true,
      value: ({ drift }) => drift.facts.user.userId,
    },
    { key: 'email', label: 'E-mail', kind: 'text', value: ({ drift }) => drift.facts.user.email },
    {
      key: 'salesforceUserId',
      label: 'Salesforce User ID',
      kind: 'id',
      value: ({ drift }) => drift.facts.mapping.salesforceUserId,
    },
    { key: 'name', label: 'Name', kind: 'text', value: ({ drift }) => fullName(drift.facts.user) },
    { key: 'text', label: 'What', kind: 'text', value: ({ drift }) => driftLine(drift, null) },
    { key: 'since', label: 'Since', kind: 'time', value: ({ since }) => since },
    {
      key: 'fix',
      label: 'Fix',
      kind: 'text',
      hidden: true,
      value: ({ drift }) => driftFix(drift).commands.map((command) => context.typed(command)),
    },
  ]
}
