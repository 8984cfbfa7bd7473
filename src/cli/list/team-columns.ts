import type { TeamRecord } from '../../ledger/ledger.ts'
import type { Column } from '../output/columns.ts'

/** What is shown of a team. */
export const teamColumns: readonly Column<TeamRecord>[] = [
  { key: 'teamId', label: 'Team ID', kind: 'id', value: ({ team }) => team.teamId },
  { key: 'name', label: 'Name', kind: 'text', value: ({ team }) => team.name },
  { key: 'key', label: 'Key', kind: 'text', value: ({ team }) => team.key },
  { key: 'members', label: 'People', kind: 'number', value: ({ members }) => members },
]
