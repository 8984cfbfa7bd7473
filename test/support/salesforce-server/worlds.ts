import type { OrgTables } from './data/org-tables.ts'
import type { Table } from './data/table.ts'
import { hashOf } from './data/values.ts'
import type { OrgFacts } from './facts.ts'
import type { World } from './soql/world.ts'

/** What an identity sees of the org. */
export function worldOf(
  facts: OrgFacts,
  tables: OrgTables,
  asking: { readonly userId: string; readonly now: number; readonly includeDeleted: boolean },
): World {
  const { permissions, unreadable, sharing, visibleShare, viewSetup, customizeApplication } = facts
  const limited = sharing === 'private' && !permissions.viewAllUsers
  const shares = (table: Table) => (row: number) => {
    const id = table.id(row)
    return id === asking.userId || hashOf(id) % 1_000 < visibleShare * 1_000
  }
  return {
    now: asking.now,
    includeDeleted: asking.includeDeleted,
    table: (name) => {
      // Source: object reference, UserLogin: only for identities with "Manage Users".
      if (name === 'userlogin' && !permissions.manageUsers) return undefined
      // Source: object reference, PermissionSetAssignment: who may see it since Summer '20.
      if (name === 'permissionsetassignment' && !viewSetup && !permissions.manageUsers) return undefined
      return name === 'permissionsetassignment' ? tables.assignmentsOf(asking.userId) : tables.table(name)
    },
    readable: (_, field) => !unreadable.includes(field),
    sees: (table) => {
      // Source: object reference, OauthToken: without "Customize Application" only one's own.
      if (table.type.name === 'OauthToken' && !customizeApplication)
        return (row) => table.value(row, 'UserId') === asking.userId
      return limited && table === tables.users ? shares(table) : undefined
    },
  }
}
