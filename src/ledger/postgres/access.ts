import type { LedgerAccess } from '../ledger.ts'
import type { Connections } from './connection.ts'
import { rowOf } from './copy.ts'
import { quoted, schemaTables } from './dialect.ts'

// What a writer needs besides reading, where that is not everything; the numbers and the history are only added to.
const onlySome: Readonly<Record<string, readonly string[]>> = {
  ledger_head: ['update'],
  change_set: ['insert'],
  change: ['insert'],
  directory_read: ['insert'],
  directory_change: ['insert'],
}

const needed = schemaTables.flatMap((table) =>
  ['select', ...(onlySome[table] ?? ['insert', 'update', 'delete'])].map((right) => ({ table, right })),
)

/** The role that this program is connected with, how, and what it may do. */
export async function accessTo(connections: Connections): Promise<LedgerAccess> {
  // Some rights are given for single columns, which no function for whole tables sees; deleting has no columns.
  const [row] = await connections.rows(
    `select session_user as role, current_setting('server_version') as version,
       pg_has_role(session_user, (select relowner from pg_class where oid = $1::regclass), 'usage')::text as owner,
       (select json_agg(each.number - 1)::text
        from unnest($2::text[], $3::text[]) with ordinality as each(name, privilege, number)
        where not case each.privilege when 'delete' then has_table_privilege(each.name, each.privilege)
          else has_any_column_privilege(each.name, each.privilege) end) as missing`,
    [
      connections.table('ledger_head'),
      needed.map(({ table }) => `${quoted(connections.schema)}.${quoted(table)}`),
      needed.map(({ right }) => right),
    ],
  )
  const { role, version, owner, missing } = rowOf(row)
  const places: readonly unknown[] = JSON.parse(String(missing ?? '[]'))
  const absent = needed.filter((_, at) => places.includes(at))
  const isReader = needed.every((each) => each.right === 'select' || absent.includes(each))
  return {
    role: String(role),
    may: owner === 'true' ? 'own' : isReader ? 'read' : 'write',
    missing: absent
      .filter(({ right }) => right === 'select' || !isReader)
      .map(({ table, right }) => `${right} on ${table}`),
    server: `PostgreSQL ${String(version).split(' ')[0] ?? ''}`,
    encryption: connections.encryption,
  }
}
