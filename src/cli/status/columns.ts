import { type ActivityKind, activityKinds } from '../../salesforce/activity.ts'
import type { Context } from '../context.ts'
import type { Column } from '../output/columns.ts'
import type { Format } from '../output/format.ts'
import type { StatusRow } from './activity.ts'

const activityLabels: Readonly<Record<ActivityKind, string>> = {
  opportunities: 'Opportunities',
  tasks: 'Tasks',
  events: 'Events',
}

/** The columns of `status`; those of activity only where it was asked for. */
export function statusColumns(context: Context, withActivity: boolean): readonly Column<StatusRow>[] {
  return [
    { key: 'name', label: 'Name', kind: 'text', value: ({ name }) => name },
    {
      key: 'email',
      label: 'E-mail',
      kind: 'text',
      hidden: context.stdout.isTerminal,
      value: ({ email }) => email,
    },
    { key: 'showsUp', label: 'Shows up', kind: 'flag', value: ({ showsUp }) => showsUp },
    { key: 'exists', label: 'Exists', kind: 'flag', value: ({ exists }) => exists },
    { key: 'active', label: 'Active', kind: 'flag', value: ({ active }) => active },
    { key: 'team', label: 'Team', kind: 'text', value: ({ team }) => team },
    { key: 'mapped', label: 'Mapped', kind: 'flag', value: ({ mapped }) => mapped },
    {
      key: 'salesforceActive',
      label: 'Active in Salesforce',
      kind: 'flag',
      value: ({ salesforceActive }) => salesforceActive,
    },
    {
      key: 'salesforceUserId',
      label: 'Salesforce User ID',
      kind: 'id',
      hidden: true,
      value: ({ salesforceUserId }) => salesforceUserId,
    },
    { key: 'standing', label: 'Standing', kind: 'text', hidden: true, value: ({ standing }) => standing },
    ...(withActivity ? activityKinds.map((kind) => activityColumn(kind, context.format)) : []),
    {
      key: 'next',
      label: 'Next',
      kind: 'text',
      value: ({ next }) => (next === null ? null : context.typed(next)),
    },
  ]
}

// In a table a question mark: nobody may read "could not look" as "none".
function activityColumn(kind: ActivityKind, format: Format): Column<StatusRow> {
  const unknown = format === 'table' ? '?' : null
  return {
    key: kind,
    label: activityLabels[kind],
    kind: 'number',
    value: ({ activity }) => (activity === undefined ? null : (activity[kind] ?? unknown)),
  }
}
